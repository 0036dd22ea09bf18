"""Reading the law of enrolment: rules of admission and published days."""

from __future__ import annotations

import re
from decimal import Decimal

from anju.domains.casework.enrolment.data import (
    FACTS,
    GRADES,
    VALUES,
    Admission,
    EnrolmentDays,
    Need,
    PointItem,
    RoundKind,
    Route,
)
from anju.foundation.law.reading import Part

_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def read_admission(part: Part, *, region: str) -> Admission:
    """An entry of the section ``enrolment``. `Refused` ``law_file_invalid``."""
    since = part.since()
    found = Admission(
        code=part.text("code"),
        region=region,
        words=part.words(),
        routes=tuple(map(_route, part.parts("routes"))),
        points=tuple(map(_item, part.parts("points", []))),
        age=part.whole("age", 6) or 6,
        cutoff=_day(part, "cutoff", "08-31"),
        most_choices=part.whole("most_choices", 3) or 3,
        catchment=bool(part("catchment", False)),
        appeal=part.pair("appeal"),
        source=part.pair("source"),
        confidence=part.confidence(),
        valid_from=since,
        valid_to=part.until(since),
    )
    if not found.routes:
        raise part.wrong("no way to a place", "routes")
    if not found.source[0]:
        raise part.wrong("source is missing", "source")
    part.done()
    return found


def read_days(part: Part, *, region: str) -> EnrolmentDays:
    """An entry of the section ``enrolment_days``. `Refused` ``law_file_invalid``."""
    since = part.since()
    begins, ends = part.day("apply_from"), part.day("apply_to")
    grades = part("grades")
    try:
        kind = RoundKind(part.text("kind"))
    except ValueError as error:
        raise part.wrong("entry or transfer", "kind") from error
    if begins is None or ends is None or ends < begins:
        raise part.wrong("it ends before it begins", "apply_to")
    if not isinstance(grades, list) or not grades or any(g not in GRADES for g in grades):
        raise part.wrong("a list of grades 1 to 9", "grades")
    found = EnrolmentDays(
        region,
        kind,
        tuple(grades),
        part.whole("year") or 0,
        begins,
        ends,
        part.day("results_on", None),
        part.words(),
        part.pair("source"),
        part.confidence(),
        since,
        part.until(since),
    )
    part.done()
    return found


def _day(part: Part, key: str, default: str = "") -> str:
    found = str(part(key, default))
    if found and not _DAY.fullmatch(found):
        raise part.wrong("a day of the year like 08-31", key)
    return found


def _route(part: Part) -> Route:
    groups = []
    for one in part.parts("needs"):
        groups.append(tuple(map(_need, one.parts("any"))) if "any" in one.raw else (_need(one),))
        if "any" in one.raw:
            one.done()
    found = Route(part.text("code"), part.words(), tuple(groups))
    part.done()
    return found


def _need(part: Part) -> Need:
    found = Need(
        _fact(part),
        part.whole("months", 0) or 0,
        part.whole("within", 0) or 0,
        part.number("least", 0) or Decimal(0),
        _day(part, "as_of"),
    )
    if bool(found.least) != (found.fact in VALUES):
        raise part.wrong("a number has a least one, and nothing else has", "least")
    part.done()
    return found


def _item(part: Part) -> PointItem:
    found = PointItem(
        part.text("code"),
        part.words(),
        _fact(part),
        part.needed("each"),
        part.whole("per", 1) or 1,
        part.number("most", None),
    )
    part.done()
    return found


def _fact(part: Part) -> str:
    fact = part.text("fact")
    if fact not in FACTS:
        raise part.wrong(f"one of {', '.join(FACTS)}", "fact")
    return fact
