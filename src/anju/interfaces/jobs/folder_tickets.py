"""Correction tickets on their way to a department and back: a file each, beside what the department delivers."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from anju.domains.exchange.api import deliveries, tickets
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError
from anju.foundation.whole_files import write

ACTOR = system("exchange.tickets", channel="exchange")
MOST_BYTES = 20_000
PATTERN = "ticket-*.answer.json"


def exchange_tickets(source: str, coming: Path, answers: Path, *, at: datetime) -> None:
    """Close what the department has changed by itself, take its answers, lay new tickets down. A ticket is laid down
    before it is noted as sent: whoever is killed in between lays the same file again."""
    with acting(ACTOR):
        tickets.follow_changes(source, actor=ACTOR, at=at)
    for path in sorted(coming.glob(PATTERN)):
        if path.is_file() and not path.is_symlink() and _answered(source, path, at):
            path.unlink(missing_ok=True)
    with acting(ACTOR):
        waiting = tickets.to_send(source)
        about = deliveries.identities([t.fact_id for t in waiting])
    for ticket in waiting:
        stored = {
            "ticket": ticket.id,
            **about.get(ticket.fact_id, {}),
            "field": ticket.field,
            "stated": ticket.stated,
            "proposed": ticket.proposed or None,
            "why": ticket.why,
            "answer_by": ticket.due.isoformat(),
            "answer_in": PATTERN.replace("*", str(ticket.id)),
        }
        write(
            answers / f"ticket-{ticket.id}.json",
            [json.dumps(stored, ensure_ascii=False, indent=1).encode()],
        )
    with acting(ACTOR):
        tickets.mark_sent([t.id for t in waiting], actor=ACTOR, at=at)


def _answered(source: str, path: Path, at: datetime) -> bool:
    """Whether the answer was written down; one that cannot be read, or is about another ticket, stays where it is."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return False
        stored = json.loads(path.read_bytes())
        number, outcome = stored["ticket"], stored["outcome"]
        if not isinstance(number, int) or not 0 < number < 2**63:
            return False
        with acting(ACTOR):
            tickets.answer_ticket(
                number,
                outcome=str(outcome),
                text=str(stored.get("text", "")),
                source=source,
                actor=ACTOR,
                at=at,
            )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, AnjuError):
        return False
    return True
