"""The refused rows of a department's delivery as a file: their cells as they came, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from django.utils.translation import get_language

from anju.domains.exchange.api import deliveries, sources
from anju.foundation.audit import api as audit
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import sources as words
from anju.interfaces.texts.labels import label_in

WHY = ("退回原因", "Why it is refused")
LINE = ("行号", "Row")
_SHOWN = ["name", "documents"]


def refused_listing(delivery_id: int, language: str) -> Listing:
    """The rows, in parts, for whoever may have them. `NotFound` ``delivery_unknown``."""
    found = deliveries.delivery(delivery_id)
    source = sources.source(found.source)
    chinese = 0 if language.startswith("zh") else 1
    titles, _rows = next(deliveries.refused_rows(delivery_id), ([], []))
    return Listing(
        source.title[chinese],
        (LINE[chinese], WHY[chinese], *titles),
        found.counts.refused + found.counts.aside,
        _blocks(source, delivery_id, language),
        marked=(WHY[chinese],),
    )


def _blocks(source: sources.Source, delivery_id: int, language: str) -> Iterator[pl.DataFrame]:
    chinese = 0 if language.startswith("zh") else 1
    for titles, rows in deliveries.refused_rows(delivery_id):
        yield pl.DataFrame(
            [
                (str(line), reasons(source, faults, language), *cells)
                for line, faults, cells in rows
            ],
            schema=dict.fromkeys((LINE[chinese], WHY[chinese], *titles), pl.String),
            orient="row",
        )


def reasons(source: sources.Source, faults: Sequence[tuple[str, str]], language: str) -> str:
    """Why a row is refused, in words."""
    chinese = language.startswith("zh")
    parts = []
    for field, reason in faults:
        why = label_in(words.SHORT, reason, language)
        label = source.fields[field].label[0 if chinese else 1] if field in source.fields else ""
        parts.append(f"{label}{'：' if chinese else ': '}{why}" if label else why)
    return ("；" if chinese else "; ").join(parts)


def _listing(asker: Asker, asked: Asked, _up_to: int | None) -> Listing:
    asker.actor.require(sources.MANAGE)
    return refused_listing(int(asked["delivery"]), get_language() or "zh-hans")


def _begun(asker: Asker, asked: Asked) -> None:
    audit.record_list(
        asker.actor,
        action="sources.refused",
        subject_kind="exchange_delivery",
        subject_id=asked["delivery"],
        fields=_SHOWN,
        at=asker.at,
    )


EXPORT = Export(
    "sources.refused", lambda _who, asked: f"refused-{asked['delivery']}.xlsx", _listing, _begun
)
