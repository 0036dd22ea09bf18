"""``/field``: devices that work without a network."""
