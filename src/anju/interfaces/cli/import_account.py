"""What `./anju import` says of how it read a file, and what a caller may decide of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from anju.foundation.errors import Refused
from anju.interfaces.cli.output import language
from anju.interfaces.texts import declaration_kinds, listings
from anju.interfaces.texts.imports import FIELDS as OF_PEOPLE
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.readings import ROWS, SHEETS, WHY, unforeseen
from anju.interfaces.texts.reasons import sentence

FIELDS = {**listings.FIELDS, **OF_PEOPLE}
"""The fields of lists of people and of vacancies."""
SHOWN = 50
"""Accepted rows in the report of a dry run."""
_COLUMNS = (
    "row",
    "kind",
    "name",
    "doc_type",
    "doc_number",
    "sex",
    "birth_date",
    "nationality",
    "phone",
    "hukou_text",
    "address",
    "building",
    "unit",
    "room",
    "position",
    "start",
    "end",
    "reason",
    "dwelling",
    "relation",
    "destination",
    "landlord",
)


def chosen(args: argparse.Namespace) -> dict[str, Any]:
    """The caller's decisions. Raises `Refused` choice_unknown for a field or a day that is none."""
    choices: dict[str, Any] = {}
    if args.header_row:
        choices["header_row"] = args.header_row
    if columns := columns_of(args, 1):
        choices["columns"] = columns
    if args.start:
        try:
            choices["start"] = date.fromisoformat(args.start).isoformat()
        except ValueError as error:
            raise Refused("choice_unknown", choice=args.start) from error
    return choices | {
        f"{what}_rows": "skip" for what in ("hidden", "struck") if getattr(args, f"skip_{what}")
    }


def columns_of(args: argparse.Namespace, table: int) -> dict[str, list[int]]:
    """The columns that the caller named for the first table (end=C) or a further one (2.end=C). Raises `Refused`
    choice_unknown."""
    columns: dict[str, list[int]] = {}
    for option in args.column:
        place, _, letters = option.partition("=")
        number, _, name = place.rpartition(".")
        if (
            name not in FIELDS
            or not letters.isascii()
            or not letters.isalpha()
            or len(letters) > 3
            or not (number == "" or (number.isdecimal() and 0 < int(number) < 1000))
        ):
            raise Refused("choice_unknown", choice=option)
        if int(number or 1) == table:
            columns.setdefault(name, []).append(_index(letters.upper()))
    return columns


def further_columns(
    args: argparse.Namespace,
    view: Any,  # noqa: ANN401
) -> Iterator[tuple[str, dict[str, list[int]]]]:
    """(fingerprint, columns) of the further tables the caller corrects: theirs before, with what was
    named in its place."""
    for n, table in enumerate((view.counts.get("reading") or {}).get("tables", ())[1:], 2):
        if changes := columns_of(args, n):
            taken = {i for at in changes.values() for i in at}
            before = dict((view.mapping or {}).get("others", ())).get(table["fingerprint"], {})
            kept = {
                f: rest
                for f, at in before.items()
                if f not in changes and (rest := [i for i in at if i not in taken])
            }
            yield table["fingerprint"], kept | changes


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def accepted_rows(batch_id: int, at: datetime) -> list[dict[str, Any]]:
    """The first accepted rows as they were understood, numbers and phones masked."""
    from anju.domains.people import api as people
    from anju.domains.register import api as register

    view = register.one_import(batch_id)
    if view is not None and view.form not in register.FORMS:
        return list(register.preview_page(batch_id, "accepted").lines)
    _, result, _ = register.preview(batch_id, at=at)
    rows = []
    for item in result.items.select(_COLUMNS).head(SHOWN).iter_rows(named=True):
        item["doc_number"] = people.mask_number(item["doc_number"]) if item["doc_number"] else None
        item["phone"] = people.mask_phone(item["phone"]) if item["phone"] else None
        rows.append({k: v.isoformat() if isinstance(v, date) else v for k, v in item.items()})
    return rows


def print_reading(report: dict[str, Any]) -> None:
    """How the file was read, for a person."""
    tongue, reading = language(), report.get("reading") or {}
    for sheet in reading.get("sheets", ()):
        if not sheet["read"]:
            print(f"  {sheet['name']}: {label_in(SHEETS, sheet['why'], tongue)}")
    for table in reading.get("tables", ()):
        heading = f" · {table['heading']}" if table["heading"] else ""
        print(
            f"  {table['sheet']} {table['first']}–{table['last']} ({table['rows']:,}): "
            f"{label_in(declaration_kinds.people(), table['kind'], tongue)}{heading}"
        )
        for column in table["columns"]:
            meaning = " + ".join(
                label_in(FIELDS, f, tongue) for f in column["field"].split("+") if f
            )
            why = label_in(WHY, column["why"], tongue) if column["why"] else ""
            print(
                f"    {column['letter']:>3}  {column['title']} → {' · '.join(t for t in (meaning, why) if t)}"
            )
    for rows in reading.get("rows", ()):
        places = ", ".join(map(str, rows["places"])) + (
            " …" if rows["count"] > len(rows["places"]) else ""
        )
        print(
            f"  {label_in(ROWS, rows['what'], tongue)} {rows['detail']} ({rows['count']:,}): {places}"
        )
    foreseen = report.get("foreseen") or {}
    if untried := unforeseen(foreseen, tongue):
        print(f"  {untried}")
    elif foreseen:
        print(
            "  "
            + "   ".join(f"{k} {v:,}" for k, v in foreseen["statuses"].items())
            + "".join(
                f"   {label_in(declaration_kinds.entered(), k, tongue)} {v:,}"
                for k, v in foreseen["kinds"].items()
            )
            + f"   new homes {foreseen['new_homes']:,}"
        )
        for code, count in foreseen["reasons"].items():
            print(f"  {count:>7,}  {code}: {sentence(code, tongue)}")
