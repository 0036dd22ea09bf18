"""What is stated of homes, the rules that hold there, and a home judged by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from anju.domains.housing.standards.data import (
    Assessment,
    Dwelling,
    DwellingRecord,
    DwellingRule,
    Space,
    Surroundings,
)
from anju.domains.housing.standards.models import DwellingVersion, SpaceRow
from anju.domains.housing.standards.rules.choosing import read_rule, rules_in
from anju.domains.housing.standards.rules.judging import allowed_people, judge_one
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.law import LawFile, Part, Section


def _read(part: Part, file: LawFile) -> DwellingRule:
    return read_rule(part, region=file.region)


RULES = Section("dwelling", _read)
FACTS = tuple(f for f in Dwelling.__dataclass_fields__ if f != "spaces")
SPACE_FACTS = tuple(Space.__dataclass_fields__)


def dwelling_rules(region: str, day: date) -> tuple[DwellingRule, ...]:
    """The rules of dwellings that hold in a region on a day, each with its article."""
    return rules_in(RULES.entries(), region, day)


def dwellings_of(home_ids: Sequence[int]) -> dict[int, DwellingRecord]:
    """What is stated now of these homes, as far as the transaction sees. Two queries."""
    versions = list(DwellingVersion.objects.filter(home_id__in=home_ids, superseded_at=None))
    spaces: dict[int, list[Space]] = {}
    for row in SpaceRow.objects.filter(dwelling_id__in=[v.pk for v in versions]).order_by("number"):
        spaces.setdefault(row.dwelling_id, []).append(
            Space(**{name: getattr(row, name) for name in SPACE_FACTS})
        )
    return {v.home_id: _record(v, tuple(spaces.get(v.pk, ()))) for v in versions}


def _record(row: DwellingVersion, spaces: tuple[Space, ...]) -> DwellingRecord:
    facts = {name: getattr(row, name) for name in FACTS}
    return DwellingRecord(
        row.home_id, Dwelling(spaces, **facts), row.recorded_at, row.channel, row.by_label
    )


def assess(home: HomeView, *, at: datetime, registered: int | None = None) -> Assessment:
    """A home judged by the rules of today. `registered`: how many live there, where the caller knows it already. Up to
    four queries."""
    day = local_date(at)
    rules = dwelling_rules(home.region, day)
    record = dwellings_of([home.id]).get(home.id)
    if record is None:
        return Assessment(None, rules, registered=registered or 0)
    around = surroundings(home, record.dwelling, day)
    found = judge_one(record.dwelling, around, rules)
    return Assessment(
        record,
        rules,
        tuple(f for f in found if f.known),
        tuple(f for f in found if not f.known),
        allowed_people(record.dwelling, rules),
        around.registered,
        sum(s.people or 0 for s in record.dwelling.spaces if s.let),
    )


def surroundings(home: HomeView, dwelling: Dwelling, day: date) -> Surroundings:
    """What the register knows of the building: floors, and what the same landlord lets in it. Two queries."""
    alike = [
        h
        for h in places.homes_of_building(home.building_id)
        if h.party == home.party and h.closed_on is None
    ]
    living = register.occupants([h.id for h in alike], as_of=day)
    let = sum(s.let for s in dwelling.spaces)
    return Surroundings(
        floors=max((h.floor for h in alike), default=home.floor),
        rooms=len(alike) - 1 + max(let, 1),
        beds=sum(h.capacity for h in alike),
        people=len(living),
        registered=sum(s.home_id == home.id for s in living),
    )
