"""Agreements that two places come to by messages: proposal, counter-proposal, signatures of both, end."""
