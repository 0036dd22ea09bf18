"""Divisions of China with their history, grids below them, and countries."""
