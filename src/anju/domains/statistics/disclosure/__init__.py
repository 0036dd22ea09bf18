"""Disclosure control: published counts of people from which nobody can be read."""
