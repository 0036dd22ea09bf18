"""Coverage of a place, as counts that show no child: for those who answer for vaccination there."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml
from django.db import transaction

from anju.domains.health.children.models import Child
from anju.domains.health.children.queries.children import observations_of
from anju.domains.health.clinics.data import FIGURES
from anju.domains.health.doses.data import Coverage, Dose, Measured, Source
from anju.domains.health.doses.queries.pictures import doses_of, person_of, picture
from anju.domains.health.doses.rules.covering import coverage, has, is_due
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused

FEWEST = 10
"""A place with fewer children on file is not shown by itself: a share of so few says something of each."""
BLOCK = 2_000


@cache
def measured() -> tuple[Measured, ...]:
    """The doses whose coverage is reported."""
    path = Path(__file__).parents[1] / "data" / "measured.yaml"
    return tuple(Measured(**entry) for entry in yaml.safe_load(path.read_text("utf-8")))


def coverage_of(
    region: str, *, actor: Actor, at: datetime, born_from: date, born_to: date
) -> list[Coverage]:
    """Of the children on file in a place who were born in these days (both included), for each reported dose: how many
    are due, how many have it, between which bounds the share lies, and how many have it without what was only stated.
    Five queries a block of `BLOCK`. `NotAllowed`; `Refused` ``coverage_few`` for a place with fewer than `FEWEST`."""
    actor.require(FIGURES, region=region)
    today = local_date(at)
    counts = {m: [0, 0, 0] for m in measured()}
    children = 0
    with transaction.atomic(), as_intake_role():
        for rows in _blocks(region, born_from, born_to):
            children += len(rows)
            _count(rows, today, counts)
    if 0 < children < FEWEST:
        raise Refused("coverage_few", fewest=FEWEST)
    return [coverage(m, *counts[m]) for m in measured()]


Row = tuple[int, date, str]


def _blocks(region: str, born_from: date, born_to: date) -> list[list[Row]]:
    found = Child.objects.filter(
        region__startswith=region,
        state="active",
        joined_to=None,
        born__gte=born_from,
        born__lte=born_to,
    ).order_by("id")
    rows = list(found.values_list("id", "born", "sex"))
    return [rows[n : n + BLOCK] for n in range(0, len(rows), BLOCK)]


def _count(rows: list[Row], today: date, counts: dict[Measured, list[int]]) -> None:
    ids = [r[0] for r in rows]
    doses, known = doses_of(ids), observations_of(ids)
    for child, born, sex in rows:
        person = person_of(born, sex, known.get(child, []))
        mine, separate = doses[child]
        answers = picture(person, mine, separate, today).answers
        surely = _sure(mine)
        sure = answers if surely is mine else picture(person, surely, separate, today).answers
        for one, figures in counts.items():
            if is_due(one, born.toordinal(), today.toordinal()):
                figures[0] += 1
                figures[1] += has(one, answers)
                figures[2] += has(one, sure)


def _sure(doses: list[Dose]) -> list[Dose]:
    if all(d.source is not Source.REPORTED for d in doses):
        return doses
    return [d for d in doses if d.source is not Source.REPORTED]
