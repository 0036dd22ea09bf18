"""Answers instead of files: yes or no about one person, for departments and places under an agreement."""
