"""What was published."""

from __future__ import annotations

from typing import Any

from anju.domains.statistics.publishing.data.definitions import EditionView, Line, TableContent
from anju.domains.statistics.publishing.models import Edition, PublishedTable
from anju.foundation.errors import NotFound


def editions(region: str = "") -> list[EditionView]:
    """Every edition of places in this region (prefix), the latest first. Two statements."""
    found = Edition.objects.filter(region__startswith=region).order_by("-period", "region")
    return [_view(row) for row in found.prefetch_related("tables")]


def edition(region: str, period: str) -> EditionView:
    """One edition. Raises `NotFound` ``edition_unknown``."""
    found = Edition.objects.filter(region=region, period=period).prefetch_related("tables").first()
    if found is None:
        raise NotFound("edition_unknown")
    return _view(found)


def published_table(region: str, period: str, code: str) -> TableContent:
    """One table as it was published. Raises `NotFound` ``edition_unknown``."""
    row = PublishedTable.objects.filter(
        edition__region=region, edition__period=period, code=code
    ).first()
    if row is None:
        raise NotFound("edition_unknown")
    return read_content(code, row.content)


def stored(content: TableContent) -> dict[str, Any]:
    """A table as it is kept."""
    return {
        "name": content.name,
        "columns": content.columns,
        "lines": [[line.codes, line.zh, line.en, line.figure] for line in content.lines],
    }


def read_content(code: str, kept: dict[str, Any]) -> TableContent:
    """A table of what was kept."""
    return TableContent(
        code,
        (kept["name"][0], kept["name"][1]),
        tuple((zh, en) for zh, en in kept["columns"]),
        tuple(Line(tuple(c), tuple(zh), tuple(en), n) for c, zh, en, n in kept["lines"]),
    )


def _view(row: Edition) -> EditionView:
    tables = sorted(row.tables.all(), key=lambda t: t.pk)
    return EditionView(
        row.region,
        row.period,
        row.place,
        row.day,
        row.known_at,
        row.digest,
        row.by_label,
        tuple((t.code, (t.content["name"][0], t.content["name"][1])) for t in tables),
    )
