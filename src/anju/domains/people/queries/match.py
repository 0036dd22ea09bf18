"""Who is this? Matching declared persons with known ones, a column at a time."""

from __future__ import annotations

from typing import Any

import polars as pl

from anju.domains.people.queries.sealing import INDEX, indexed, of_any_country
from anju.domains.people.rules import keys
from anju.domains.people.rules.scripts import plain
from anju.foundation.crypto import blind_indexes, decrypt
from anju.foundation.db.statements import joined, rows
from anju.foundation.frames import put
from anju.foundation.masks import mask_phone

KNOWN, NEW, MAYBE, NAME_DIFFERS = "known", "new", "maybe", "name_differs"


def match(frame: pl.DataFrame, *, lock: bool = False) -> pl.DataFrame:
    """Add `person_id`, `verdict` and `candidates` to declared persons.

    Columns read: name, sex, birth_date, nationality, doc_type, doc_number. Verdicts: `known` (the document is on
    file, and so is the name), `name_differs` (the document is on file under another name), `maybe` (no document on
    file, but somebody of the same name, sex and birth date whose documents do not speak against it), `new`. A
    foreigner's document without a nationality is on file when that number is, of one country alone.
    `lock`: hold the lock of every person whose document is on file (see `operations.locking`) until
    the transaction ends.
    """
    columns = {
        c: frame[c].to_list() for c in ("name", "sex", "birth_date", "doc_type", "doc_number")
    }
    held = _by_document(_recognised(frame)[INDEX], lock=lock)
    rest = [n for n, born in enumerate(columns["birth_date"]) if born is not None and n not in held]
    likely = _by_likeness({c: [v[n] for n in rest] for c, v in columns.items()}, rest)
    verdicts = [
        (KNOWN if _same_name(held[n][1], name) else NAME_DIFFERS)
        if n in held
        else MAYBE
        if n in likely
        else NEW
        for n, name in enumerate(columns["name"])
    ]
    numbers = range(frame.height)
    return put(
        frame,
        pl.Series(
            "person_id", [held[n][0] if n in held else None for n in numbers], dtype=pl.Int64
        ),
        pl.Series("candidates", [likely.get(n) for n in numbers], dtype=pl.List(pl.Int64)),
        pl.Series("verdict", verdicts, dtype=pl.Utf8),
    )


def _same_name(one: str, other: str | None) -> bool:
    """Are these one name, whatever the script, dots, marks and capitals?"""
    return one == other or (other is not None and plain(one) == plain(other))


Declared = dict[str, list[Any]]


def holders_of(frame: pl.DataFrame) -> pl.DataFrame:
    """(key, person_id) of the rows whose document is on file. Columns: key, doc_type, doc_number, nationality."""
    frame = _recognised(frame)
    source, values = joined({"key": ("text", frame["key"]), "idx": ("bytea", frame[INDEX])})
    found = rows(
        f"""SELECT i.key, d.person_id FROM {source} AS i(key, idx)
        JOIN people_document d ON d.number_index = i.idx AND d.live""",  # noqa: S608
        values,
        often=True,
    )
    return pl.DataFrame(found, orient="row", schema={"key": pl.Utf8, "person_id": pl.Int64})


COUNTRIES_OF = 200
"""Documents that are looked for under every country in one statement."""


def _recognised(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the blind index of each document; of a foreigner's document without a nationality the one
    that is on file, where that number is on file of one country alone."""
    frame = indexed(frame)
    if frame[INDEX].null_count() == 0:
        return frame
    possible = list(of_any_country(frame).items())
    found: dict[int, list[bytes]] = {}
    for first in range(0, len(possible), COUNTRIES_OF):
        for row, index in _on_file(possible[first : first + COUNTRIES_OF]):
            found.setdefault(row, []).append(index)
    if not found:
        return frame
    sure = {row: indexes[0] for row, indexes in found.items() if len(indexes) == 1}
    filled = [sure.get(n, index) for n, index in enumerate(frame[INDEX].to_list())]
    return put(frame, pl.Series(INDEX, filled, dtype=pl.Binary))


def _on_file(possible: list[tuple[int, list[bytes]]]) -> list[tuple[int, bytes]]:
    source, values = joined(
        {
            "n": ("int", [n for n, indexes in possible for _ in indexes]),
            "idx": ("bytea", [i for _, indexes in possible for i in indexes]),
        }
    )
    return [
        (n, bytes(index))
        for n, index in rows(
            f"""SELECT i.n, d.number_index FROM {source} AS i(n, idx)
        JOIN people_document d ON d.number_index = i.idx AND d.live""",  # noqa: S608
            values,
        )
    ]


_HOLDERS = """SELECT i.n, p.id, p.name, p.merged_into_id IS NULL AND p.withdrawn_at IS NULL, {changed}
    FROM {source} AS i(n, idx) JOIN people_document d ON d.number_index = i.idx AND d.live
    JOIN people_person p ON p.id = d.person_id {locking}"""
# Of a record that somebody changed while its lock was waited for, the locked version is another than
# the one the statement
# began with.
_LOCKED = {
    "changed": "p.ctid <> q.ctid",
    "locking": "JOIN people_person q ON q.id = p.id ORDER BY p.id FOR NO KEY UPDATE OF p",
}
_READ = {"changed": "false", "locking": ""}


def _by_document(indexes: pl.Series, *, lock: bool) -> dict[int, tuple[int, str]]:
    """Row → (person, name on file) where the declared document is on file."""
    at = [n for n, index in enumerate(indexes.to_list()) if index is not None]
    if not at:
        return {}
    source, values = joined(
        {"n": ("int", at), "idx": ("bytea", indexes if len(at) == len(indexes) else indexes[at])}
    )
    sql = _HOLDERS.format(source=source, **(_LOCKED if lock else _READ))
    found = rows(sql, values, often=True)
    while any(changed for *_, changed in found):
        found = rows(sql, values, often=True)  # now that they are locked: who holds the document?
    return {n: (person, name) for n, person, name, stands, _ in found if stands}


def _by_likeness(declared: Declared, at: list[int]) -> dict[int, list[int]]:
    """Same name, sex and birth date; two different citizen numbers are two people, so such pairs do not count."""
    if not at:
        return {}
    citizen = [
        bool(n) and keys.has_citizen_number(k or "111")
        for k, n in zip(declared["doc_type"], declared["doc_number"], strict=True)
    ]
    source, values = joined(
        {
            "n": ("int", at),
            "name": ("text", declared["name"]),
            "sex": ("text", [s or "0" for s in declared["sex"]]),
            "birth": ("date", declared["birth_date"]),
            "citizen": ("boolean", citizen),
        }
    )
    return dict(
        rows(
            f"""SELECT i.n, array_agg(p.id ORDER BY p.id) FROM {source} AS i(n, name, sex, birth, citizen)
        JOIN people_person p ON p.name = i.name AND p.birth_date = i.birth
             AND (p.sex = i.sex OR p.sex IN ('0', '9') OR i.sex IN ('0', '9'))
        WHERE p.merged_into_id IS NULL AND p.withdrawn_at IS NULL
          AND NOT (i.citizen AND EXISTS (SELECT FROM people_document d WHERE d.person_id = p.id AND d.live
                                         AND d.kind IN ('111', '112', '113', 'HMT')))
        GROUP BY i.n""",  # noqa: S608
            values,
            often=True,
        )
    )


def differing_phones(frame: pl.DataFrame) -> dict[int, tuple[str, str]]:
    """Persons whose declared phone is not the one on file: (before, after), masked. Columns: person_id, phone."""
    have = frame.filter(pl.col("phone").is_not_null() & (pl.col("phone") != ""))
    if have.is_empty():
        return {}
    phones = have["phone"].to_list()
    source, values = joined(
        {
            "p": ("bigint", have["person_id"].to_list()),
            "v": ("bytea", blind_indexes(phones, keys.PHONE_INDEX)),
        }
    )
    found = rows(
        f"""SELECT i.p, c.value_cipher, c.value_index FROM {source} AS i(p, v)
        LEFT JOIN people_contact c ON c.person_id = i.p AND c.live AND c.kind = 'phone'
        WHERE c.id IS NULL OR c.value_index <> i.v""",  # noqa: S608
        values,
    )
    known_phones = dict(zip(have["person_id"].to_list(), phones, strict=True))
    return {
        p: (mask_phone(decrypt(c, keys.PHONE, row=i)) if c else "", mask_phone(known_phones[p]))
        for p, c, i in found
    }
