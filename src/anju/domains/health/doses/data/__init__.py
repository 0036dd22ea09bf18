"""Values of doses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from anju.domains.health.immunization.data.answers import Evaluation, GroupAnswer
from anju.domains.health.immunization.data.schedule import Schedule


class Source(StrEnum):
    """Where a dose is known from, the surest first."""

    HERE = "here"
    REGISTRY = "registry"
    BOOKLET = "booklet"
    REPORTED = "reported"


SURENESS = tuple(Source)
"""Which of two contradicting doses counts until the nurse has decided: the one whose source stands first."""
BY_HAND = (Source.BOOKLET, Source.REGISTRY, Source.REPORTED)
"""Sources of doses that were given elsewhere."""
SITES = ("left_arm", "right_arm", "left_thigh", "right_thigh", "mouth")
ASKED = ("fever", "allergy", "reaction", "illness")
"""What is asked before a dose is given: fever today, allergy to a component, a severe reaction to an earlier dose, an
acute or worsening illness. A stable allergy, food allergy or asthma is none (2026 edition)."""
CONFLICT_DAYS = 28
"""Two sources that name doses of one antigen nearer than this may mean one dose."""


class DoseState(StrEnum):
    """Whether a dose counts as a fact."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    SAME = "same"


class Decision(StrEnum):
    """What was decided about a dose. `SAME`: it is the one named by another source; `SEPARATE`: it is not."""

    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    SAME = "same"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class NewDose:
    """A dose as it is entered. `lot_id`: the clinic's own lot for one given here; `place`: where it was given
    otherwise."""

    vaccine: str
    day: date
    source: Source
    lot_id: int | None = None
    lot: str = ""
    maker: str = ""
    site: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose that was recorded, and what became of it. `other`: the dose it is the same as, or was corrected by."""

    id: int
    child_id: int
    clinic_id: int | None
    vaccine: str
    day: date
    source: Source
    lot: str
    maker: str
    site: str
    place: str
    note: str
    by: str
    at: datetime
    lot_id: int | None = None
    state: DoseState = DoseState.STANDS
    reason: str = ""
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """Two doses of different sources that may be one; `counts` is taken for true until somebody decides."""

    counts: Dose
    doubtful: Dose


@dataclass(frozen=True, slots=True)
class Picture:
    """A child's doses, what they count for and what comes next, under the schedule in force on the day."""

    schedule: Schedule
    doses: tuple[Dose, ...]
    undecided: tuple[Undecided, ...]
    answers: tuple[GroupAnswer, ...]
    today: date
    evaluations: Mapping[int, tuple[Evaluation, ...]] = field(default_factory=dict)
    """By dose: what it counts for in each vaccine group."""
    next_from: date | None = None
    late_from: date | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day on which a child is expected at a clinic."""

    id: int
    child_id: int
    clinic_id: int
    day: date
    by_family: bool


@dataclass(frozen=True, slots=True)
class DropOut:
    """A child of a place some of whose doses are late. `groups`: those vaccine groups; `outcome` of this quarter's
    contact."""

    child_id: int
    name: str
    born: date
    region: str
    late_from: date
    groups: tuple[str, ...]
    outcome: str
    person_id: int | None


OUTCOMES = ("agreed", "unreachable", "moved", "elsewhere", "later", "declined")
"""What came of a contact: will come, was not reached, has moved, was given elsewhere, cannot now, does not want to.
Nothing follows from any of them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A dose whose coverage is reported: the `dose`-th that counts in the group, by which age in months."""

    group: str
    dose: int
    by_months: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the children due a dose, how many have it; `low` and `high` bound the share at 95 %. `sure`: without what was
    only stated. Shares are None where nobody is due."""

    measured: Measured
    due: int
    given: int
    sure: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Survey:
    """What a quarterly survey of a place found: children on file there, those with a late dose, the drop-outs."""

    region: str
    quarter: str
    children: int
    late: int
    contacted: int
    drop_outs: tuple[DropOut, ...]
