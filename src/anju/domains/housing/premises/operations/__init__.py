"""All writes of premises."""
