"""Which sheets of a workbook are read: the one that fits best, or all of one kind (a sheet a building)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from anju.domains.register.imports.data.column_vocabulary import SHEET_SIGNS
from anju.domains.register.imports.data.reading import SheetReading
from anju.domains.register.imports.rules.cards import laid_out
from anju.domains.register.imports.rules.columns import Mapping, fingerprint
from anju.domains.register.imports.rules.header import Header
from anju.domains.register.imports.rules.layout import Table
from anju.foundation.errors import Refused
from anju.foundation.sheets import Sheet, Workbook

_PLACE = re.compile(
    r"(?:栋|幢|座|号楼|楼|公寓|宿舍|单元|小区|村|社区|[0-9A-Za-z]#)$|^\d{1,3}(?:栋|幢|座|号楼|#)"
)
_DEPARTMENT = re.compile(r"(?:车间|部|科|队|厂|线|班)$")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sheet that is read, with its tables."""

    sheet: Sheet
    tables: tuple[Table, ...]


def choose(
    book: Workbook, as_: str, mapping: Mapping | None
) -> tuple[list[Chosen], tuple[str, ...], list[SheetReading]]:
    """(sheets to read, names of others laid out alike, what becomes of each sheet).

    Raises `Refused`: header_missing, column_missing (`columns`: fields), column_ambiguous.
    """
    found, ambiguous = _found(book, as_, mapping)
    if not found and mapping is not None and mapping.columns:
        found = _by_force(book, mapping)
    if not found:
        raise ambiguous or Refused(
            "header_missing", sheets=[s.name for s in book.sheets if s.cells.height]
        )
    known = [
        c
        for c in found
        if mapping is None
        or any(mapping.for_titles(t.mapping.titles) is not None for t in c.tables)
    ]
    best = max(known or found, key=lambda c: _fit(c, as_))
    if ambiguous is not None and _missing(best.tables[0].mapping):
        raise ambiguous
    if not known and mapping is not None and mapping.columns:
        best = _forced(best, mapping)
    if missing := _missing(best.tables[0].mapping):
        raise Refused(
            "column_missing",
            columns=missing,
            sheet=best.sheet.name,
            titles=[t for t in best.tables[0].header.titles if t],
        )
    alike = [
        c
        for c in found
        if c is not best
        and fingerprint(c.tables[0].header.titles) == fingerprint(best.tables[0].header.titles)
    ]
    if best.tables[0].header.cards:  # a card a sheet
        alike = [
            c
            for c in found
            if c is not best and c.tables[0].header.cards and not _missing(c.tables[0].mapping)
        ]
    parts = best.tables[0].header.cards or all(
        _speaks_of_a_part(c.sheet.name) for c in (best, *alike)
    )
    taken = [best, *alike] if parts else [best]
    read = {c.sheet.name for c in taken}
    ordered = sorted(taken, key=lambda c: [s.name for s in book.sheets].index(c.sheet.name))
    others = tuple(c.sheet.name for c in alike if c.sheet.name not in read)
    return ordered, others, _account(book, read, {c.sheet.name for c in found})


def _found(
    book: Workbook, as_: str, mapping: Mapping | None
) -> tuple[list[Chosen], Refused | None]:
    found: list[Chosen] = []
    ambiguous: Refused | None = None
    for sheet in book.sheets:
        if not sheet.cells.height:
            continue
        try:
            taken, tables = laid_out(sheet, as_, mapping)
        except Refused as refused:
            ambiguous = ambiguous or refused
            continue
        if tables:
            found.append(Chosen(taken, tuple(tables)))
    return found, ambiguous


def _by_force(book: Workbook, mapping: Mapping) -> list[Chosen]:
    """No header anywhere, but a person said what the columns are."""
    sheet = next((s for s in book.sheets if s.cells.height), None)
    if sheet is None:
        return []
    return [Chosen(sheet, (Table(Header(0, -1, ()), mapping, 0, sheet.cells.height),))]


def _forced(chosen: Chosen, mapping: Mapping) -> Chosen:
    """The person's columns for a header that they were not remembered for."""
    first = chosen.tables[0]
    taken = replace(
        mapping, titles=first.header.titles, fingerprint=fingerprint(first.header.titles)
    )
    return Chosen(chosen.sheet, (replace(first, mapping=taken), *chosen.tables[1:]))


def _missing(mapping: Mapping) -> list[str]:
    named = "name" in mapping.columns or {"surname", "given"} <= mapping.columns.keys()
    return [
        f
        for f, there in (("name", named), ("doc_number", "doc_number" in mapping.columns))
        if not there
    ]


def _speaks_of_a_part(name: str) -> bool:
    """A sheet named after a building or a department holds a part of the list."""
    return bool(place_of(name) or (len(name) <= 12 and _DEPARTMENT.search(name.strip())))


_REMARK = re.compile(
    r"\(.*?\)$|[\s::男女]+|共?\d+人$|"
    r"(?:(?:住户|租户|租客|(?:入住|居住|住宿)?人员|员工)(?:名单|花名册|登记表|明细表?|信息表?|情况表?|表)?)$"
)
"""What stands behind the name of a group of rows: (共3人), a colon."""


_LABEL = re.compile(r"^(?:所属部门|部门|车间|班组|科室|楼栋|栋号|楼号|宿舍楼)\s*:\s*")


def _bare(text: str) -> str:
    return _REMARK.sub(
        "", _REMARK.sub("", _LABEL.sub("", unicodedata.normalize("NFKC", text).strip()))
    )


def group_above(heading: str) -> str:
    """What the line above a whole table says of its rows: a department's name alone, a building's number in front."""
    found = re.match(r"[0-9A-Za-z一二三四五六七八九十]{1,3}(?:栋|幢|座|号楼|#)", _bare(heading))
    if found:
        return found[0]
    plain = _bare(heading)
    return plain if len(plain) <= 6 and re.search(r"(?:车间|部|科|队|班|组|线)$", plain) else ""


def place_of(text: str) -> str:
    """The text, where it names a building or a neighbourhood; else ""."""
    plain = _bare(text)
    return plain if len(plain) <= 20 and _PLACE.search(plain) else ""


def department_of(text: str) -> str:
    """The text, where it names a department; else ""."""
    plain = _bare(text)
    return plain if len(plain) <= 12 and (_DEPARTMENT.search(plain) or plain.endswith("组")) else ""


def _fit(chosen: Chosen, as_: str) -> float:
    columns, first = chosen.tables[0].mapping.columns, chosen.tables[0]
    score = len(columns) + 3.0 * ("name" in columns) + 3.0 * ("doc_number" in columns)
    goes = sum(f in columns for f in ("destination", "left_children", "left_elderly"))
    score += goes * 2 if as_ == "outflow" else -goes * 2
    good, bad = SHEET_SIGNS[as_]
    score += 4.0 * any(w in chosen.sheet.name for w in good) - 6.0 * any(
        w in chosen.sheet.name for w in bad
    )
    return score + (0.5 if chosen.sheet.cells.height > first.header.last + 1 else -20.0)


def _account(book: Workbook, read: set[str], laid_out: set[str]) -> list[SheetReading]:
    there = {s.name: s for s in book.sheets}
    out: list[SheetReading] = []
    for name in book.names:
        if name in read:
            out.append(SheetReading(name, read=True))
            continue
        sheet = there.get(name)
        why = (
            "hidden"
            if sheet is None
            else "empty"
            if not sheet.cells.height
            else "not_chosen"
            if name in laid_out
            else "no_header"
        )
        out.append(SheetReading(name, read=False, why=why))
    return out
