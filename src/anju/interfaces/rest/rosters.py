"""``/employers/{code}/roster-week``: what is owed this week, and that nothing changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Path, Router, Schema
from pydantic import ConfigDict, Field

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
from anju.domains.register.api import rosters
from anju.domains.register.api.rosters import RosterStanding
from anju.foundation.errors import NotFound
from anju.interfaces.rest.auth import TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem

router = Router()
Code = Annotated[
    str, Path(min_length=1, max_length=20, description="Own code, or unified social credit code.")
]


class RosterWeek(Schema):
    """How an employer stands with the roster of this week."""

    employer: str
    monday: date
    state: Literal["late", "due", "arrived", "not_asked"]
    due: date | None = Field(description="Last day for it; null where none is asked.")
    arrived_at: datetime | None
    unchanged: bool = Field(description="True when it was said that nothing changed.")
    last_at: datetime | None = Field(description="The latest roster of any week.")


class Unchanged(Schema):
    """What is said of this week."""

    model_config = ConfigDict(extra="forbid")

    unchanged: bool = Field(description="False takes it back.")


@router.get(
    "/employers/{code}/roster-week",
    response={200: RosterWeek, ERRORS: Problem},
    summary="This week's roster",
)
def roster_week(request: TokenRequest, code: Code) -> RosterWeek:
    """Whether an employer owes this week's roster, and when it came."""
    one = _seen(request, code)
    return _schema(one, rosters.roster_standings([one], actor=request.actor, at=request.at)[one.id])


@router.put(
    "/employers/{code}/roster-week",
    response={200: RosterWeek, ERRORS: Problem},
    summary="Nothing changed this week",
)
def say_unchanged(request: TokenRequest, code: Code, body: Unchanged) -> RosterWeek:
    """Instead of sending the same list again, or take that back; the same again changes nothing."""
    one = _seen(request, code)
    step = rosters.declare_unchanged if body.unchanged else rosters.withdraw_unchanged
    return _schema(one, step(one.id, actor=request.actor, at=request.at))


def _seen(request: TokenRequest, code: str) -> EmployerView:
    """The employer of this code; `NotFound` ``employer_unknown`` for one out of sight."""
    one, actor = employers.by_code(code), request.actor
    if one is None or not (
        actor.may("employer.see", party=one.party) or actor.may("employer.see", region=one.region)
    ):
        raise NotFound("employer_unknown")
    return one


def _schema(one: EmployerView, its: RosterStanding) -> RosterWeek:
    return RosterWeek(
        employer=one.code,
        monday=its.week,
        state=its.state,  # type: ignore[arg-type]
        due=its.due,
        arrived_at=its.arrived_at,
        unchanged=its.unchanged,
        last_at=its.last_at,
    )
