"""All reads of places."""
