"""Rescue stations at the office: who is here, taking in, one stay with every step, the book, stations and counts."""
