"""Published rules: what a permit entitles to, how a points scheme counts; and trying a scheme out for oneself."""
