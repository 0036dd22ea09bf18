"""Frozen values of the register."""
