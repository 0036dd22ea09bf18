"""A person and the doses given to them, and what the rules say about both."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Given(NamedTuple):
    """A dose that was given: on which day (ordinal), which vaccine; `usable` is false for an expired or spoilt one."""

    day: int
    code: str
    maker: str = ""
    usable: bool = True
    key: str = ""


class Observed(NamedTuple):
    """Something known about a person's health, and since when."""

    code: str
    day: int | None = None


class Person(NamedTuple):
    """What the rules need to know about somebody."""

    born: int
    gender: str = "unknown"
    observations: tuple[Observed, ...] = ()
    country: str = ""


class DoseStatus(StrEnum):
    """What a given dose counts for."""

    VALID = "valid"
    NOT_VALID = "not_valid"
    EXTRANEOUS = "extraneous"
    SUB_STANDARD = "sub_standard"


class Reason(StrEnum):
    """Why a given dose counts or does not."""

    NONE = ""
    GRACE = "grace_period"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    TOO_SOON = "too_soon"
    CONFLICT = "vaccine_conflict"
    INADVERTENT = "inadvertent"
    OTHER_VACCINE = "other_vaccine"
    VACCINE_AGE = "vaccine_age"
    OTHER_MAKER = "other_maker"
    ALREADY_COMPLETE = "already_complete"
    NOT_USABLE = "not_usable"


class Status(StrEnum):
    """How far somebody is on the way to protection."""

    NOT_COMPLETE = "not_complete"
    COMPLETE = "complete"
    IMMUNE = "immune"
    CONTRAINDICATED = "contraindicated"
    AGED_OUT = "aged_out"
    NOT_RECOMMENDED = "not_recommended"


class Evaluation(NamedTuple):
    """One given dose under one series; `number` of the target dose, from 1, or 0 where all were met already."""

    given: Given
    status: DoseStatus
    reason: Reason = Reason.NONE
    number: int = 0
    clause: str = ""


class Forecast(NamedTuple):
    """The next dose: not before `earliest`, best from `recommended`, late after `past_due`, no more after `latest`."""

    status: Status
    number: int = 0
    earliest: int | None = None
    recommended: int | None = None
    past_due: int | None = None
    latest: int | None = None
    unadjusted_recommended: int | None = None
    unadjusted_past_due: int | None = None
    vaccines: tuple[str, ...] = ()
    priority: bool = False
    clause: str = ""
    label: str = ""


class SeriesAnswer(NamedTuple):
    """A person's state in one series."""

    antigen: str
    series: str
    kind: str
    evaluations: tuple[Evaluation, ...]
    forecast: Forecast
    starts: int = 0
    """From which day the series is meant for the person; 0 from birth."""


class GroupAnswer(NamedTuple):
    """A person's state in one vaccine group: doses, the next one, and the series it was drawn from.

    A group has several answers where an antigen has several series that do not replace each other (for children and
    again from 50 years on; for everybody and for people at risk)."""

    group: str
    kind: str
    evaluations: tuple[Evaluation, ...]
    forecast: Forecast
    series: tuple[SeriesAnswer, ...]
