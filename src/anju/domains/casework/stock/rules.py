"""Reading a list of goods, and choosing lots: those that expire first are given first, expired ones never."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.casework.stock.data import (
    MOST_LINES,
    MOST_NAME,
    MOST_QUANTITY,
    SOON,
    LineFault,
    Lot,
    Received,
    StockLine,
)
from anju.foundation.characters import visible
from anju.foundation.days import day_in
from anju.foundation.errors import Refused

COLUMNS = (
    ("name", "品名"),
    ("unit", "单位"),
    ("quantity", "数量"),
    ("lot", "批号"),
    ("expires", "有效期至"),
    ("low", "低于多少提醒"),
)
"""Field and title of a list of goods."""
NEEDED = ("name", "unit", "quantity")


def chosen(lots: Sequence[Lot], quantity: int, day: date) -> list[tuple[Lot, int]]:
    """From which lots so many are given on a day: the first to expire first, one without an end last. `Refused`
    ``stock_too_few`` (`usable`) where there are not so many."""
    usable = sorted(
        (x for x in lots if x.on_hand and (x.expires is None or x.expires >= day)),
        key=lambda x: (x.expires is None, x.expires or day, x.id),
    )
    if sum(x.on_hand for x in usable) < quantity:
        raise Refused("stock_too_few", usable=sum(x.on_hand for x in usable))
    taken: list[tuple[Lot, int]] = []
    for lot in usable:
        part = min(quantity, lot.on_hand)
        if part:
            taken.append((lot, part))
        quantity -= part
    return taken


def line_of(item: int, name: str, unit: str, low: int, lots: Sequence[Lot], day: date) -> StockLine:
    """An item with what is usable, expired and about to expire on a day."""
    expired = sum(x.on_hand for x in lots if x.expires is not None and x.expires < day)
    on_hand = sum(x.on_hand for x in lots)
    soon = sum(x.on_hand for x in lots if x.expires is not None and day <= x.expires <= day + SOON)
    usable = on_hand - expired
    return StockLine(
        item, name, unit, low, tuple(lots), on_hand, usable, usable < low, soon, expired
    )


def require_quantity(quantity: int) -> None:
    """`Refused` ``stock_quantity`` for what is no number of things."""
    if not 0 < quantity <= MOST_QUANTITY:
        raise Refused("stock_quantity", most=MOST_QUANTITY)


def sound(text: str, most: int) -> str:
    """A text as it is kept. `Refused` ``stock_long``."""
    plain = visible(text).strip()
    if len(plain) > most:
        raise Refused("stock_long", most=most)
    return plain


def require_received(line: Received, *, today: date) -> Received:
    """A line of goods as it is kept. `Refused` ``stock_name``, ``stock_unit``, ``stock_quantity``, ``stock_low``,
    ``stock_expired`` and ``stock_long``."""
    name, unit = sound(line.name, MOST_NAME), sound(line.unit, 10)
    if not name:
        raise Refused("stock_name")
    if not unit:
        raise Refused("stock_unit")
    require_quantity(line.quantity)
    if line.low is not None and not 0 <= line.low <= MOST_QUANTITY:
        raise Refused("stock_low")
    if line.expires is not None and line.expires < today:
        raise Refused("stock_expired", day=line.expires)
    return Received(name, unit, line.quantity, sound(line.lot, 40), line.expires, line.low)


def read_goods(
    cells: Sequence[Sequence[object]], *, today: date
) -> tuple[list[Received], list[LineFault]]:
    """The lines of a file, and what is wrong with others. `Refused` ``stock_titles`` (`missing`), ``stock_lines_many``,
    ``stock_file_empty``."""
    if not cells:
        raise Refused("stock_file_empty")
    titles = [str(c or "").strip() for c in cells[0]]
    missing = [t for f, t in COLUMNS if f in NEEDED and t not in titles]
    if missing:
        raise Refused("stock_titles", missing=missing)
    if len(cells) - 1 > MOST_LINES:
        raise Refused("stock_lines_many", most=MOST_LINES)
    places = {f: titles.index(t) for f, t in COLUMNS if t in titles}
    good: list[Received] = []
    faults: list[LineFault] = []
    for number, row in enumerate(cells[1:], 2):
        texts = {f: str(row[p] if row[p] is not None else "").strip() for f, p in places.items()}
        if not any(texts.values()):
            continue
        try:
            good.append(require_received(_read(texts), today=today))
        except Refused as error:
            field = AT_FAULT.get(error.code, "name")
            faults.append(LineFault(number, error.code, dict(COLUMNS)[field], texts.get(field, "")))
    if not good and not faults:
        raise Refused("stock_file_empty")
    return good, faults


AT_FAULT = {
    "stock_unit": "unit",
    "stock_quantity": "quantity",
    "stock_low": "low",
    "stock_expired": "expires",
    "stock_day": "expires",
}


def _read(texts: dict[str, str]) -> Received:
    expires = texts.get("expires", "")[:10]
    day = day_in(expires) if expires else None
    if expires and day is None:
        raise Refused("stock_day")
    return Received(
        texts["name"],
        texts["unit"],
        _whole(texts["quantity"], "stock_quantity"),
        texts.get("lot", ""),
        day,
        _whole(texts["low"], "stock_low") if texts.get("low") else None,
    )


def _whole(text: str, fault: str) -> int:
    plain = text.removesuffix(".0")
    if not plain.isdecimal() or len(plain) > 9:
        raise Refused(fault, most=MOST_QUANTITY)
    return int(plain)
