"""Answering another place's enquiry from the register, and asking one of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.exchange.links.models import Message, Peer
from anju.domains.exchange.links.operations.arriving import Content, Effect, person_frame
from anju.domains.exchange.links.operations.queueing import Draft, queue
from anju.domains.exchange.links.queries.messages import moves_under_way
from anju.domains.exchange.messages.data.classes import ENQUIRY, REPLY, term_days
from anju.domains.exchange.shields.queries import shielded_records
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.foundation.free_text import require_no_identity_number

MANAGE = "exchange.manage"
Answer = dict[str, str]


def answered(message: Message, content: Content, *, at: datetime) -> Effect:
    """The answer to each question from the stays on file. Whoever is not on file or is shielded is not known; a
    document under another name is a question for a person."""
    (matched,) = people.match(person_frame([content["body"]["person"]])).iter_rows(named=True)
    person, verdict = matched["person_id"], matched["verdict"]
    if person is not None and shielded_records([person], at):
        return _reply(message, person, {"outcome": "not_known"})
    if verdict in (people.NAME_DIFFERS, people.MAYBE):
        return Effect(verdict, person, aside="name_differs" if person else "several_persons")
    if person is None:
        return _reply(message, None, {"outcome": "not_known"})
    return Effect("answered", person, drafts=(by_register(message, content, person, at=at),))


def by_register(message: Message, content: Content, person: int, *, at: datetime) -> Draft:
    """The reply about this person: to each question what the stays on file say."""
    stays = [s for s in register.stays_of([person]) if s.habitual]
    asked, today = content["body"], local_date(at)
    answers = [_ANSWERS[q](stays, asked, today, person) for q in asked["questions"]]
    body = {"outcome": "answered", "answers": answers}
    return Draft(REPLY, body, message.purpose, person, message.message_id)


def _reply(message: Message, person: int | None, body: Mapping[str, Any]) -> Effect:
    draft = Draft(REPLY, body, message.purpose, person, message.message_id)
    return Effect(str(body["outcome"]), person, drafts=(draft,))


def _answer_to(question: str, *, holds: bool, day: date | None = None) -> Answer:
    found = {"question": question, "answer": "yes" if holds else "no"}
    return found | ({"day": day.isoformat()} if day else {})


def _now(stays: Sequence[StayView], today: date) -> StayView | None:
    return next((s for s in stays if s.holds_on(today)), None)


def _lives_here(stays: Sequence[StayView], _: Content, today: date, __: int) -> Answer:
    return _answer_to("lives_here", holds=_now(stays, today) is not None)


def _habitual(stays: Sequence[StayView], _: Content, today: date, person: int) -> Answer:
    here = _now(stays, today) is not None and not moves_under_way([person])
    return _answer_to("habitual_place", holds=here)


def _lived_here(stays: Sequence[StayView], asked: Content, _: date, __: int) -> Answer:
    first, last = (date.fromisoformat(asked["between"][k]) for k in ("first", "last"))
    held = [s for s in stays if s.since <= last and (s.until is None or s.until > first)]
    return _answer_to("lived_here", holds=bool(held))


def _left_on(stays: Sequence[StayView], _: Content, today: date, __: int) -> Answer:
    last = stays[-1].until if stays else None
    gone = last is not None and last <= today
    return _answer_to("left_on", holds=gone, day=last if gone else None)


def _registered(stays: Sequence[StayView], _: Content, today: date, __: int) -> Answer:
    now = _now(stays, today)
    return _answer_to("registered_since", holds=now is not None, day=now.since if now else None)


_ANSWERS: dict[str, Callable[[Sequence[StayView], Content, date, int], Answer]] = {
    "lives_here": _lives_here,
    "habitual_place": _habitual,
    "lived_here": _lived_here,
    "left_on": _left_on,
    "registered_since": _registered,
}


def ask(
    code: str,
    person_id: int,
    *,
    questions: Sequence[str],
    why: str,
    purpose: str,
    grade: str,
    actor: Actor,
    at: datetime,
    between: tuple[date, date] | None = None,
) -> int:
    """Ask another place about a person in the actor's sight; the message's number.

    `NotFound` ``peer_unknown``, ``person_unknown``; `Refused` ``enquiry_empty``, ``document_missing``,
    ``exchange_not_agreed``.
    """
    require_no_identity_number(why)
    actor.require(MANAGE)
    peer = Peer.objects.filter(code=code, state="active", test=False).first()
    if peer is None:
        raise NotFound("peer_unknown")
    if not questions or not why.strip() or grade not in term_days():
        raise Refused("enquiry_empty")
    wanted: dict[str, Any] = {"questions": list(questions), "why": why.strip()[:500]}
    if "lived_here" in questions:
        if between is None:
            raise Refused("enquiry_empty")
        wanted["between"] = {"first": between[0].isoformat(), "last": between[1].isoformat()}
    person = people.canonical(person_id)
    bodies = persons_written([person])
    if person not in bodies:
        raise (
            NotFound("person_unknown")
            if not people.persons([person])
            else Refused("document_missing")
        )
    draft = Draft(
        ENQUIRY,
        {"person": bodies[person], **wanted},
        purpose,
        person,
        answer_by=local_date(at) + timedelta(days=term_days()[grade]),
        grade=grade,
    )
    sent = queue(peer, [draft], at=at)
    if not sent:
        raise Refused("exchange_not_agreed")
    return int(sent[0].pk)


def persons_written(person_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """People as messages name them, with the full number of a document; those without a document are left out. That it
    leaves is recorded by whoever puts the message in."""
    found = people.persons(person_ids)
    documents = {p.id: next((d for d in p.documents if d.live), None) for p in found.values()}
    numbers = people.numbers([d.id for d in documents.values() if d is not None])
    out: dict[int, dict[str, str]] = {}
    for person in found.values():
        document = documents[person.id]
        if document is None or document.id not in numbers:
            continue
        out[person.id] = {
            "name": person.name,
            "doc_type": document.kind,
            "doc_number": numbers[document.id],
        }
        if person.sex:
            out[person.id]["sex"] = person.sex
        if person.birth_date:
            out[person.id]["birth_date"] = person.birth_date.isoformat()
        if person.nationality:
            out[person.id]["nationality"] = person.nationality
    return out
