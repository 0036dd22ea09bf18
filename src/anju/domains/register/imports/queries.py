"""Imports, as they are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Count, F, QuerySet, Sum

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.declarations.data.kinds import CLOSING
from anju.domains.register.declarations.models import Batch, SenderMapping
from anju.domains.register.imports.data.imports import (
    LISTS,
    Comparison,
    Difference,
    ImportView,
    Member,
    PreviewPage,
)
from anju.domains.register.imports.models import PreviewPart
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.crypto.blobs import decrypt_bytes
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound
from anju.foundation.frames import in_slices
from anju.foundation.masks import mask_text
from anju.foundation.ordering import order_in


def compare(
    items: pl.DataFrame, *, employer_id: int, as_of: date, refused: Iterable[str] = ()
) -> Comparison:
    """Compare located items (with home_id and named_home) of one employer with the register on that day.

    `refused`: the names of rows that could not be taken; who bears one of them is on the list after all.
    """
    everybody = in_slices(items, people.match)
    ends = pl.col("kind").is_in(CLOSING)
    known, going = everybody.filter(~ends), everybody.filter(ends)
    sure = known.filter(pl.col("verdict") == people.KNOWN)
    now = _present(employer_id, as_of)
    doubtful = known.filter(
        (pl.col("verdict") == people.NAME_DIFFERS) & pl.col("person_id").is_in(list(now))
    ).height
    there = sure.filter(pl.col("person_id").is_in(list(now)))
    changed = _differences(there, now)
    fresh = known.filter(~pl.col("person_id").is_in(list(now)).fill_null(value=False))
    fresh = fresh.with_columns(
        pl.lit(None, dtype=pl.Int64).alias("person_id")
    )  # known elsewhere: not their business
    listed = set(everybody["person_id"].drop_nulls().to_list())
    named = {_plain(name) for name in refused}
    absent = [
        Member(0, p, f["name"], f["since"], "", f["position"])
        for p, f in now.items()
        if p not in listed
    ]
    left = tuple(m for m in absent if _plain(m.name) not in named)
    unclear = tuple(m for m in absent if _plain(m.name) in named)
    differing = {d.person_id for d in changed}
    same = there.filter(~pl.col("person_id").is_in(list(differing)))
    gone = going.filter((pl.col("verdict") == people.KNOWN) & pl.col("person_id").is_in(list(now)))
    return Comparison(
        same.height,
        changed,
        _members(fresh),
        left,
        doubtful,
        _members(same),
        unclear,
        len(now),
        _members(gone.with_columns(pl.col("end").alias("start"))),
    )


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _members(frame: pl.DataFrame) -> tuple[Member, ...]:
    """Rows of the list as members, numbers masked."""
    return tuple(
        Member(
            row or 0,
            person,
            name,
            start,
            people.mask_number(number) if number else "",
            position or "",
        )
        for row, person, name, start, number, position in frame.select(
            "row", "person_id", "name", "start", "doc_number", "position"
        ).iter_rows()
    )


def _present(employer_id: int, as_of: date) -> dict[int, dict[str, Any]]:
    """Those who work there, with room and position."""
    found = rows(
        """SELECT j.person_id, p.name, lower(j.period), j.position, s.home_id, j.contract_end
        FROM register_job j JOIN people_person p ON p.id = j.person_id
        LEFT JOIN register_stay s ON s.person_id = j.person_id AND s.superseded_at IS NULL AND s.habitual
             AND s.period @> %s::date
        WHERE j.employer_id = %s AND j.superseded_at IS NULL AND coalesce(upper(j.period) > %s, true)
        ORDER BY p.name, j.person_id""",
        [as_of, employer_id, as_of],
    )
    return {
        r[0]: {"name": r[1], "since": r[2], "position": r[3], "home_id": r[4], "contract_end": r[5]}
        for r in found
    }


def _differences(there: pl.DataFrame, now: dict[int, dict[str, Any]]) -> tuple[Difference, ...]:
    phones = people.differing_phones(there.select("person_id", "phone"))
    wanted = [h for h in there["home_id"].to_list() if h]
    homes = places.homes([*wanted, *(f["home_id"] for f in now.values() if f["home_id"])])
    out: list[Difference] = []
    for item in there.iter_rows(named=True):
        before = now[item["person_id"]]
        fields: dict[str, tuple[str, str]] = {}
        if item["named_home"] and item["home_id"] != before["home_id"]:
            old, new = homes.get(before["home_id"]), homes.get(item["home_id"])
            place = (item[c] or "" for c in ("region", "address", "building", "unit", "room"))
            fields["home"] = (old.text if old else "", new.text if new else places.in_words(*place))
        if (
            item["person_id"] in phones and not phones[item["person_id"]][0]
        ):  # one on file is not an employer's to replace
            fields["phone"] = phones[item["person_id"]]
        if item["position"] and item["position"] != before["position"]:
            fields["position"] = (before["position"], item["position"])
        if item["contract_end"] and item["contract_end"] != before["contract_end"]:
            old_end = before["contract_end"]
            fields["contract_end"] = (str(old_end or ""), str(item["contract_end"]))
        if fields:
            out.append(Difference(item["row"] or 0, item["person_id"], item["name"], fields))
    return tuple(out)


FILE, FIXES = "batch.file", "batch.fixes"


def view(row: Batch) -> ImportView:
    """The value of a stored import."""
    return ImportView(
        row.id,
        row.form,
        row.file_name,
        row.sheet,
        row.label,
        row.channel,
        row.region,
        row.party,
        row.employer_id,
        row.state,
        dict(row.counts),
        row.mapping,
        row.by_label,
        row.created_at,
        row.applied_at,
        row.undone_at,
        tuple(row.leaving),
        row.task_id,
        row.source,
    )


ORDERS = {
    "file": "file_name",
    "form": "form",
    "sender": "label",
    "rows": "counts__rows",
    "refused": "counts__rejected",
    "state": "state",
    "created": "created_at",
}
"""Columns by which the list of imports is sorted."""


def imports(
    *,
    limit: int = 30,
    offset: int = 0,
    employer_id: int | None = None,
    state: str = "",
    order: str = "",
) -> list[ImportView]:
    """Imports the transaction may see, newest first or in this `order` (a key of `ORDERS`, with ``-``
    before it from the largest down); of one employer, or in one `state`, when given."""
    asked = order_in(order)
    column = ORDERS.get(asked.column)
    key = (
        ("-created_at", "-id")
        if column is None
        else (
            F(column).desc(nulls_last=True) if asked.down else F(column).asc(nulls_last=True),
            "-id",
        )
    )
    query = (
        _imports(employer_id=employer_id, state=state)
        .defer("file_cipher", "fixes_cipher")
        .order_by(*key)
    )
    return [view(r) for r in query[offset : offset + limit]]


def count_imports(*, employer_id: int | None = None) -> dict[str, int]:
    """How many imports the transaction may see are in each state; of one employer when given. One query."""
    return dict(
        _imports(employer_id=employer_id).values_list("state").annotate(n=Count("id")).order_by()
    )


def _imports(*, employer_id: int | None, state: str = "") -> QuerySet[Batch]:
    found = Batch.objects.exclude(form="")
    if employer_id is not None:
        found = found.filter(employer_id=employer_id)
    return found.filter(state=state) if state else found


def one_import(batch_id: int) -> ImportView | None:
    """One import, as far as the transaction may see it."""
    row = (
        Batch.objects.exclude(form="")
        .defer("file_cipher", "fixes_cipher")
        .filter(id=batch_id)
        .first()
    )
    return view(row) if row else None


def imports_under_way() -> list[int]:
    """Imports that a job is reading or applying, as far as the transaction may see them."""
    return list(
        Batch.objects.filter(state__in=("reading", "queued"))
        .exclude(form="")
        .values_list("id", flat=True)
    )


def file_of(row: Batch) -> bytes:
    """The file as it was received."""
    return decrypt_bytes(row.file_cipher or b"", FILE, row=row_of(row.id))


def fixes_of(row: Batch) -> dict[str, dict[str, str]]:
    """Corrections made in place: row → field → text."""
    return (
        dict(json.loads(decrypt(row.fixes_cipher, FIXES, row=row_of(row.id))))
        if row.fixes_cipher
        else {}
    )


def known_mapping(source: str, form: str, fingerprint: str) -> dict[str, Any] | None:
    """What this sender once corrected for files with these titles."""
    row = SenderMapping.objects.filter(source=source, form=form, fingerprint=fingerprint).first()
    return dict(row.mapping) if row else None


BETWEEN = " / "
"""Between the lines of one cell, where a page shows it."""
PROBLEM, CONTEXT = "problem", "batch.preview"


def preview_page(batch_id: int, listing: str, *, page: int = 1, full: bool = False) -> PreviewPage:
    """One page of a list; pages beyond the end are empty. Numbers and phones are masked wherever they
    stand; `full` is for
    `reveal_refused`, which asks for a purpose and leaves the trace. Two queries."""
    if listing not in LISTS:
        raise NotFound("list_unknown", list=listing)
    parts = PreviewPart.objects.filter(batch_id=batch_id, listing=listing)
    total = parts.aggregate(n=Sum("size"))["n"] or 0
    piece = max(page, 1) - 1
    found = parts.filter(number__in=[0, piece]).order_by("number")
    rows = {p.number: p for p in found}
    usual = rows[0].size if 0 in rows else 1
    row = rows.get(piece)
    lines = (
        json.loads(decrypt_bytes(row.lines_cipher, CONTEXT, row=row_of(batch_id, listing, piece)))
        if row
        else []
    )
    for line in lines:  # a field shows one line: what stood on several would run together
        if "cells" in line:
            line["cells"] = {f: BETWEEN.join(v.split("\n")) for f, v in line["cells"].items()}
    if not full:
        lines = [_masked(line) for line in lines]
    return PreviewPage(
        listing,
        tuple(lines),
        tuple(row.people if row else ()),
        piece * usual + 1 if lines else 0,
        total,
        piece + 1,
        -(-total // usual) if total else 0,
    )


def preview_people(batch_id: int, listing: str) -> tuple[int, ...]:
    """All people a list names, in its order. One query."""
    found = PreviewPart.objects.filter(batch_id=batch_id, listing=listing).order_by("number")
    return tuple(int(p) for people in found.values_list("people", flat=True) for p in people)


_WORDS = ("name", "place", "position")
"""Cells of free words, in which a number may stand beside what belongs there."""


def _masked(line: dict[str, Any]) -> dict[str, Any]:
    shown = {k: mask_text(v) if k in _WORDS and isinstance(v, str) else v for k, v in line.items()}
    if "cells" in line:
        shown["cells"] = {f: mask_text(v) for f, v in line["cells"].items()}
    if "examples" in line:
        shown["examples"] = [mask_text(v) for v in line["examples"]]
    return shown
