"""``/permits``: one permit by its number."""
