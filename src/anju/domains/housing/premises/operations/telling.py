"""Whoever answers for a place hears what an inspection found there, and what a second look did."""

from __future__ import annotations

from datetime import datetime

from anju.domains.access import api as access
from anju.domains.housing.premises.data import HazardState, HazardStep
from anju.domains.housing.premises.models import HazardRow, Inspection
from anju.domains.housing.premises.queries.inspections import premises_of

NOTICE = "housing.hazard"
FOUND = (
    "【安居】检查（{number}）发现您的房屋有 {count} 处隐患，最早 {due} 前整改。请登录安居，在“安全检查记录”中答复。",
    (
        "[Anju] An inspection ({number}) found {count} hazards at your home; the first is to be put right by {due}. "
        "Sign in to Anju, read the record and answer it."
    ),
)
REMAINS = (
    "【安居】复查（{number}）时隐患还在，请于 {due} 前整改。请登录安居，在“安全检查记录”中查看。",
    (
        "[Anju] At a second look ({number}) a hazard was still there; it is to be put right by {due}. Sign in to Anju "
        "and read the record."
    ),
)
RECTIFIED = (
    "【安居】复查（{number}）合格，隐患已销号。谢谢配合。",
    "[Anju] A second look ({number}) found the hazard put right; it is closed. Thank you.",
)
AFTER_A_LOOK = {
    HazardStep.REMAINS.value: REMAINS,
    HazardStep.REOPENED.value: REMAINS,
    HazardStep.RECTIFIED.value: RECTIFIED,
}


def tell_of_inspection(inspection_id: int, *, at: datetime) -> None:
    """One message about all hazards of an inspection that have a term; none where everything is in order."""
    row = Inspection.objects.filter(id=inspection_id).first()
    dues = sorted(
        due
        for due in HazardRow.objects.filter(
            inspection_id=inspection_id, state=HazardState.OPEN.value
        ).values_list("due", flat=True)
        if due
    )
    if row is not None and dues:
        facts = {"number": row.number, "count": len(dues), "due": dues[0]}
        _tell(row, FOUND, facts, at)


def tell_of_step(inspection_id: int, hazard_id: int, step: str, *, at: datetime) -> None:
    """What the office did about one hazard."""
    words, row = AFTER_A_LOOK.get(step), Inspection.objects.filter(id=inspection_id).first()
    if words is not None and row is not None:
        due = HazardRow.objects.values_list("due", flat=True).get(id=hazard_id)
        _tell(row, words, {"number": row.number, "due": due}, at)


def _tell(row: Inspection, words: tuple[str, str], facts: dict[str, object], at: datetime) -> None:
    party = premises_of(row.building_id, row.home_id).party
    users = [g.user_id for g in access.grants_of_party(party=party)] if party else []
    access.notify(users, NOTICE, words, at=at, context={"inspection": row.pk}, facts=facts)
