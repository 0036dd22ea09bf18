"""Records that may be one person: compared, weighed and proposed; people decide."""
