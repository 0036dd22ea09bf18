"""What an arrival notice of another place means here: a stay that ends, by the one intake, or a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from anju.domains.exchange.links.data.links import OUT, MoveState
from anju.domains.exchange.links.models import Message, Move, Peer
from anju.domains.exchange.links.operations.queueing import Draft
from anju.domains.exchange.messages.data.classes import DEPARTURE, IMPLAUSIBLE
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import ITEM_SCHEMA, Sender, StayView
from anju.foundation.actor import Actor
from anju.foundation.errors import AnjuError

CHANNEL = "exchange"
CLOSED, ALREADY_LEFT, NOTHING = "closed", "already_left", "nothing_on_file"
_PERSON = ("name", "doc_type", "doc_number", "sex", "birth_date", "nationality")
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a message came to: a `result` of the office's words; `aside`: it waits for a person, for this reason of the
    published list; `drafts`: what is answered."""

    result: str
    person_id: int | None = None
    aside: str = ""
    drafts: tuple[Draft, ...] = ()


def arrivals(
    found: Sequence[tuple[Message, Content]], peer: Peer, *, actor: Actor, at: datetime
) -> list[Effect]:
    """The effects of arrival notices about different people. A stay here ends on the first day there by a declaration
    of the other place; whoever is not on file, or left before, is answered so; what contradicts is a question."""
    frame = people.match(person_frame([c["body"]["person"] for _, c in found]))
    persons = frame["person_id"].to_list()
    stays: dict[int, list[StayView]] = {}
    for stay in register.stays_of([p for p in persons if p is not None]):
        if stay.habitual:
            stays.setdefault(stay.person_id, []).append(stay)
    effects: list[Effect | None] = []
    leaving: list[tuple[int, Message, Content, int, StayView]] = []
    for n, ((message, content), person, verdict) in enumerate(
        zip(found, persons, frame["verdict"].to_list(), strict=True)
    ):
        effect = _without_change(content, person, verdict, stays.get(person or 0, []))
        effects.append(effect)
        if effect is None and person is not None:
            leaving.append((n, message, content, person, stays[person][-1]))
    for (n, *_), effect in zip(leaving, _leave(leaving, peer, actor, at), strict=True):
        effects[n] = effect
    done = [e for e in effects if e is not None]
    answered = [
        _answered(e, message, content) for e, (message, content) in zip(done, found, strict=True)
    ]
    _note_moves(answered, found, peer, at)
    return answered


def ended(message: Message, content: Content, person: int, *, actor: Actor, at: datetime) -> Effect:
    """What an arrival notice comes to once somebody has said whom it is about: their stay here ends on the first day
    there, with the answer to it; `aside` where the stay cannot end on that day."""
    stays = [s for s in register.stays_of([person]) if s.habitual]
    effect = _without_change(content, person, "", stays)
    if effect is None:
        leaving = [(0, message, content, person, stays[-1])]
        effect = _leave(leaving, message.peer, actor, at)[0]
    return _answered(effect, message, content)


def person_frame(persons: Sequence[Mapping[str, str]]) -> pl.DataFrame:
    """Persons of messages as the standard frame of matching."""
    return pl.DataFrame(
        {
            "key": [str(n) for n in range(len(persons))],
            **{
                c: pl.Series([_typed(c, p.get(c)) for p in persons], dtype=ITEM_SCHEMA[c])
                for c in _PERSON
            },
        }
    )


def _typed(column: str, value: str | None) -> object:
    if column == "birth_date":
        return date.fromisoformat(value) if value else None
    if column == "nationality":
        return value or "CHN"
    return value


def _without_change(
    content: Content, person: int | None, verdict: str, stays: Sequence[StayView]
) -> Effect | None:
    """What is answered without a change of the ledger; None where a stay is to end."""
    day = date.fromisoformat(content["body"]["since"])
    if verdict == people.NAME_DIFFERS:
        return Effect("name_differs", person, aside="name_differs")
    if verdict == people.MAYBE:
        return Effect("several_persons", aside="several_persons")
    if person is None or not stays:
        return Effect(NOTHING, person)
    born = content["body"]["person"].get("birth_date")
    if born and date.fromisoformat(born) > day:
        return Effect("before_birth", person)
    last = stays[-1]
    if last.until is not None and last.until <= day:
        return Effect(ALREADY_LEFT, person)
    if last.since > day or (last.until is not None and last.until > day):
        return Effect("later_facts", person, aside="later_facts")
    return None


def _leave(
    leaving: Sequence[tuple[int, Message, Content, int, StayView]],
    peer: Peer,
    actor: Actor,
    at: datetime,
) -> list[Effect]:
    """Declare that they left, all at once; where that is refused as a whole, each alone."""
    if not leaving:
        return []
    items = [_item(message, content, stay) for _, message, content, _, stay in leaving]
    about = {i["key"]: person for i, (_, _, _, person, _) in zip(items, leaving, strict=True)}
    try:
        with transaction.atomic():
            receipt = _declare(items, about, peer, actor, at)
    except AnjuError as refused:
        if len(leaving) == 1:
            return [Effect(refused.code[:40], leaving[0][3], aside="needs_office")]
        return [e for one in leaving for e in _leave([one], peer, actor, at)]
    return [
        Effect(CLOSED, person)
        if outcome.status in (register.APPLIED, register.UNCHANGED)
        else Effect(outcome.reason[:40], person, aside="contradiction")
        for outcome, (_, _, _, person, _) in zip(receipt.outcomes, leaving, strict=True)
    ]


def _item(message: Message, content: Content, stay: StayView) -> dict[str, Any]:
    person = content["body"]["person"]
    return {
        "key": str(message.message_id),
        "kind": "leave",
        **{c: _typed(c, person[c]) for c in _PERSON if c in person},
        "end": date.fromisoformat(content["body"]["since"]),
        "region": stay.region,
    }


def _declare(
    items: Sequence[dict[str, Any]],
    about: Mapping[str, int],
    peer: Peer,
    actor: Actor,
    at: datetime,
) -> register.Receipt:
    return register.declare(
        items,
        sender=Sender(f"peer:{peer.code}", CHANNEL, peer.name),
        actor=actor,
        at=at,
        batch_key=items[0]["key"],
        about=about,
    )


def _answered(effect: Effect, message: Message, content: Content) -> Effect:
    """With the answer that ends the move, where there is one."""
    if effect.aside:
        return effect
    body = content["body"]
    if effect.result == "before_birth":
        draft = Draft(
            IMPLAUSIBLE,
            {"reason": "before_birth"},
            message.purpose,
            effect.person_id,
            message.message_id,
        )
    else:
        draft = Draft(
            DEPARTURE,
            {
                "person": body["person"],
                "until": body["since"],
                "outcome": effect.result,
                "to_division": body["division"],
            },
            message.purpose,
            effect.person_id,
            message.message_id,
        )
    return Effect(effect.result, effect.person_id, drafts=(draft,))


def _note_moves(
    effects: Sequence[Effect],
    found: Sequence[tuple[Message, Content]],
    peer: Peer,
    at: datetime,
) -> None:
    """Who left for there, so that a return is notified."""
    Move.objects.bulk_create(
        (
            Move(
                direction=OUT,
                peer=peer,
                person_id=effect.person_id,
                region=message.region,
                day=date.fromisoformat(content["body"]["since"]),
                state=(MoveState.SET_ASIDE if effect.aside else MoveState.CONFIRMED).value,
                notice=message,
                at=at,
                settled_at=None if effect.aside else at,
            )
            for effect, (message, content) in zip(effects, found, strict=True)
            if effect.person_id is not None
        ),
        ignore_conflicts=True,
    )
