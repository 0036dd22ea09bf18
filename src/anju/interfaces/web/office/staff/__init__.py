"""Stations, who works there, their weeks, absences, and how many workers an area needs."""
