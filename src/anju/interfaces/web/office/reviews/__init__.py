"""The review queue: what only a person can decide."""
