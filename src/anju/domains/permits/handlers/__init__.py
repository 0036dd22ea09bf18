"""Listeners of this domain, one module a topic; importing a module registers its listeners."""

from anju.domains.permits.handlers import applying, credentials, entitled, life

__all__ = ["applying", "credentials", "entitled", "life"]
