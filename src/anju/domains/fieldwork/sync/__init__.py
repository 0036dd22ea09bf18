"""Devices that work without a network for days, and what they send when they are back."""
