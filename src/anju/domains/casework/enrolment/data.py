"""Rules, rounds, schools and applications of enrolment: frozen values. The one table of steps stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from anju.foundation.law.reading import Text

MOST_TEXT = 1_000
MOST_SCHOOLS = 2_000
"""Lines of a list of schools."""
MOST_CHILDREN = 6
"""Children of one application."""
MOST_DOCUMENTS = 10
"""Files of one child's application."""
GRADES = range(1, 10)
"""The nine years of compulsory schooling."""


class RoundKind(StrEnum):
    """What a round is for: beginning school, or changing to one here in between."""

    ENTRY = "entry"
    TRANSFER = "transfer"


class RoundState(StrEnum):
    """OPEN: announced; ALLOCATED: computed, seen by the office; PUBLISHED: families see it."""

    OPEN = "open"
    ALLOCATED = "allocated"
    PUBLISHED = "published"


class EnrolmentState(StrEnum):
    """Where a child's application stands."""

    FILED = "filed"
    RETURNED = "returned"
    QUALIFIED = "qualified"
    REFUSED = "refused"
    PLACED = "placed"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    GIVEN_BACK = "given_back"
    WITHDRAWN = "withdrawn"


S = EnrolmentState
LIVE = (S.FILED, S.RETURNED, S.QUALIFIED, S.PLACED, S.WAITING, S.ACCEPTED)
"""States in which a child has an application under way."""
HOLDING = (S.PLACED, S.ACCEPTED)
"""States in which a child holds a place."""


class EnrolmentStep(StrEnum):
    """What is done about an application."""

    FILED = "filed"
    CHANGED = "changed"
    DOCUMENT = "document"
    ANSWERED = "answered"
    RETURNED = "returned"
    QUALIFIED = "qualified"
    REFUSED = "refused"
    PLACED = "placed"
    WAITING = "waiting"
    MOVED_UP = "moved_up"
    ACCEPTED = "accepted"
    GIVEN_BACK = "given_back"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    VACCINATION = "vaccination"


class StepRule(NamedTuple):
    """The states a step leaves and the state it leads to (None: it stays)."""

    after: tuple[EnrolmentState, ...]
    to: EnrolmentState | None


T = EnrolmentStep
_BEFORE = (S.FILED, S.RETURNED, S.QUALIFIED)
STEPS: Mapping[EnrolmentStep, StepRule] = {
    T.FILED: StepRule((), S.FILED),
    T.CHANGED: StepRule(_BEFORE, None),
    T.DOCUMENT: StepRule((*_BEFORE, S.REFUSED), None),
    T.ANSWERED: StepRule((S.RETURNED,), S.FILED),
    T.RETURNED: StepRule((S.FILED, S.QUALIFIED), S.RETURNED),
    T.QUALIFIED: StepRule((*_BEFORE, S.REFUSED), S.QUALIFIED),
    T.REFUSED: StepRule(_BEFORE, S.REFUSED),
    T.PLACED: StepRule((S.QUALIFIED, S.WAITING, S.PLACED), S.PLACED),
    T.WAITING: StepRule((S.QUALIFIED, S.WAITING, S.PLACED), S.WAITING),
    T.MOVED_UP: StepRule((S.WAITING, S.PLACED), S.PLACED),
    T.ACCEPTED: StepRule((S.PLACED,), S.ACCEPTED),
    T.GIVEN_BACK: StepRule(HOLDING, S.GIVEN_BACK),
    T.LAPSED: StepRule((S.PLACED,), S.GIVEN_BACK),
    T.WITHDRAWN: StepRule((*_BEFORE, S.WAITING), S.WITHDRAWN),
    T.VACCINATION: StepRule(HOLDING, None),
}
"""The transition table. A vaccination certificate changes no state: it is looked at after the place is there."""

FACTS = (
    "family",
    "stay",
    "child_stay",
    "permit",
    "child_permit",
    "work",
    "insurance",
    "lease",
    "hukou",
    "no_school",
    "flexible",
    "points",
    "points_pension",
    "points_dwelling",
)
"""What a rule may ask for; nothing of education, title or taxes (国发〔2026〕11号)."""
VALUES = frozenset({"points", "points_pension", "points_dwelling"})
"""Facts that are a number, confirmed by an office."""
BY_DOCUMENT = frozenset({"work", "insurance", "lease", "flexible", "hukou", "stay", *VALUES})
"""Facts that the office may take from a paper where the register does not prove them."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to be proved. `months`: it must have lasted so long without a break; with `within`, so many of the last
    ones; `least`: a number; `on`: the day of the year it is asked for, "" the last day for applying."""

    fact: str
    months: int = 0
    within: int = 0
    least: Decimal = Decimal(0)
    on: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A way to a place: of each group of needs one must be proved."""

    code: str
    words: Text
    needs: tuple[tuple[Need, ...], ...]


@dataclass(frozen=True, slots=True)
class PointItem:
    """What counts: `each` point for every `per` months of a fact (or for its number), `most` in all."""

    code: str
    words: Text
    fact: str
    each: Decimal
    per: int
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class Admission:
    """The rule of a place. `cutoff`: the day of the year by which a child must be `age`; `most_choices`: schools that
    may be named; `catchment`: only schools whose area holds the home may be; without `points` the draw decides."""

    code: str
    region: str
    words: Text
    routes: tuple[Route, ...]
    points: tuple[PointItem, ...]
    age: int
    cutoff: str
    most_choices: int
    catchment: bool
    appeal: Text
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentDays:
    """Days a place has published for a round: apply from … to, result, reply; None: not published yet."""

    region: str
    kind: RoundKind
    grades: tuple[int, ...]
    year: int
    apply_from: date
    apply_to: date
    results_on: date | None
    words: Text
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that is proved: its periods (until None: it goes on) or its number, and where that stands: ``register``,
    ``permits``, ``document``, ``points_list``."""

    fact: str
    source: str
    periods: tuple[tuple[date, date | None], ...] = ()
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How somebody stands to a rule: the route that is proved (None: none is), and of the nearest one what is missing:
    of each group one is enough."""

    route: str | None
    missing: tuple[tuple[Need, ...], ...]


@dataclass(frozen=True, slots=True)
class SchoolPlaces:
    """A school of a round: places by grade, the areas it serves as code prefixes, empty: the whole region."""

    code: str
    name: str
    region: str
    address: str
    places: Mapping[int, int]
    areas: tuple[str, ...] = ()

    def serves(self, home: str) -> bool:
        """Does a home with this code lie in its area?"""
        return not self.areas or home.startswith(self.areas)


@dataclass(frozen=True, slots=True)
class RefusedSchool:
    """A line of a list of schools that was left out: `fault` is the code of a sentence, `column` the title."""

    line: int
    fault: str
    column: str
    value: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """A round as the office opened it. `seed_source`: how the seed of the draw comes about, published beforehand;
    `seed`: "" until it was drawn; `cutoffs`: (school, grade) → points and draw of the last child placed."""

    id: int
    region: str
    kind: RoundKind
    year: int
    grades: tuple[int, ...]
    title: str
    apply_from: date
    apply_to: date
    results_on: date
    reply_by: date
    term_begins: date
    seed_source: str
    seed: str
    state: RoundState
    admission: str
    cutoffs: Mapping[str, tuple[str, str]]
    refused: tuple[RefusedSchool, ...]
    published_at: datetime | None
    version: int

    def takes_on(self, day: date) -> bool:
        """Are applications taken on that day?"""
        return self.state is RoundState.OPEN and self.apply_from <= day <= self.apply_to


@dataclass(frozen=True, slots=True)
class Applicant:
    """A child as the allocation sees it. `choices`: schools in order; `near`: schools whose area holds the home, for a
    place by arrangement; `arrange`: the family takes one."""

    id: int
    family: str
    grade: int
    points: Decimal
    choices: tuple[str, ...]
    same_school: bool = True
    arrange: bool = True
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """A school that could not be given when it was the family's turn: places left, places needed."""

    school: str
    left: int
    needed: int


@dataclass(frozen=True, slots=True)
class Placement:
    """The answer for one child. `school` None: on the waiting list; `choice`: 1 for the first one named, 0 by
    arrangement or none; `split`: siblings who wanted one school and did not get it."""

    school: str | None
    choice: int
    passed: tuple[Passed, ...]
    split: bool = False


@dataclass(frozen=True, slots=True)
class EnrolmentEvent:
    """One step in the life of an application."""

    step: EnrolmentStep
    at: datetime
    by_label: str
    text: str
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EnrolmentDocument:
    """A file of an application: what it proves, and its hash."""

    id: int
    fact: str
    name: str
    content_type: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A child's application. `name`, `born`, `guardian`, `home`: as they stood in the register when it was filed."""

    id: int
    number: str
    family: str
    round_id: int
    child_id: int
    guardian_id: int
    region: str
    grade: int
    choices: tuple[str, ...]
    same_school: bool
    arrange: bool
    state: EnrolmentState
    route: str
    points: Decimal
    draw: str
    school: str
    choice: int
    passed: tuple[Passed, ...]
    split: bool
    vaccination: str
    vaccination_on: date | None
    name: str
    born: date | None
    guardian: str
    home: str
    known: tuple[Known, ...]
    filed_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class EnrolmentRecord:
    """One application with its history, files, and how it stands to the rule."""

    line: Enrolment
    round: Round
    fit: Fit
    events: tuple[EnrolmentEvent, ...]
    documents: tuple[EnrolmentDocument, ...]
    ahead: int
    """Families before this one on the waiting list of its first choice; 0 where it does not wait."""
