"""Matters and duties as they hold in a place on a day."""

from __future__ import annotations

from datetime import date

from anju.domains.casework.cases.data import Duty, Matter, MatterVariant
from anju.domains.casework.cases.rules.reading import read_duty, read_matter, read_variant
from anju.domains.casework.cases.rules.routing import matter_in_force, route, route_stage, varied
from anju.foundation.errors import NotFound
from anju.foundation.law import LawFile, Part, Section


def _matter(part: Part, file: LawFile) -> Matter:
    return read_matter(part, region=file.region)


def _duty(part: Part, file: LawFile) -> Duty:
    return read_duty(part, region=file.region)


def _variant(part: Part, file: LawFile) -> MatterVariant:
    return read_variant(part, region=file.region)


MATTERS = Section("matters", _matter)
VARIANTS = Section("matter_variants", _variant)
DUTIES = Section("duties", _duty)


def matter(code: str, region: str, day: date) -> Matter:
    """The matter as it holds there on that day. `NotFound` ``matter_unknown``."""
    found = matter_in_force(MATTERS.entries(), code, region, day)
    if found is None:
        raise NotFound("matter_unknown")
    return varied(found, VARIANTS.entries(), region, day)


def matters(region: str, day: date) -> list[Matter]:
    """Those one can come with there on that day, in the order of the files."""
    codes = dict.fromkeys(m.code for m in MATTERS.entries() if m.offered)
    found = (matter_in_force(MATTERS.entries(), code, region, day) for code in codes)
    return [varied(m, VARIANTS.entries(), region, day) for m in found if m is not None]


def every_matter() -> tuple[Matter, ...]:
    """All entries of all files."""
    return MATTERS.entries()


def duty(code: str, region: str, day: date) -> Duty:
    """Which office answers for a matter in a place. `Refused` ``case_no_duty``."""
    return route(DUTIES.entries(), code, region, day)


def stage_duty(code: str, stage: str, region: str, day: date) -> Duty | None:
    """Which office a stage of a matter goes to in a place; None where the case stays where it is."""
    return route_stage(DUTIES.entries(), code, stage, region, day)


def departments() -> dict[str, tuple[str, str]]:
    """Departments that cases go to, with their words."""
    return {d.department: d.words for d in DUTIES.entries()}
