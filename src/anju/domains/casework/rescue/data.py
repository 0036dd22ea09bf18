"""Rescue stations in values: wards, states, steps, ways of leaving, duties of the law. The one table of steps stands
here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from anju.foundation.calendar.statutory import Term, TermStatus
from anju.foundation.law.reading import Text

MOST_TEXT = 1_000
MOST_WORD = 100
MOST_AGE = 120
LATE_ENTRY_DAYS = 3
"""How long ago somebody may have come who was noted on paper first."""
MOST_BEDS = 400
"""Beds of one station."""


class Ward(StrEnum):
    """For whom a bed is: men, women, boys and girls sleep apart."""

    MEN = "men"
    WOMEN = "women"
    BOYS = "boys"
    GIRLS = "girls"


class StayState(StrEnum):
    """Where somebody is. MISSING: somebody who may not leave alone and is not to be found."""

    PRESENT = "present"
    HOSPITAL = "hospital"
    MISSING = "missing"
    LEFT = "left"


HERE = (StayState.PRESENT, StayState.HOSPITAL, StayState.MISSING)


class Identity(StrEnum):
    """What is known of who somebody is: nothing, what they say, or what was checked."""

    UNKNOWN = "unknown"
    STATED = "stated"
    CHECKED = "checked"


class Mark(StrEnum):
    """What asks for steps of its own. It is noted and shown at the station alone, and ends with the stay. UNABLE: who
    cannot judge their own acts; TRAFFICKED: suspected to be trafficked, lost or abandoned; ILL: to be seen by a
    doctor."""

    DISABLED = "disabled"
    UNABLE = "unable"
    TRAFFICKED = "trafficked"
    ILL = "ill"


class Condition(StrEnum):
    """Whom a duty of the law is about."""

    EVERYONE = "everyone"
    MINOR = "minor"
    UNKNOWN = "unknown"
    DISABLED = "disabled"
    UNABLE = "unable"
    TRAFFICKED = "trafficked"
    ILL = "ill"
    MISSING = "missing"
    KIN_AGREED = "kin_agreed"


class Step(StrEnum):
    """What is done for somebody."""

    ADMITTED = "admitted"
    IDENTIFIED = "identified"
    BED = "bed"
    MARKED = "marked"
    NEED = "need"
    FIRST_AID = "first_aid"
    HOSPITAL = "hospital"
    BACK = "back"
    CARE = "care"
    KIN_WISH = "kin_wish"
    KIN = "kin"
    GUARDIAN = "guardian"
    NOTICE = "notice"
    POLICE = "police"
    DNA = "dna"
    EXTENDED = "extended"
    PLACEMENT = "placement"
    CASH = "cash"
    KEPT = "kept"
    RETURNED = "returned"
    LINKED = "linked"
    UNLINKED = "unlinked"
    MISSING = "missing"
    LEFT = "left"
    REOPENED = "reopened"


class StepRule(NamedTuple):
    """The states a step is taken in, the state it leads to (None: it stays), whether it needs words."""

    after: tuple[StayState, ...]
    to: StayState | None = None
    text: bool = False


_PRESENT, _HOSPITAL, _MISSING, _LEFT = StayState
_ANY = (*HERE, _LEFT)
STEPS: Mapping[Step, StepRule] = {
    Step.ADMITTED: StepRule(()),
    Step.IDENTIFIED: StepRule(_ANY),
    Step.BED: StepRule((_PRESENT,)),
    Step.MARKED: StepRule(HERE),
    Step.NEED: StepRule(HERE, text=True),
    Step.FIRST_AID: StepRule(HERE, text=True),
    Step.HOSPITAL: StepRule((_PRESENT,), _HOSPITAL, text=True),
    Step.BACK: StepRule((_HOSPITAL, _MISSING), _PRESENT),
    Step.CARE: StepRule(HERE, text=True),
    Step.KIN_WISH: StepRule(HERE),
    Step.KIN: StepRule(HERE, text=True),
    Step.GUARDIAN: StepRule(HERE, text=True),
    Step.NOTICE: StepRule(HERE, text=True),
    Step.POLICE: StepRule(_ANY, text=True),
    Step.DNA: StepRule(HERE, text=True),
    Step.EXTENDED: StepRule(HERE, text=True),
    Step.PLACEMENT: StepRule(HERE, text=True),
    Step.CASH: StepRule((_PRESENT,)),
    Step.KEPT: StepRule(HERE),
    Step.RETURNED: StepRule(_ANY),
    Step.LINKED: StepRule(_ANY),
    Step.UNLINKED: StepRule(_ANY),
    Step.MISSING: StepRule((_PRESENT, _HOSPITAL), _MISSING, text=True),
    Step.LEFT: StepRule(HERE, _LEFT),
    Step.REOPENED: StepRule((_LEFT,), _PRESENT, text=True),
}
"""The transition table of stays at a station."""
NOTED = (
    Step.NEED,
    Step.FIRST_AID,
    Step.HOSPITAL,
    Step.BACK,
    Step.CARE,
    Step.KIN,
    Step.GUARDIAN,
    Step.NOTICE,
    Step.POLICE,
    Step.DNA,
    Step.PLACEMENT,
)
"""Steps that are words alone, taken by `note_step`."""


class Way(StrEnum):
    """How somebody leaves. UNSEEN: gone without a word."""

    WORD = "word"
    TICKET = "ticket"
    KIN = "kin"
    ESCORT = "escort"
    TRANSFER = "transfer"
    PLACED = "placed"
    UNSEEN = "unseen"
    DECEASED = "deceased"


ALONE = (Way.WORD, Way.TICKET)
"""Ways in which nobody goes along."""
HANDED_OVER = (Way.KIN, Way.ESCORT, Way.TRANSFER, Way.PLACED)
"""Ways in which somebody takes the person over and signs."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What the law asks a station to do for somebody: for whom, done by which steps, until when. Without a `term` it
    is owed at once."""

    code: str
    region: str
    words: Text
    about: Condition
    done_by: tuple[Step, ...]
    term: Term | None
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of the law: an age or an amount, by its code."""

    code: str
    region: str
    amount: int
    words: Text
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The figures as they hold at a station on a day."""

    minor_below: int
    alone_from: int
    cash_most: int


@dataclass(frozen=True, slots=True)
class Happened:
    """A step that was taken, as the duties need it."""

    step: Step
    at: datetime
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DutyStatus:
    """A duty about somebody and how it stands. `status` None: at once, and not done yet (`done_at` None) or done."""

    duty: Duty
    since: datetime
    status: TermStatus | None
    done_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.done_at is None

    @property
    def due(self) -> datetime | None:
        """The last moment; of what is owed at once the moment it began."""
        return self.since if self.status is None else self.status.due


@dataclass(frozen=True, slots=True)
class Station:
    """A rescue station. `region`: the division it lies in, which has no other one."""

    id: int
    name: str
    region: str
    address: str
    phone: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Bed:
    """A bed of a station. `taken_by`: the stay that has it."""

    id: int
    ward: Ward
    room: str
    label: str
    closed: bool
    taken_by: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Who somebody is, as far as is known. Kept as ciphertext. `since`: since when they have been on the road."""

    name: str = ""
    number: str = ""
    origin: str = ""
    kin: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What is noted when somebody comes. `age`: as stated or estimated, where no birth date is known; `brought_by`: who
    came along, "" for somebody who came alone; `companion`: the stay of the adult a child came with."""

    sex: str
    age: int | None = None
    birth_date: date | None = None
    facts: Facts = Facts()
    brought_by: str = ""
    needs: str = ""
    marks: frozenset[Mark] = frozenset()
    bed_id: int | None = None
    companion: int | None = None
    hospital: str = ""
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StayLine:
    """Somebody at a station, as lists show them. `called`: the name once it is known, before that the code."""

    id: int
    station_id: int
    number: str
    code: str
    called: str
    identity: Identity
    sex: str
    age: int
    minor: bool
    marks: frozenset[Mark]
    state: StayState
    bed: str
    ward: str
    bed_id: int | None
    arrived_at: datetime
    left_at: datetime | None
    way: str
    person_id: int | None
    open_duties: tuple[DutyStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """Something kept for somebody. `returned_to`: who signed for it."""

    id: int
    what: str
    place: str
    kept_at: datetime
    kept_by: str
    returned_at: datetime | None
    returned_by: str
    returned_to: str


@dataclass(frozen=True, slots=True)
class StayEvent:
    """One line of the history."""

    id: int
    step: Step
    at: datetime
    by_label: str
    text: str
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StayRecord:
    """One stay with everything about it."""

    line: StayLine
    station: Station
    facts: Facts
    birth_date: date | None
    brought_by: str
    kin_wish: str
    companion: int | None
    duties: tuple[DutyStatus, ...]
    events: tuple[StayEvent, ...]
    property: tuple[Property, ...]
    bounds: Bounds
    version: int


@dataclass(frozen=True, slots=True)
class StationFigures:
    """Counts of one station over a period: whoever came, and those who are there now."""

    station: Station
    counts: Mapping[str, int]
