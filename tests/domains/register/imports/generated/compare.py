"""A generated file read by the program and compared with its truth, cell by cell."""
# ruff: noqa: E501 - tables read better as blocks

from __future__ import annotations

import random
from datetime import date
from typing import Any

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.data.reading import BLOCK_ROWS, SHEET_ROWS
from anju.domains.register.imports.rules import IntakeResult, read_batch
from anju.foundation.errors import Refused
from tests.domains.register.imports.generated.layouts import make
from tests.domains.register.imports.generated.paper import Made
from tests.domains.register.imports.generated.writers import FORMATS
from tests.factories.areas import known_areas

TODAY = date(2026, 11, 29)
READ_FOR_NOBODY = (
    "",
    "landlord",
    "serial",
    "remark",
    "age",
    "education",
    "marital",
    "staff_number",
    "political",
    "bed",
)


def made(seed: int) -> tuple[str, str, bytes, Made]:
    """(format, file name, bytes, the file and its truth) of a seed."""
    kind = random.Random(seed * 7 + 1).choice(list(FORMATS))
    name, write, can = FORMATS[kind]
    file = make(seed, can)
    return kind, name, write(file.pages), file


def mismatches(seed: int) -> list[str]:
    """What the program reads otherwise than a person would; [] when all agrees."""
    kind, name, data, file = made(seed)
    about = f"seed {seed} {kind} {file.form} {'+'.join(file.kinds)}"
    try:
        result = read_batch(
            data,
            name,
            as_=file.form,
            known_areas=known_areas(),
            today=TODAY,
            ages=ages(TODAY),
        )
    except Refused as refused:
        return [f"{about}: refused {refused.code} {refused.params}"]
    return [f"{about}: {text}" for text in (*_rows(file, result), *_told(file, result))]


def _number(file: Made, place: tuple[str, int, int], result: IntakeResult) -> int:
    read = [s.name for s in result.reading.sheets if s.read]
    sheet = read.index(place[0]) if place[0] in read else 0
    return sheet * SHEET_ROWS + place[2] * BLOCK_ROWS + place[1]


def _rows(file: Made, result: IntakeResult) -> list[str]:
    out: list[str] = []
    taken = {r["row"]: r for r in result.items.iter_rows(named=True)}
    refused = dict(result.refused.select("row", "reason").iter_rows())
    for place, fields in file.truth.taken.items():
        row = taken.pop(_number(file, place, result), None)
        if row is None:
            why = refused.pop(_number(file, place, result), "left out")
            out.append(f"{place} not taken: {why}; meant {fields} cells {_cells(file, place)}")
            continue
        out += [
            f"{place} {f}: read {row[f]!r}, meant {v!r}; cells {_cells(file, place)}"
            for f, v in fields.items()
            if not _same(f, row[f], v)
        ]
        out += [
            f"{place} {f}: read {row[f]!r}, nothing meant; cells {_cells(file, place)}"
            for f in (
                "phone",
                "address",
                "building",
                "room",
                "hukou_text",
                "position",
                "destination",
                "end",
                "nationality_",
                "reason",
            )
            if f in row and row[f] is not None and f not in fields
        ]
    for place, why in file.truth.refused.items():
        found = refused.pop(_number(file, place, result), None)
        if found != why:
            out.append(
                f"{place} refused {found!r}, meant {why!r}; taken {taken.pop(_number(file, place, result), None)} {_cells(file, place)}"
            )
    out += [
        f"row {n} taken though nobody stands there: {r['name']} {r['doc_number']} {r['raw']}"
        for n, r in taken.items()
    ]
    out += [
        f"row {n} refused {why} though nobody stands there: {result.refused.filter(result.refused['row'] == n).rows()}"
        for n, why in refused.items()
    ]
    return out


def _cells(file: Made, place: tuple[str, int, int]) -> list[Any]:
    page = next(p for p in file.pages if p.name == place[0])
    return page.rows[place[1] - 1]


def _same(name: str, read: Any, meant: Any) -> bool:
    return bool(read == meant)


def _told(file: Made, result: IntakeResult) -> list[str]:
    out: list[str] = []
    told = set(result.warnings.select("row", "code").iter_rows())
    out += [
        f"row {row} is not told to be {code}"
        for row, code in file.truth.told
        if not any(c == code and r % SHEET_ROWS % BLOCK_ROWS == row for r, c in told)
    ]
    whats = {r.what for r in result.reading.rows}
    out += [
        f"the reading does not say {what}; it says {sorted(whats)}"
        for what in file.truth.notes - whats
    ]
    for table in result.reading.tables:
        out += [
            f"{c.title} read as {c.field}"
            for c in table.columns
            if c.title in file.truth.left_columns and c.field.split("+")[0] not in READ_FOR_NOBODY
        ]
    unread = {s.name for s in result.reading.sheets if not s.read}
    out += [f"sheet {name} is not named as unread" for name in file.truth.sheets_unread - unread]
    allowed = {code for _, code in file.truth.told} | {"name_doubtful"}
    out += [f"told {code} of row {row} without cause" for row, code in told if code not in allowed]
    return out
