"""Doses of different sources that may be one, which of them counts meanwhile, and what a new dose may not be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from anju.domains.health.doses.data import (
    CONFLICT_DAYS,
    SITES,
    SURENESS,
    Dose,
    DoseState,
    NewDose,
    Source,
    Undecided,
)
from anju.domains.health.immunization.data.schedule import Schedule

FIRST_YEAR = 1990
"""Of a dose; whoever is in a record was born later."""


def undecided(
    doses: Sequence[Dose], separate: Collection[frozenset[int]], schedule: Schedule
) -> list[Undecided]:
    """Pairs of standing doses from different sources that share an antigen, lie near each other, and of which nobody
    said that they are two. The surer source counts; of one source there is no doubt."""
    standing = [d for d in doses if d.state is DoseState.STANDS]
    pairs = (
        (a, b)
        for n, a in enumerate(standing)
        for b in standing[n + 1 :]
        if a.source is not b.source and frozenset((a.id, b.id)) not in separate and _near(a, b)
    )
    found = [(a, b) for a, b in pairs if _antigens(a, schedule) & _antigens(b, schedule)]
    return [Undecided(*sorted(p, key=lambda d: (SURENESS.index(d.source), d.id))) for p in found]


def counted(doses: Sequence[Dose], pairs: Sequence[Undecided]) -> list[Dose]:
    """The doses that are evaluated: those that stand, without the less sure of each undecided pair."""
    doubtful = {p.doubtful.id for p in pairs}
    return [d for d in doses if d.state is DoseState.STANDS and d.id not in doubtful]


def fault_of(
    new: NewDose, *, born: date, today: date, standing: Sequence[Dose], schedule: Schedule
) -> str:
    """Why this can be no dose of this child, as the code of a sentence; "" when it can."""
    if new.vaccine not in schedule.vaccines:
        return "dose_vaccine_unknown"
    if new.day < born:
        return "dose_before_birth"
    if new.day > today:
        return "dose_in_future"
    if new.site and new.site not in SITES:
        return "dose_site_unknown"
    if new.source is Source.HERE and new.day != today:
        return "dose_here_today"
    again = [d for d in standing if d.vaccine == new.vaccine and d.day == new.day]
    return "dose_recorded_already" if again else ""


def _near(one: Dose, other: Dose) -> bool:
    return abs((one.day - other.day).days) < CONFLICT_DAYS


def _antigens(dose: Dose, schedule: Schedule) -> set[str]:
    return {a.antigen for a in schedule.vaccines.get(dose.vaccine, ())} or {dose.vaccine}
