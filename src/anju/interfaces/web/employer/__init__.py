"""The employer's pages: the roster, its people, its dormitory."""
