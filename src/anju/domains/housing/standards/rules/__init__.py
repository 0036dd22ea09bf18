"""Pure rules of dwellings: reading an entry of the law, choosing what holds, judging columns of homes."""
