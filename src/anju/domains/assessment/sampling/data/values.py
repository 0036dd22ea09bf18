"""Sample audits as values: what is drawn, what is found, what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

LONGEST_NAME, LONGEST_REASON = 60, 300
MOST_FRAME, MOST_UNITS, MOST_SIZE = 500_000, 5_000, 500
"""Units of a frame, of a sample, of the sample of one part."""
MOST_PEOPLE = 200
"""People that may be found behind one door."""


class AuditKind(StrEnum):
    """What is drawn: records of residents, looked for at their address (倒查), or homes, whose residents are looked for
    in the register (顺查)."""

    RECORDS = "records"
    DOORS = "doors"


class AuditState(StrEnum):
    """Checked at the doors; some checked a second time by others; closed and published."""

    CHECKING = "checking"
    AGAIN = "again"
    CLOSED = "closed"


class Stage(StrEnum):
    """Who made a finding: the first checker, the second, the office that decided between two that differ, or about an
    appeal."""

    FIRST = "first"
    SECOND = "second"
    DECIDED = "decided"
    APPEAL = "appeal"


class Outcome(StrEnum):
    """What was found. Of a record: the person lives there, moved away, never lived there. Of a home: somebody or nobody
    lives there. Of both: there is no such address, nobody was met, nobody wanted to talk (a visit is voluntary)."""

    LIVES = "lives"
    MOVED = "moved"
    NEVER = "never"
    LIVED_IN = "lived_in"
    EMPTY = "empty"
    NO_ADDRESS = "no_address"
    NOBODY = "nobody"
    DECLINED = "declined"


OUTCOMES: dict[AuditKind, tuple[Outcome, ...]] = {
    AuditKind.RECORDS: (
        Outcome.LIVES,
        Outcome.MOVED,
        Outcome.NEVER,
        Outcome.NO_ADDRESS,
        Outcome.NOBODY,
        Outcome.DECLINED,
    ),
    AuditKind.DOORS: (
        Outcome.LIVED_IN,
        Outcome.EMPTY,
        Outcome.NO_ADDRESS,
        Outcome.NOBODY,
        Outcome.DECLINED,
    ),
}
UNREACHED = frozenset({Outcome.NOBODY, Outcome.DECLINED})
"""Outcomes that say nothing about the record or the home."""

ITEMS = ("name", "document", "birth", "phone", "employer", "begun")
"""What of a record is compared with what the person says."""


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """What an office asks for. `digits`: digits of the parts that are sampled each on their own (0: the area as one);
    `size`: units of each part; `again`: how many of a hundred are checked a second time; `day`: the day whose residents
    or homes are the frame."""

    name: str
    kind: AuditKind
    region: str
    digits: int
    size: int
    again: int
    day: date


@dataclass(frozen=True, slots=True)
class FindingGiven:
    """What a checker found. `people`: who must be registered, met or named at a door; `registered`: how many of them
    are in the register there; `wrong`: items of a record that differ from what the person says."""

    outcome: Outcome
    people: int | None = None
    registered: int | None = None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, and by whom, when, why."""

    stage: Stage
    given: FindingGiven
    by_user: int
    by_label: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit of a sample. `about`: a stay or a home; `part`: prefix of the part it was drawn in; `findings`: in the
    order in which they were made."""

    id: int
    audit_id: int
    code: str
    part: str
    about: int
    region: str
    again: bool
    findings: tuple[FindingView, ...] = ()
    appealed: str = ""
    appealed_by: int = 0

    def of(self, stage: Stage) -> FindingView | None:
        """The finding of a stage."""
        return next((f for f in self.findings if f.stage is stage), None)

    @property
    def differ(self) -> bool:
        """Do the two checkers say different things?"""
        first, second = self.of(Stage.FIRST), self.of(Stage.SECOND)
        return first is not None and second is not None and first.given != second.given

    @property
    def valid(self) -> FindingGiven | None:
        """The finding that counts: of an appeal, else the one decided for, else the first; None while two differ."""
        for stage in (Stage.APPEAL, Stage.DECIDED):
            if (found := self.of(stage)) is not None:
                return found.given
        first = self.of(Stage.FIRST)
        return None if first is None or self.differ else first.given


@dataclass(frozen=True, slots=True)
class AuditView:
    """A sample audit. `frames`: units of each part's frame; `frame_digest`: SHA-256 over the codes of the frame in
    order; `commitment`: SHA-256 of the seed, published with the draw; `seed`: "" until it is closed."""

    id: int
    number: str
    plan: AuditPlan
    state: AuditState
    made_at: datetime
    made_label: str
    closed_at: datetime | None
    frames: dict[str, int]
    frame_digest: str
    commitment: str
    seed: str
    units: int
    checked: int
    again: int
    checked_again: int
    differing: int
    appeals: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A share estimated from a sample: `hits` of `base` units or people; `low` and `high`: the 95 per cent interval;
    None where there is nothing to divide by. `floor` and `ceiling`: if all who were not reached failed, or passed."""

    hits: int
    base: int
    value: float | None
    low: float | None = None
    high: float | None = None
    floor: float | None = None
    ceiling: float | None = None


@dataclass(frozen=True, slots=True)
class PartResult:
    """What the sample says of a part of the area, or of all of it (`part` ""): units of the frame, drawn, with a valid
    finding, reached. `main`: people at their address of the records (人户一致率), or people in the register of those
    found (登记率). `faulty`: records with a wrong item (差错率); None for homes. `above`, `below`: parts whose interval
    lies wholly under, or over, this one's; parts whose intervals overlap are not compared."""

    part: str
    frame: int
    drawn: int
    checked: int
    reached: int
    main: Rate
    faulty: Rate | None
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditResult:
    """All parts, the area as a whole, and how far checkers agree: `pairs` checked twice, `agreeing` of them."""

    parts: tuple[PartResult, ...]
    whole: PartResult
    pairs: int
    agreeing: int
