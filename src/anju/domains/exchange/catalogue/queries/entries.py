"""The catalogue as it stands, one entry with its history, and the entries every place of this kind begins with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import F, QuerySet

from anju.domains.exchange.catalogue import data
from anju.domains.exchange.catalogue.data.entries import Entry, EntryVersion, Item
from anju.domains.exchange.catalogue.models import CatalogueEntryVersion
from anju.foundation.characters import visible
from anju.foundation.errors import NotFound

FIRST = Path(data.__path__[0]) / "first-entries.yaml"


def entries(
    *, side: str = "", words: str = "", limit: int | None = None, offset: int = 0
) -> tuple[list[EntryVersion], int]:
    """Live entries by code in which every typed word occurs, and how many there are."""
    found = _latest().filter(entry__withdrawn_at=None)
    if side:
        found = found.filter(entry__side=side)
    for word in visible(words).casefold().split()[:8]:
        found = found.filter(entry__words__contains=word)
    page = found.order_by("entry__code")
    rows = page[offset : offset + limit] if limit is not None else page[offset:]
    return [_view(row) for row in rows], found.count()


def entry(code: str) -> list[EntryVersion]:
    """The versions of an entry, the newest first; withdrawn ones too. `NotFound` ``resource_unknown``."""
    rows = (
        CatalogueEntryVersion.objects.select_related("entry")
        .filter(entry__code=code)
        .order_by("-number")
    )
    found = [_view(row) for row in rows]
    if not found:
        raise NotFound("resource_unknown")
    return found


def is_listed(code: str) -> bool:
    """An entry of this code is there and not withdrawn."""
    return _latest().filter(entry__code=code, entry__withdrawn_at=None).exists()


@cache
def first_entries() -> tuple[Mapping[str, Any], ...]:
    """What a place that registers new residents offers and needs, without its provider: a draft to be completed."""
    found: list[Mapping[str, Any]] = yaml.safe_load(FIRST.read_text("utf-8"))
    return tuple(found)


def entry_from(content: Mapping[str, Any]) -> Entry:
    """An entry as its stored JSON."""
    return Entry(
        **{
            **content,
            "items": tuple(Item(**i) for i in content["items"]),
            "published": date.fromisoformat(content["published"]) if content["published"] else None,
            "related": tuple(content["related"]),
        }
    )


def _latest() -> QuerySet[CatalogueEntryVersion]:
    return CatalogueEntryVersion.objects.select_related("entry").filter(number=F("entry__latest"))


def _view(row: CatalogueEntryVersion) -> EntryVersion:
    return EntryVersion(
        row.pk,
        row.number,
        entry_from(row.content),
        row.by_label,
        row.at,
        live=row.entry.withdrawn_at is None,
        latest=row.number == row.entry.latest,
    )
