"""Doubtful vacancies of files and landlords: confirmed or refused by the office."""
