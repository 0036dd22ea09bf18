"""Agreements about answers, and how they were used."""

from __future__ import annotations

from datetime import date

from anju.domains.exchange.answers.data.questions import AgreementTerms, Use
from anju.domains.exchange.answers.models import AnswerAgreement, AnswerUse
from anju.foundation.db.statements import rows


def terms(row: AnswerAgreement) -> AgreementTerms:
    """A row as a value."""
    return AgreementTerms(
        row.pk,
        row.number,
        row.name,
        row.user_id,
        row.peer.code if row.peer is not None else "",
        tuple(row.services),
        tuple(row.purposes),
        row.region,
        row.first,
        row.last,
        row.per_day,
        row.negatives_per_day,
        row.state,
        row.proposed_by,
        row.proposed_label,
        row.accepted_label,
        tuple(row.columns),
        row.basis,
    )


def answer_agreements() -> list[AgreementTerms]:
    """All agreements about answers, the newest first. One query."""
    found = AnswerAgreement.objects.select_related("peer").order_by("-proposed_at", "-id")
    return [terms(row) for row in found]


def used_on(number: str, day: date) -> tuple[int, int]:
    """(questions answered, of them answered no) under an agreement on a day. One query."""
    ((used, negative),) = rows(
        """SELECT coalesce(sum(count), 0), coalesce(sum(count) FILTER (WHERE outcome = 'no'), 0)
        FROM exchange_answer_use WHERE agreement = %s AND day = %s AND outcome IN ('yes', 'no', 'count')""",
        [number, day],
        often=True,
    )
    return int(used), int(negative)


def uses(first: date, last: date, *, agreement: str = "", limit: int = 5_000) -> list[Use]:
    """What was asked in these days, the newest first. One query."""
    found = AnswerUse.objects.filter(day__range=(first, last))
    if agreement:
        found = found.filter(agreement=agreement)
    ordered = found.order_by("-day", "label", "agreement", "service", "purpose", "outcome")
    return [
        Use(u.day, u.label, u.agreement, u.service, u.purpose, u.outcome, u.count)
        for u in ordered[:limit]
    ]
