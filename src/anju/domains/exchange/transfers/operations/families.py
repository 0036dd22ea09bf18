"""A child or an elderly person who stayed behind and needs care: what the family agreed to goes to the office of where
they live, and is nothing but a task with a term there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from anju.domains.exchange.messages.rules.checking import CHILD_BELOW, ELDERLY_FROM
from anju.domains.exchange.transfers.data.transfers import (
    ELSEWHERE,
    FAMILY,
    GUARDIAN,
    NEEDS,
    SELF,
    Prepared,
    Subject,
    Wanted,
)
from anju.domains.exchange.transfers.operations.carers import carer_of
from anju.domains.exchange.transfers.operations.providers import (
    Arrived,
    Provider,
    Taken,
    add_provider,
)
from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.characters import stands_for, visible
from anju.foundation.clock import local_date
from anju.foundation.days import age_on
from anju.foundation.errors import Refused

CITIZEN, REF = "111", "family"
CHILD, ELDERLY = "child", "elderly"
_DIGITS = (6, 9, 12)
"""Of a division that a message may name."""


def _offered(actor: Actor, _: datetime) -> Sequence[Subject]:
    return [Subject(FAMILY, REF, "", None, SELF)] if actor.person_id is not None else []


def _prepared(wanted: Wanted, _: Actor, at: datetime) -> Prepared:
    """`Refused` ``transfer_consent``, ``transfer_family``, ``transfer_group``, ``transfer_needs``,
    ``transfer_division``. Nobody's record here is read or marked."""
    given, today = wanted.entered or {}, local_date(at)
    if given.get("agreed") != "yes":
        raise Refused("transfer_consent")
    person, born = _named(given, today)
    age = age_on(born, today)
    group = CHILD if age < CHILD_BELOW else ELDERLY
    if CHILD_BELOW <= age < ELDERLY_FROM:
        raise Refused("transfer_group", child=CHILD_BELOW, elderly=ELDERLY_FROM)
    needs = [n for n in NEEDS if n in given.get("needs", "").split(",")]
    if not needs:
        raise Refused("transfer_needs")
    body = {
        "person": person,
        "group": group,
        "division": _division(given.get("division", ""), wanted.place),
        "needs": needs,
        **({"carer": carer_of(given)} if given.get("carer_name") else {}),
        "request": {"by": GUARDIAN if group == CHILD else SELF, "day": today.isoformat()},
    }
    return Prepared(body)


def _named(given: Mapping[str, str], today: date) -> tuple[dict[str, str], date]:
    """The person as a message names them, and the day of birth."""
    name = " ".join(visible(given.get("family_name", "")).split())
    number = "".join(stands_for(given.get("family_number", "")).split()).upper()
    read = people.read_number(CITIZEN, number, known_areas=regions.known_areas(), today=today)
    if not 0 < len(name) <= 50 or read.problem != "" or read.birth_date is None:
        raise Refused("transfer_family")
    found = {
        "name": name,
        "doc_type": CITIZEN,
        "doc_number": read.number,
        "sex": read.sex,
        "birth_date": read.birth_date.isoformat(),
    }
    return found, read.birth_date


def _division(code: str, place: str) -> str:
    """Where they live: a division inside the place it is sent to, typed in digits of any width."""
    code = "".join(stands_for(code).split())
    if len(code) not in _DIGITS or not (code.isascii() and code.isdecimal()):
        raise Refused("transfer_division")
    if place != ELSEWHERE and not code.startswith(place.rstrip("0")[:6]):
        raise Refused("transfer_division")
    return code


def _take_in(arrived: Arrived, _: Actor, __: datetime) -> Taken:
    """Always for a person to see to, at the office of where they live."""
    division = str(arrived.body["division"])
    inside = division.startswith(arrived.place)
    return Taken(division if inside else arrived.place, doubt="family_needs")


def _by_hand(_: Arrived, taken: Taken, __: Actor, ___: datetime) -> Taken:
    """Never taken in like a record: help is arranged, or is not wanted."""
    raise Refused("transfer_help", office=taken.office)


add_provider(FAMILY, Provider("case.handle", "", _offered, _prepared, _take_in, _by_hand))
