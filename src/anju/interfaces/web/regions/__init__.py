"""Look-ups of divisions for the fields of pages."""
