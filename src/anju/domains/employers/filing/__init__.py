"""Employers on file: the unit, whom to ring there, liaison people, what a city asks of them."""
