"""Writing listings: whole slices of rows in a few statements, and the keys by which open ones are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.domains.housing.listings.data.offers import HELD, SAME, TAKEN, Judged
from anju.domains.housing.listings.rules.bands import (
    area_band,
    places_of,
    rent_band,
    rooms_of,
    whole_units,
)
from anju.domains.housing.listings.rules.cursors import share_of
from anju.foundation.crypto import blind_index, encrypt
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.statements import insert, next_ids, rows, run
from anju.foundation.events import api as events

OPENED_EVENT, GONE_EVENT = "housing.listings_opened", "housing.listings_gone"
"""Vacancies can be found from now on: `batch` (of a file) or `listings`."""
PHONE = "listing.phone"
BOUND = (BoundColumn("housing_contact", "phone_cipher", "phone_index", (PHONE,)),)
"""Ciphertexts that are bound to the blind index beside them."""
_TEXTS = ("number", "title", "space", "level", "payment", "orientation", "remark")
_COUNTS = ("floor", "floors", "bedrooms", "halls", "baths")


@dataclass(frozen=True, slots=True)
class Origin:
    """Who lists, and by which file."""

    source: str
    party: str
    batch_id: int | None
    by_user: int | None
    by_label: str
    at: datetime


def store(judged: Sequence[Judged], origin: Origin) -> list[int]:
    """Write the rows that are taken or doubtful and note the others as seen again; the new ids. Earlier versions of
    what changed are closed as replaced."""
    _seen_again([j.before for j in judged if j.status == SAME and j.before], origin.at)
    fresh = [j for j in judged if j.status in (TAKEN, HELD)]
    if not fresh:
        return []
    replaced = [j.before for j in fresh if j.before is not None]
    retire(replaced, at=origin.at)
    ids = next_ids("housing_listing", len(fresh))
    insert("housing_listing", _columns(fresh, ids, origin))
    _insert_contacts(fresh, ids)
    show([i for i, j in zip(ids, fresh, strict=True) if j.status == TAKEN])
    return ids


def _seen_again(ids: Sequence[int], at: datetime) -> None:
    if ids:
        run("UPDATE housing_listing SET seen_at = %s WHERE id = ANY(%s)", [at, list(ids)])


def retire(ids: Sequence[int], *, at: datetime) -> None:
    """Let these no longer count: something else stands in their place."""
    if ids:
        run(
            "UPDATE housing_listing SET current = false, closed_at = coalesce(closed_at, %s), "
            "closed_why = CASE WHEN state = 'closed' THEN closed_why ELSE 'replaced' END, "
            "state = 'closed' WHERE id = ANY(%s)",
            [at, list(ids)],
        )
        hide(ids)
        say_gone(ids, at=at)


def say_gone(ids: Sequence[int], *, at: datetime) -> None:
    """Tell that these are not offered as they were: what was agreed about them may be off."""
    if ids:
        events.emit(GONE_EVENT, {"listings": list(ids)}, at=at)


def _columns(fresh: Sequence[Judged], ids: Sequence[int], origin: Origin) -> dict[str, Any]:
    offers = [j.placed.offer for j in fresh]
    placed = [j.placed for j in fresh]
    many = len(fresh)
    return {
        "id": ("bigint", list(ids)),
        "source": ("text", [origin.source] * many),
        "ident": ("text", [p.ident for p in placed]),
        "fingerprint": ("text", [p.fingerprint for p in placed]),
        "current": ("boolean", [True] * many),
        "state": ("text", ["open" if j.status == TAKEN else "doubtful" for j in fresh]),
        "closed_why": ("text", [""] * many),
        "doubts": ("jsonb", [_json(o.doubts) for o in offers]),
        "region": ("text", [p.region for p in placed]),
        "party": ("text", [origin.party] * many),
        "home_id": ("bigint", [p.home_id for p in placed]),
        "spot": ("text", [p.spot for p in placed]),
        "exact": ("boolean", [p.exact for p in placed]),
        "place": ("text", [p.place for p in placed]),
        "flat": ("text", [_flat(o.building, o.unit, o.room) for o in offers]),
        **{name: ("text", [getattr(o, name) for o in offers]) for name in _TEXTS},
        **{name: ("smallint", [getattr(o, name) for o in offers]) for name in _COUNTS},
        "area": ("numeric", [o.area for o in offers]),
        "rent": ("numeric", [o.rent for o in offers]),
        "negotiable": ("boolean", [o.negotiable for o in offers]),
        "whole": ("boolean", [o.whole for o in offers]),
        "available": ("date", [o.available for o in offers]),
        "listed": ("date", [o.listed for o in offers]),
        "longitude": ("double precision", [o.longitude for o in offers]),
        "latitude": ("double precision", [o.latitude for o in offers]),
        "batch_id": ("bigint", [origin.batch_id] * many),
        "row": ("bigint", [o.row for o in offers]),
        "replaces": ("bigint", [j.before for j in fresh]),
        "by_user": ("bigint", [origin.by_user] * many),
        "by_label": ("text", [origin.by_label[:100]] * many),
        "recorded_at": ("timestamptz", [origin.at] * many),
        "seen_at": ("timestamptz", [origin.at] * many),
    }


def _json(codes: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{c}"' for c in codes) + "]"


def _flat(*parts: str) -> str:
    return " ".join(p for p in parts if p)[:100]


def _insert_contacts(fresh: Sequence[Judged], ids: Sequence[int]) -> None:
    named = [
        (i, j.placed.offer)
        for i, j in zip(ids, fresh, strict=True)
        if j.placed.offer.phone or j.placed.offer.contact
    ]
    if not named:
        return
    indexes = [blind_index(o.phone, PHONE) if o.phone else None for _, o in named]
    insert(
        "housing_contact",
        {
            "listing_id": ("bigint", [i for i, _ in named]),
            "name": ("text", [o.contact for _, o in named]),
            "phone_index": ("bytea", indexes),
            "phone_cipher": (
                "bytea",
                [
                    encrypt(o.phone, PHONE, row=index) if index else None
                    for (_, o), index in zip(named, indexes, strict=True)
                ],
            ),
        },
    )


def show(ids: Sequence[int]) -> None:
    """Let these open listings be found."""
    if not ids:
        return
    found = rows(
        "SELECT id, region, whole, bedrooms, area, rent, available FROM housing_listing "
        "WHERE id = ANY(%s) AND state = 'open'",
        [list(ids)],
    )
    keys = [
        (place, share_of(whole=whole), rooms_of(beds), area_band(area), rent_band(rent), whole_units(rent),
         whole_units(area), number, available)
        for number, region, whole, beds, area, rent, available in found
        for place in places_of(region)
    ]  # fmt: skip
    names = (
        "place",
        "share",
        "rooms",
        "area_band",
        "rent_band",
        "rent",
        "area",
        "listing_id",
        "available",
    )
    kinds = ("text", "smallint", "smallint", "smallint", "smallint", "int", "int", "bigint", "date")
    columns: dict[str, Any] = {
        name: (kind, [key[n] for key in keys])
        for n, (name, kind) in enumerate(zip(names, kinds, strict=True))
    }
    columns["turn"] = ("bigint", [key[7] for key in keys])
    insert("housing_listing_key", columns)


def hide(ids: Sequence[int]) -> None:
    """Let these listings no longer be found."""
    if ids:
        run("DELETE FROM housing_listing_key WHERE listing_id = ANY(%s)", [list(ids)])


def close(ids: Sequence[int], *, why: str, at: datetime) -> int:
    """Close open or doubtful listings; how many were."""
    done = run(
        "UPDATE housing_listing SET state = 'closed', closed_why = %s, closed_at = %s "
        "WHERE id = ANY(%s) AND state <> 'closed'",
        [why, at, list(ids)],
    )
    hide(ids)
    return done


def reopen(ids: Sequence[int], *, at: datetime) -> None:
    """Let these current listings be open (again), seen now."""
    run(
        "UPDATE housing_listing SET state = 'open', closed_why = '', closed_at = NULL, let_by = NULL, seen_at = %s "
        "WHERE id = ANY(%s) AND current",
        [at, list(ids)],
    )
    hide(ids)
    show(ids)


def doubt(ids: Sequence[int]) -> None:
    """Keep these current listings out of sight again."""
    run(
        "UPDATE housing_listing SET state = 'doubtful', closed_why = '', closed_at = NULL "
        "WHERE id = ANY(%s) AND current",
        [list(ids)],
    )
    hide(ids)


def take_back(batch_id: int, *, at: datetime) -> int:
    """Let the vacancies read as without this file; how many listings it had brought. What it replaced counts again, in
    the state it had; what came after it stays, now in place of what was before."""
    run(
        """UPDATE housing_listing later SET replaces = gone.replaces FROM housing_listing gone
        WHERE gone.batch_id = %s AND later.replaces = gone.id AND later.batch_id IS DISTINCT FROM %s""",
        [batch_id, batch_id],
    )
    gone = rows(
        "SELECT id, current, replaces FROM housing_listing WHERE batch_id = %s AND closed_why <> 'undone'",
        [batch_id],
    )
    ids = [r[0] for r in gone]
    run(
        "UPDATE housing_listing SET current = false, state = 'closed', closed_why = 'undone', closed_at = %s "
        "WHERE id = ANY(%s)",
        [at, ids],
    )
    hide(ids)
    say_gone(ids, at=at)
    back = [r[2] for r in gone if r[1] and r[2] is not None]
    if back:
        run(
            """UPDATE housing_listing SET current = true,
                state = CASE WHEN closed_why <> 'replaced' THEN 'closed'
                    WHEN doubts = '[]'::jsonb OR EXISTS (SELECT FROM housing_decision d
                        WHERE d.listing_id = housing_listing.id AND d.decision = 'confirm' AND d.undone_at IS NULL)
                    THEN 'open' ELSE 'doubtful' END,
                closed_at = CASE WHEN closed_why = 'replaced' THEN NULL ELSE closed_at END,
                closed_why = CASE WHEN closed_why = 'replaced' THEN '' ELSE closed_why END
            WHERE id = ANY(%s)""",
            [back],
        )
        show(back)
    return len(ids)
