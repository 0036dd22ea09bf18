"""Comparing a file of an upper level with the register, and answering what differs. The register is only read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Count, Q, QuerySet

from anju.domains.exchange.links.operations.arriving import person_frame
from anju.domains.exchange.links.operations.enquiries import MANAGE
from anju.domains.exchange.returns.data.returns import (
    ANSWER_DAYS,
    DECISIONS,
    FIELDS,
    MOST_BYTES,
    TITLES,
    ComparisonView,
    DifferenceView,
)
from anju.domains.exchange.returns.models import ReturnComparison, ReturnDifference
from anju.domains.exchange.returns.rules.comparing import Compared, compared
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation import codes
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.characters import stands_for, visible
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, decrypt_many, encrypt, encrypt_many, row_of
from anju.foundation.days import day_in
from anju.foundation.db.arrays import copy_frame
from anju.foundation.db.scope import inside
from anju.foundation.db.statements import run
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.frames import SLICE
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.sheets import read_cells

VALUES, NOTE = "exchange.return.values", "exchange.return.note"
_TAKE = """
INSERT INTO exchange_return_difference (comparison_id, row, person_id, region, values_cipher, state, due, decision,
  closed_label) SELECT %s, row, person_id, region, payload, 'open', %s, '', '' FROM return_taken
"""


def compare_returned(
    data: bytes, file_name: str, *, sender: str, actor: Actor, at: datetime
) -> int:
    """Compare a file with what is on file in the actor's area; the comparison's number. The same file again is the same
    comparison. `Refused` as of `read_cells`, ``return_columns``, ``return_too_large``."""
    actor.require(MANAGE)
    regions = actor.regions("person.see")
    if len(data) > MOST_BYTES:
        raise Refused("return_too_large", most=MOST_BYTES >> 20)
    digest = hashlib.sha256(data + repr(sorted(regions)).encode()).hexdigest()
    before = ReturnComparison.objects.filter(digest=digest).values_list("pk", flat=True).first()
    if before is not None:
        return int(before)
    theirs = matched(table_of(data, file_name))
    found = compared(theirs, ours_in(regions, theirs, at))
    unreadable = theirs["unreadable"].sum() or 0
    row = ReturnComparison.objects.create(
        digest=digest,
        sender=sender.strip()[:60],
        file_name=file_name[:100],
        counts={**found.counts, "unreadable": int(unreadable)},
        at=at,
        by_label=actor.label[:100],
    )
    _keep(row.pk, found, regions, at)
    audit.record_write(
        actor,
        action="exchange.return_compared",
        subject_kind="exchange_return",
        subject_id=row.pk,
        at=at,
        detail=found.counts,
    )
    return int(row.pk)


def table_of(data: bytes, file_name: str) -> pl.DataFrame:
    """The first sheet whose first row names people and numbers, as columns of ours, with `row` as people count."""
    for sheet in read_cells(data, file_name).sheets:
        cells = sheet.cells
        if not cells.height:
            continue
        named = {
            column: TITLES[str(title).strip()]
            for column, title in zip(cells.columns, cells.row(0), strict=True)
            if title is not None and str(title).strip() in TITLES
        }
        if {"name", "doc_number"} <= set(named.values()):
            body = cells.slice(1).select(pl.col(c).alias(f) for c, f in named.items())
            rows = pl.Series("row", range(2, body.height + 2), dtype=pl.Int64)
            return body.with_columns(rows)
    raise Refused("return_columns")


def matched(table: pl.DataFrame) -> pl.DataFrame:
    """The table with each row's person (null: not on file) and fields as the register has them, some thousand rows at a
    time."""
    pieces = [_matched(table.slice(n, SLICE)) for n in range(0, table.height, SLICE)]
    return pl.concat(pieces) if pieces else _matched(table)


def _matched(table: pl.DataFrame) -> pl.DataFrame:
    rows = [_row(r) for r in table.iter_rows(named=True)]
    frame = people.match(person_frame(rows))
    persons = pl.Series("person_id", frame["person_id"].to_list(), dtype=pl.Int64)
    return pl.DataFrame(
        {
            "row": table["row"],
            **{f: pl.Series([r.get(f) for r in rows], dtype=pl.String) for f in FIELDS},
            "unreadable": pl.Series([not r["doc_number"] for r in rows], dtype=pl.Boolean),
        }
    ).with_columns(persons)


def _row(given: dict[str, Any]) -> dict[str, Any]:
    text = {k: str(v).strip() for k, v in given.items() if v is not None and k != "row"}
    number = text.get("doc_number", "").upper()
    kind = codes.DOCUMENT.by_word.get(text.get("doc_type", ""), text.get("doc_type") or "111")
    sex = codes.SEX.by_word.get(text.get("sex", ""), text.get("sex", ""))
    day = "".join(c for c in text.get("birth_date", "")[:10] if c.isdigit())
    born = f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else None
    return {
        "name": _name(text.get("name", "")),
        "doc_type": kind,
        "doc_number": number,
        "sex": sex if sex in codes.SEX.names else None,
        "birth_date": born if born and day_in(born) else None,
        "division": text.get("division", "").rstrip("0") or None,
    }


def _name(text: str) -> str:
    return visible(stands_for(text))


def ours_in(regions: Sequence[str], theirs: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """Who lives in these regions, and whom the file names, as the register has them."""
    last = people.last_person() + 1
    stays = register.stay_columns(range(last))
    today = pl.lit(local_date(at))
    here = (
        stays.filter(
            (pl.col("since") <= today) & (pl.col("until").is_null() | (pl.col("until") > today))
        )
        .select(pl.col("person").alias("person_id"), pl.col("region").alias("division"))
        .unique("person_id", keep="last")
        .with_columns(
            pl.any_horizontal(
                [pl.col("division").str.starts_with(r) for r in regions] or [pl.lit(value=False)]
            ).alias("counted")
        )
    )
    named = theirs.select("person_id").drop_nulls().unique()
    persons = people.person_columns(range(last))
    wanted = pl.concat([here.select("person_id"), named]).unique()
    return (
        persons.join(wanted, on="person_id", how="semi")
        .join(here, on="person_id", how="left")
        .with_columns(
            pl.col("counted").fill_null(value=False), pl.col("name").map_elements(_name, pl.String)
        )
    )


def _keep(comparison: int, found: Compared, regions: Sequence[str], at: datetime) -> None:
    """The differing rows, each to be answered; whoever has no stay now falls to the area that compared."""
    due = local_date(at) + timedelta(days=ANSWER_DAYS)
    stays = found.differing["person_id"].to_list()
    area = {s.person_id: s.region for s in register.stays_of(stays) if s.habitual}
    for some in found.differing.iter_slices(SLICE):
        texts, bound = [], []
        for r in some.iter_rows(named=True):
            values = {
                f: [r[f"theirs_{f}"], r[f"ours_{f}"] or ""]
                for f in FIELDS
                if r[f"theirs_{f}"] is not None
            }
            texts.append(json.dumps(values, ensure_ascii=False))
            bound.append(row_of(comparison, r["row"]))
        ciphers = encrypt_many(texts, VALUES, rows=bound)
        payload = pl.Series("payload", ciphers, dtype=pl.Binary)
        places = [area.get(p, (regions or ("",))[0]) for p in some["person_id"].to_list()]
        with connection.cursor() as cur:
            cur.execute(
                "CREATE TEMP TABLE IF NOT EXISTS return_taken"
                " (row int, person_id bigint, region text, payload bytea) ON COMMIT DROP;"
                " TRUNCATE return_taken"
            )
        region = pl.Series("region", places, dtype=pl.String)
        copy_frame("return_taken", some.select("row", "person_id").with_columns(region, payload))
        run(_TAKE, [comparison, due])


def comparisons(*, actor: Actor, limit: int = 50) -> list[ComparisonView]:
    """Comparisons, the newest first, with what waits in the actor's sight. One query."""
    actor.require(MANAGE)
    return [_comparison(r) for r in _with_waiting().order_by("-id")[:limit]]


def _with_waiting() -> QuerySet[ReturnComparison]:
    return ReturnComparison.objects.annotate(
        waiting=Count("differences", filter=Q(differences__state="open"))
    )


def _comparison(row: Any) -> ComparisonView:  # noqa: ANN401 - with what the query added
    return ComparisonView(
        row.pk, row.sender, row.file_name, row.at, row.by_label, row.counts, row.waiting
    )


def differences(
    comparison_id: int, *, actor: Actor, at: datetime, limit: int, offset: int = 0
) -> tuple[ComparisonView, list[DifferenceView], int]:
    """A comparison with a page of the differences that wait in the actor's area, recorded as a reading. `NotFound`
    ``return_unknown``."""
    actor.require(MANAGE)
    row = _with_waiting().filter(pk=comparison_id).first()
    if row is None:
        raise NotFound("return_unknown")
    found = _here(actor).filter(comparison_id=comparison_id, state="open").order_by("id")
    page = _differences(list(found[offset : offset + limit]))
    audit.record_read(
        actor,
        person_ids=[d.person_id for d in page],
        fields=["name", "sex", "birth_date", "stay"],
        action="exchange.return_read",
        at=at,
    )
    return _comparison(row), page, found.count()


def _here(actor: Actor) -> QuerySet[ReturnDifference]:
    return ReturnDifference.objects.filter(inside(actor.regions(MANAGE)))


def close_difference(
    difference_id: int, decision: str, note: str, *, actor: Actor, at: datetime
) -> int:
    """Answer a difference; the comparison's number. Nothing in the register changes. `NotFound` ``return_unknown``,
    `Conflict` ``return_closed``, `Refused` ``return_decision``, ``return_note``, ``identity_number_in_text``."""
    actor.require(MANAGE)
    row = _here(actor).select_for_update().filter(pk=difference_id).first()
    if row is None:
        raise NotFound("return_unknown")
    if row.state != "open":
        raise Conflict("return_closed")
    if decision not in DECISIONS:
        raise Refused("return_decision")
    if not note.strip():
        raise Refused("return_note")
    require_no_identity_number(note)
    row.state, row.decision, row.closed_at = "closed", decision, at
    row.closed_label = actor.label[:100]
    row.note_cipher = encrypt(note.strip()[:500], NOTE, row=row_of(row.comparison_id, row.row))
    row.save()
    audit.record_write(
        actor,
        action="exchange.return_closed",
        subject_kind="exchange_return",
        subject_id=row.comparison_id,
        at=at,
        person_id=row.person_id,
        detail={"row": row.row, "decision": decision},
    )
    return int(row.comparison_id)


def _differences(rows: Sequence[ReturnDifference]) -> list[DifferenceView]:
    bound = [row_of(r.comparison_id, r.row) for r in rows]
    values = decrypt_many([r.values_cipher for r in rows], VALUES, rows=bound)
    return [
        DifferenceView(
            r.pk,
            r.comparison_id,
            r.row,
            r.person_id,
            r.region,
            {f: (v[0], v[1]) for f, v in json.loads(text).items()},
            r.state,
            r.due,
            r.decision,
            decrypt(r.note_cipher, NOTE, row=b) if r.note_cipher else "",
        )
        for r, b, text in zip(rows, bound, values, strict=True)
    ]
