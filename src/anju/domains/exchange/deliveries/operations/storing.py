"""Writing facts and refused rows of a delivery, slice by slice, in its one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.exchange.deliveries import models
from anju.domains.exchange.deliveries.operations.matching import MATCHES, SLICE, matched
from anju.domains.exchange.deliveries.queries.deliveries import REFUSED
from anju.domains.exchange.deliveries.queries.facts import CONTENT, DIGEST, ITEM
from anju.domains.exchange.sources.data.sources import AS_OF, RECOGNISED_BY, Source, Subject
from anju.foundation.crypto import blind_indexes, encrypt, encrypt_many, row_of
from anju.foundation.db.statements import insert, joined, next_ids, run

PART = 2_000
"""Refused rows of one ciphertext."""


def keyed(source: Source, rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """Add `item` (whom and what a row is about), `digest` (of what it says, whatever the day it is of) and `as_of`."""
    about = RECOGNISED_BY[source.subject][-1]
    names = [n for n in source.fields if n != AS_OF]
    kind = ("doc_type",) if source.subject == Subject.PERSON and "doc_type" in source.fields else ()
    items = rows.select(pl.col(c).fill_null("") for c in (*kind, about, *source.key))
    says = rows.select(pl.col(c).fill_null("") for c in names)
    return rows.with_columns(
        pl.Series("item", blind_indexes(_texts(items, source), ITEM), dtype=pl.Binary),
        pl.Series("digest", blind_indexes(_texts(says, source), DIGEST), dtype=pl.Binary),
        (
            pl.col(AS_OF).str.to_date("%Y-%m-%d", strict=False).fill_null(day)
            if AS_OF in source.fields
            else pl.lit(day)
        ).alias("as_of"),
    )


def _texts(columns: pl.DataFrame, source: Source) -> list[str]:
    """One text a row that no other row of other values has."""
    joined_cells = pl.concat_str(
        [pl.col(c).str.replace_all("\u0001", "", literal=True) for c in columns.columns],
        separator="\u0001",
    )
    return columns.select((pl.lit(f"{source.code}\u0001") + joined_cells).alias("t"))["t"].to_list()


def store_facts(
    source: Source, delivery: models.Delivery, rows: pl.DataFrame, *, at: datetime
) -> dict[str, int]:
    """Insert new and changed facts and end those they follow; how many are about whom."""
    counts: dict[str, int] = {}
    names = [n for n in source.fields if n != AS_OF]
    for part in rows.iter_slices(SLICE):
        found = matched(source, part)
        for match, number in found["match"].value_counts().iter_rows():
            counts[match] = counts.get(match, 0) + number
        _end(part["fact"].drop_nulls(), at)
        _insert(delivery, part, found, names, at)
    return counts


def _end(facts: pl.Series, at: datetime) -> None:
    if facts.len():
        table, params = joined({"fact": ("bigint", facts)})
        run(
            f"UPDATE exchange_fact f SET ended_at = %s FROM {table} AS i(fact) WHERE f.id = i.fact",  # noqa: S608
            [at, *params],
        )


def _insert(
    delivery: models.Delivery,
    part: pl.DataFrame,
    found: pl.DataFrame,
    names: Sequence[str],
    at: datetime,
) -> None:
    ids = next_ids("exchange_fact", part.height)
    texts = [
        json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False)
        for row in part.select(names).iter_rows(named=True)
    ]
    same: Any = [delivery.connector_id] * part.height
    insert(
        "exchange_fact",
        {
            "id": ("bigint", ids),
            "connector_id": ("bigint", same),
            "item_index": ("bytea", part["item"]),
            "digest": ("bytea", part["digest"]),
            "content_cipher": (
                "bytea",
                encrypt_many(texts, CONTENT, rows=[row_of(i) for i in ids]),
            ),
            "match": ("text", found["match"]),
            **{c: ("bigint", found[c]) for c in MATCHES[1:]},
            "region": ("text", [delivery.region] * part.height),
            "as_of": ("date", part["as_of"]),
            "received_at": ("timestamptz", [at] * part.height),
            "delivery_id": ("bigint", [delivery.pk] * part.height),
        },
    )


def mark_absent(connector_id: int, facts: pl.Series, *, day: date) -> None:
    """Facts that a complete delivery no longer has stay in force and say so. Absence is no end."""
    for part in facts.to_frame("fact").iter_slices(SLICE):
        table, params = joined({"fact": ("bigint", part["fact"])})
        run(
            f"UPDATE exchange_fact f SET absent_since = %s FROM {table} AS i(fact)"  # noqa: S608
            " WHERE f.id = i.fact AND f.connector_id = %s AND f.absent_since IS NULL",
            [day, *params, connector_id],
        )


def mark_present(facts: pl.Series) -> None:
    """Facts that were absent and are there again."""
    for part in facts.to_frame("fact").iter_slices(SLICE):
        table, params = joined({"fact": ("bigint", part["fact"])})
        run(
            f"UPDATE exchange_fact f SET absent_since = NULL FROM {table} AS i(fact) WHERE f.id = i.fact",  # noqa: S608
            params,
        )


def store_refused(
    delivery: models.Delivery, titles: Sequence[str], rows: Sequence[tuple[int, Any, Any]]
) -> None:
    """Keep the refused rows with their faults and cells, for the file that goes back."""
    for part, first in enumerate(range(0, len(rows), PART)):
        text = json.dumps(
            {"titles": list(titles), "rows": rows[first : first + PART]}, ensure_ascii=False
        )
        models.RefusedPart.objects.create(
            delivery=delivery,
            part=part,
            rows_cipher=encrypt(text, REFUSED, row=row_of(delivery.pk, part)),
            region=delivery.region,
        )
