"""Persons about whom nothing is answered and whose address goes to nobody."""
