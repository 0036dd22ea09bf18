"""What may be counted of mother and child, for the registry of figures: districts alone, and nobody."""

from anju.domains.health.plans.queries.facts import FACTS

__all__ = ["FACTS"]
