"""Grids at the office: their list, their boundaries on a map, files of boundaries, and what was changed."""
