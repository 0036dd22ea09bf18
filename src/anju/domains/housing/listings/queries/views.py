"""Listings as they are read: by everybody, by their sender, by the office."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from anju.domains.housing.listings.data.search import HeldListing, ListingView
from anju.domains.housing.listings.rules.public_text import public_text
from anju.foundation.db.statements import rows

VIEW = (
    "id", "region", "place", "title", "space", "floor", "floors", "level", "bedrooms", "halls", "baths", "area", "rent",
    "negotiable", "payment", "whole", "orientation", "available", "remark", "longitude", "latitude", "state",
    "closed_why", "recorded_at", "seen_at", "closed_at",
)  # fmt: skip
_HELD = ("party", "home_id", "number", "flat", "doubts", "batch_id", "row", "by_label")
_TEXTS = ("place", "title", "space", "payment", "remark")
COLUMNS = ", ".join(f"l.{name}" for name in VIEW)
HELD_COLUMNS = f"{COLUMNS}, {', '.join(f'l.{name}' for name in _HELD)}"


def listings_by_id(ids: Sequence[int]) -> list[ListingView]:
    """Open listings, in this order; those that are not (or no longer) open are left out. One query."""
    if not ids:
        return []
    found = rows(
        f"SELECT {COLUMNS} FROM housing_listing l WHERE l.id = ANY(%s) AND l.state = 'open'",  # noqa: S608
        [list(ids)],
        often=True,
    )
    by_id = {r[0]: view_of(r) for r in found}
    return [by_id[i] for i in ids if i in by_id]


def listing(listing_id: int) -> ListingView | None:
    """A listing that is open; None for any other."""
    return next(iter(listings_by_id([listing_id])), None)


def present_listing(listing_id: int) -> int | None:
    """The open listing that stands where this one stood before its sender changed it (itself, where it is open)."""
    return rows("SELECT housing_present_listing(%s)", [listing_id])[0][0]  # type: ignore[no-any-return]


def held(
    where: str, values: Sequence[Any], *, tail: str = "ORDER BY l.id DESC"
) -> list[HeldListing]:
    """Listings in sight of their sender or the office, by a condition of this domain. One query."""
    found = rows(f"SELECT {HELD_COLUMNS} FROM housing_listing l WHERE {where} {tail}", list(values))  # noqa: S608
    return [held_of(r) for r in found]


def view_of(row: Sequence[Any]) -> ListingView:
    """A row of `COLUMNS` as everybody may read it."""
    facts = dict(zip(VIEW, row, strict=False))
    return ListingView(**facts | {name: public_text(facts[name]) for name in _TEXTS})


def held_of(row: Sequence[Any]) -> HeldListing:
    """A row of `HELD_COLUMNS`, texts as they were written."""
    facts = dict(zip(VIEW, row, strict=False))
    more = dict(zip(_HELD, row[len(VIEW) :], strict=True))
    return HeldListing(ListingView(**facts), **more | {"doubts": _codes(more["doubts"])})


def _codes(said: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON, read or not by the driver
    found = json.loads(said) if isinstance(said, str) else said
    return tuple(str(code) for code in found)


def of_party(parties: Sequence[str]) -> list[HeldListing]:
    """What these senders offer or offered, open first, then the newest."""
    return held(
        "l.party = ANY(%s) AND l.party <> '' AND l.current",
        [list(parties)],
        tail="ORDER BY l.state = 'closed', l.id DESC LIMIT 500",
    )


def of_home(home_id: int, parties: Sequence[str]) -> list[HeldListing]:
    """What these senders offer of a home, or did last."""
    return held(
        "l.home_id = %s AND l.party = ANY(%s) AND l.party <> '' AND l.current",
        [home_id, list(parties)],
        tail="ORDER BY l.state = 'closed', l.id DESC LIMIT 50",
    )


DOUBTFUL_PAGE = 50


def doubtful(
    *, code: str = "", batch_id: int | None = None, before: int | None = None
) -> list[HeldListing]:
    """Doubtful listings in sight, newest first, below the number `before`: one more than a page holds where there are
    more. `code`: of this doubt; `batch_id`: of this file."""
    where = ["l.state = 'doubtful'"]
    values: list[Any] = []
    for condition, value in (
        ("l.doubts @> to_jsonb(%s::text)", code or None),
        ("l.batch_id = %s", batch_id),
        ("l.id < %s", before),
    ):
        if value is not None:
            where.append(condition)
            values.append(value)
    return held(" AND ".join(where), values, tail=f"ORDER BY l.id DESC LIMIT {DOUBTFUL_PAGE + 1}")


def doubts_waiting(batch_id: int | None = None) -> dict[str, int]:
    """How many doubtful listings in sight there are of each doubt, most first; "" for all of them."""
    found = rows(
        "SELECT d.code, count(*) FROM housing_listing l CROSS JOIN LATERAL "
        "jsonb_array_elements_text(l.doubts) AS d(code) WHERE l.state = 'doubtful' "
        "AND (%(batch)s::bigint IS NULL OR l.batch_id = %(batch)s) GROUP BY d.code",
        {"batch": batch_id},
    )
    each = {str(code): int(count) for code, count in found}
    total = rows(
        "SELECT count(*) FROM housing_listing l WHERE l.state = 'doubtful' "
        "AND (%(batch)s::bigint IS NULL OR l.batch_id = %(batch)s)",
        {"batch": batch_id},
    )[0][0]
    return {"": int(total)} | dict(sorted(each.items(), key=lambda e: (-e[1], e[0])))
