"""Sheets on which people stand as cards, a label beside each value (姓名 | 张三), instead of as rows below titles.

The cards of a sheet become the rows of one table, each at the row in which it begins; a list below them stays a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from anju.domains.register.imports.rules.columns import Mapping
from anju.domains.register.imports.rules.header import LOOK_AT, Header, is_data
from anju.domains.register.imports.rules.layout import Table, mappings_of, tables_of
from anju.domains.register.imports.rules.titles import clean_title, meaning, vocabulary
from anju.foundation.sheets import Marks, Sheet

_SPACES = r"\s,;、|\uff0c\uff1b"
_COLON = r":\uff1a"
_INLINE = re.compile(
    rf"(?:^|(?<=[{_SPACES}]))([^\d()\uff08\uff09{_SPACES}{_COLON}]{{1,12}}\d?"
    rf"(?:[(\uff08][^()\uff08\uff09]{{1,8}}[)\uff09])?)\s*[{_COLON}]\s*"
)
_COLONS = ":\uff1a"
_NUMBER = re.compile(r"\d{4}")
_ANYBODYS = ("phone", "doc_number", "doc_type", "sex", "birth_date", "relation", "employer")
"""What is asked of another person too."""
_PLACES = ("address", "hukou_text", "destination", "dorm")
_MOST_LABEL = 12
_LONGEST = 300
"""Letters of a cell in which labels are sought."""

Row = Sequence[str | None]


@dataclass(slots=True)
class _Card:
    """One person's card. `values`: (label, which of its kind) → value."""

    row: int
    values: dict[tuple[str, int], str] = field(default_factory=dict)
    named: bool = False

    def put(self, label: str, value: str | None) -> None:
        """The value that stands beside a label."""
        times = sum(have == label for have, _ in self.values)
        self.values[label, times] = value or ""


def laid_out(sheet: Sheet, as_: str, mapping: Mapping | None) -> tuple[Sheet, list[Table]]:
    """The sheet with its tables, of which cards are the first. Raises `Refused` column_ambiguous."""
    chosen = mapping is not None and (
        "header_row" in mapping.choices or (mapping.columns and not mapping.titles)
    )
    if chosen or not _begins_as_card(sheet.cells, as_):
        return sheet, tables_of(sheet, as_, mapping)
    cards, aside, stop = _cards(sheet.cells, as_)
    if not any(_is_person(card, as_) for card in cards):
        return sheet, tables_of(sheet, as_, mapping)
    titles = tuple(
        sorted(
            dict.fromkeys(key for card in cards for key in card.values),
            key=lambda key: meaning(key[0].partition("·")[0], as_).field in ("other", "landlord"),
        )
    )
    placed = _placed(sheet, cards, titles, stop)
    header = Header(0, -1, tuple(label for label, _ in titles), cards=True)
    tables = [
        Table(header, m, 0, stop, aside=tuple(aside))
        for m in mappings_of(placed.cells.head(stop), header, as_, mapping)
    ]
    if stop < sheet.cells.height:
        below = pl.concat([placed.cells.head(stop).clear(n=stop), placed.cells.slice(stop)])
        tables += tables_of(replace(placed, cells=below), as_, mapping)
    return placed, tables


def _begins_as_card(cells: pl.DataFrame, as_: str) -> bool:
    """Does a label for the name have a value beside it? In a list another title stands there."""
    known = vocabulary(as_)
    for row in cells.head(LOOK_AT).rows():
        filled = [v for v in row if v]
        for n, text in enumerate(filled):
            found = _INLINE.match(_unnumbered(text)) if len(text) < _LONGEST else None
            value = _unnumbered(text)[found.end() :] if found else ""
            if known.get(clean_title(found[1] if found else text[: _MOST_LABEL * 2])) != "name":
                continue
            following = filled[n + 1] if n + 1 < len(filled) else ""
            if value or (following and not _label(following, as_)):
                return True
    return False


def _unnumbered(text: str) -> str:
    return re.sub(r"^\s*[(\uff08]?\d{1,3}[)\uff09.、\uff0e]\s*", "", text)


def _label(text: str, as_: str) -> bool:
    """Is the whole text a title of a column?"""
    return (
        len(text) <= _MOST_LABEL * 2
        and bool(meaning(text, as_).fields)
        and meaning(text, as_).sure >= 0.9
    )


def _is_person(card: _Card, as_: str) -> bool:
    """A card with a name and a number."""
    fields = {
        meaning(label, as_).field: value for (label, _), value in card.values.items() if value
    }
    return bool(fields.get("name")) and bool(_NUMBER.search(fields.get("doc_number", "")))


def _cards(cells: pl.DataFrame, as_: str) -> tuple[list[_Card], list[int], int]:
    """(the cards, rows that belong to none, the row in which a list begins below them)."""
    rows = cells.rows()
    zones = _zones(rows, as_)
    cards: list[_Card] = []
    aside: list[int] = []
    taken: set[int] = set()
    stop = next((at for at, row in enumerate(rows) if _titles_only(row, as_)), len(rows))
    for first, last in zones:
        current: _Card | None = None
        owner = ""
        for at, row in enumerate(rows[:stop]):
            pairs = list(_pairs(row[first:last], as_))
            if not pairs and any(row[first:last]):
                aside.append(at)
            owner = (
                owner if len(pairs) == 1 else ""
            )  # of several in a line, the next line speaks of the person again
            for alone, value in pairs:
                owner, label = _owned(owner, alone, as_)
                names = meaning(label, as_).field == "name"
                if current is None or (names and current.named):
                    place = next(p for p in range(at, len(rows) + len(taken) + 1) if p not in taken)
                    current = _Card(place)
                    taken.add(place)
                    cards.append(current)
                current.named = current.named or names
                current.put(label, value)
    return cards, sorted(set(aside)), max(stop, *(c.row + 1 for c in cards)) if cards else stop


def _owned(owner: str, label: str, as_: str) -> tuple[str, str]:
    """(whose the next values are, the label with whose its value is): behind 紧急联系人 a phone is that person's."""
    found = meaning(label, as_)
    if found.field in ("other", "landlord"):
        return label, label
    if not owner or found.own or found.field not in _ANYBODYS:
        return "", label
    return owner, f"{owner}·{label}"


def _zones(rows: Sequence[Row], as_: str) -> list[tuple[int, int]]:
    """Columns of cards that stand beside each other."""
    width = max(map(len, rows), default=0)
    for row in rows[:LOOK_AT]:
        at = [i for i, v in enumerate(row) if v and _names(v, as_)]
        if len(at) > 1:
            return list(zip([0, *at[1:]], [*at[1:], width], strict=True))
    return [(0, width)]


def _names(text: str, as_: str) -> bool:
    found = _INLINE.match(_unnumbered(text))
    return meaning(found[1] if found else text, as_).field == "name" and (
        found is not None or _label(text, as_)
    )


def _titles_only(row: Row, as_: str) -> bool:
    """Several titles side by side without a value: a list begins here."""
    filled = [v for v in row if v]
    labels = [v for v in filled if _label(v, as_)]
    named = {f for v in labels for f in meaning(v, as_).fields} & {"name", "doc_number"}
    most = len(labels) == len(filled) >= 3 or (len(named) == 2 and len(labels) * 2 >= len(filled))
    return bool(named) and most and not is_data(list(row))


def _pairs(row: Row, as_: str) -> Iterator[tuple[str, str | None]]:
    """Label and value, from left to right."""
    label, values = "", list[str]()
    for text in (v for v in row if v):
        inside = _inside(text, as_)
        if inside and inside[0][0]:
            yield from _valued(label, values, as_)
            *whole, (label, last) = inside
            yield from ((one, value or None) for one, value in whole)
            values = [last] if last else []
        elif _label(text, as_) and not (label and not values and _is_kind(label, text, as_)):
            yield from _valued(label, values, as_)
            label, values = text.rstrip(_COLONS), []
        elif label:
            values.append(text)
    yield from _valued(label, values, as_)


def _is_kind(label: str, text: str, as_: str) -> bool:
    """Is the text the value of a label (证件类型 | 身份证), though it is a title elsewhere?"""
    return meaning(label, as_).field == "doc_type" and meaning(text, as_).field == "doc_number"


def _inside(text: str, as_: str) -> list[tuple[str, str]]:
    """Labels and values within one cell: 姓名：张三 性别：男."""
    text = _unnumbered(text)
    found = [m for m in _INLINE.finditer(text) if m.start() == 0 or meaning(m[1], as_).fields]
    if (
        not found
        or found[0].start() != 0
        or not (meaning(found[0][1], as_).fields or re.search("[一-鿿]", found[0][1]))
    ):
        return []
    ends = [*(m.start() for m in found[1:]), len(text)]
    return [
        (m[1], text[m.end() : end].strip(" \t\n,;、|\uff0c\uff1b。"))
        for m, end in zip(found, ends, strict=True)
    ]


def _valued(label: str, values: list[str], as_: str) -> Iterator[tuple[str, str | None]]:
    """The label with its value; what stands further on is a label of its own kind with its value, or
    more of an address."""
    if not label:
        return
    of = meaning(label, as_).field
    if of in _PLACES or (
        len(values) > 4 and all(len(v) == 1 for v in values)
    ):  # a number in boxes, one digit in each
        yield label, "".join(values) or None
        return
    yield label, values[0] if values else None
    more = values[1:]
    for n in range(0, len(more), 2):
        yield more[n], more[n + 1] if n + 1 < len(more) else None


def _placed(
    sheet: Sheet, cards: list[_Card], titles: tuple[tuple[str, int], ...], stop: int
) -> Sheet:
    """The sheet with each card as a row, and what stands below them as it was."""
    rows = {card.row: [card.values.get(key) or None for key in titles] for card in cards}
    width = max(len(titles), sheet.cells.width)
    columns = []
    for c in range(width):
        texts = [rows[r][c] if r in rows and c < len(titles) else None for r in range(stop)]
        below = sheet.cells[str(c)].slice(stop) if c < sheet.cells.width else None
        rest = (
            below
            if below is not None
            else pl.Series([None] * max(sheet.cells.height - stop, 0), dtype=pl.String)
        )
        columns.append(
            pl.concat([pl.Series(texts, dtype=pl.String), rest.rename("")]).rename(str(c))
        )
    marks = sheet.marks
    merged = tuple(m for m in marks.merged if m[0] >= stop)
    return replace(
        sheet,
        cells=pl.DataFrame(columns),
        marks=Marks(
            merged,
            marks.hidden_rows,
            marks.struck_rows,
            (),
            marks.filtered,
            marks.damaged,
            marks.formulas,
        ),
    )
