"""The employer's door: the roster, its people, its dormitory."""
