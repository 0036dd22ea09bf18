"""The mapping that comes with the folder of a source."""

from __future__ import annotations

from anju.domains.exchange.mapping.data.mappings import Mapping
from anju.domains.exchange.mapping.rules.written import from_text
from anju.domains.exchange.sources.data.sources import MAPPING, Source


def first_mapping(source: Source) -> Mapping:
    """Version 1. `Refused` as `from_text`."""
    return from_text((source.folder / MAPPING).read_text("utf-8"), source.code)
