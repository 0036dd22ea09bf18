"""Doubts about declarations on their way in: which rows wait for somebody who has seen the card.

Days before a birth date: what was declared may name somebody whose birth date only the register knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.declarations import REFUSED, WAITING
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.intake.data.receipts import SEEN
from anju.domains.register.intake.operations.relationships import RELATIONSHIP
from anju.domains.register.intake.queries.occupancy import homes_with_adults, overfull
from anju.domains.register.intake.rules.days import before_birth
from anju.domains.register.intake.rules.plausibility import (
    CHILD,
    CONFIRMABLE,
    HOME_FULL,
    doubts,
)
from anju.foundation.db.statements import rows
from anju.foundation.frames import each_row


def days_before_birth(
    frame: pl.DataFrame, persons: Mapping[int, int], run: Run
) -> dict[int, tuple[str, str]]:
    """Results of the rows whose first or last day lies before the birth. `persons`: declaration → person.

    Items are checked for it when they come in; here it is checked of what only now has its person or, by a decision,
    other days. The declared birth date counts, and where none is, the one on file: of a person out of the actor's sight
    the answer must not disclose it, so that such a row waits.
    """
    read = each_row(frame, ("did", "start", "end", "birth_date"))
    declared = [line for line in read if line[0] in persons and (line[1] or line[2])]
    on_file = _birth_dates([persons[did] for did, *_, born in declared if born is None])
    found = {
        did: fault
        for did, start, end, born in declared
        if (fault := before_birth(start, end, born or on_file.get(persons[did])))
    }
    asked = sorted({persons[did] for did in found} & on_file.keys())
    hidden = set(asked) - people.visible_to(run.actor, asked) if asked else set()
    return {d: (WAITING if persons[d] in hidden else REFUSED, f) for d, f in found.items()}


def _birth_dates(person_ids: list[int]) -> dict[int, date]:
    if not person_ids:
        return {}
    return dict(
        rows(
            "SELECT id, birth_date FROM people_person WHERE id = ANY(%s) AND birth_date IS NOT NULL",
            [person_ids],
            often=True,
        )
    )


DOCUMENT_SEEN = dict.fromkeys((*sorted(CONFIRMABLE), RELATIONSHIP), "document")
"""What a system that sends confirms by saying that the document is in hand."""
_ONE_BY_ONE = ("counter", "landlord", "resident")
"""Channels in which a room is looked at before somebody is entered there; the capacity of homes that
lists name is not."""


def doubtful_rows(frame: pl.DataFrame, run: Run, about: Mapping[int, int]) -> dict[int, list[str]]:
    """Located rows that somebody should look at: declaration → its doubts.

    Not asked of rows whose record was chosen by a person (`about`), nor again what staff who may decide there have
    confirmed (`Run.seen`): each doubt by itself, so that one which came up only now is asked.
    """
    dids = frame["did"].to_list()
    found: dict[int, list[str]] = {}
    for one in doubts(
        frame, known_areas=regions.known_areas(), today=run.today, ages=ages(run.today)
    ):
        found.setdefault(dids[one.index], []).append(one.code)
    found = _without_those_who_join_an_adult(frame, found, run)
    for did in _overfull(frame, run):
        found.setdefault(did, []).append(HOME_FULL)
    found = {d: codes for d, codes in found.items() if d not in about}
    return _unseen(frame, found, run) if found and run.seen else found


def _without_those_who_join_an_adult(
    frame: pl.DataFrame, found: dict[int, list[str]], run: Run
) -> dict[int, list[str]]:
    """The doubts without those about a child alone where an adult lives in the home already."""
    homes = dict(zip(frame["did"].to_list(), frame["home_id"].to_list(), strict=True))
    asked = {h for d, codes in found.items() if CHILD in codes and (h := homes[d]) is not None}
    if not asked:
        return found
    kept = homes_with_adults(asked, day=run.today)
    left = {
        d: [c for c in codes if c != CHILD or homes[d] not in kept] for d, codes in found.items()
    }
    return {d: codes for d, codes in left.items() if codes}


def _unseen(frame: pl.DataFrame, found: dict[int, list[str]], run: Run) -> dict[int, list[str]]:
    """The doubts that nobody has confirmed. What was confirmed, and by what, is kept with the declaration."""
    left = dict(found)
    read = ("did", "key", "home_region", "employer_region", "region")
    for did, key, home, employer, region in each_row(frame, read):
        where = home or employer or region or run.sender.region
        seen = run.seen.get(key, {})
        confirmed = {c: seen[c] for c in found.get(did, ()) if c in seen and c in CONFIRMABLE}
        if confirmed and run.actor.may("review.decide", region=where or "0"):
            run.effects.setdefault(did, {})[SEEN] = confirmed
            left[did] = [c for c in found[did] if c not in confirmed]
    return {d: codes for d, codes in left.items() if codes}


def _overfull(frame: pl.DataFrame, run: Run) -> list[int]:
    """Arrivals for whom their home has no place (`overfull`). A register that is taken over (by the system)
    is not asked: what was so is recorded."""
    if run.channel not in _ONE_BY_ONE or run.submitter.actor.kind == "system":
        return []
    dids = frame["did"].to_list()
    return [dids[n] for n in overfull(frame, frame["home_id"].to_list(), day=run.today)]
