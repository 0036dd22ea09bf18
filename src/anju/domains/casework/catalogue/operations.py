"""Importing a city's list and withdrawing it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from anju.domains.casework.catalogue.data import ImportedCatalogue
from anju.domains.casework.catalogue.models import CatalogueVersion, ServiceRow
from anju.domains.casework.catalogue.queries import catalogue_of, facts
from anju.domains.casework.catalogue.rules import read_table
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound, Refused
from anju.foundation.sheets.reader import read_cells

EDIT = "rules.edit"
MOST_BYTES = 4 * 1024 * 1024


def import_catalogue(
    region: str, data: bytes, file_name: str, *, actor: Actor, at: datetime
) -> ImportedCatalogue:
    """Publish a city's list; it takes the place of the one before. Lines that are wrong are left out and kept with the
    reason. The same lines again, while their list holds, changes nothing.

    By whoever holds `rules.edit` there. Raises `Refused` ``catalogue_region`` without a region,
    ``catalogue_too_large``, ``catalogue_titles``, ``catalogue_too_long``, ``catalogue_nothing`` when no line is right,
    and what `read_cells` raises.
    """
    if not region.isdigit():
        raise Refused("catalogue_region")
    actor.require(EDIT, region=region)
    if len(data) > MOST_BYTES:
        raise Refused("catalogue_too_large", mb=MOST_BYTES >> 20)
    book = read_cells(data, file_name)
    cells = [list(line) for sheet in book.sheets[:1] for line in sheet.cells.iter_rows()]
    good, refused = read_table(cells, region=region, facts=facts())
    if not good:
        first = refused[0] if refused else None
        raise Refused(
            "catalogue_nothing",
            line=first.line if first else 1,
            fault=first.fault if first else "service_empty",
            column=first.column if first else "",
        )
    digest = hashlib.sha256(repr(cells).encode()).hexdigest()
    with transaction.atomic():
        rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"catalogue:{region}"])
        of_region = CatalogueVersion.objects.filter(region=region)
        held = of_region.filter(withdrawn_at=None).order_by("-id").first()
        if held is not None and held.digest == digest:
            return catalogue_of(held)
        row = CatalogueVersion.objects.create(
            region=region,
            number=of_region.count() + 1,
            file_name=visible(file_name)[:200],
            digest=digest,
            accepted=len(good),
            refused=[asdict(r) for r in refused],
            by_user=actor.user_id,
            by_label=actor.label[:100],
            published_at=at,
        )
        ServiceRow.objects.bulk_create(
            ServiceRow(
                catalogue=row,
                code=s.code,
                field=s.field[0],
                name=s.name[0],
                audience=s.audience[0],
                content=s.content[0],
                standard=s.standard[0],
                payer=s.payer[0],
                lead=s.lead[0],
                place=s.place[0],
                documents=list(s.documents),
                valid_from=s.valid_from,
                valid_to=s.valid_to,
            )
            for s in good
        )
        audit.record_write(
            actor,
            action="casework.catalogue",
            subject_kind="catalogue",
            subject_id=row.pk,
            at=at,
            detail={"region": region, "accepted": len(good), "refused": len(refused)},
        )
    return catalogue_of(row)


def withdraw_catalogue(catalogue_id: int, *, actor: Actor, at: datetime) -> None:
    """Withdraw a list: the one before it holds again. A second time changes nothing.

    `NotFound` ``catalogue_unknown``.
    """
    with transaction.atomic():
        row = CatalogueVersion.objects.select_for_update().filter(id=catalogue_id).first()
        if row is None or not actor.may(EDIT, region=row.region):
            raise NotFound("catalogue_unknown")
        if row.withdrawn_at is not None:
            return
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        audit.record_write(
            actor,
            action="casework.catalogue_withdrawn",
            subject_kind="catalogue",
            subject_id=row.pk,
            at=at,
            detail={"region": row.region},
        )
