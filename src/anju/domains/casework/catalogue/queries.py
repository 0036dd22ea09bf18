"""Reads of the catalogue: what holds where, a city's lists, what may be asked of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Max

from anju.domains.casework.catalogue.data import Fact, ImportedCatalogue, RefusedLine, Service
from anju.domains.casework.catalogue.models import CatalogueVersion, ServiceRow
from anju.domains.casework.catalogue.rules import found, in_force, read_fact, read_service
from anju.foundation.db.scope import subtree
from anju.foundation.errors import NotFound
from anju.foundation.law import LawFile, Part, Section


def _fact(part: Part, _file: LawFile) -> Fact:
    return read_fact(part)


def _service(part: Part, file: LawFile) -> Service:
    return read_service(part, region=file.region)


FACTS = Section("facts", _fact)
SERVICES = Section("services", _service)


def facts() -> tuple[Fact, ...]:
    """What services need to know, and who proves it."""
    return FACTS.entries()


def services(region: str, day: date, *, words: str = "") -> list[Service]:
    """The entries that hold in a region (a code prefix, "" for the country) on a day, narrowed to those in which every
    typed word occurs. At most two queries."""
    held = in_force([*SERVICES.entries(), *_imported(region)], region, day)
    return found(held, words)


def regions_with_own() -> list[str]:
    """The regions that have entries of their own. One query."""
    own = {s.region for s in SERVICES.entries() if s.region}
    live = CatalogueVersion.objects.filter(withdrawn_at=None).values_list("region", flat=True)
    return sorted(own | set(live))


def catalogues(regions: Sequence[str]) -> list[ImportedCatalogue]:
    """The lists imported for these regions and what lies in them, newest first. One query."""
    everything = CatalogueVersion.objects.order_by("-published_at", "-id")
    found_rows: list[CatalogueVersion] = []
    for region in regions:
        low, high = subtree(region)
        found_rows += everything.filter(region__gte=low, region__lt=high)[:100]
    return [catalogue_of(r) for r in found_rows]


def catalogue(catalogue_id: int) -> ImportedCatalogue:
    """One imported list. `NotFound` ``catalogue_unknown``."""
    row = CatalogueVersion.objects.filter(id=catalogue_id).first()
    if row is None:
        raise NotFound("catalogue_unknown")
    return catalogue_of(row)


def catalogue_of(row: CatalogueVersion) -> ImportedCatalogue:
    """A row as a value."""
    return ImportedCatalogue(
        row.pk,
        row.region,
        row.number,
        row.file_name,
        row.accepted,
        tuple(RefusedLine(**{**r, "cells": tuple(r["cells"])}) for r in row.refused),
        row.by_label,
        row.published_at,
        row.withdrawn_at,
    )


def _imported(region: str) -> list[Service]:
    prefixes = [region[:n] for n in range(2, len(region) + 1)]
    if not prefixes:
        return []
    latest = dict(
        CatalogueVersion.objects.filter(region__in=prefixes, withdrawn_at=None)
        .values_list("region")
        .annotate(Max("id"))
    )
    rows = ServiceRow.objects.select_related("catalogue").filter(catalogue_id__in=latest.values())
    return [_of_city(r) for r in rows.order_by("id")]


def _of_city(row: ServiceRow) -> Service:
    def both(text: str) -> tuple[str, str]:
        return text, text

    return Service(
        code=row.code,
        region=row.catalogue.region,
        field=both(row.field),
        name=both(row.name),
        audience=both(row.audience),
        content=both(row.content),
        standard=both(row.standard),
        payer=both(row.payer),
        lead=both(row.lead),
        place=both(row.place),
        documents=tuple(row.documents),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.catalogue.number,
    )
