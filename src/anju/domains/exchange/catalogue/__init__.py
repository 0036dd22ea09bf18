"""Data sets and services that this place offers and needs, in the form of the national catalogue, as versioned data."""
