"""Pieces of pages about rental homes, which landlord, office and public share."""
