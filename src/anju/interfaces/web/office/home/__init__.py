"""Homes, buildings and their plates."""
