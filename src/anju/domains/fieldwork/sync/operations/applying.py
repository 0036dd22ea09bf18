"""What an operation does to the register and to the places, by the rights of whoever acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.fieldwork.sync.data.operations import (
    DECLARED,
    Kind,
    Operation,
    Outcome,
    Reason,
    Status,
    Visited,
)
from anju.domains.fieldwork.sync.rules.deciding import Verdict, changed
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.domains.register.api import FIELDS, Receipt, Sender
from anju.foundation.actor import Actor
from anju.foundation.errors import NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

CHANNEL = "grid"
"""The channel of what a grid worker declares at a door."""
SET_HERE = frozenset({"key", "kind", "home_code", "region", "address", "building", "unit", "room"})
"""Fields of a declaration that follow from the operation itself."""
PERSON = "person"
"""The number of the record an operation is about, where the device had it."""
OF_NUMBERS = ("_number", "phone")
"""How the fields of numbers end; every other text is words."""
HOME_FIELDS = ("region", "address", "building", "unit", "room")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose operation it is, and who acts: the holder, or the office that decides for them."""

    user_id: int
    label: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the outcome, the home it is about, and the declaration it led to."""

    outcome: Outcome
    home_id: int | None = None
    declaration_id: int | None = None


def apply(
    operation: Operation,
    verdict: Verdict,
    home: HomeView | None,
    *,
    holder: Holder,
    done_at: datetime,
    at: datetime,
    sure: bool = False,
) -> Done:
    """Do it, inside the caller's savepoint. `sure`: the office has said which home is entered: `home`, or a new one.

    Raises `AnjuError` as the domain that is asked does; `Refused` ``field_value`` (field) for a value that
    cannot be one, ``identity_number_in_text``.
    """
    require_no_identity_number(
        *(
            text
            for name, text in operation.content.items()
            if isinstance(text, str) and not name.endswith(OF_NUMBERS)
        )
    )
    if operation.kind in DECLARED and home is not None:
        return _declare(operation, home, holder=holder, done_at=done_at, at=at)
    if operation.kind in DECLARED:
        raise NotFound("home_unknown")
    if operation.kind is Kind.HOME:
        return _enter(operation, home if sure else None, actor=holder.actor, at=at, sure=sure)
    if home is None:
        raise NotFound("home_unknown")
    if operation.kind is Kind.CHANGE:
        if verdict.values:
            places.change_home(home.id, verdict.values, actor=holder.actor, at=at)
        return Done(changed(verdict), home.id)
    return _visit(operation, home, holder=holder, done_at=done_at, at=at)


def _declare(
    operation: Operation, home: HomeView, *, holder: Holder, done_at: datetime, at: datetime
) -> Done:
    item = declared_item(operation.content)
    about = _about(operation, item)
    frame = {
        **item,
        "key": operation.key,
        "row": 1,
        "kind": DECLARED[operation.kind],
        "home_code": home.code,
        "region": home.region,
        "said_at": done_at,
    }
    receipt = register.declare(
        pl.DataFrame([frame], schema={c: register.ITEM_SCHEMA[c] for c in frame}),
        sender=Sender(f"user:{holder.user_id}", CHANNEL, holder.label, region=home.region),
        actor=holder.actor,
        at=at,
        batch_key=operation.key,
        about=about,
    )
    return _declared(receipt, home)


def _declared(receipt: Receipt, home: HomeView) -> Done:
    (outcome,) = receipt.outcomes
    status = Status.REFUSED if outcome.status == "undone" else Status(outcome.status)
    return Done(Outcome(status, outcome.reason), outcome.home_id or home.id, outcome.declaration_id)


def declared_item(content: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a declaration in an operation's content. `Refused` ``field_value`` (field)."""
    offered = {n: f for n, f in FIELDS.items() if register.API in f.by and n not in SET_HERE}
    item: dict[str, Any] = {}
    for name, value in content.items():
        if name == PERSON or value is None:
            continue
        if name not in offered:
            raise Refused("field_value", field=name)
        item[name] = _typed(name, value, str(offered[name].dtype))
    return item


def _typed(name: str, value: object, dtype: str) -> object:
    if dtype == "Date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Refused("field_value", field=name) from error
    wanted = {"String": str, "Boolean": bool}.get(dtype)
    if wanted is None or not isinstance(value, wanted):
        raise Refused("field_value", field=name)
    return value


def _about(operation: Operation, item: dict[str, Any]) -> dict[str, int]:
    """The record the device had before it; name and birth date are taken from there. `NotFound` ``person_unknown``."""
    named = operation.content.get(PERSON)
    if named is None:
        return {}
    if not isinstance(named, int) or isinstance(named, bool):
        raise Refused("field_value", field=PERSON)
    number = people.canonical(named)
    person = people.persons([number]).get(number)
    if person is None:
        raise NotFound("person_unknown")
    item.setdefault("name", person.name)
    if person.birth_date is not None:
        item.setdefault("birth_date", person.birth_date)
    return {operation.key: number}


def _enter(
    operation: Operation, meant: HomeView | None, *, actor: Actor, at: datetime, sure: bool
) -> Done:
    """A home that is new, or the one that the office says is `meant`. Beside one that may be the same it waits."""
    if meant is not None:
        return Done(Outcome(Status.UNCHANGED, facts={"home": meant.code}), meant.id)
    content = operation.content
    texts = {name: content.get(name) or "" for name in HOME_FIELDS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise Refused("field_value", field="address")
    capacity, dwelling = content.get("capacity", 4), content.get("dwelling", "02")
    places.require_home_values({"capacity": capacity, "dwelling": dwelling})
    if not sure and (alike := places.alike_homes(**texts)):
        facts = {"homes": [{"code": h.code, "text": h.text} for h in alike]}
        return Done(Outcome(Status.WAITING, Reason.HOME_ALIKE, facts))
    home = places.enter_home(actor=actor, at=at, **texts, capacity=capacity, dwelling=dwelling)
    return Done(Outcome(Status.APPLIED, facts={"home": home.code}), home.id)


def take_visit_back(key: str, home_id: int | None, *, user_id: int, at: datetime) -> None:
    """Say that a visit which this user's device brought under this key did not take place."""
    events.emit(
        "fieldwork.visit_taken_back", {"home": home_id, "user": user_id, "operation": key}, at=at
    )


def _visit(
    operation: Operation, home: HomeView, *, holder: Holder, done_at: datetime, at: datetime
) -> Done:
    if operation.content.get("result") not in list(Visited):
        raise Refused("field_value", field="result")
    events.emit(
        "fieldwork.visited",
        {
            "home": home.id,
            "user": holder.user_id,
            "operation": operation.key,
            "result": operation.content["result"],
            "visited_at": done_at.isoformat(),
        },
        at=at,
    )
    return Done(Outcome(Status.APPLIED), home.id)
