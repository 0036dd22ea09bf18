"""Which office a matter goes to, by matter and place, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from anju.domains.casework.cases.data import Duty, Matter
from anju.foundation.errors import Refused
from anju.foundation.law.validity import holding_in, narrowest, rank

ANY = "*"
LEVELS = (12, 9, 6, 4, 2)


def matter_in_force(matters: Iterable[Matter], code: str, region: str, day: date) -> Matter | None:
    """The matter as it holds in a region on a day: the narrowest region, in it the latest day."""
    return narrowest((m for m in matters if m.code == code), region, day)


def route(duties: Iterable[Duty], matter: str, region: str, day: date) -> Duty:
    """The duty that holds: the matter's own before that for all, then the narrowest region, then the latest.

    `Refused` ``case_no_duty`` where none is laid down.
    """
    here = holding_in((d for d in duties if d.matter in (matter, ANY)), region, day)
    if not here:
        raise Refused("case_no_duty")
    return max(here, key=lambda d: (d.matter == matter, *rank(d)))


def office_of(duty: Duty, region: str) -> str:
    """The office in a place, as a code prefix."""
    return region[: duty.digits]


def level_above(office: str) -> str:
    """The office that a complaint about this one goes to: the next level, a city's own stays there."""
    shorter: Sequence[int] = [n for n in LEVELS if n < len(office) and n >= 4]
    return office[: shorter[0]] if shorter else office
