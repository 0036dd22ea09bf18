"""Notifying the place people came from of who has come to live here, and the place they went to of who has gone; and
what counts when a place is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.exchange.links.data.links import IN, OPEN_MOVES, OUT, MoveState, PeerState
from anju.domains.exchange.links.models import Message, Move, OwnPlace, Peer
from anju.domains.exchange.links.operations.enquiries import persons_written
from anju.domains.exchange.links.operations.queueing import Draft, queue
from anju.domains.exchange.links.queries.messages import last_moves
from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    DEFAULT,
    DEPARTURE,
    ENQUIRY,
    term_days,
)
from anju.domains.exchange.shields.queries import shielded_records
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import AwayView, StayView
from anju.foundation.clock import local_date

PURPOSE = "residence_registration"
AT_ONCE = 500


def tell_arrivals(person_ids: Sequence[int], *, at: datetime) -> int:
    """Notify the places on a link from which any of these people have come to live here: the place somebody last left
    for here, or else the one their household registration lies in. Once a person and first day; how many notices.

    A stay of the register is as it is whatever the other place answers; until that ends the move, the person counts as
    habitual there (`queries.messages.moves_under_way`).
    """
    links = _links()
    if not links:
        return 0
    persons = _notified_of(person_ids, at)
    today = local_date(at)
    stays = {s.person_id: s for s in register.stays_of(persons, as_of=today) if s.habitual}
    origins = {p.id: p.origin for p in people.persons(list(stays)).values()}
    moves = last_moves(stays)
    left: dict[int, list[StayView]] = {}
    for person, stay in stays.items():
        peer = _left_place(moves.get(person), origins.get(person, ""), links)
        if peer is not None:
            left.setdefault(peer, []).append(stay)
    by_id = {p.pk: p for p in links}
    return sum(_tell(by_id[peer], some, at) for peer, some in left.items())


def _notified_of(person_ids: Sequence[int], at: datetime) -> list[int]:
    """The records that stand for these people, without those who are shielded: nobody learns where they are."""
    persons = set(people.all_canonical(person_ids).values())
    return sorted(persons - shielded_records(persons, at))


def _left_place(last: tuple[int, str] | None, origin: str, links: Sequence[Peer]) -> int | None:
    """The link to notify: none once it was notified that somebody came from there; whoever left for there returns."""
    if last is not None:
        return last[0] if last[1] == OUT and any(p.pk == last[0] for p in links) else None
    return _link_of(origin, links)


def _links() -> list[Peer]:
    """The places to notify; none where this place takes part in no exchange."""
    links = list(Peer.objects.filter(state=PeerState.ACTIVE.value, test=False))
    return links if links and OwnPlace.objects.exists() else []


def _link_of(division: str, links: Sequence[Peer]) -> int | None:
    """The link that answers for a division (code or prefix), the narrowest of several."""
    found = [(r, p.pk) for p in links for r in p.regions if division and division.startswith(r)]
    return max(found, key=lambda f: len(f[0]))[1] if found else None


def _tell(peer: Peer, stays: Sequence[StayView], at: datetime) -> int:
    bodies = persons_written([s.person_id for s in stays])
    due = local_date(at) + timedelta(days=term_days()[ARRIVAL])
    drafts = [
        Draft(
            ARRIVAL,
            {
                "person": bodies[s.person_id],
                "since": s.since.isoformat(),
                "division": s.region[:12],
            },
            PURPOSE,
            s.person_id,
            answer_by=due,
        )
        for s in stays
        if s.person_id in bodies
    ]
    sent = queue(peer, drafts, at=at)
    days = {s.person_id: s.since for s in stays}
    _enter_moves(sent, days, direction=IN, state=MoveState.ASKED.value, due=due, at=at)
    return len(sent)


def _enter_moves(sent: Sequence[Message], days: Mapping[int, date], **fields: Any) -> None:  # noqa: ANN401 - of a move
    """A move for each notice. `days`: the first day of each person."""
    Move.objects.bulk_create(
        (
            Move(
                peer=m.peer,
                person_id=m.person_id or 0,
                region=m.region,
                day=days[m.person_id or 0],
                notice=m,
                **fields,
            )
            for m in sent
        ),
        ignore_conflicts=True,
    )


def tell_departures(person_ids: Sequence[int], *, at: datetime) -> int:
    """Notify the places on a link where any of these people have gone to live, as they declared themselves. Once a
    person and first day; how many notices. Nothing is asked of the other place, and no term runs."""
    links = _links()
    if not links:
        return 0
    persons = _notified_of(person_ids, at)
    going: dict[int, list[AwayView]] = {}
    for away in register.away_to(persons, as_of=local_date(at)):
        peer = _link_of(away.destination, links)
        if peer is not None:
            going.setdefault(peer, []).append(away)
    by_id = {p.pk: p for p in links}
    return sum(_tell_gone(by_id[peer], some, at) for peer, some in going.items())


def _tell_gone(peer: Peer, gone: Sequence[AwayView], at: datetime) -> int:
    known = set(
        Move.objects.filter(
            peer=peer, direction=OUT, person_id__in=[a.person_id for a in gone]
        ).values_list("person_id", "day")
    )
    fresh = [a for a in gone if (a.person_id, a.since) not in known]
    bodies = persons_written([a.person_id for a in fresh])
    drafts = [
        Draft(
            DEPARTURE,
            {
                "person": bodies[a.person_id],
                "until": a.since.isoformat(),
                "outcome": "already_left",
                "to_division": a.destination,
            },
            PURPOSE,
            a.person_id,
        )
        for a in fresh
        if a.person_id in bodies
    ]
    sent = queue(peer, drafts, at=at)
    days = {a.person_id: a.since for a in fresh}
    _enter_moves(sent, days, direction=OUT, state=MoveState.CONFIRMED.value, at=at, settled_at=at)
    return len(sent)


def close_terms(*, at: datetime) -> int:
    """What counts where the other place has let its term pass: a move stands, an enquiry stays unanswered; it is
    notified, and may still answer. How many. Inside the caller's transaction."""
    return _close_moves(at) + _close_enquiries(at)


def _close_moves(at: datetime) -> int:
    due = list(
        Move.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("peer", "notice")
        .filter(direction=IN, state__in=[s.value for s in OPEN_MOVES], due__lt=local_date(at))[
            :AT_ONCE
        ]
    )
    for move in due:
        move.state, move.settled_at = MoveState.BY_DEFAULT.value, at
    Move.objects.bulk_update(due, ["state", "settled_at"])
    _tell_default([(m.notice, m.peer) for m in due], "move_stands", at)
    return len(due)


def _close_enquiries(at: datetime) -> int:
    due = list(
        Message.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("peer")
        .filter(direction=OUT, kind=ENQUIRY, result="", answer_by__lt=local_date(at))[:AT_ONCE]
    )
    for message in due:
        message.result = "unanswered"
    Message.objects.bulk_update(due, ["result"])
    _tell_default([(m, m.peer) for m in due], "unanswered", at)
    return len(due)


def _tell_default(notices: Sequence[tuple[Message, Peer]], outcome: str, at: datetime) -> None:
    by_peer: dict[Peer, list[Draft]] = {}
    for notice, peer in notices:
        term = notice.answer_by or local_date(at)
        body: Mapping[str, str] = {"term": term.isoformat(), "outcome": outcome}
        by_peer.setdefault(peer, []).append(
            Draft(DEFAULT, body, notice.purpose, notice.person_id, notice.message_id)
        )
    for peer, drafts in by_peer.items():
        queue(peer, drafts, at=at)
