"""Construction sites, markets, dormitories and other places of an employer."""
