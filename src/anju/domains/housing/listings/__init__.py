"""Vacancies: homes offered, homes sought, and what two sides say to each other without showing a number."""
