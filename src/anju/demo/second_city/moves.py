"""What people declare at the two places, and what the places ask each other about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from anju.demo.load.base_data import FOUNDER, Account, actor_of
from anju.demo.second_city.people import Mover, Town
from anju.domains.exchange.api import links, transfers
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError

CARER = {"carer_name": "母德厚", "carer_phone": "13900000001", "carer_relation": "57"}
"""Whom somebody of the one place asks the other one to know."""
ASKED = ("registered_since", "left_on", "lived_here")


@dataclass(frozen=True, slots=True)
class Arrivals:
    """People who come to live at a place on a day. `key`: the same key is the same declaration."""

    key: str
    town: Town
    people: Sequence[Mover]
    day: date


def declare_arrivals(
    what: Arrivals, homes: Sequence[str], counter: Account, *, at: datetime
) -> int:
    """Declare them at the counter; how many are on file now. Declared again, nothing changes."""
    actor = actor_of(counter, at=at, channel="counter")
    items = pl.DataFrame(
        [
            {
                "key": f"{what.key}.{n}",
                "row": n + 1,
                "kind": "arrive",
                "name": who.written,
                "doc_type": "111",
                "doc_number": who.doc_number,
                "home_code": homes[n % len(homes)],
                "region": what.town.community,
                "start": what.day,
            }
            for n, who in enumerate(what.people)
        ],
        schema_overrides={"start": pl.Date, "row": pl.Int64},
    )
    sender = register.Sender(
        f"user:{counter.user_id}", "counter", counter.label, region=what.town.street
    )
    with acting(actor):
        receipt = register.declare(
            items, sender=sender, actor=actor, at=at, batch_key=f"second-city.{what.key}"
        )
    return sum(o.status in (register.APPLIED, register.UNCHANGED) for o in receipt.outcomes)


def ask_about(who: Sequence[Mover], code: str, city: Account, *, at: datetime) -> int:
    """Ask the other place about people who came from there, the first urgently; how many were asked about."""
    actor = actor_of(city, at=at, channel="web")
    asked = 0
    with acting(actor):
        known = people.by_citizen_numbers([w.doc_number for w in who])
    for n, person in enumerate(known[w.doc_number] for w in who if w.doc_number in known):
        day = local_date(at)
        try:
            with acting(actor):
                links.ask(
                    code,
                    person,
                    questions=ASKED,
                    why="演示：核对居住年限",
                    purpose="residence_registration",
                    grade="routine" if n else "urgent",
                    actor=actor,
                    at=at,
                    between=(day - timedelta(days=365), day),
                )
        except AnjuError:
            continue
        asked += 1
    return asked


def send_contact(who: Mover, code: str, *, at: datetime) -> int | None:
    """Somebody who lives here has a carer's contact sent to the other place, where an office looks at it; the number of
    the request, None for somebody not on file. Again, it changes nothing."""
    with acting(FOUNDER):
        person = people.by_citizen_numbers([who.doc_number]).get(who.doc_number)
    if person is None:
        return None
    actor = Actor("public", label=who.name, person_id=person, channel="web")
    wanted = transfers.Wanted("carer", f"person:{person}", code, entered=CARER)
    asked_at = at - timedelta(minutes=transfers.kinds()["carer"].wait_minutes + 1)
    with acting(actor):
        return transfers.request(wanted, key="second-city.contact", actor=actor, at=asked_at)
