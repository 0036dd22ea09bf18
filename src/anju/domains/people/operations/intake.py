"""Persons entering: whole columns at a time, inside the register's transaction; and documents that turn up later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from anju.domains.people.queries.identifying import holder_of
from anju.domains.people.queries.sealing import INDEX, indexed, sealed
from anju.domains.people.rules import keys
from anju.foundation.crypto import blind_index, blind_indexes, encrypt_many
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.statements import FEW, Columns, insert, joined, next_ids, rows, run

BOUND = (
    BoundColumn("people_document", "number_cipher", "number_index", (keys.NUMBER,)),
    BoundColumn("people_contact", "value_cipher", "value_index", (keys.PHONE,)),
)
"""Ciphertexts that are bound to the blind index beside them."""


def create(frame: pl.DataFrame, *, at: datetime) -> list[int]:
    """Add persons with their document and phone; ids in row order. The number of a record that was
    withdrawn brings that record back, as it is described now.

    Columns: name, sex, birth_date, nationality, origin, hukou_text, doc_type, doc_number, phone (null where absent;
    nationality is there with a foreigner's document);
    what `sealing.sealed` adds is used where it is there already.
    """
    if frame.is_empty():
        return []
    frame = sealed(frame)
    ids = _ids(frame["sealed_index"].to_list()) if frame.height > FEW else []
    columns: Columns = {
        "taken": ("bigint", ids or [None] * frame.height),
        "name": ("text", frame["name"]),
        "sex": ("text", _or(frame, "sex", "0")),
        "birth": ("date", frame["birth_date"]),
        "nationality": ("text", _or(frame, "nationality", "CHN")),
        "origin": ("text", _or(frame, "origin", "")),
        "hukou": ("text", _or(frame, "hukou_text", "")),
        "kind": ("text", _or(frame, "doc_type", "111")),
        **{c: ("text", frame[f"sealed_{c}"]) for c in ("pinyin", "initials", "other", "search")},
        **{
            c: ("bytea", frame[f"sealed_{c}"])
            for c in ("number", "index", "tail", "phone", "phone_index", "phone_tail")
        },
    }
    source, values = joined(columns)
    sql = _ENTER.format(
        source=source, columns=", ".join(columns), withdrawn=_WITHDRAWN.format(index="r.index")
    )
    values = [*values, at, at, at]
    if ids:  # known beforehand, so nobody waits for the answer
        run(sql, values, often=True)
        return ids
    return [r[0] for r in rows(sql, values, often=True)]


_WITHDRAWN = """(SELECT p.id FROM people_document d JOIN people_person p ON p.id = d.person_id
    WHERE d.number_index = {index} AND NOT d.live AND p.withdrawn_at IS NOT NULL
    ORDER BY p.withdrawn_at DESC, p.id DESC LIMIT 1)"""


def _ids(indexes: list[bytes | None]) -> list[int]:
    """Fresh numbers, or those of withdrawn records with these documents."""
    source, values = joined({"n": ("int", list(range(len(indexes)))), "idx": ("bytea", indexes)})
    known = dict(
        rows(
            f"SELECT i.n, w.id FROM {source} AS i(n, idx) CROSS JOIN LATERAL "  # noqa: S608
            f"{_WITHDRAWN.format(index='i.idx')} AS w",
            values,
            often=True,
        )
    )
    return [known.get(n, fresh) for n, fresh in enumerate(next_ids("people_person", len(indexes)))]


def _or(frame: pl.DataFrame, column: str, default: str) -> list[str]:
    """The column with `default` where nothing was said."""
    return [v or default for v in frame[column].to_list()]


_ENTER = """
WITH i AS MATERIALIZED (
  SELECT coalesce(taken, {withdrawn}, nextval('people_person_id_seq')) AS id, r.*
  FROM {source} WITH ORDINALITY AS r({columns}, n) ORDER BY n),
person AS (
  INSERT INTO people_person (id, name, sex, birth_date, nationality, origin, hukou_text, pinyin, initials,
                             other_reading, search_name, education, marital, recorded_at)
  SELECT id, name, sex, birth, nationality, origin, hukou, pinyin, initials, other, search, '', '', %s FROM i
  ON CONFLICT (id) DO UPDATE SET (name, sex, birth_date, nationality, origin, hukou_text, pinyin,
  initials, other_reading,
      search_name, withdrawn_at) = (excluded.name, excluded.sex, excluded.birth_date, excluded.nationality,
      excluded.origin, excluded.hukou_text, excluded.pinyin, excluded.initials, excluded.other_reading,
      excluded.search_name, NULL)),
document AS (
  INSERT INTO people_document (person_id, kind, issuer, number_cipher, number_index, tail6, live,
                               recorded_at)
  SELECT id, kind, nationality, number, index, tail, true, %s FROM i WHERE number IS NOT NULL),
phone AS (
  INSERT INTO people_contact (person_id, kind, value_cipher, value_index, tail4, live, recorded_at)
  SELECT id, 'phone', phone, phone_index, phone_tail, true, %s FROM i WHERE phone IS NOT NULL)
SELECT id FROM i ORDER BY n"""


def add_documents(frame: pl.DataFrame, *, at: datetime) -> None:
    """Attach documents. Columns: person_id, doc_type, doc_number, nationality."""
    have = frame.filter(pl.col("doc_number").is_not_null() & (pl.col("doc_number") != ""))
    if have.is_empty():
        return
    numbers = have["doc_number"].to_list()
    kinds = have["doc_type"].fill_null("111").to_list()
    issuers = have["nationality"].fill_null("CHN").to_list()
    indexes = indexed(have)[INDEX].to_list()
    insert(
        "people_document",
        {
            "person_id": ("bigint", have["person_id"].to_list()),
            "kind": ("text", kinds),
            "issuer": ("text", issuers),
            "number_cipher": ("bytea", encrypt_many(numbers, keys.NUMBER, rows=indexes)),
            "number_index": ("bytea", indexes),
            "tail6": ("bytea", blind_indexes([keys.tail(v) for v in numbers], keys.TAIL)),
            "live": ("boolean", [True] * len(numbers)),
            "recorded_at": ("timestamptz", [at] * len(numbers)),
        },
    )


def set_phones(
    frame: pl.DataFrame, *, at: datetime, replacing: Sequence[bool]
) -> dict[int, tuple[int, int | None]]:
    """Make these the live phones. Columns: person_id, phone. `replacing`: row by row, whether it may
    replace a phone that is on file; a row that may not fills in where there is none.

    Returns, for each person whose phone really changed, the ids of the new contact and of the one it replaced.
    """
    have = frame.select("person_id", "phone", pl.Series("replacing", replacing, dtype=pl.Boolean))
    have = have.filter(pl.col("phone").is_not_null() & (pl.col("phone") != ""))
    if have.is_empty():
        return {}
    have = have.unique(subset="person_id", keep="last", maintain_order=True)
    indexes = blind_indexes(have["phone"].to_list(), keys.PHONE_INDEX)
    have = have.with_columns(pl.Series("idx", indexes, dtype=pl.Binary))
    have, replaced = _differing(have)
    if have.is_empty():
        return {}
    run("UPDATE people_contact SET live = false WHERE id = ANY(%s)", [list(replaced.values())])
    people, phones = have["person_id"].to_list(), have["phone"].to_list()
    ids = next_ids("people_contact", len(phones))
    insert(
        "people_contact",
        {
            "id": ("bigint", ids),
            "person_id": ("bigint", people),
            "kind": ("text", ["phone"] * len(phones)),
            "value_cipher": ("bytea", encrypt_many(phones, keys.PHONE, rows=have["idx"].to_list())),
            "value_index": ("bytea", have["idx"].to_list()),
            "tail4": ("bytea", blind_indexes([p[-4:] for p in phones], keys.PHONE_TAIL)),
            "live": ("boolean", [True] * len(phones)),
            "recorded_at": ("timestamptz", [at] * len(phones)),
        },
    )
    return {p: (i, replaced.get(p)) for p, i in zip(people, ids, strict=True)}


def _differing(have: pl.DataFrame) -> tuple[pl.DataFrame, dict[int, int]]:
    """Rows whose phone is to be the live one, and the contact each replaces."""
    source, values = joined(
        {"p": ("bigint", have["person_id"].to_list()), "v": ("bytea", have["idx"].to_list())}
    )
    live = rows(
        f"""SELECT i.p, c.id, c.value_index = i.v FROM {source} AS i(p, v) JOIN people_contact c
        ON c.person_id = i.p AND c.live AND c.kind = 'phone'""",  # noqa: S608
        values,
    )
    free = set(have.filter(pl.col("replacing"))["person_id"].to_list())
    stays = [p for p, _, equal in live if equal or p not in free]
    return have.filter(~pl.col("person_id").is_in(stays)), {
        p: c for p, c, equal in live if not equal and p in free
    }


def fill_gaps(frame: pl.DataFrame) -> list[int]:
    """Fill in what a person's record lacks (never overwrite); the persons whose record it changed.

    Columns: person_id, hukou_text, origin."""
    if (
        frame["hukou_text"].null_count() == frame.height
        and frame["origin"].null_count() == frame.height
    ):
        return []
    source, values = joined(
        {
            "p": ("bigint", frame["person_id"].to_list()),
            "h": ("text", frame["hukou_text"].fill_null("").to_list()),
            "o": ("text", frame["origin"].fill_null("").to_list()),
        }
    )
    found = rows(
        f"""UPDATE people_person t SET hukou_text = CASE WHEN t.hukou_text = '' THEN i.h ELSE t.hukou_text END,
            origin = CASE WHEN t.origin = '' THEN i.o ELSE t.origin END
        FROM {source} AS i(p, h, o)
        WHERE t.id = i.p AND ((t.hukou_text = '' AND i.h <> '') OR (t.origin = '' AND i.o <> '')) RETURNING t.id""",  # noqa: S608
        values,
    )
    return [int(r[0]) for r in found]


def adopt_document(
    person_id: int, *, kind: str, issuer: str, number: str, at: datetime
) -> int | None:
    """Enter a document a known person holds; its id, or None when it is on file already.

    `issuer`: alpha-3 of the country; "" where it was not given: China, and of a foreigner's document the person's own.
    """
    issuer = keys.issuer_of(kind, issuer) or _nationality(person_id)
    if holder_of(kind, issuer, number) is not None:
        return None
    add_documents(
        pl.DataFrame(
            {
                "person_id": [person_id],
                "doc_type": [kind],
                "doc_number": [number],
                "nationality": [issuer],
            }
        ),
        at=at,
    )
    index = blind_index(keys.index_text(kind, issuer, number), keys.INDEX)
    return int(
        rows("SELECT id FROM people_document WHERE live AND number_index = %s", [index])[0][0]
    )


def _nationality(person_id: int) -> str:
    return str(rows("SELECT nationality FROM people_person WHERE id = %s", [person_id])[0][0])


def drop_documents(ids: Sequence[int]) -> None:
    """Take documents back that an undone declaration had brought."""
    run("UPDATE people_document SET live = false WHERE id = ANY(%s)", [list(ids)])
