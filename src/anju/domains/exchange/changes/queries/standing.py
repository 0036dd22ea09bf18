"""Agreements about changes, how far their partners are, and how their webhooks stand."""

from __future__ import annotations

from datetime import datetime

from anju.domains.exchange.changes.data.changes import (
    Attempt,
    ChangeTerms,
    HookState,
    HookView,
    Way,
)
from anju.domains.exchange.changes.models import ChangeAgreement, ChangeUse, Webhook, WebhookAttempt
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows

_WAITING = """
SELECT a.id, c.n, c.oldest FROM exchange_change_agreement a CROSS JOIN LATERAL (
    SELECT count(*) AS n, min(at) AS oldest FROM exchange_change c WHERE (c.xid, c.id) > (a.xid, a.change)
    AND c.kind = ANY(a.kinds) AND starts_with(c.region, a.region) AND c.at >= a.accepted_at) c
WHERE a.state = 'active'
"""


def change_agreements(*, at: datetime, only: int | None = None) -> list[ChangeTerms]:
    """All agreements about changes, the newest first, with what waits for their partners. Three queries."""
    found = ChangeAgreement.objects.select_related("peer").order_by("-proposed_at", "-id")
    if only is not None:
        found = found.filter(pk=only)
    uses = {
        a: (given, refused)
        for a, given, refused in ChangeUse.objects.filter(day=local_date(at)).values_list(
            "agreement_id", "given", "refused"
        )
    }
    waiting = {a: (n, oldest) for a, n, oldest in rows(_WAITING)}
    return [
        _terms(row, *uses.get(row.pk, (0, 0)), *waiting.get(row.pk, (0, None))) for row in found
    ]


def _terms(
    row: ChangeAgreement, given: int, refused: int, waiting: int, oldest: datetime | None
) -> ChangeTerms:
    return ChangeTerms(
        row.pk,
        row.number,
        row.name,
        Way(row.way),
        row.user_id,
        row.peer.code if row.peer is not None else "",
        tuple(row.kinds),
        tuple(row.fields),
        row.purpose,
        row.basis,
        row.region,
        row.first,
        row.last,
        row.per_day,
        row.state,
        row.proposed_by,
        row.proposed_label,
        row.accepted_label,
        row.accepted_at,
        row.lost_before,
        row.fetched_at,
        given,
        refused,
        waiting,
        oldest,
    )


def webhooks() -> dict[int, HookView]:
    """All webhooks by the id of their agreement. One query."""
    return {w.agreement_id: _hook(w) for w in Webhook.objects.order_by("id")}


def attempts(agreement_id: int, limit: int = 50) -> list[Attempt]:
    """The last requests to a webhook, the newest first. One query."""
    found = WebhookAttempt.objects.filter(webhook__agreement_id=agreement_id)
    return [
        Attempt(a.at, a.event, a.kind, a.outcome, a.status, a.failure, a.milliseconds)
        for a in found.order_by("-at", "-id")[:limit]
    ]


def _hook(row: Webhook) -> HookView:
    return HookView(
        row.agreement_id,
        row.url,
        HookState(row.state),
        row.reason,
        row.rate,
        row.failures,
        row.failure,
        row.failing_since,
        row.next_at,
        row.verified_at,
        row.sent_at,
        row.next_url,
        row.next_by,
        row.bearer_cipher is not None,
    )
