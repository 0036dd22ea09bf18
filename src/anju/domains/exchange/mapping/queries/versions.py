"""Which mapping of a source is in force, which is being written, which were."""

from __future__ import annotations

from anju.domains.exchange.mapping.data.versions import Version
from anju.domains.exchange.mapping.models import MappingVersion
from anju.domains.exchange.mapping.rules.first import first_mapping
from anju.domains.exchange.mapping.rules.written import from_json
from anju.domains.exchange.sources.data.sources import Source


def in_force(source: Source) -> Version:
    """The published version, or the mapping of the folder."""
    row = MappingVersion.objects.filter(source=source.code, state="published").first()
    return _version(row) if row else Version(0, "published", first_mapping(source))


def draft(source: Source) -> Version | None:
    """The version that is being written."""
    row = MappingVersion.objects.filter(source=source.code, state="draft").first()
    return _version(row) if row else None


def versions(source: Source) -> list[Version]:
    """Every version that was in force or is being written, the newest first; version 0 last."""
    rows = MappingVersion.objects.filter(source=source.code).order_by("-number")
    found = [_version(row) for row in rows]
    state = "retired" if any(v.state == "published" for v in found) else "published"
    return [*found, Version(0, state, first_mapping(source))]


def states() -> dict[str, dict[str, int]]:
    """Source → state → number, of all sources that have versions. One query."""
    found: dict[str, dict[str, int]] = {}
    rows = MappingVersion.objects.exclude(state="retired").values_list("source", "state", "number")
    for source, state, number in rows:
        found.setdefault(source, {})[state] = number
    return found


def _version(row: MappingVersion) -> Version:
    return Version(
        row.number,
        row.state,
        from_json(row.content),
        row.made_label,
        row.made_at,
        row.published_label,
        row.published_at,
    )
