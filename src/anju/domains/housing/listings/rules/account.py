"""What a file of vacancies was taken for, as its preview and its report tell it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from anju.domains.housing.listings.data.column_vocabulary import FIELDS
from anju.domains.housing.listings.data.offers import (
    HELD,
    OUTCOMES,
    RETURNED,
    SAME,
    TAKEN,
    Judged,
    Offer,
)
from anju.domains.housing.listings.rules.tables import SHEET_ROWS, Table, Tables, column_readings
from anju.domains.housing.listings.rules.titles import plain

FIRST_PLACES = 20
CORRECTABLE = ("address", "estate", "room", "rent", "area", "layout", "floor", "available", "phone")
"""Cells of a refused row that a person may correct in place."""
KIND = "vacancy"


def fingerprint(titles: Sequence[str]) -> str:
    """The same for files with the same titles: a correction is remembered by it, per sender."""
    return hashlib.sha256("\x1f".join(plain(t) for t in titles).encode()).hexdigest()


def mapping_of(tables: Tables, before: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the first table as they were read, with the decisions that led to them."""
    header = tables.tables[0].header
    return {
        "columns": {f: [at] for f, at in header.columns.items()},
        "confidence": dict.fromkeys(header.columns, 1.0),
        "fingerprint": fingerprint(header.titles),
        "titles": list(header.titles),
        "choices": dict(before.get("choices", {})),
        "others": [],
    }


def reading_of(tables: Tables) -> dict[str, Any]:
    """Sheets, tables, columns, and the rows that are no offers, each counted."""
    read = [{"name": t.sheet.name, "read": True, "why": ""} for t in tables.tables]
    left = [{"name": name, "read": False, "why": why} for name, why in tables.unread]
    hidden = set(tables.names) - {s["name"] for s in (*read, *left)}
    return {
        "sheets": [
            *read,
            *left,
            *({"name": n, "read": False, "why": "hidden"} for n in sorted(hidden)),
        ],
        "tables": [_table(t) for t in tables.tables],
        "rows": [
            {
                "sheet": t.sheet.name,
                "what": why,
                "count": len(places),
                "places": [p - t.offset for p in places[:FIRST_PLACES]],
                "detail": "",
            }
            for t in tables.tables
            for why, places in t.left_out
        ],
    }


def _table(table: Table) -> dict[str, Any]:
    numbers: list[int] = table.rows["row"].to_list() or [table.offset]
    return {
        "sheet": table.sheet.name,
        "header": [table.header.first + 1, table.header.last + 1],
        "first": numbers[0] - table.offset,
        "last": numbers[-1] - table.offset,
        "rows": table.rows.height,
        "kind": KIND,
        "heading": "",
        "fingerprint": fingerprint(table.header.titles),
        "columns": column_readings(table),
    }


class Tally:
    """The figures of judged rows, slice by slice: every row under exactly one outcome."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def add(self, judged: Iterable[Judged]) -> None:
        """Count these rows."""
        for one in judged:
            self.statuses[one.status] += 1
            if one.status == RETURNED:
                self.problems[one.reason] += 1
            else:
                self.warnings.update((*one.placed.offer.doubts, *one.placed.offer.notes))
                if one.reason:
                    self.reasons[one.reason] += 1

    def counts(self) -> dict[str, Any]:
        """As reports have them: ``rows`` = ``accepted`` + ``rejected``; ``accepted`` = ``taken`` + ``same`` +
        ``doubtful``."""
        rows, refused = sum(self.statuses.values()), self.statuses[RETURNED]
        return {
            "rows": rows,
            "accepted": rows - refused,
            "rejected": refused,
            "problems": dict(sorted(self.problems.items())),
            "warnings": dict(sorted(self.warnings.items())),
            "taken": self.statuses[TAKEN],
            "same": self.statuses[SAME],
            "doubtful": self.statuses[HELD],
        }

    def outcomes(self) -> dict[str, int]:
        """Rows by what becomes of them, all four named."""
        return {status: self.statuses[status] for status in OUTCOMES}


def place_of(row: int, names: Sequence[str]) -> str:
    """Where a row stands: its number, behind the name of its sheet where several were read."""
    sheet, number = divmod(row, SHEET_ROWS)
    return f"{names[sheet]} · {number}" if len(names) > 1 and sheet < len(names) else str(number)


def summary(offer: Offer) -> str:
    """Rent, size and layout in one line."""
    parts = [
        f"{_plain(offer.rent)} 元/月"
        if offer.rent is not None
        else "面议"
        if offer.negotiable
        else "",
        f"{_plain(offer.area)} ㎡" if offer.area is not None else "",
        "".join(
            f"{n}{word}"
            for n, word in ((offer.bedrooms, "室"), (offer.halls, "厅"), (offer.baths, "卫"))
            if n is not None
        ),
    ]
    return " · ".join(p for p in parts if p)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def line(one: Judged, names: Sequence[str]) -> dict[str, Any]:
    """A row in a list of the preview."""
    return {
        "row": one.placed.offer.row,
        "place": place_of(one.placed.offer.row, names),
        "name": one.placed.place,
        "number": summary(one.placed.offer),
        "code": one.reason,
    }


def accepted_line(one: Judged, names: Sequence[str]) -> dict[str, Any]:
    """A row that would be taken, with everything it was read as; its phone masked."""
    offer = one.placed.offer
    read = {
        name: getattr(offer, name)
        for name in (
            "title", "estate", "address", "building", "unit", "room", "space", "floor", "floors", "level",
            "bedrooms", "halls", "baths", "payment", "whole", "orientation", "available", "listed", "contact",
        )
    }  # fmt: skip
    return {
        **line(one, names),
        **read,
        "listing_number": offer.number,
        "region": one.placed.region,
        "rent": None if offer.rent is None else _plain(offer.rent),
        "area": None if offer.area is None else _plain(offer.area),
        "negotiable": offer.negotiable,
        "phone": _masked(offer.phone),
        "codes": list(offer.codes),
        "start": offer.available,
        "kind": KIND,
    }


def _masked(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else ""


def problem_line(
    one: Judged, cells: Mapping[str, str | None], names: Sequence[str]
) -> dict[str, Any]:
    """A refused row with the cells that can be corrected."""
    return {
        "row": one.placed.offer.row,
        "place": place_of(one.placed.offer.row, names),
        "reason": one.reason,
        "cells": {f: cells.get(f) or "" for f in CORRECTABLE if f in cells},
    }


def column_lines(table: Table) -> list[dict[str, Any]]:
    """Every column with what it was read as and its first filled cells."""
    lines = []
    for column in column_readings(table):
        name = str(column["index"])
        cells = table.raw[name].drop_nulls().head(3).to_list() if name in table.raw.columns else []
        lines.append({**column, "examples": [c[:40] for c in cells]})
    return lines


def known_fields(columns: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
    """The columns of fields that a list of vacancies has."""
    return {f: at for f, at in columns.items() if f in FIELDS}
