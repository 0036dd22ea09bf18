"""Rows of cells as offers: every different text of a column is read once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from anju.domains.housing.listings.data.offers import LONGEST, Offer, Placed
from anju.domains.housing.listings.rules import amounts, contacts, layouts
from anju.domains.housing.listings.rules.amounts import RentUnit
from anju.domains.housing.listings.rules.cells import Read, states_nothing, tidy
from anju.domains.housing.listings.rules.contacts import DayReader
from anju.foundation.characters import visible

_DIVISIONS = ("city", "district", "town", "community")
_LONGITUDE, _LATITUDE = (73.0, 136.0), (3.0, 54.0)
"""Between which places of China lie, in degrees."""
Reader = Callable[[str], Read]


def read_offers(
    rows: pl.DataFrame, *, unit: RentUnit, damaged: Sequence[int], today: date, day: DayReader
) -> list[Offer]:
    """The offers of some rows (``row`` and a column a field). `damaged`: numbers of rows whose bytes are no text."""
    columns = {name: _texts(rows, name) for name in rows.columns if name != "row"}
    readers: dict[str, Reader] = {
        "rent": lambda t: amounts.read_rent(t, unit),
        "area": amounts.read_area,
        "layout": layouts.read_layout,
        "bedrooms": layouts.read_count,
        "halls": layouts.read_count,
        "baths": layouts.read_count,
        "phone": contacts.read_phone,
        "state": contacts.read_state,
        "available": lambda t: contacts.read_available(t, today=today, day=day),
        "listed": lambda t: contacts.read_listed(t, today=today, day=day),
    }
    read = {name: _read(columns[name], reader) for name, reader in readers.items()}
    broken = set(damaged)
    return [
        _offer(
            number,
            {name: texts[n] for name, texts in columns.items()},
            {name: values[n] for name, values in read.items()},
            damaged=number in broken,
        )
        for n, number in enumerate(rows["row"].to_list())
    ]


def _texts(rows: pl.DataFrame, name: str) -> list[str]:
    return [visible(t) if t else "" for t in rows[name].to_list()]


def _read(texts: list[str], reader: Reader) -> list[Read]:
    known = {text: reader(text) for text in set(texts)}
    return [known[text] for text in texts]


def _offer(row: int, texts: dict[str, str], read: dict[str, Read], *, damaged: bool) -> Offer:
    stated = {name: "" if states_nothing(tidy(text)) else text for name, text in texts.items()}
    layout = read["layout"].value
    counts = {c: read[c].value for c in ("bedrooms", "halls", "baths")}
    floor = layouts.read_floor(texts["floor"], texts["floors"])
    kept, shortened = _kept(stated)
    codes = [r.code for name, r in read.items() if name != "state"]
    codes += [read["state"].code, floor.code, shortened, "listing_damaged" if damaged else ""]
    codes += [_built(stated)]
    if not amounts.fits(read["rent"].value, read["area"].value):
        codes.append("listing_rent_for_area_unlikely")
    lon, lat = _coordinates(stated["longitude"], stated["latitude"])
    return Offer(
        row,
        **kept,
        home_code=stated["home_code"],
        divisions="".join(stated[d] for d in _DIVISIONS),
        address=stated["address"],
        building=stated["building"],
        unit=stated["unit"],
        room=stated["room"],
        floor=floor.value.floor,
        floors=floor.value.floors,
        level=floor.value.level,
        bedrooms=_first(counts["bedrooms"], layout.bedrooms),
        halls=_first(counts["halls"], layout.halls),
        baths=_first(counts["baths"], layout.baths),
        area=read["area"].value,
        rent=read["rent"].value,
        negotiable=read["rent"].code == "listing_rent_negotiable",
        whole=_first(layouts.read_way(stated["way"]), layouts.read_way(stated["title"])),
        orientation=layouts.read_direction(stated["orientation"]),
        available=read["available"].value,
        listed=read["listed"].value,
        phone=read["phone"].value or "",
        longitude=lon,
        latitude=lat,
    ).with_codes(*_in_order(codes))


def _first(*values: Any) -> Any:  # noqa: ANN401 - a count or a truth
    return next((v for v in values if v is not None), None)


def _in_order(codes: Sequence[str]) -> list[str]:
    """A missing area is remarked, a missing rent refused; nothing is said twice."""
    return [c for c in dict.fromkeys(codes) if c]


def _kept(stated: dict[str, str]) -> tuple[dict[str, Any], str]:
    """Texts of a length that is kept, and a remark where one was longer."""
    kept: dict[str, Any] = {name: stated[name][:most] for name, most in LONGEST.items()}
    longer = any(len(stated[name]) > most for name, most in LONGEST.items())
    return kept, "listing_text_shortened" if longer else ""


def _built(stated: dict[str, str]) -> str:
    rooms = (stated["room"], stated["space"], stated["way"])
    return "listing_may_not_be_let" if any(layouts.built_as(tidy(t)) for t in rooms) else ""


def _coordinates(longitude: str, latitude: str) -> tuple[float | None, float | None]:
    """A place of China in degrees; None where it is none."""
    pair = [
        float(t) if re.fullmatch(r"\d{1,3}(?:\.\d+)?", t) else None for t in (longitude, latitude)
    ]
    lon, lat = pair
    if lon is None or lat is None:
        return None, None
    inside = _LONGITUDE[0] <= lon <= _LONGITUDE[1] and _LATITUDE[0] <= lat <= _LATITUDE[1]
    return (round(lon, 5), round(lat, 5)) if inside else (None, None)


_CONTENT = (
    "number", "title", "space", "floor", "floors", "level", "bedrooms", "halls", "baths", "area", "rent",
    "negotiable", "payment", "whole", "orientation", "available", "phone", "contact", "remark",
)  # fmt: skip


def identified(
    offer: Offer, *, region: str, place: str, spot: str, exact: bool, home_id: int | None
) -> Placed:
    """The offer with what tells it from others of its sender: its number, else the flat it names, else all it says."""
    stated = "\x1f".join([region, spot or place, *(str(getattr(offer, c)) for c in _CONTENT)])
    print_ = hashlib.sha256(stated.encode()).hexdigest()[:32]
    if offer.number:
        ident = f"n:{offer.number}"
    elif exact:
        ident = f"s:{hashlib.sha256(f'{spot}/{offer.space}'.encode()).hexdigest()[:32]}"
    else:
        ident = f"c:{print_}"
    return Placed(offer, region, place, spot, exact, home_id, ident, print_)


def corrected(rows: pl.DataFrame, fixes: dict[str, dict[str, str]]) -> pl.DataFrame:
    """The rows with cells that a person corrected in place (row → field → text)."""
    for name in sorted({f for texts in fixes.values() for f in texts} & set(rows.columns)):
        texts = {int(r): t[name] for r, t in fixes.items() if name in t}
        rows = rows.with_columns(
            pl.col("row")
            .replace_strict(
                list(texts), list(texts.values()), default=pl.col(name), return_dtype=pl.String
            )
            .alias(name)
        )
    return rows


def with_codes(placed: Placed, *codes: str) -> Placed:
    """The same with more to be said of its offer."""
    return replace(placed, offer=placed.offer.with_codes(*codes))
