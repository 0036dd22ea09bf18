"""Indicators: the table of an area, one indicator with its trend and parts, the list behind it."""
