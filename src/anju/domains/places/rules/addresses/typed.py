"""What somebody types into a box for addresses, as the keys it may begin and the parts it names."""

from __future__ import annotations

import re
from typing import NamedTuple

from anju.domains.places.rules.addresses.forms import FORMS, plain
from anju.domains.places.rules.addresses.keys import spot_of
from anju.domains.places.rules.addresses.numerals import arabic, folded
from anju.domains.places.rules.addresses.scan import scan

_HAN = re.compile(r"[一-鿿]")
_DIVISIONS = ("town", "community")
FEWEST = 2
MOST_WORDS = 6


class Typed(NamedTuple):
    """`keys`: beginnings of address, building and room in one string, as typed and as the parts read.
    `words`: its parts, a name first, in whatever order they came; () where it has no name or nothing but one part."""

    keys: tuple[str, ...]
    words: tuple[str, ...]


def typed(q: str) -> Typed | None:
    """The text read as far as it goes; None when it is too short to look for."""
    flat = folded(q).strip()
    as_typed = arabic(plain(flat))
    if len(as_typed) < FEWEST:
        return None
    pieces = scan(flat)
    spot = spot_of(flat)
    read = spot.address + spot.building + spot.home
    within = [p for p in pieces if p.label not in _DIVISIONS]
    beyond = ""
    if within and len(within) < len(pieces) and within[0].start > 0:
        spot = spot_of(flat[within[0].start :])
        beyond = spot.address + spot.building + spot.home
    keys = tuple(k for k in dict.fromkeys((as_typed, read, beyond)) if len(k) >= FEWEST)
    return Typed(keys, _words(flat))


def _words(flat: str) -> tuple[str, ...]:
    """Each part in its form without the word that says what it is: 606 may be a number, a building or a room."""
    words = []
    for piece in scan(flat):
        form = FORMS.get(piece.label, plain)(flat[piece.start : piece.end])
        named = piece.label in (
            "road",
            "poi",
            "subpoi",
            "village_group",
            "town",
            "community",
            "devzone",
        )
        words.append(form if named else form.rstrip("号栋层"))
    words = [w for w in dict.fromkeys(words) if w][:MOST_WORDS]
    names = [w for w in words if _HAN.search(w)]
    if not names or len(words) < FEWEST:
        return ()
    first = max(names, key=len)
    return (first, *(w for w in words if w != first))
