"""Sums that are kept while the register changes, so that large figures are read and not counted."""
