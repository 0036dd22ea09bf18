"""What is counted of messages between places, and what a list of them says."""

from anju.domains.exchange.links.queries.facts import FACTS, classes_of_messages

__all__ = ["FACTS", "classes_of_messages"]
