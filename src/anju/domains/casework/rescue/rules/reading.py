"""Reading duties and figures of rescue from the files of law."""

from __future__ import annotations

from anju.domains.casework.rescue.data import Bound, Condition, Duty, Step
from anju.foundation.calendar import Unit
from anju.foundation.calendar.statutory import Term
from anju.foundation.law.reading import Part

CODES = ("minor_below", "alone_from", "cash_most")
"""Figures the law states, each needed."""


def read_duty(part: Part, *, region: str) -> Duty:
    """An entry of the section ``rescue_duties``. `Refused` ``law_file_invalid``."""
    since = part.since()
    try:
        about = Condition(part.text("about"))
        done_by = tuple(map(Step, part.texts("done_by")))
    except ValueError as error:
        raise part.wrong("an unknown condition or step", "about") from error
    duty = Duty(
        code=part.text("code"),
        region=region,
        words=part.words(),
        about=about,
        done_by=done_by,
        term=_term(part),
        source=part.pair("source"),
        confidence=part.confidence(),
        valid_from=since,
        valid_to=part.until(since),
    )
    part.done()
    return duty


def read_bound(part: Part, *, region: str) -> Bound:
    """An entry of the section ``rescue_bounds``. `Refused` ``law_file_invalid``."""
    since, amount = part.since(), part.whole("amount")
    bound = Bound(
        code=part.text("code"),
        region=region,
        amount=amount or 0,
        words=part.words(),
        source=part.pair("source"),
        confidence=part.confidence(),
        valid_from=since,
        valid_to=part.until(since),
    )
    if bound.code not in CODES:
        raise part.wrong(f"one of {', '.join(CODES)}", "code")
    part.done()
    return bound


def _term(part: Part) -> Term | None:
    amount = part.whole("amount", 0) or 0
    if not amount:
        return None
    try:
        return Term(amount, Unit(part.text("unit")))
    except ValueError as error:
        raise part.wrong("an unknown unit", "unit") from error
