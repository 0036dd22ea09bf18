"""What the register holds that is counted."""

from anju.domains.register.population.queries.facts import FACTS

__all__ = ["FACTS"]
