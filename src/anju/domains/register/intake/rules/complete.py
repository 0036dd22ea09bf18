"""Everything that is missing in a form, all at once (居住证暂行条例, art. 9: missing documents are requested once)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from anju.domains.register.declarations.data.ages import Ages
from anju.domains.register.intake.data.receipts import Missing
from anju.domains.register.intake.rules import normalise
from anju.domains.register.intake.rules.check import (
    NAME_SYMBOLS,
    check_numbers,
    kinds_by_shape,
    number_faults,
)
from anju.domains.register.intake.rules.days import birth_fault, day_fault
from anju.domains.register.intake.rules.lengths import faults
from anju.foundation.days import age_on
from anju.foundation.documents import FOREIGN


def missing(
    frame: pl.DataFrame, *, known_areas: Collection[str], today: date, ages: Ages
) -> list[Missing]:
    """What is wrong in rows that say who arrives where: row by row, field by field, in the order of the form.

    `row` counts from 0. Who is younger than an identity card asks for (`ages`) may come without one. Unlike intake's
    own check it does not stop at the first reason.
    """
    checked = _checked(frame, known_areas, today)
    out: list[Missing] = []
    for n, item in enumerate(checked.iter_rows(named=True)):
        out += [Missing(n, f, r) for f, r in (*_row(item, today, ages), *faults(item))]
    return out


def _checked(frame: pl.DataFrame, known_areas: Collection[str], today: date) -> pl.DataFrame:
    written = normalise.clean(frame["doc_number"])
    frame = frame.with_columns(
        normalise.names(frame["name"]).alias("name"),
        normalise.numbers(frame["doc_number"]).alias("doc_number"),
    )
    frame = frame.with_columns(pl.col("doc_type").fill_null(kinds_by_shape(pl.col("doc_number"))))
    _, unreadable = normalise.phones(frame["phone"])
    frame = check_numbers(frame, known_areas, today)
    problem = number_faults(written, frame["doc_type"], frame["problem"])
    return frame.with_columns(
        unreadable.alias("_phone"),
        problem.alias("problem"),
        pl.col("name").str.contains(NAME_SYMBOLS).fill_null(value=False).alias("_symbols"),
    )


def _row(item: dict[str, object], today: date, ages: Ages) -> list[tuple[str, str]]:  # noqa: C901 - one line a field
    out: list[tuple[str, str]] = []
    if item["doc_number"]:
        if item["problem"]:
            out.append(("doc_number", str(item["problem"])))
    elif (
        not isinstance(item["birth_date"], date)
        or age_on(item["birth_date"], today) >= ages.identity_card
    ):
        out.append(("doc_number", "id_missing"))
    if not item["name"]:
        out.append(("name", "name_missing"))
    elif item["_symbols"]:
        out.append(("name", "name_symbols"))
    if item["doc_number"] and item["doc_type"] in FOREIGN and not item["nationality"]:
        out.append(("nationality", "nationality_missing"))
    born = item["birth_date"] or item["born"]
    if born is None and item["doc_number"] and not item["problem"]:
        out.append(("birth_date", "birth_date_missing"))
    elif isinstance(born, date) and (fault := birth_fault(born, today)):
        out.append(("birth_date", fault))
    if item["_phone"]:
        out.append(("phone", "phone_invalid"))
    if not (item["home_code"] or item["address"]):
        out.append(("home_code", "home_missing"))
    start = item["start"]
    if start is None:
        out.append(("start", "start_missing"))
    elif isinstance(start, date):
        born = born if isinstance(born, date) else None
        if fault := day_fault(start, None, today, born):
            out.append(("start", fault))
    return out
