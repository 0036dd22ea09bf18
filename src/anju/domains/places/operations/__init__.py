"""All writes of places."""
