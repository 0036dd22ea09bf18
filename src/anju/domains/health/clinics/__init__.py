"""Vaccination clinics and their stock: lots, expiry, what came in and went out."""
