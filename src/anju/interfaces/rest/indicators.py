"""``/indicators``: figures of an area on any day, with their parts and values."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Path, Query, Router, Schema
from pydantic import AwareDatetime, Field

from anju.domains.register import api as register
from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api.indicators import Figure, Indicator
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.foundation.facts import Span
from anju.interfaces.rest.auth import TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem

router = Router()
EARLIEST = date(2000, 1, 1)
Code = Annotated[str, Path(min_length=1, max_length=40, description="Code of an indicator.")]
Area = Annotated[
    str,
    Query(
        pattern=r"^[0-9]{0,15}$",
        description="Prefix of a division (2, 4, 6, 9, 12 or 15 digits); empty: the whole country.",
    ),
]
Since = Annotated[
    date | None, Query(description="First day; default: the first of the month of `until`.")
]
Until = Annotated[date | None, Query(description="Last day; default: today.")]
Known = Annotated[
    AwareDatetime | None, Query(description="As it was recorded at this moment; default: now.")
]


class Definition(Schema):
    """What an indicator says."""

    code: str
    topic: str
    name: str
    name_en: str
    unit: str
    formula: Literal["count", "rate", "difference"]
    flow: bool = Field(description="Of a span of days, rather than of one day.")
    adds_up: bool = Field(description="The parts of an area sum to it.")
    two_times: bool = Field(description="May be asked as known at an earlier moment.")
    dimensions: list[str]
    definition: str
    source: str


class Definitions(Schema):
    """All indicators."""

    items: list[Definition]


class Counted(Schema):
    """A figure. `value`: a count, a percentage, or a difference; null where there is nothing to divide by."""

    value: int | float | None
    numerator: int
    denominator: int | None


class Part(Counted):
    """The figure of a part of the area."""

    region: str = Field(
        description="Prefix of the part; the area's own where it is not known to more."
    )


class Value(Schema):
    """The numerator of one value of a dimension."""

    value: str
    count: int


class IndicatorFigures(Schema):
    """An indicator of an area."""

    code: str
    region: str
    since: date
    until: date
    known_at: AwareDatetime | None = Field(
        description="The moment for which it is answered; null: now."
    )
    figure: Counted
    parts: list[Part]
    dimensions: dict[str, list[Value]]


@router.get("/indicators", response={200: Definitions, ERRORS: Problem}, summary="All indicators")
def definitions(request: TokenRequest) -> Definitions:
    """Every figure that can be asked for, with its definition. Needs ``stats.see`` or ``person.see``."""
    if not statistics.figures_area(request.actor):
        request.actor.require("stats.see")
    return Definitions(items=[_definition(one) for one in statistics.indicators().values()])


@router.get(
    "/indicators/{code}",
    response={200: IndicatorFigures, ERRORS: Problem},
    summary="An indicator of an area",
)
def figures(
    request: TokenRequest,
    code: Code,
    region: Area = "",
    since: Since = None,
    until: Until = None,
    known_at: Known = None,
) -> IndicatorFigures:
    """The same figures as the pages show: of the area, of each part of it, of each value of its dimensions."""
    one = statistics.indicators().get(code)
    if one is None:
        raise NotFound("figures_unknown")
    span = _span(request, since, until, known_at)
    actor = request.actor
    (figure,) = statistics.figures([one], region, [span], actor=actor)[code]
    parts = statistics.by_part(one, region, span, actor=actor) if len(region) < 12 else {}
    values = statistics.by_values(one, region, span, actor=actor)
    return IndicatorFigures(
        code=code,
        region=region,
        since=span.since,
        until=span.until,
        known_at=span.known_at,
        figure=_counted(figure),
        parts=[Part(region=part, **_counted(its).dict()) for part, its in parts.items()],
        dimensions={
            d: [Value(value=v, count=n) for v, n in found.items()] for d, found in values.items()
        },
    )


def _span(
    request: TokenRequest, since: date | None, until: date | None, known_at: AwareDatetime | None
) -> Span:
    today = local_date(request.at)
    last = until or today
    first = since or last.replace(day=1)
    if not EARLIEST <= first <= last <= today:
        raise Refused("figures_days", since=EARLIEST.isoformat(), until=today.isoformat())
    answered = register.answerable(known_at, at=request.at) if known_at else None
    return Span(first, last, answered)


def _definition(one: Indicator) -> Definition:
    return Definition(
        code=one.code,
        topic=one.topic,
        name=one.name[0],
        name_en=one.name[1],
        unit=one.unit[0],
        formula=one.formula.value,
        flow=statistics.flow(one),
        adds_up=statistics.adds_up(one),
        two_times=statistics.two_times(one),
        dimensions=list(one.by),
        definition=one.definition[0],
        source=one.source[0],
    )


def _counted(figure: Figure) -> Counted:
    return Counted(value=figure.value, numerator=figure.numerator, denominator=figure.denominator)
