"""All writes of people."""
