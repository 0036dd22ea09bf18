"""The integrated picture of a person, and the contradictions between its sources."""

from anju.domains.exchange.picture.data.picture import (
    DECISIONS,
    Candidate,
    Chosen,
    Picture,
    TicketView,
    definitions,
)
from anju.domains.exchange.picture.operations.pictures import (
    close_ticket,
    picture,
    pictures,
    refresh_tickets,
    tickets,
)
from anju.domains.exchange.picture.queries.sources import add_source

__all__ = [
    "DECISIONS",
    "Candidate",
    "Chosen",
    "Picture",
    "TicketView",
    "add_source",
    "close_ticket",
    "definitions",
    "picture",
    "pictures",
    "refresh_tickets",
    "tickets",
]
