"""Notifying people of review items and decisions: notices to their phones, after the fact is committed."""

from __future__ import annotations

from datetime import datetime

from anju.domains.access import api as access
from anju.domains.register.declarations.queries.submitted import submitted
from anju.domains.register.reviews.data import (
    CONTEST_ANSWERED,
    DECIDED,
    REFUSED_BECAUSE,
    RELATIONSHIP_ANSWERED,
    REVIEW_FOR_LANDLORD,
    REVIEW_FOR_STAFF,
)
from anju.foundation.clock import CHINA
from anju.foundation.db.statements import rows
from anju.foundation.events import api as events
from anju.foundation.events.api import Event

_FACTS = """SELECT r.kind, r.party, r.staff_from, r.decision, r.note, b.source, b.channel, d.id,
 d.payload_cipher, d.status,
    r.facts ->> 'by_user' FROM register_review r JOIN register_declaration d ON d.id = r.declaration_id
    JOIN register_batch b ON b.id = d.batch_id WHERE r.id = %s"""


@events.on("register.asked", key="register.tell_asked")
def notify_reviewers(event: Event) -> None:
    """A tenant's own statement: the landlord is asked, and the tenant hears who answers until when."""
    if event.payload.get("kind") != "confirm":
        return
    for _, party, staff_from, decision, _, source, channel, declaration, cipher, _, _ in rows(
        _FACTS, [event.payload["review"]]
    ):
        if decision:  # answered before the notice could go out
            continue
        if party.startswith("holder:"):
            members = [g.user_id for g in access.grants_of_party(party=party)]
            _send(
                "register.asked",
                members,
                REVIEW_FOR_LANDLORD,
                event,
                staff_from,
                name=_name(declaration, cipher),
            )
        if channel == "resident":
            _send(
                "register.waiting", _users(source), REVIEW_FOR_STAFF[bool(party)], event, staff_from
            )


@events.on("register.decided", key="register.tell_decided")
def notify_decided(event: Event) -> None:
    """The one who declared on their own phone, or contested their record, hears what was decided."""
    for kind, _, staff_from, decision, note, source, channel, _, _, status, by in rows(
        _FACTS, [event.payload["review"]]
    ):
        if kind == "contest":
            if decision in CONTEST_ANSWERED and by:
                _send(
                    "register.decided",
                    [int(by)],
                    CONTEST_ANSWERED[decision],
                    event,
                    staff_from,
                    note=note,
                )
            continue
        if kind == "tie":
            if channel == "resident" and decision in RELATIONSHIP_ANSWERED:
                _send(
                    "register.decided",
                    _users(source),
                    RELATIONSHIP_ANSWERED[decision],
                    event,
                    staff_from,
                    note=note,
                )
            continue
        if (
            channel != "resident"
            or decision == "undone"
            or (status == "waiting" and decision != "refuse")
        ):
            continue  # where the next question came up, its own notice says so
        words = REFUSED_BECAUSE if decision == "refuse" else DECIDED
        _send("register.decided", _users(source), words, event, staff_from, note=note, kind=kind)


def _send(
    notice: str,
    users: list[int],
    words: tuple[str, str],
    event: Event,
    until: datetime,
    **facts: str,
) -> None:
    moment = until.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    access.notify(
        users,
        notice,
        words,
        at=event.at,
        context={"review": int(event.payload["review"])},
        facts={"until": moment, **facts},
    )


def _users(source: str) -> list[int]:
    kind, _, number = source.partition(":")
    return [int(number)] if kind == "user" and number.isdecimal() else []


def _name(declaration: int, cipher: bytes) -> str:
    """Family name only: the notice travels through a provider."""
    return str(submitted([(declaration, cipher)])[0].get("name", ""))[:1] + "**"
