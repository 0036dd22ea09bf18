"""Groups of residents as the office sees them: counts and contact people, never who belongs."""
