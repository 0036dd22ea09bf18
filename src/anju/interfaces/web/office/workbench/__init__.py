"""The first page and the lists behind its figures."""
