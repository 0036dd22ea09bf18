"""Checking an exported log of requests; needs no installation."""

from anju.domains.exchange.links.rules.log_check import LogCheck, checked

__all__ = ["LogCheck", "checked"]
