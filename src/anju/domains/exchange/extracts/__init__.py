"""Bulk extracts: rows without names or numbers, under a token of the recipient, as Parquet with a manifest."""
