"""All reads of people."""
