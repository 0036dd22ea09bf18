"""Publishing an edition, once; and looking at it before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from anju.domains.regions import api as regions
from anju.domains.statistics.disclosure.data import LEAST
from anju.domains.statistics.publishing.data.definitions import EditionView
from anju.domains.statistics.publishing.models import Edition, PublishedTable
from anju.domains.statistics.publishing.queries.counting import Counted, count_edition
from anju.domains.statistics.publishing.queries.editions import edition, stored
from anju.domains.statistics.reports.rules.periods import Period, period
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import run
from anju.foundation.errors import Refused

PUBLISH = "stats.publish"
DIGITS = (2, 4, 6)
"""Of a province, a prefecture or a county: what is published has a whole division as its total."""


def preview_edition(region: str, code: str, *, actor: Actor, at: datetime) -> tuple[Counted, ...]:
    """The tables as they would be published now. Writes nothing. Raises as `publish_edition`."""
    chosen = _fit(region, code, actor, at)
    return count_edition(region, chosen.first, chosen.last, at)


def publish_edition(region: str, code: str, *, actor: Actor, at: datetime) -> EditionView:
    """Publish a quarter of a division. Published again, what is there is answered. Needs `stats.publish` there.

    Raises `Refused` ``edition_period`` for what is no quarter, ``edition_early`` until late reports are in,
    ``edition_area`` for another division than a county, prefecture or province, ``edition_overlaps`` where the quarter
    was published for a division that holds it or lies in it.
    """
    chosen = _fit(region, code, actor, at)
    run("SELECT pg_advisory_xact_lock(hashtext('statistics.publishing'))", [])
    if Edition.objects.filter(region=region, period=code).exists():
        return edition(region, code)
    _require_alone(region, code)
    counted = count_edition(region, chosen.first, chosen.last, at)
    _require_safe(counted)
    contents = [(one.content.code, stored(one.content)) for one in counted]
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with as_intake_role():
        made = Edition.objects.create(
            region=region,
            period=code,
            place=regions.names([region.ljust(12, "0")]).get(region.ljust(12, "0"), region)[:100],
            day=chosen.last,
            known_at=at,
            digest=digest,
            by_user=actor.user_id,
            by_label=actor.label[:100],
        )
        PublishedTable.objects.bulk_create(
            [PublishedTable(edition=made, code=c, content=content) for c, content in contents]
        )
    audit.record_write(
        actor,
        action="statistics.published",
        subject_kind="statistics_edition",
        subject_id=f"{region} {code}",
        at=at,
        detail={"digest": digest},
    )
    return edition(region, code)


def _fit(region: str, code: str, actor: Actor, at: datetime) -> Period:
    actor.require(PUBLISH, region=region)
    chosen = period(code)
    if chosen is None or chosen.kind != "quarter":
        raise Refused("edition_period")
    if chosen.provisional(local_date(at)):
        raise Refused("edition_early", period=code)
    if len(region) not in DIGITS:
        raise Refused("edition_area")
    return chosen


def _require_alone(region: str, code: str) -> None:
    """The sums of two editions of which one holds the other could be differenced."""
    above = [region[:n] for n in DIGITS if n < len(region)]
    overlap = Edition.objects.filter(period=code).filter(
        Q(region__in=above) | Q(region__startswith=region)
    )
    if found := overlap.exclude(region=region).first():
        raise Refused("edition_overlaps", place=found.place)


def _require_safe(counted: Sequence[Counted]) -> None:
    """What the rules promise is looked at once more before it is published."""
    for one in counted:
        sums = [0] * len(one.published)
        leaf = [True] * len(one.published)
        for figure, parent in zip(one.published, one.tree.parents, strict=True):
            if 0 < figure < LEAST:
                raise AssertionError("a figure of 1 or 2")
            if parent >= 0:
                sums[parent] += figure
                leaf[parent] = False
        if any(s != f for s, f, low in zip(sums, one.published, leaf, strict=True) if not low):
            raise AssertionError("parts that do not sum to their whole")
