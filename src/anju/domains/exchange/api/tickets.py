"""Correction tickets to departments."""

from anju.domains.exchange.tickets.data.tickets import (
    LONGEST_VALUE,
    LONGEST_WHY,
    TERM_DAYS,
    WAITING,
    Outcome,
    Ticket,
    TicketState,
)
from anju.domains.exchange.tickets.operations.tickets import (
    answer_ticket,
    follow_changes,
    mark_sent,
    open_ticket,
    withdraw_ticket,
)
from anju.domains.exchange.tickets.queries.tickets import of_persons, ticket, tickets, to_send

__all__ = [
    "LONGEST_VALUE",
    "LONGEST_WHY",
    "TERM_DAYS",
    "WAITING",
    "Outcome",
    "Ticket",
    "TicketState",
    "answer_ticket",
    "follow_changes",
    "mark_sent",
    "of_persons",
    "open_ticket",
    "ticket",
    "tickets",
    "to_send",
    "withdraw_ticket",
]
