"""Forms, inspections, hazards and their steps: frozen values. The one table of steps stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from anju.foundation.law.reading import Text

SUBJECTS = ("building", "home")
"""What an inspection looks at."""
BUILDINGS = ("rental", "dormitory", "house", "apartment")
"""Kinds of buildings, as `places` knows them."""
ANSWERS = ("yes", "no", "fixed", "none")
"""In order; not in order; not in order and put right while the inspector was there; there is no such thing here."""
MOST_PHOTOS = 6
"""Photographs of one hazard or of one step."""
MOST_TEXT = 500
MOST_DAYS = 180
"""Days of the longest term of a notice."""


class HazardState(StrEnum):
    """Where a hazard stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class HazardStep(StrEnum):
    """What is done about a hazard."""

    NOTICED = "noticed"
    FIXED = "fixed"
    ANSWERED = "answered"
    REMAINS = "remains"
    RECTIFIED = "rectified"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Step(NamedTuple):
    """The states a step leaves, the state it leads to, whether the office takes it (else who answers for the home), and
    whether it needs words and a new last day."""

    after: tuple[HazardState, ...]
    to: HazardState
    office: bool = True
    text: bool = False
    term: bool = False


_WAITING = (HazardState.OPEN, HazardState.ANSWERED)
STEPS: Mapping[HazardStep, Step] = {
    HazardStep.NOTICED: Step((), HazardState.OPEN, term=True),
    HazardStep.FIXED: Step((), HazardState.CLOSED),
    HazardStep.ANSWERED: Step(_WAITING, HazardState.ANSWERED, office=False, text=True),
    HazardStep.REMAINS: Step(_WAITING, HazardState.OPEN, term=True),
    HazardStep.RECTIFIED: Step(_WAITING, HazardState.CLOSED),
    HazardStep.WITHDRAWN: Step(_WAITING, HazardState.WITHDRAWN, text=True),
    HazardStep.REOPENED: Step(
        (HazardState.CLOSED, HazardState.WITHDRAWN), HazardState.OPEN, text=True, term=True
    ),
}
"""The transition table of hazards. A step without `after` begins one."""


@dataclass(frozen=True, slots=True)
class FormItem:
    """One question of a form; "yes" means in order. `hazard`: a code of GB/T 31000 or an own one of the form; `days`:
    the term of a notice, in days; `serious`: it weighs on how often the building is visited."""

    key: str
    words: Text
    hazard: str
    serious: bool
    days: int
    article: Text


@dataclass(frozen=True, slots=True)
class InspectionForm:
    """A form of one region (prefix) from a day on: what is asked of a `subject` in buildings of these kinds. `hazards`:
    own types of the form, code → words."""

    region: str
    key: str
    words: Text
    subject: str
    buildings: tuple[str, ...]
    items: tuple[FormItem, ...]
    hazards: Mapping[str, Text]
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None

    def item(self, key: str) -> FormItem | None:
        """The question of this key."""
        return next((i for i in self.items if i.key == key), None)


@dataclass(frozen=True, slots=True)
class VisitRule:
    """How often buildings of these kinds are visited with a form: months between two visits by the condition of the
    building (`CONDITIONS`), and how many days a visit may take from the first day of its period."""

    region: str
    key: str
    form: str
    subject: str
    buildings: tuple[str, ...]
    months: Mapping[str, int]
    within: int
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None


CONDITIONS = ("serious", "hazard", "unvisited", "in_order")
"""The condition of a building, the worst first: a serious hazard is not put right; another one is; nobody has inspected
it yet; nothing is known against it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found at one question. `photos`: files as they were taken; `days`: the term, None for that of the
    form."""

    answer: str
    note: str = ""
    days: int | None = None
    photos: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Handling:
    """What is done about one hazard: a step, words, the last day of a new term, photographs."""

    hazard_id: int
    step: HazardStep
    text: str = ""
    due: date | None = None
    photos: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Premises:
    """What is inspected: a building, or one home of it. `text`: the address; `party` answers for it."""

    building_id: int
    home_id: int | None
    home_code: str
    region: str
    party: str
    text: str
    kind: str

    @property
    def subject(self) -> str:
        """building or home."""
        return "building" if self.home_id is None else "home"


@dataclass(frozen=True, slots=True)
class HazardEvent:
    """One step in the life of a hazard: who did it (`by_label`; `office`: staff), when, with which words."""

    id: int
    step: HazardStep
    at: datetime
    by_label: str
    office: bool
    text: str
    due: date | None
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hazard:
    """One hazard. `due`: the last day of its term; `events`: its life, oldest first."""

    id: int
    inspection_id: int
    item: FormItem
    type_words: Text
    state: HazardState
    note: str
    due: date | None
    since: datetime
    events: tuple[HazardEvent, ...] = ()

    def overdue(self, today: date) -> bool:
        """The term has passed and the landlord has not answered."""
        return self.state is HazardState.OPEN and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class InspectionRecord:
    """One inspection as everybody concerned reads it: office and landlord see the same."""

    id: int
    number: str
    premises: Premises
    form: InspectionForm
    day: date
    answers: Mapping[str, str]
    note: str
    by_label: str
    recorded_at: datetime
    hazards: tuple[Hazard, ...]

    @property
    def state(self) -> str:
        """open, answered (everything that waits was answered), closed or clear (nothing was found)."""
        states = {h.state for h in self.hazards}
        if HazardState.OPEN in states:
            return "open"
        if HazardState.ANSWERED in states:
            return "answered"
        return "closed" if states else "clear"


@dataclass(frozen=True, slots=True)
class InspectionLine:
    """One line of a list: an inspection with its hazards counted. `due`: the nearest last day of those open."""

    id: int
    number: str
    premises: Premises
    form_words: Text
    day: date
    by_label: str
    open: int
    answered: int
    closed: int
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class OpenHazards:
    """How many hazards are to be put right, and the nearest last day."""

    count: int = 0
    due: date | None = None


@dataclass(frozen=True, slots=True)
class InspectionPage:
    """A page of a list, and how many there are in all."""

    lines: tuple[InspectionLine, ...] = ()
    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A visit that is due at a building, or at one home of it, by one rule: `count` periods wait, the first since
    `since`; `due` is the last day of the one that ends first. One inspection by `form` does them all. `condition` of
    the building and `months` between two visits, as the latest period had them."""

    building_id: int
    home_id: int | None
    region: str
    rule: str
    form: str
    since: date
    due: date
    count: int
    condition: str
    months: int
