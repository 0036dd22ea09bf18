"""All reads of premises."""
