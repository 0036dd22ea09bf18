"""Listeners of this domain, one module a topic; importing a module registers its listeners."""

from anju.domains.permits.handlers import applying, entitled, life

__all__ = ["applying", "entitled", "life"]
