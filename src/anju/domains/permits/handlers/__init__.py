"""Listeners of this domain, one module a topic; importing a module registers its listeners."""

from anju.domains.permits.handlers import credentials

__all__ = ["credentials"]
