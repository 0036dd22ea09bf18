"""Whole addresses in labelled parts: the divisions in front (read by somebody who knows them), then what `scan`
finds.

What somebody types into a box for addresses, as the keys it may begin and the parts it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from anju.domains.places.rules.addresses import forms
from anju.domains.places.rules.addresses.forms import FORMS, arabic, folded, plain
from anju.domains.places.rules.addresses.keys import spot_of
from anju.domains.places.rules.addresses.scan import MOST, Piece, scan
from anju.foundation.characters import visible

KEYS = {
    "prov": "province",
    "city": "city",
    "district": "county",
    "devzone": "devzone",
    "town": "street",
    "community": "community",
    "village_group": "village_group",
    "road": "road",
    "roadno": "number",
    "poi": "poi",
    "subpoi": "subpoi",
    "houseno": "building",
    "cellno": "unit",
    "floorno": "floor",
    "roomno": "room",
    "bed": "bed",
    "assist": "assist",
    "distance": "distance",
    "intersection": "intersection",
    "redundant": "redundant",
    "others": "others",
}
"""Label (as in public sets of labelled addresses) → key of the JSON object."""
_OUTSIDE = re.compile(r"[\s,.;:()（）【】\[\]，。；：、\-—_/|\"'“”]+")
_GOES_ON = ("town", "community", "road")
_ROAD_WORD = re.compile(
    r"镇|乡|村|社区|路|街|巷|弄|道|大道|大街|公路|[东西南北中]{1,2}(?:路|街|大街|大道|巷)"
)
Heads = Callable[[str], tuple[Sequence[tuple[str, int, int, str]], int]]


def goes_on(text: str, at: int) -> bool:
    """Does an address follow at this place: a town, a community, a road, with a name of its own?"""
    if _ROAD_WORD.match(text, at):  # 解放路 and 永安镇, and not counties 解放 and 永安
        return False
    pieces = scan(folded(text[at : at + 40]))
    return (
        bool(pieces) and pieces[0].start == 0 and pieces[0].label in _GOES_ON and pieces[0].end >= 3
    )


def parse(text: str, heads: Heads) -> dict[str, Any]:
    """One text in parts. `heads`: the divisions it begins with, (label, start, end, code), and where the rest begins.

    The object has the text itself, every key of `KEYS` ("" or the words as they stand; several of a kind joined by a
    space, the first under its key), `sub_number`, `code` (of the narrowest division that is sure), `rest` (what no part
    took), and `parts`: all pieces in order with label, text, start and end in the text.
    """
    text = visible(text)[:MOST]
    found, at = heads(text)
    pieces = [Piece(h[0], h[1], h[2]) for h in found]
    after = pieces[-1].label if pieces else ""
    flat = folded(text)
    pieces += [
        p
        for p in scan(flat, start=at, after=after if after in ("town", "community") else "")
        if p.end > p.start
    ]
    pieces = _trimmed(text, pieces)
    answer: dict[str, Any] = {"text": text, **dict.fromkeys(KEYS.values(), ""), "sub_number": ""}
    for piece in pieces:
        key, words = KEYS[piece.label], text[piece.start : piece.end]
        answer[key] = f"{answer[key]} {words}" if answer[key] else words
    if sub := re.search(r"-([0-9-]+)号", forms.number(folded(answer["number"].split(" ")[0]))):
        answer["sub_number"] = sub[1]
    answer["code"] = next((h[3] for h in reversed(found) if h[3]), "")
    answer["rest"] = _rest(text, pieces)
    answer["parts"] = [
        {
            "label": p.label,
            "key": KEYS[p.label],
            "text": text[p.start : p.end],
            "start": p.start,
            "end": p.end,
        }
        for p in pieces
    ]
    return answer


def _trimmed(text: str, pieces: list[Piece]) -> list[Piece]:
    """Pieces without the marks around them; those that are nothing else fall away."""
    trimmed = []
    for label, start, end in pieces:
        while (
            start < end
            and _OUTSIDE.fullmatch(text[start])
            and not (label == "roomno" and text[start] in "-—")
        ):
            start += 1
        while end > start and _OUTSIDE.fullmatch(text[end - 1]):
            end -= 1
        if end > start:
            trimmed.append(Piece(label, start, end))
    return trimmed


def _rest(text: str, pieces: list[Piece]) -> str:
    at, left = 0, []
    for piece in pieces:
        left.append(text[at : piece.start])
        at = piece.end
    left.append(text[at:])
    return " ".join(word for part in left if (word := _OUTSIDE.sub(" ", part).strip()))


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
