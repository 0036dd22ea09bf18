"""A carer's contact: entered by the person or the guardian, and given to the office of where the person lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from anju.domains.exchange.transfers.data.transfers import (
    CARER,
    GUARDIAN,
    SELF,
    Prepared,
    Subject,
    Wanted,
)
from anju.domains.exchange.transfers.operations.providers import (
    Arrived,
    Provider,
    Taken,
    add_provider,
    person_named,
)
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation import codes
from anju.foundation.actor import Actor
from anju.foundation.characters import stands_for, visible
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused


def _offered(actor: Actor, _: datetime) -> Sequence[Subject]:
    me = actor.person_id
    if me is None:
        return []
    own = people.persons([me]).get(me)
    mine = [Subject(CARER, f"person:{me}", own.name, own.birth_date, SELF)] if own else []
    return mine + [
        Subject(CARER, f"person:{person}", name, born, GUARDIAN)
        for person, name, born in people.in_care_of(me)
    ]


def _prepared(wanted: Wanted, actor: Actor, at: datetime) -> Prepared:
    found = {s.ref: s for s in _offered(actor, at)}.get(wanted.ref)
    if found is None:
        raise NotFound("person_unknown")
    person_id = int(wanted.ref.partition(":")[2])
    person = person_named(person_id)
    body = {
        "person": person,
        "carer": carer_of(wanted.entered or {}),
        "request": {"by": found.by, "day": local_date(at).isoformat()},
    }
    return Prepared(body, "", person_id)


def carer_of(entered: Mapping[str, str]) -> dict[str, str]:
    """The carer as a message names them. `Refused` ``transfer_carer``."""
    name = " ".join(visible(entered.get("carer_name", "")).split())
    typed = stands_for(entered.get("carer_phone", ""))
    phone = "".join(c for c in typed if c in "0123456789+-")
    relation = entered.get("carer_relation", "")
    if not 0 < len(name) <= 50 or not 5 <= len(phone.strip("+-")) <= len(phone) <= 20:
        raise Refused("transfer_carer")
    known = relation in codes.RELATION.names
    return {"name": name, "phone": phone} | ({"relation": relation} if known else {})


def _take_in(arrived: Arrived, _: Actor, at: datetime) -> Taken:
    """To the office of the street where the person surely lives; otherwise a person looks."""
    if arrived.person_id is None or arrived.hidden:
        return Taken(arrived.place, doubt="no_record")
    stays = [
        s
        for s in register.stays_of([arrived.person_id], as_of=local_date(at))
        if s.habitual and s.region.startswith(arrived.place)
    ]
    if not stays:
        return Taken(arrived.place, doubt="no_stay")
    return Taken(stays[-1].region[:12], done=True)


def _by_hand(_: Arrived, taken: Taken, __: Actor, ___: datetime) -> Taken:
    return Taken(taken.office, done=True)


add_provider(CARER, Provider("case.handle", "", _offered, _prepared, _take_in, _by_hand))
