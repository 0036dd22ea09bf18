"""Reads of sites, as far as the transaction may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from anju.domains.employers.sites.data import SiteView
from anju.domains.employers.sites.models import Site
from anju.foundation.db.scope import inside
from anju.foundation.errors import NotFound

SHOWN = ("open", "ended", "all")
"""What a list may be narrowed to: those whose last day is not over, those whose last day is past, all."""


def view(row: Site) -> SiteView:
    """The value of a stored site."""
    return SiteView(
        row.pk,
        row.employer_id,
        row.kind,
        row.name,
        row.region,
        row.address,
        row.building_id,
        row.since,
        row.until,
        row.size,
        row.by_label,
        row.recorded_at,
    )


def site(site_id: int) -> SiteView:
    """One site. `NotFound` ``site_unknown``: absent, removed or out of sight."""
    row = Site.objects.filter(id=site_id, removed_at=None).first()
    if row is None:
        raise NotFound("site_unknown")
    return view(row)


def sites_of(employer_id: int) -> list[SiteView]:
    """The sites of an employer, those without an end first, then the latest. One query."""
    found = Site.objects.filter(employer_id=employer_id, removed_at=None)
    return [view(r) for r in found.order_by(F("until").desc(nulls_first=True), "-since", "-id")]


def sites_by_id(ids: Sequence[int]) -> dict[int, SiteView]:
    """Sites by number, also those that were removed since. One query."""
    return {r.pk: view(r) for r in Site.objects.filter(id__in=ids)}


def sites_in(
    regions: Sequence[str],
    *,
    today: date,
    kind: str = "",
    show: str = "open",
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[list[SiteView], dict[str, int]]:
    """Sites that lie in these regions (prefixes), the latest first, and how many there are of each of `SHOWN`. Two
    queries."""
    found: QuerySet[Site] = Site.objects.filter(inside(regions), removed_at=None)
    if kind:
        found = found.filter(kind=kind)
    narrowed = {
        "open": Q(until=None) | Q(until__gte=today),
        "ended": Q(until__lt=today),
        "all": Q(),
    }
    counts = found.aggregate(**{n: Count("id", filter=q or None) for n, q in narrowed.items()})
    page = found.filter(narrowed[show if show in narrowed else "all"]).order_by("-since", "-id")
    end = None if limit is None else offset + limit
    return [view(r) for r in page[offset:end]], counts
