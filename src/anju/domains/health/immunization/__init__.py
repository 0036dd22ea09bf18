"""Vaccination: what given doses count for, and what is due next, under published rules that are data."""
