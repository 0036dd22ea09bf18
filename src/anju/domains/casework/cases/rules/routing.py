"""Which office a matter goes to, by matter and place, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from anju.domains.casework.cases.data import Duty, Matter
from anju.foundation.errors import Refused

ANY = "*"
LEVELS = (12, 9, 6, 4, 2)


def matter_in_force(matters: Iterable[Matter], code: str, region: str, day: date) -> Matter | None:
    """The matter as it holds in a region on a day: the narrowest region, in it the latest day."""
    found = [
        m
        for m in matters
        if m.code == code
        and region.startswith(m.region)
        and m.valid_from <= day
        and (m.valid_to is None or day < m.valid_to)
    ]
    return max(found, key=lambda m: (len(m.region), m.valid_from), default=None)


def route(duties: Iterable[Duty], matter: str, region: str, day: date) -> Duty:
    """The duty that holds: of the narrowest region, in it the matter's own before that for all, then the latest.

    `Refused` ``case_no_duty`` where none is laid down.
    """
    found = [
        d
        for d in duties
        if d.matter in (matter, ANY)
        and region.startswith(d.region)
        and d.valid_from <= day
        and (d.valid_to is None or day < d.valid_to)
    ]
    if not found:
        raise Refused("case_no_duty")
    return max(found, key=lambda d: (d.matter == matter, len(d.region), d.valid_from))


def office_of(duty: Duty, region: str) -> str:
    """The office in a place, as a code prefix."""
    return region[: duty.digits]


def level_above(office: str) -> str:
    """The office that a complaint about this one goes to: the next level, a city's own stays there."""
    shorter: Sequence[int] = [n for n in LEVELS if n < len(office) and n >= 4]
    return office[: shorter[0]] if shorter else office
