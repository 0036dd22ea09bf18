"""Entering the places of the conformance kit in this installation."""

from anju.domains.exchange.conformance.operations.entering import enter, forget, lend_place

__all__ = ["enter", "forget", "lend_place"]
