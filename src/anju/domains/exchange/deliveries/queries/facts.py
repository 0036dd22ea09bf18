"""Facts of departments: those in force of a source, and those about a person or an employer."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import polars as pl

from anju.domains.exchange.deliveries.data.deliveries import Fact, Match, OneFact
from anju.domains.exchange.sources.data.sources import DOCUMENT_TYPE, RECOGNISED_BY
from anju.domains.exchange.sources.rules.reading import readable_for, sources
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.db.statements import rows

CONTENT, ITEM, DIGEST = "exchange.fact", "exchange.fact_item", "exchange.fact_digest"
_SHOWN = "SELECT f.id, c.source, f.as_of, f.received_at, f.absent_since, f.content_cipher"
HELD = {
    "item": pl.Binary,
    "digest": pl.Binary,
    "as_of": pl.Date,
    "fact": pl.Int64,
    "absent": pl.Boolean,
    "bare": pl.Boolean,
}


def in_force(connector_id: int) -> pl.DataFrame:
    """item, digest, as_of, fact, absent and bare (its content was forgotten) of every fact of a source in force."""
    found = rows(
        "SELECT item_index, digest, as_of, id, absent_since IS NOT NULL, content_cipher IS NULL"
        " FROM exchange_fact WHERE connector_id = %s AND ended_at IS NULL",
        [connector_id],
    )
    return pl.DataFrame(found, schema=HELD, orient="row")


def facts_about(person_ids: Collection[int], *, purpose: str) -> list[Fact]:
    """What departments say of these records, newest first, of the sources that may be read for this purpose; that they
    were read is for the caller to record. One query."""
    return _shown("f.person_id = ANY(%s)", person_ids, purpose)


def _shown(where: str, ids: Collection[int], purpose: str) -> list[Fact]:
    found = rows(
        f"{_SHOWN} FROM exchange_fact f JOIN exchange_connector c ON c.id = f.connector_id"
        f" WHERE {where} AND c.source = ANY(%s) AND f.ended_at IS NULL ORDER BY f.as_of DESC, f.id DESC",
        [list(ids), readable_for(purpose)],
    )
    texts = decrypt_many([r[5] for r in found], CONTENT, rows=[row_of(r[0]) for r in found])
    return [
        Fact(fact, source, as_of, received, absent, _content(source, text))
        for (fact, source, as_of, received, absent, _), text in zip(found, texts, strict=True)
    ]


def _content(source: str, text: str) -> dict[str, str]:
    return {k: v for k, v in json.loads(text).items() if k not in _identifying(source)}


def _identifying(source: str) -> set[str]:
    found = sources().get(source)
    return {DOCUMENT_TYPE, *(RECOGNISED_BY[found.subject] if found else ())}


def waiting(connector_id: int, *, limit: int, after: int = 0) -> list[tuple[int, dict[str, str]]]:
    """(fact, content) of facts in force about nobody on file, by number, from after `after` on."""
    found = rows(
        "SELECT id, content_cipher FROM exchange_fact WHERE connector_id = %s AND ended_at IS NULL"
        " AND match <> %s AND content_cipher IS NOT NULL AND id > %s ORDER BY id LIMIT %s",
        [connector_id, Match.MATCHED.value, after, limit],
    )
    texts = decrypt_many([r[1] for r in found], CONTENT, rows=[row_of(r[0]) for r in found])
    return [(fact, json.loads(text)) for (fact, _), text in zip(found, texts, strict=True)]


def fact_of(fact_id: int, *, purpose: str) -> OneFact | None:
    """A fact in force, and whom it is about, where the transaction sees it and its source may be read for this
    purpose."""
    found = _shown("f.id = ANY(%s)", [fact_id], purpose)
    about = rows("SELECT person_id, region FROM exchange_fact WHERE id = %s", [fact_id])
    return OneFact(found[0], about[0][0], about[0][1]) if found and about else None


def successors(fact_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Fact that has ended → what the fact that followed it, and is in force, says."""
    found = rows(
        "SELECT o.id, n.id, n.content_cipher FROM exchange_fact o JOIN exchange_fact n"
        " ON n.connector_id = o.connector_id AND n.item_index = o.item_index AND n.ended_at IS NULL"
        " WHERE o.id = ANY(%s) AND o.ended_at IS NOT NULL AND n.content_cipher IS NOT NULL",
        [list(fact_ids)],
    )
    texts = decrypt_many([r[2] for r in found], CONTENT, rows=[row_of(r[1]) for r in found])
    return {old: json.loads(text) for (old, _, _), text in zip(found, texts, strict=True)}


def identities(fact_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Fact → what identifies its subject, as the department sent it: for a message back to it alone."""
    found = rows(
        "SELECT f.id, c.source, f.content_cipher FROM exchange_fact f"
        " JOIN exchange_connector c ON c.id = f.connector_id WHERE f.id = ANY(%s) AND f.content_cipher IS NOT NULL",
        [list(fact_ids)],
    )
    texts = decrypt_many([r[2] for r in found], CONTENT, rows=[row_of(r[0]) for r in found])
    return {
        fact: {k: v for k, v in json.loads(text).items() if k in _identifying(source)}
        for (fact, source, _), text in zip(found, texts, strict=True)
    }
