"""Lists of faults, decisions about them, and when the rules last ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, QuerySet

from anju.domains.assessment.quality.data.registry import latest_rule
from anju.domains.assessment.quality.data.values import (
    Asked,
    DecisionView,
    FaultView,
    Outcome,
)
from anju.domains.assessment.quality.models import QualityDecision, QualityFault, QualityRun
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.errors import NotFound

WORK = "quality.work"
"""To see lists of faults and to say that one is none."""
REASON = "quality.reason"


def faults(
    asked: Asked, *, actor: Actor, today: date, limit: int | None = None, offset: int = 0
) -> list[FaultView]:
    """The faults of a list, those due first. Needs `quality.work` in the area: `NotAllowed`. `NotFound`
    ``quality_rule_unknown``. One query."""
    found = _of(asked, actor, today).order_by("due", "id")
    return [_view(row) for row in found[offset : None if limit is None else offset + limit]]


def count_faults(asked: Asked, *, actor: Actor, today: date) -> int:
    """How many they are. One query."""
    return _of(asked, actor, today).count()


@dataclass(frozen=True, slots=True)
class ListCounts:
    """Of a rule in an area: faults by state (from the source asked for), by source (in the state asked for), and of
    the list itself."""

    states: dict[str, int]
    sources: dict[str, int]
    shown: int


def counts_of_list(asked: Asked, *, actor: Actor, today: date) -> ListCounts:
    """How many the neighbouring lists have. Four queries."""
    states = {
        state: count_faults(replace(asked, state=state), actor=actor, today=today)
        for state in ("open", "late", "not_fault")
    }
    every = _of(replace(asked, source=None), actor, today)
    sources = dict(every.order_by("source").values_list("source").annotate(n=Count("id")))
    return ListCounts(states, sources, states[asked.state])


def faults_in_sight(ids: Iterable[int]) -> list[FaultView]:
    """These faults, as far as the transaction sees them. One query."""
    return [_view(row) for row in QualityFault.objects.filter(id__in=set(ids)).order_by("id")]


def faults_by_id(ids: Iterable[int], *, actor: Actor) -> list[FaultView]:
    """These faults, as far as the transaction sees them and the actor may work on them. One query."""
    return [one for one in faults_in_sight(ids) if actor.may(WORK, region=one.region)]


def _of(asked: Asked, actor: Actor, today: date) -> QuerySet[QualityFault]:
    actor.require(WORK, region=asked.region)
    if latest_rule(asked.rule) is None:
        raise NotFound("quality_rule_unknown")
    found = QualityFault.objects.filter(rule=asked.rule, region__startswith=asked.region)
    if asked.source is not None:
        found = found.filter(source=asked.source)
    if asked.state == "not_fault":
        return found.filter(outcome=Outcome.NOT_FAULT, live=True)
    found = found.filter(outcome=Outcome.OPEN)
    return found.filter(due__lt=today) if asked.state == "late" else found


def _view(row: QualityFault) -> FaultView:
    return FaultView(
        row.pk,
        row.rule,
        row.subject,
        row.region,
        row.person_id,
        row.source,
        row.facts,
        row.found_on,
        row.due,
        Outcome(row.outcome),
        row.closed_on,
        row.decision_id,
    )


def decisions(
    region: str, *, actor: Actor, limit: int, offset: int = 0
) -> tuple[list[DecisionView], int]:
    """Who said in an area that faults are none, the latest first, and how many there are. Needs `quality.work` there.
    Two queries."""
    actor.require(WORK, region=region)
    found = QualityDecision.objects.filter(region__startswith=region).order_by("-at", "-id")
    return decision_views(found[offset : offset + limit]), found.count()


def decision_views(found: Iterable[QualityDecision]) -> list[DecisionView]:
    """These decisions with their reasons."""
    made = list(found)
    reasons = decrypt_many(
        [bytes(d.reason_cipher) for d in made],
        REASON,
        rows=[row_of(d.by_user, d.key) for d in made],
    )
    return [
        DecisionView(d.pk, d.rule, d.region, text, d.faults, d.at, d.by_label, d.undone_at)
        for d, text in zip(made, reasons, strict=True)
    ]


def reasons_of(decision_ids: Sequence[int]) -> Mapping[int, DecisionView]:
    """Decisions by id, as far as the transaction sees them. One query."""
    found = QualityDecision.objects.filter(id__in=set(decision_ids))
    return {d.id: d for d in decision_views(found)}


def last_run() -> QualityRun | None:
    """The latest run of the rules; None before the first."""
    return QualityRun.objects.order_by("-begun_at", "-id").first()
