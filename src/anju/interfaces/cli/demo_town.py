"""Loading the demo town into an installation, and remembering which one, so that an interruption costs nothing."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anju.foundation.clock import now
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

if TYPE_CHECKING:
    from anju.demo.load import Loaded, SignIn

FULL, SEED = 48_000, 1


@dataclass(frozen=True)
class Begun:
    """Which town is being loaded: the same three give the same town."""

    people: int
    seed: int
    at: datetime


def _note(installation: Installation) -> Path:
    return installation.layout.data / "demo-town.json"


def begun(installation: Installation) -> Begun | None:
    """The town whose loading began here; None when none did."""
    try:
        found: dict[str, Any] = json.loads(_note(installation).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Begun(found["people"], found["seed"], datetime.fromisoformat(found["at"]))


def register_is_empty() -> bool:
    """True when nobody has an account yet: then nothing can have been entered."""
    from anju.domains.access import api as access
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting

    who = system("set-up")
    with acting(who):
        return access.users(who, size=1).total == 0


def load(
    installation: Installation, *, people: int, seed: int, progress: Progress
) -> tuple[Loaded, list[SignIn]]:
    """Load the town (going on where an earlier attempt stopped) and write the sign-ins."""
    from anju.demo.load import (
        booklets,
        care_plans,
        faults,
        field,
        groups,
        open_cases,
        permits,
        premises,
        schooling,
        shelter,
        sign_ins,
        staffing,
        supplies,
        town_of,
        workplaces,
    )
    from anju.demo.load import load as enter

    wanted = begun(installation) or Begun(people, seed, now())
    write_privately(
        _note(installation),
        json.dumps({"people": wanted.people, "seed": wanted.seed, "at": wanted.at.isoformat()}),
    )
    town = town_of(wanted.people, wanted.seed, at=wanted.at)
    ground, loaded = enter(town, progress=progress.tell)
    entered = permits.enter(town, ground, at=wanted.at, progress=progress.tell)
    progress.line(
        f"Residence permits: {entered.played} people, {entered.entitled} eligible, {entered.seconds} s"
    )
    inspected, leases = premises.enter(town, ground, at=wanted.at)
    progress.line(f"Premises: {inspected} inspections, {leases} leases on file")
    sites, days = workplaces.enter(town, ground, at=wanted.at)
    progress.line(f"Employers: {sites} sites, {days} service days")
    visits = field.enter(town, ground, at=wanted.at)
    shifts = staffing.enter(town, ground, at=wanted.at)
    progress.line(f"Tasks at homes and a campaign: {visits} visits entered")
    progress.line(f"Stations and rosters: {shifts} shifts")
    lines = sign_ins(town, ground, at=now())
    begun_cases = open_cases.enter(town, ground, at=now())
    progress.line(f"Cases: {begun_cases} entered")
    sheltered = shelter.enter(ground, at=now())
    progress.line(f"Rescue station: {sheltered} people taken in")
    points = supplies.enter(ground, at=now())
    progress.line(f"Free supplies: {points} points of issue")
    recorded = booklets.enter(ground, at=now())
    progress.line(f"Vaccination clinics: {recorded} children with doses")
    planned = care_plans.enter(ground, at=now())
    progress.line(f"Mother and child: {planned} health plans")
    pupils = schooling.enter(town, ground, at=now())
    progress.line(f"School enrolment: {pupils} children applied for")
    organised = groups.enter(town, ground, at=now())
    progress.line(f"Groups of residents: {organised}")
    wrong = faults.enter(ground, at=now())
    progress.line(f"Data quality: {wrong} faults found")
    write_privately(
        installation.demo_sign_ins,
        json.dumps([line.as_dict() for line in lines], ensure_ascii=False, indent=1),
    )
    return loaded, lines


def write_privately(path: Path, text: str) -> None:
    """Whole or not at all, and for the owner's eyes: passwords may stand in it."""
    draft = path.with_suffix(".draft")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as handle:
        handle.write(text)
    draft.replace(path)
