"""Where offers lie: their division, the home if it is on file, and a key that is equal for one flat."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from anju.domains.housing.listings.data.offers import Offer, Placed
from anju.domains.housing.listings.rules.bands import prefix_of
from anju.domains.housing.listings.rules.rows import identified
from anju.domains.places import api as places
from anju.domains.regions import api as regions

NOWHERE = "000000000000"
"""The region of a sender whose place is not known."""
_ENDS = re.compile(r"[省市区县旗州盟]$")
_COUNTY, _COMMUNITY, _LONGEST = 6, 12, 200


@dataclass(frozen=True, slots=True)
class _Words:
    """What an offer says of its place, as the address reader takes it."""

    region: str
    address: str
    building: str
    unit: str
    room: str


def placed(offers: Sequence[Offer], *, region: str, party: str) -> list[Placed]:
    """The offers with their places. A few queries, however many offers."""
    here = "" if region == NOWHERE else prefix_of(region)
    divided = [_division(o.divisions, o.address or o.estate, here) for o in offers]
    words = [_words(o, code or here) for o, (code, _) in zip(offers, divided, strict=True)]
    homes = _homes(offers, words, [code or here for code, _ in divided], party)
    read = places.spots(_frame(words)).select("address", "building", "room", "spot_key").rows()
    return [
        _one(offer, code or here, home, line, elsewhere=elsewhere)
        for offer, (code, elsewhere), home, line in zip(offers, divided, homes, read, strict=True)
    ]


def _one(
    offer: Offer,
    region: str,
    home: _Home | None,
    line: tuple[str, str, str, str | None],
    *,
    elsewhere: bool,
) -> Placed:
    street, building, room, key = line
    known = home is not None
    place = home.place if home else _public(offer, street, building)
    codes = [
        "listing_place_elsewhere" if elsewhere else "",
        "listing_home_unknown" if offer.home_code and not known else "",
        "" if place or offer.title else "listing_place_missing",
        "listing_place_too_long" if key is None or len(place) > _LONGEST else "",
        "listing_place_wide" if len(region) < _COUNTY and not known else "",
    ]
    return identified(
        offer.with_codes(*codes),
        region=home.region if home else region,
        place=(place or offer.title)[:_LONGEST],
        spot=home.spot if home else spot_hash(key or ""),
        exact=known or bool(room),
        home_id=home.id if home else None,
    )


def spot_hash(key: str) -> str:
    """A key of a place in a form that can be stored and compared; "" for none."""
    return hashlib.sha256(key.encode()).hexdigest()[:32] if key else ""


def _public(offer: Offer, street: str, building: str) -> str:
    """The place as everybody may read it: estate, street and building, without the room."""
    known = street if building in street else f"{street}{building}"
    estate = places.address_parts("", offer.estate, "", "", "")[0] if offer.estate else ""
    if estate and estate not in known:
        return f"{estate}（{known}）" if known else estate
    return known


def _words(offer: Offer, region: str) -> _Words:
    address = offer.address
    if offer.estate and offer.estate not in address and not places.holds_street_address(address):
        address += offer.estate
    code = region.ljust(_COMMUNITY, "0") if region else ""
    return _Words(code, address, offer.building, offer.unit, offer.room)


@lru_cache(maxsize=1 << 15)
def _division(divisions: str, address: str, here: str) -> tuple[str, bool]:
    """(prefix of the narrowest division that is named inside `here`, whether another part of the country is)."""
    text = divisions + address
    code, end = regions.read_divisions(text, within=here)
    prefix = prefix_of(code) if code else ""
    if not here or prefix.startswith(here):
        return prefix, False
    if not prefix:
        code, end = regions.read_divisions(text, within="")
        prefix = prefix_of(code) if code and _ENDS.search(text[:end]) else ""
    return "", bool(prefix) and not here.startswith(prefix) and not prefix.startswith(here)


@dataclass(frozen=True, slots=True)
class _Home:
    """A home on file: its place as everybody may read it, and its key."""

    id: int
    region: str
    place: str
    spot: str


def _homes(
    offers: Sequence[Offer], words: Sequence[_Words], regions_: Sequence[str], party: str
) -> list[_Home | None]:
    """The homes on file that offers name: by their code, or by an address with its room."""
    asked = [n for n, (o, w) in enumerate(zip(offers, words, strict=True)) if _names_a_home(o, w)]
    out: list[_Home | None] = [None] * len(offers)
    if not asked:
        return out
    frame = _frame([words[n] for n in asked]).with_columns(
        pl.Series("home_code", [offers[n].home_code for n in asked], dtype=pl.String),
        pl.Series("region", [regions_[n] for n in asked], dtype=pl.String),
        pl.lit(party).alias("party"),
    )
    hits = places.resolve(frame)["home_id"].to_list()
    known = homes_on_file([h for h in hits if h])
    for n, home in zip(asked, hits, strict=True):
        out[n] = known.get(home)
    return out


def homes_on_file(ids: Sequence[int]) -> dict[int, _Home]:
    """Homes with what offers of them are known by. One query."""
    views = list(places.homes(list(dict.fromkeys(ids))).values())
    read = places.spots(_frame([_Words(v.region, v.text, "", "", "") for v in views]))
    lines = read.select("address", "building", "spot_key").rows()
    return {
        v.id: _Home(v.id, v.region, f"{street}{building}", spot_hash(key or ""))
        for v, (street, building, key) in zip(views, lines, strict=True)
    }


def _names_a_home(offer: Offer, words: _Words) -> bool:
    inside = places.address_parts(
        words.region, words.address, words.building, words.unit, words.room
    )
    return bool(offer.home_code or inside[3])


def _frame(words: Sequence[_Words]) -> pl.DataFrame:
    names = ("region", "address", "building", "unit", "room")
    return pl.DataFrame(
        {n: [getattr(w, n) for w in words] for n in names}, schema=dict.fromkeys(names, pl.String)
    )
