"""Who is this? Matching declared persons with known ones, a column at a time."""

from __future__ import annotations

from typing import Any

import polars as pl

from anju.domains.people.rules import keys
from anju.domains.people.rules.masking import mask_phone
from anju.foundation.crypto import blind_indexes, decrypt
from anju.foundation.db.statements import joined, rows

KNOWN, NEW, MAYBE, NAME_DIFFERS = "known", "new", "maybe", "name_differs"


def match(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `person_id`, `verdict` and `candidates` to declared persons.

    Columns read: name, sex, birth_date, nationality, doc_type, doc_number. Verdicts: `known` (the document is on
    file, and so is the name), `name_differs` (the document is on file under another name), `maybe` (no document on
    file, but somebody of the same name, sex and birth date whose documents do not speak against it), `new`.
    """
    out = frame.with_row_index("_n")
    hits = _by_document(out)
    out = out.join(hits, on="_n", how="left")
    rest = out.filter(pl.col("person_id").is_null() & pl.col("birth_date").is_not_null())
    out = out.join(_by_likeness(rest), on="_n", how="left")
    verdict = (
        pl.when(pl.col("person_id").is_not_null() & (pl.col("_known_name") == pl.col("name"))).then(pl.lit(KNOWN))
        .when(pl.col("person_id").is_not_null()).then(pl.lit(NAME_DIFFERS))
        .when(pl.col("candidates").is_not_null()).then(pl.lit(MAYBE))
        .otherwise(pl.lit(NEW))
    )
    return out.with_columns(verdict.alias("verdict")).drop("_n", "_known_name")


def _by_document(out: pl.DataFrame) -> pl.DataFrame:
    have = out.filter(pl.col("doc_number").is_not_null() & (pl.col("doc_number") != ""))
    texts = [keys.index_text(k or "111", i or "CHN", n) for k, i, n in
             have.select("doc_type", "nationality", "doc_number").iter_rows()]
    source, values = joined({"n": ("int", have["_n"].to_list()), "idx": ("bytea", blind_indexes(texts, keys.INDEX))})
    found = rows(f"""SELECT i.n, p.id, p.name FROM {source} AS i(n, idx)
        JOIN people_document d ON d.number_index = i.idx AND d.live
        JOIN people_person p ON p.id = d.person_id""", values) if texts else []  # noqa: S608
    return pl.DataFrame(found, orient="row",
                        schema={"_n": pl.UInt32, "person_id": pl.Int64, "_known_name": pl.Utf8})


def _by_likeness(rest: pl.DataFrame) -> pl.DataFrame:
    """Same name, sex and birth date; two different citizen numbers are two people, so such pairs do not count."""
    schema: dict[str, Any] = {"_n": pl.UInt32, "candidates": pl.List(pl.Int64)}
    if rest.is_empty():
        return pl.DataFrame(schema=schema)
    citizen = [bool(n) and keys.has_citizen_number(k or "111")
               for k, n in rest.select("doc_type", "doc_number").iter_rows()]
    source, values = joined({
        "n": ("int", rest["_n"].to_list()), "name": ("text", rest["name"].to_list()),
        "sex": ("text", rest["sex"].fill_null("0").to_list()), "birth": ("date", rest["birth_date"].to_list()),
        "citizen": ("boolean", citizen)})
    found = rows(f"""SELECT i.n, array_agg(p.id ORDER BY p.id) FROM {source} AS i(n, name, sex, birth, citizen)
        JOIN people_person p ON p.name = i.name AND p.birth_date = i.birth
             AND (p.sex = i.sex OR p.sex IN ('0', '9') OR i.sex IN ('0', '9'))
        WHERE p.merged_into_id IS NULL AND p.withdrawn_at IS NULL
          AND NOT (i.citizen AND EXISTS (SELECT FROM people_document d WHERE d.person_id = p.id AND d.live
                                         AND d.kind IN ('111', '112', '113', 'HMT')))
        GROUP BY i.n""", values)  # noqa: S608
    return pl.DataFrame(found, orient="row", schema=schema)


def differing_phones(frame: pl.DataFrame) -> dict[int, tuple[str, str]]:
    """Persons whose declared phone is not the one on file: (before, after), masked. Columns: person_id, phone."""
    have = frame.filter(pl.col("phone").is_not_null() & (pl.col("phone") != ""))
    if have.is_empty():
        return {}
    phones = have["phone"].to_list()
    source, values = joined({"p": ("bigint", have["person_id"].to_list()),
                             "v": ("bytea", blind_indexes(phones, keys.PHONE_INDEX))})
    found = rows(f"""SELECT i.p, c.value_cipher FROM {source} AS i(p, v)
        LEFT JOIN people_contact c ON c.person_id = i.p AND c.live AND c.kind = 'phone'
        WHERE c.id IS NULL OR c.value_index <> i.v""", values)  # noqa: S608
    said = dict(zip(have["person_id"].to_list(), phones, strict=True))
    return {p: (mask_phone(decrypt(c, keys.PHONE)) if c else "", mask_phone(said[p])) for p, c in found}
