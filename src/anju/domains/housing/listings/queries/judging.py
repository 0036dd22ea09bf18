"""What becomes of the rows of a file: asked of the register and of the rows before, the same when previewed and when
applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from anju.domains.housing.listings.data.offers import HELD, RETURNED, SAME, TAKEN, Judged, Placed
from anju.domains.housing.listings.rules.rows import with_codes
from anju.foundation.db.statements import rows

RENEWED = ("expired", "withdrawn")
"""An offer that ended so counts anew when its sender lists it again; one that ended because the home was let does
not."""


@dataclass(slots=True)
class Before:
    """What earlier rows of the same file said: identity → fingerprint, flat → identity."""

    idents: dict[str, str] = field(default_factory=dict)
    spots: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    fingerprint: str
    why: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the register knows: this sender's listings by identity, and who offers a flat: (sender, identity)."""

    own: dict[str, _Stored]
    offered: dict[str, list[tuple[str, str]]]


def judge(found: Sequence[Placed], *, source: str, before: Before) -> list[Judged]:
    """The outcome of each row, in order. Two queries."""
    idents = [i for p in found for i in (p.ident, _second(p))]
    known = _Known(_stored(source, idents), _at_spots([p.spot for p in found if p.exact]))
    return [_judged(one, source, before, known) for one in found]


def _second(one: Placed) -> str:
    """The identity of a row whose own is taken by another row that says something else."""
    return f"{one.ident}~{one.fingerprint[:8]}"


def _judged(one: Placed, source: str, before: Before, known: _Known) -> Judged:
    if one.offer.refusal:
        return Judged(one, RETURNED, one.offer.refusal)
    earlier = before.idents.get(one.ident)
    if earlier not in (None, one.fingerprint):
        why = "listing_number_twice" if one.offer.number else "listing_same_flat"
        one = replace(with_codes(one, why), ident=_second(one))
        earlier = before.idents.get(one.ident)
    if earlier == one.fingerprint:
        return Judged(one, SAME, "listing_repeated")
    before.idents[one.ident] = one.fingerprint
    stored = known.own.get(one.ident)
    if stored and stored.fingerprint == one.fingerprint and stored.why not in RENEWED:
        _remember(one, before)
        return Judged(one, SAME, before=stored.id)
    one = _compared(one, source, before, known)
    _remember(one, before)
    doubts = one.offer.doubts
    status = HELD if doubts else TAKEN
    return Judged(one, status, doubts[0] if doubts else "", stored.id if stored else None)


def _compared(one: Placed, source: str, before: Before, known: _Known) -> Placed:
    """With what is to be said where the flat is offered already: by the same sender under another identity, or by
    somebody else."""
    if not one.exact or not one.spot:
        return one
    offered = known.offered.get(one.spot, [])
    again = before.spots.get(one.spot, one.ident) != one.ident
    if again or any(s == source and i != one.ident for s, i in offered):
        return with_codes(one, "listing_same_flat")
    others = any(s != source for s, _ in offered)
    return with_codes(one, "listing_offered_by_others") if others else one


def _remember(one: Placed, before: Before) -> None:
    if one.exact and one.spot:
        before.spots.setdefault(one.spot, one.ident)


def _stored(source: str, idents: Sequence[str]) -> dict[str, _Stored]:
    return {
        r[0]: _Stored(*r[1:])
        for r in rows(
            "SELECT ident, id, fingerprint, closed_why FROM housing_listing "
            "WHERE source = %s AND current AND ident = ANY(%s)",
            [source, list(idents)],
        )
    }


def _at_spots(spots: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = {}
    if spots:
        for spot, source, ident in rows(
            "SELECT spot, source, ident FROM housing_listing "
            "WHERE state = 'open' AND exact AND spot = ANY(%s)",
            [list(set(spots))],
        ):
            out.setdefault(spot, []).append((source, ident))
    return out
