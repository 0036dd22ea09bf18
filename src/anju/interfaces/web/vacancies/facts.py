"""A vacancy in words: what stands on a card, on its page, in a message."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.housing.api.listings import ListingView
from anju.domains.regions import api as regions


def plain(number: Decimal) -> str:
    """A number without zeros that say nothing, thousands apart."""
    return f"{number.normalize():,f}"


def rent_words(listing: ListingView) -> str:
    """The rent with its unit."""
    if listing.rent is None:
        return _("租金面议") if listing.negotiable else _("租金没有写清")
    return _("%(n)s 元/月") % {"n": plain(listing.rent)}


def layout_words(listing: ListingView) -> str:
    """Bedrooms, living rooms, bathrooms, as far as they are stated."""
    counted = (
        (listing.bedrooms, _("%(n)s室")),
        (listing.halls, _("%(n)s厅")),
        (listing.baths, _("%(n)s卫")),
    )
    return " ".join(words % {"n": n} for n, words in counted if n is not None)


def area_words(listing: ListingView) -> str:
    """The area with its unit; "" where it is not stated."""
    return "" if listing.area is None else _("%(n)s 平方米") % {"n": plain(listing.area)}


def floor_words(listing: ListingView) -> str:
    """On which floor of how many."""
    levels = {"low": _("低楼层"), "middle": _("中楼层"), "high": _("高楼层")}
    here = (
        _("%(n)s层") % {"n": listing.floor}
        if listing.floor is not None
        else levels.get(listing.level, "")
    )
    total = _("共 %(n)s 层") % {"n": listing.floors} if listing.floors else ""
    return " / ".join(p for p in (here, total) if p)


def way_words(listing: ListingView) -> str:
    """Whole or by the room, and which one."""
    if listing.whole is None:
        return listing.space
    return _("整租") if listing.whole else " ".join(p for p in (_("合租"), listing.space) if p)


def facing_words(listing: ListingView) -> str:
    """The way it faces."""
    names = {"东": _("东"), "南": _("南"), "西": _("西"), "北": _("北")}
    facing = "".join(names.get(c, "") for c in listing.orientation)
    return _("朝%(way)s") % {"way": facing} if facing else ""


def places_of(listings: Iterable[ListingView]) -> dict[int, str]:
    """The division of each listing by its full name. One query at most."""
    codes = {one.id: regions.padded(one.region[:12]) for one in listings if one.region}
    names = regions.names(set(codes.values()))
    return {number: names.get(code, "") for number, code in codes.items()}


def card(listing: ListingView, place: str) -> dict[str, Any]:
    """What a card of a list shows."""
    parts = (
        layout_words(listing),
        area_words(listing),
        way_words(listing),
        floor_words(listing),
        facing_words(listing),
    )
    return {
        "listing": listing,
        "title": listing.title or listing.place,
        "where": listing.place if listing.title and listing.title != listing.place else "",
        "division": place,
        "rent": rent_words(listing),
        "facts": [p for p in parts if p],
    }
