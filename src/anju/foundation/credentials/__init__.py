"""Signed statements that travel: SD-JWT VC for wallets, a compact COSE code for QR, and lists of what was withdrawn.

Formats only: plain Python, no Django, no database, no clock. `examine` reads any of them with the network off.
"""
