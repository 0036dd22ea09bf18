"""Where many people lived on a day, each on a day of their own."""

from anju.domains.register.ledger.queries import habitual_on, some_resident

__all__ = ["habitual_on", "some_resident"]
