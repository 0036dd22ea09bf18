"""Addresses in parts: one reader of texts, one composer, one key."""
