"""Buildings and rooms to verify."""
