"""Homes and who lives there."""
