"""What is counted of cases, and what a list of them says."""

from anju.domains.casework.cases.queries.facts import FACTS, numbers_of_cases

__all__ = ["FACTS", "numbers_of_cases"]
