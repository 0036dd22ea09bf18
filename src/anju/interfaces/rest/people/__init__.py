"""People and their stays."""
