"""Applications for residence permits."""
