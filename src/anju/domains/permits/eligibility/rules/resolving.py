"""Which rule holds in a place on a day: the city's own, and where it has none, its province's, then the nation's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from anju.domains.permits.eligibility.data import Gap, RuleSet, Span, Way

PARAMETERS = (
    "ways",
    "counted_from",
    "anywhere",
    "longest_gap",
    "stable_homes",
    "window",
    "reminders",
    "gap",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one place on one day. `code`, `since`: of the most local rule set; `layers`: all that hold there,
    most local first; `origin`: parameter → code of the rule set it comes from. `changes_on`: the day another set of
    rules begins to hold there, None when none is known."""

    code: str
    since: date
    region: str
    permit: str
    layers: tuple[RuleSet, ...]
    origin: tuple[tuple[str, str], ...]
    changes_on: date | None
    ways: tuple[Way, ...]
    counted_from: str
    anywhere: bool
    longest_gap: int
    stable_homes: frozenset[str]
    window: Span | None
    reminders: tuple[int, ...]
    gap: Gap | None


def rules_in(
    region: str, day: date, *, permit: str = "resident", rulesets: Iterable[RuleSet]
) -> Rules | None:
    """The rules of a place on a day, None before the first rule of that permit. `region`: any code in the place."""
    here = [r for r in rulesets if r.permit == permit and region.startswith(r.region)]
    layers = sorted(
        (r for r in here if r.since <= day and (r.until is None or day < r.until)),
        key=lambda r: (len(r.region), r.since),
        reverse=True,
    )
    if not layers or layers[-1].region:
        return None
    found: dict[str, tuple[Any, str]] = {
        name: next(
            ((getattr(r, name), r.code) for r in layers if getattr(r, name) is not None), (None, "")
        )
        for name in PARAMETERS
    }
    turns = [d for r in here for d in (r.since, r.until) if d is not None and d > day]
    return Rules(
        code=layers[0].code,
        since=layers[0].since,
        region=layers[0].region,
        permit=permit,
        layers=tuple(layers),
        origin=tuple((name, code) for name, (_, code) in found.items() if code),
        changes_on=min(turns, default=None),
        **{
            name: value if value is not None else _NOTHING[name]
            for name, (value, _) in found.items()
        },
    )


_NOTHING: dict[str, Any] = {
    "ways": (),
    "counted_from": "",
    "anywhere": False,
    "longest_gap": 0,
    "stable_homes": frozenset(),
    "window": None,
    "reminders": (),
    "gap": None,
}
"""A national rule leaves nothing open; permits without endorsement have no window."""
