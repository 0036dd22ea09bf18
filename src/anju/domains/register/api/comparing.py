"""What the ledger says of persons whose records are compared."""

from anju.domains.register.population.queries.compared import last_homes, on_one_roster

__all__ = ["last_homes", "on_one_roster"]
