"""Filing, ending and reopening sites, by the employer or by staff of the place."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from anju.domains.employers.filing.queries import employers
from anju.domains.employers.sites.data import SiteDraft, SiteView
from anju.domains.employers.sites.models import Site
from anju.domains.employers.sites.queries import view
from anju.domains.employers.sites.rules import require_site
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.request_keys import require_key


def add_site(
    employer_id: int, draft: SiteDraft, *, key: str, actor: Actor, at: datetime
) -> SiteView:
    """File a site of an employer. The same `key` again changes nothing.

    By whoever holds `employer.edit` for the employer, or where the site lies. Raises `NotFound` ``employer_unknown``,
    ``region_unknown``; `NotAllowed`; `Refused` what `require_site` raises and ``key_unusable``; `Conflict`
    ``site_building_taken`` where the building is an open dormitory already.
    """
    require_key(key)
    employer = employers([employer_id]).get(employer_id)
    if employer is None:
        raise NotFound("employer_unknown", id=employer_id)
    if before := Site.objects.filter(employer_id=employer_id, key=key).first():
        _require(before, actor)
        return view(before)
    require_site(draft, party=employer.party)
    building = draft.building
    region = building.region if building else regions.get(draft.region).code
    if not actor.may("employer.edit", party=employer.party):
        actor.require("employer.edit", region=region)
    try:
        with transaction.atomic():
            row = Site.objects.create(
                employer_id=employer_id,
                kind=draft.kind,
                name=draft.name.strip(),
                region=region,
                address=(building.title if building else draft.address.strip())[:150],
                building_id=building.id if building else None,
                since=draft.since,
                until=draft.until,
                size=draft.size,
                key=key,
                by_label=actor.label[:100],
                recorded_at=at,
            )
    except IntegrityError as taken:
        raise Conflict("site_building_taken") from taken
    _note(row, "employer.site_add", actor, at, kind=row.kind)
    return view(row)


def end_site(site_id: int, *, day: date, actor: Actor, at: datetime) -> SiteView:
    """Its last day is `day`, past or to come; the same again changes nothing. Raises `NotFound` ``site_unknown``,
    `NotAllowed`, `Refused` ``site_days``."""
    row = _locked(site_id, actor)
    if row.until == day:
        return view(row)
    if day < row.since:
        raise Refused("site_days")
    row.until = day
    row.save(update_fields=["until"])
    _note(row, "employer.site_end", actor, at, until=str(day))
    return view(row)


def reopen_site(site_id: int, *, actor: Actor, at: datetime) -> SiteView:
    """It has no last day after all. Raises `NotFound` ``site_unknown``, `NotAllowed`, `Conflict`
    ``site_building_taken``."""
    row = _locked(site_id, actor)
    if row.until is None:
        return view(row)
    before, row.until = row.until, None
    try:
        with transaction.atomic():
            row.save(update_fields=["until"])
    except IntegrityError as taken:
        raise Conflict("site_building_taken") from taken
    _note(row, "employer.site_reopen", actor, at, was=str(before))
    return view(row)


def remove_site(site_id: int, *, actor: Actor, at: datetime) -> None:
    """It was filed by mistake: it leaves every list. Raises `NotFound` ``site_unknown``, `NotAllowed`."""
    row = _locked(site_id, actor)
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    _note(row, "employer.site_remove", actor, at)


def _locked(site_id: int, actor: Actor) -> Site:
    row = Site.objects.select_for_update().filter(id=site_id, removed_at=None).first()
    if row is None:
        raise NotFound("site_unknown")
    _require(row, actor)
    return row


def _require(row: Site, actor: Actor) -> None:
    if not (
        actor.may("employer.edit", party=f"employer:{row.employer_id}")
        or actor.may("employer.edit", region=row.region)
    ):
        raise NotAllowed("not_allowed", permission="employer.edit", region=row.region, party="")


def _note(row: Site, action: str, actor: Actor, at: datetime, **detail: Any) -> None:  # noqa: ANN401 - codes and days
    audit.record_write(
        actor, action=action, subject_kind="site", subject_id=row.pk, at=at, detail=detail
    )
