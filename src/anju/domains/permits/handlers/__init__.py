"""Listeners of this domain, one module a topic; importing a module registers its listeners."""

from anju.domains.permits.handlers import applications, credentials, eligibility, lifecycle

__all__ = ["applications", "credentials", "eligibility", "lifecycle"]
