"""Days before a birth date: what was declared may name somebody whose birth date only the register knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import REFUSED, WAITING
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.intake.rules.days import before_birth
from anju.foundation.db.statements import rows


def days_before_birth(
    frame: pl.DataFrame, persons: Mapping[int, int], run: Run
) -> dict[int, tuple[str, str]]:
    """Results of the rows whose first or last day lies before the birth. `persons`: declaration → person.

    Items are checked for it when they come in; here it is checked of what only now has its person or, by a decision,
    other days. The declared birth date counts, and where none is, the one on file: of a person out of the actor's sight
    the answer must not disclose it, so that such a row waits.
    """
    read = zip(*(frame[c].to_list() for c in ("did", "start", "end", "birth_date")), strict=True)
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
