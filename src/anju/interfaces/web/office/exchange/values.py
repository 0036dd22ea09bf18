"""Values of other systems in words: codes of documents, sexes, countries and divisions."""

from __future__ import annotations

from anju.domains.regions import api as regions
from anju.foundation import codes
from anju.foundation.errors import NotFound
from anju.interfaces.texts.labels import label_in

_TABLES = {
    "doc_type": codes.DOCUMENT.names,
    "sex": codes.SEX.names,
    "nationality": codes.COUNTRY.names,
    "reason": codes.MOVE_REASON.names,
    "dwelling": codes.DWELLING.names,
}


def in_words(field: str, value: str, language: str) -> str:
    """The value as people say it; as it is where it is no code we know."""
    if field in ("region", "division"):
        try:
            return regions.get(value[:12].ljust(12, "0")).full_name
        except NotFound:
            return value
    table = _TABLES.get(field, {})
    return label_in(table, value, language) if value in table else value
