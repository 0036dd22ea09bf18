"""A child's doses with what became of them, and what the engine says of them: one child or many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from anju.domains.health.children.data import Observation
from anju.domains.health.children.models import Child
from anju.domains.health.children.queries import sealing
from anju.domains.health.children.queries.children import observations_of
from anju.domains.health.children.rules.gender import gender_of
from anju.domains.health.doses.data import (
    Decision,
    Dose,
    DoseState,
    NewDose,
    Picture,
    Source,
)
from anju.domains.health.doses.models import DoseDecisionRow, DoseRow
from anju.domains.health.doses.rules.conflicts import counted, undecided
from anju.domains.health.immunization.data.answers import Evaluation, Given, Observed, Person
from anju.domains.health.immunization.queries import check_up, schedule_on
from anju.domains.health.immunization.rules.agenda import agenda
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.crypto.binding import BoundColumn

DOSE, REASON = "health.dose", "health.dose_reason"
BOUND = (
    BoundColumn("health_dose", "facts_cipher", "id", (DOSE,)),
    BoundColumn("health_dose_decision", "reason_cipher", "id", (REASON,)),
)
_ENDS = {
    Decision.WITHDRAWN: DoseState.WITHDRAWN,
    Decision.CORRECTED: DoseState.CORRECTED,
    Decision.SAME: DoseState.SAME,
}
SeparatePairs = set[frozenset[int]]


def doses_of(child_ids: Iterable[int]) -> dict[int, tuple[list[Dose], SeparatePairs]]:
    """Child → (every dose ever recorded, by day; pairs that were said to be two). A record that was joined to another
    gives its doses to that one; that two are the same holds while both stand in one record. Three queries."""
    ids = list(child_ids)
    stands = {i: i for i in ids}
    stands |= dict(Child.objects.filter(joined_to_id__in=ids).values_list("id", "joined_to_id"))
    rows = list(DoseRow.objects.filter(child_id__in=list(stands)).order_by("id"))
    contents = sealing.opened_many([r.facts_cipher for r in rows], DOSE, [r.pk for r in rows])
    out: dict[int, tuple[list[Dose], SeparatePairs]] = {i: ([], set()) for i in ids}
    ends, separate = _decided([r.pk for r in rows])
    of = {r.pk: stands[r.child_id] for r in rows}
    for row, facts in zip(rows, contents, strict=True):
        child = of[row.pk]
        end = ends.get(row.pk, {})
        if end.get("state") is DoseState.SAME and of.get(end["other"]) != child:
            end = {}
        dose = Dose(
            row.pk,
            child,
            row.clinic_id,
            facts["vaccine"],
            date.fromisoformat(facts["day"]),
            Source(row.source),
            facts["lot"],
            facts["maker"],
            facts["site"],
            facts["place"],
            facts["note"],
            row.by_label,
            row.at,
            row.lot_id,
        )
        out[child][0].append(replace(dose, **end))
        out[child][1].update(p for p in separate.get(row.pk, ()))
    for doses, _pairs in out.values():
        doses.sort(key=lambda d: (d.day, d.id))
    return out


def _decided(
    dose_ids: Sequence[int],
) -> tuple[dict[int, dict[str, Any]], dict[int, list[frozenset[int]]]]:
    rows = list(DoseDecisionRow.objects.filter(dose_id__in=list(dose_ids)).order_by("id"))
    kept = [r for r in rows if r.reason_cipher is not None]
    texts = decrypt_many([r.reason_cipher for r in kept], REASON, rows=[row_of(r.pk) for r in kept])
    reasons = dict(zip([r.pk for r in kept], texts, strict=True))
    ends: dict[int, dict[str, Any]] = {}
    separate: dict[int, list[frozenset[int]]] = {}
    for r in rows:
        decision = Decision(r.decision)
        if decision is Decision.SEPARATE:
            separate.setdefault(r.dose_id, []).append(frozenset((r.dose_id, r.other_id or 0)))
        else:
            ends[r.dose_id] = {
                "state": _ENDS[decision],
                "reason": reasons.get(r.pk, ""),
                "other": r.other_id,
            }
    return ends, separate


def person_of(born: date, sex: str, known: Sequence[Observation]) -> Person:
    """What the engine needs to know about a child."""
    observed = tuple(
        Observed(o.code, o.since.toordinal() if o.since is not None else None) for o in known
    )
    return Person(born.toordinal(), gender_of(sex), observed)


def given_of(doses: Sequence[Dose]) -> list[Given]:
    """Doses as the engine takes them; the key is the dose's number."""
    return [Given(d.day.toordinal(), d.vaccine, d.maker, key=str(d.id)) for d in doses]


def picture(
    person: Person,
    doses: Sequence[Dose],
    separate: SeparatePairs,
    today: date,
    *,
    more: NewDose | None = None,
) -> Picture:
    """What these doses say; `more`: with one that would be given, under the number 0."""
    day = today.toordinal()
    schedule = schedule_on(day)
    pairs = undecided(doses, separate, schedule)
    given = given_of(counted(doses, pairs))
    if more is not None:
        given.append(Given(more.day.toordinal(), more.vaccine, more.maker, key="0"))
        given.sort(key=lambda g: g.day)
    answers = check_up(person, given, today=day)
    first, late = agenda(answers)
    found: dict[int, list[Evaluation]] = {}
    for answer in answers:
        for evaluation in answer.evaluations:
            found.setdefault(int(evaluation.given.key or 0), []).append(evaluation)
    return Picture(
        schedule,
        tuple(doses),
        tuple(pairs),
        tuple(answers),
        today,
        {number: tuple(each) for number, each in found.items()},
        date.fromordinal(first) if first is not None else None,
        date.fromordinal(late) if late is not None else None,
    )


def picture_of(child_id: int, born: date, sex: str, today: date) -> Picture:
    """One child's picture. Four queries."""
    return pictures([(child_id, born, sex)], today)[child_id]


def pictures(children: Sequence[tuple[int, date, str]], today: date) -> Mapping[int, Picture]:
    """The pictures of many children (number, born, sex). Four queries."""
    ids = [c for c, _, _ in children]
    doses, known = doses_of(ids), observations_of(ids)
    return {
        child: picture(person_of(born, sex, known.get(child, [])), *doses[child], today)
        for child, born, sex in children
    }
