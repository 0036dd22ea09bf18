"""Reads of notices, as far as the transaction sees them: an employer's, those of a case, one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q

from anju.domains.casework.cases.data import CaseEvent, Evidence, Step
from anju.domains.casework.cases.models import CaseEventRow, EvidenceRow
from anju.domains.casework.cases.queries.cases import SEE, events_in, files_in
from anju.domains.casework.cases.queries.matters import matter
from anju.domains.casework.respondents.data import Notice, Payment
from anju.domains.casework.respondents.models import RespondentRow
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.scope import subtree
from anju.foundation.errors import NotFound

CLAIM = "casework.claim"
BOUND = (BoundColumn("casework_respondent", "claim_cipher", "id", (CLAIM,)),)
MOST = 200


def notices_to(party: str) -> list[Notice]:
    """What an employer was notified of, the latest first. Three queries."""
    return _whole(list(RespondentRow.objects.filter(party=party).order_by("-id")[:MOST]))


def notices_within(actor: Actor) -> list[Notice]:
    """The notices of cases about the places whose cases the actor sees, the latest first. Three queries."""
    within = Q(pk__in=[])
    for region in actor.regions(SEE):
        low, high = subtree(region)
        within |= Q(region__gte=low, region__lt=high)
    return _whole(list(RespondentRow.objects.filter(within).order_by("-id")[:MOST]))


def notices_of(case_id: int) -> list[Notice]:
    """The notices of a case in their order. Three queries."""
    return _whole(list(RespondentRow.objects.filter(case_id=case_id).order_by("id")))


def notice(notice_id: int) -> Notice:
    """One notice. `NotFound` ``notice_unknown``. Three queries."""
    found = _whole(list(RespondentRow.objects.filter(id=notice_id)))
    if not found:
        raise NotFound("notice_unknown")
    return found[0]


def _whole(rows: Sequence[RespondentRow]) -> list[Notice]:
    of = {"case_id__in": [r.case_id for r in rows], "respondent_id__in": [r.pk for r in rows]}
    events = events_in(CaseEventRow.objects.filter(**of)) if rows else []
    files = files_in(EvidenceRow.objects.filter(**of)) if rows else []
    return [
        _notice(
            row,
            [e for e in events if e.respondent_id == row.pk],
            [f for f in files if f.respondent_id == row.pk],
        )
        for row in rows
    ]


def _notice(row: RespondentRow, events: Sequence[CaseEvent], files: Sequence[Evidence]) -> Notice:
    claim: dict[str, str] = json.loads(decrypt(row.claim_cipher, CLAIM, row=row_of(row.pk)))
    kind = matter(row.matter, row.region, local_date(row.filed_at))
    if kind.respondent is None:
        raise NotFound("notice_unknown")
    return Notice(
        id=row.pk,
        case_id=row.case_id,
        number=row.number,
        matter=kind,
        rule=kind.respondent,
        term=kind.respondent.answer_in(row.stage),
        party=row.party,
        name=row.name,
        address=row.address,
        claimant=claim.pop("claimant", ""),
        claim=claim,
        person_id=row.person_id,
        region=row.region,
        stage=row.stage,
        notified_at=row.notified_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        received=row.received,
        closed_at=row.closed_at,
        events=tuple(events),
        files=tuple(files),
        payments=tuple(_payment(e) for e in events if e.step is Step.PAY_STATED),
    )


def _payment(event: CaseEvent) -> Payment:
    day = date.fromisoformat(event.detail["day"])
    return Payment(Decimal(event.detail["amount"]), day, event.at)
