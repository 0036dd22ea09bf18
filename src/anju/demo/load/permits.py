"""The town's residence permits, in every state, each brought there by the operations that everybody uses.

Whatever happens to one person is one transaction: a person who has an application was entered before, so that going
on after an interruption, or again, changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import polars as pl

from anju.demo.load.base_data import FOUNDER, BaseData
from anju.demo.load.permit_histories import HISTORIES, Case, prepare_batch
from anju.demo.load.permit_staff import PermitStaff, Role, cast, ceremony, known
from anju.demo.town import Town
from anju.domains.people import api as people
from anju.domains.permits.api import applications, eligibility, lifecycle
from anju.foundation.db.scope import acting

INVITED = 40
"""Those who are written to at once; the rest are told by the worker, by day."""
CEREMONY = 470
"""Days before today on which the city's key was made."""
RESIDENT_SINCE = 90
"""Days for which the resident who signs in has held a permit."""
CHUNK = 50_000
"""People worked out in one transaction."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Entered:
    """People eligible today, people who played a part now, seconds."""

    entitled: int
    played: int
    seconds: float


def enter(town: Town, base: BaseData, *, at: datetime, progress: Progress | None = None) -> Entered:
    """Keys, permits and applications, then everybody's eligibility and the first invitations. `at`: the moment of the
    town, the same when it is entered again."""
    tell, begun = progress or _silent, time.monotonic()
    staff = PermitStaff(base, town.today, at)
    ceremony(staff, at=staff.moment(CEREMONY, 9))
    roles = [*cast(town), *_resident(town)]
    persons = known(roles)
    with acting(FOUNDER):
        there = {
            line.person_id
            for line in applications.of_person(list(persons.values()), limit=10 * len(roles))
        }
    fresh = [r for r in roles if persons[r.doc_number] not in there]
    played = 0
    for part, group in groupby(fresh, key=lambda r: r.part):
        cases = [Case(role, persons[role.doc_number], staff) for role in group]
        played += _play(part, cases)
        tell("permits", played, len(fresh))
    able = _work_out(at)
    with acting(FOUNDER):
        lifecycle.suspend_due(actor=FOUNDER, at=at)
        lifecycle.remind_due(actor=FOUNDER, at=at)
        if not there:
            eligibility.invite(actor=FOUNDER, at=at, limit=INVITED)
    return Entered(able, played, round(time.monotonic() - begun, 1))


def _play(part: str, cases: list[Case]) -> int:
    """One part: a transaction a person; a batch's cards are entered and gathered in one."""
    if part in ("exported", "batched"):
        with acting(FOUNDER):
            for case in cases:
                HISTORIES[part](case)
            prepare_batch(cases[0].staff, released=part == "exported")
    else:
        for case in cases:
            with acting(FOUNDER):
                HISTORIES[part](case)
    return len(cases)


def _resident(town: Town) -> list[Role]:
    """The resident who signs in holds a permit, unless the town is too small to have anybody who could."""
    number = town.staff.filter(pl.col("username") == "resident")["party"][0].removeprefix("person:")
    name, phone, since = (
        town.people.filter(pl.col("doc_number") == number).select("name", "phone", "since").row(0)
    )
    return (
        [Role("own", 0, number, name, phone, RESIDENT_SINCE)]
        if since > RESIDENT_SINCE + 200
        else []
    )


def _work_out(at: datetime) -> int:
    """Everybody's eligibility, in sets; how many are eligible."""
    with acting(FOUNDER):
        last = people.last_person()
    able = 0
    for start in range(0, last + 1, CHUNK):
        with acting(FOUNDER):
            able += eligibility.recompute(
                range(start, start + CHUNK), actor=FOUNDER, at=at
            ).entitled
    return able


def _silent(stage: str, done: int, total: int) -> None:
    """For callers that do not watch."""
