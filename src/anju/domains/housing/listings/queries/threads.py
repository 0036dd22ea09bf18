"""Threads about vacancies, as their two sides read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.domains.housing.listings.data.threads import (
    OFFERER,
    SEEKER,
    Message,
    Thread,
    ThreadLine,
    Viewing,
)
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound

TEXT = "listing.message"
"""What messages are encrypted for."""
MAY_ANSWER = "declare"
MOST = 200
"""Threads of a list."""


@dataclass(frozen=True, slots=True)
class Held:
    """A thread as stored."""

    id: int
    listing_id: int
    source: str
    ident: str
    place: str
    seeker: int
    offerer: str
    unreached: bool
    last_side: str
    last_at: datetime
    seeker_seen_at: datetime | None
    offerer_seen_at: datetime | None

    def seen_at(self, side: str) -> datetime | None:
        """When this side read it last."""
        return self.seeker_seen_at if side == SEEKER else self.offerer_seen_at

    def unread(self, side: str) -> bool:
        """Whether the other side wrote something since."""
        seen = self.seen_at(side)
        return self.last_side != side and (seen is None or seen < self.last_at)


_HELD = ", ".join(f"e.{name}" for name in Held.__dataclass_fields__)


def held_thread(thread_id: int, *, lock: bool = False) -> Held:
    """A thread in sight; `NotFound` ``thread_unknown``."""
    found = rows(
        f"SELECT {_HELD} FROM housing_enquiry e WHERE e.id = %s {'FOR UPDATE' if lock else ''}",  # noqa: S608
        [thread_id],
    )
    if not found:
        raise NotFound("thread_unknown")
    return Held(*found[0])


def side_of(held: Held, actor: Actor) -> str:
    """Which side the actor is; `NotFound` ``thread_unknown`` for anybody else."""
    if actor.user_id is not None and held.seeker == actor.user_id:
        return SEEKER
    if held.offerer in actor.parties(MAY_ANSWER):
        return OFFERER
    raise NotFound("thread_unknown")


def thread(thread_id: int, *, actor: Actor) -> Thread:
    """A thread of the actor's own, oldest message first. Four queries; raises `NotFound` ``thread_unknown``."""
    held = held_thread(thread_id)
    (line,) = _lines([held], actor)
    kept = rows(
        "SELECT id, side, text_cipher, at FROM housing_message WHERE enquiry_id = %s ORDER BY id",
        [thread_id],
    )
    texts = decrypt_many([r[2] for r in kept], TEXT, rows=[row_of(r[0]) for r in kept])
    messages = tuple(Message(r[0], r[1], text, r[3]) for r, text in zip(kept, texts, strict=True))
    return Thread(line, held.unreached, messages, _viewings(thread_id))


def _viewings(thread_id: int) -> tuple[Viewing, ...]:
    found = rows(
        "SELECT id, side, starts_at, state, changed_at FROM housing_viewing "
        "WHERE enquiry_id = %s ORDER BY starts_at, id",
        [thread_id],
    )
    return tuple(Viewing(*r) for r in found)


def threads(actor: Actor) -> list[ThreadLine]:
    """Threads of the actor's own, those written in last first. Two queries."""
    found = rows(
        f"SELECT {_HELD} FROM housing_enquiry e WHERE e.seeker = %s OR e.offerer = ANY(%s) "  # noqa: S608
        f"ORDER BY e.last_at DESC, e.id DESC LIMIT {MOST}",
        [actor.user_id or 0, list(actor.parties(MAY_ANSWER))],
    )
    return _lines([Held(*r) for r in found], actor)


def unread_threads(actor: Actor, *, side: str) -> int:
    """In how many threads the other side wrote what this side has not read. One query."""
    mine: tuple[str, Any] = (
        ("e.seeker = %s", actor.user_id or 0)
        if side == SEEKER
        else ("e.offerer = ANY(%s)", list(actor.parties(MAY_ANSWER)))
    )
    seen = "e.seeker_seen_at" if side == SEEKER else "e.offerer_seen_at"
    found = rows(
        f"SELECT count(*) FROM housing_enquiry e WHERE {mine[0]} AND e.last_side <> %s "  # noqa: S608
        f"AND ({seen} IS NULL OR {seen} < e.last_at)",
        [mine[1], side],
    )
    return int(found[0][0])


def _lines(held: Sequence[Held], actor: Actor) -> list[ThreadLine]:
    standing = _standing(held)
    out = []
    for one in held:
        side = side_of(one, actor)
        listing = standing.get((one.source, one.ident))
        out.append(ThreadLine(one.id, side, one.place, listing, one.last_at, one.unread(side)))
    return out


def _standing(held: Sequence[Held]) -> dict[tuple[str, str], int]:
    """(sender, identity) → the listing that is offered now."""
    if not held:
        return {}
    found = rows(
        "SELECT source, ident, id FROM housing_listing WHERE current AND state = 'open' "
        "AND (source, ident) IN (SELECT * FROM unnest(%s::text[], %s::text[]))",
        [[h.source for h in held], [h.ident for h in held]],
    )
    return {(source, ident): number for source, ident, number in found}
