"""The health of every link in four queries, however many there are."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from anju.domains.exchange.links.data.links import LinkHealth, PeerView
from anju.domains.exchange.links.models import Agreement, AgreementUse, PeerKey, Refusal
from anju.domains.exchange.links.queries.peers import peers


def health(today: date, at: datetime) -> list[LinkHealth]:
    """Every link that is not a test, by code."""
    refused, used, ends = _refused(today), _used(today), _key_ends(at)
    return [_of(p, refused, used, ends) for p in peers() if not p.test]


def refused_of_nobody(today: date) -> dict[str, int]:
    """Code → how many requests of nobody known were refused today."""
    return _refused(today).get(None, {})


def _of(
    peer: PeerView,
    refused: dict[int | None, dict[str, int]],
    used: dict[int, tuple[str, int, int]],
    ends: dict[int, datetime | None],
) -> LinkHealth:
    number, count, per_day = used.get(peer.id, ("", 0, 0))
    codes = refused.get(peer.id, {})
    return LinkHealth(
        peer,
        refused=sum(codes.values()),
        codes=tuple(sorted(codes.items(), key=lambda c: -c[1])),
        agreement=number,
        used=count,
        per_day=per_day,
        has_key=peer.id in ends,
        key_until=ends.get(peer.id),
    )


def _refused(today: date) -> dict[int | None, dict[str, int]]:
    found: dict[int | None, dict[str, int]] = defaultdict(dict)
    for peer, code, count in Refusal.objects.filter(day=today).values_list(
        "peer_id", "code", "count"
    ):
        found[peer][code] = count
    return dict(found)


def _used(today: date) -> dict[int, tuple[str, int, int]]:
    """Of each peer the agreement of which the largest part is used up today."""
    kept = (
        AgreementUse.objects.filter(agreement=OuterRef("pk"), day=today)
        .order_by()
        .values("agreement")
        .annotate(n=Sum("kept"))
        .values("n")
    )
    rows = (
        Agreement.objects.filter(state="active", first__lte=today, last__gte=today)
        .annotate(used=Coalesce(Subquery(kept), 0))
        .annotate(part=F("used") * 1.0 / F("per_day"))
        .order_by("part", "-id")
        .values_list("peer_id", "number", "used", "per_day")
    )
    return {peer: (number, used, per_day) for peer, number, used, per_day in rows}


def _key_ends(at: datetime) -> dict[int, datetime | None]:
    """Peer → when its last key ends; None where one has no end. Peers without a key in use are left out."""
    ends: dict[int, datetime | None] = {}
    for peer, until in PeerKey.objects.filter(since__lte=at).values_list("peer_id", "until"):
        if until is not None and until <= at:
            continue
        held = ends.get(peer, until)
        ends[peer] = None if until is None or held is None else max(until, held)
    return ends
