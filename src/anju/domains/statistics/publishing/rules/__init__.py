"""The rows of published tables."""
