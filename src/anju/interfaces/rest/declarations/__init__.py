"""Declarations over HTTP."""
