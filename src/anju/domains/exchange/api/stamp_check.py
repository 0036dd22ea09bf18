"""Checking the stamps of an exported log; needs no installation."""

from anju.domains.exchange.stamps.rules.checking import Heads, stamps_checked

__all__ = ["Heads", "stamps_checked"]
