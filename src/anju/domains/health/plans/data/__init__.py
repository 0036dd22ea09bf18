"""Values of plans: the published standard, dates from which contacts are counted, what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

CODE_MARK = "MZ"
"""What the code on a mother's booklet begins with."""
AHEAD = 120
"""Days ahead of which a day may be booked."""
WEEKS_AT_MOST = 44
"""No pregnancy is older; a last period before that is a slip of the pen."""
MOST_BORN = 9
Text = tuple[str, str]
"""Chinese, English."""


class Kind(StrEnum):
    """Whose plan it is."""

    MOTHER = "mother"
    CHILD = "child"


class State(StrEnum):
    """A plan is open, done (its last contact was recorded, or it was closed), or was left by the person."""

    OPEN = "open"
    DONE = "done"
    LEFT = "left"


class Anchor(StrEnum):
    """The day from which a contact is counted: first day of the last period, birth, leaving hospital."""

    LMP = "lmp"
    BIRTH = "birth"
    DISCHARGE = "discharge"


class Urgency(StrEnum):
    """How soon a sign leads to a hospital, by the standard."""

    NOW = "now"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from an anchor."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that the standard offers. `until` None: up to the next one, or without end."""

    code: str
    kind: Kind
    form: str
    anchor: Anchor
    begins: Offset
    until: Offset | None
    name: Text
    clause: Text


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is measured, and between what it can lie."""

    code: str
    name: Text
    unit: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that leads to a referral."""

    code: str
    name: Text
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Form:
    """What is recorded at a contact. `referral`: the standard's words by urgency."""

    items: tuple[Item, ...]
    signs: tuple[Sign, ...]
    referral: Mapping[Urgency, Text]


@dataclass(frozen=True, slots=True)
class Standard:
    """A published standard."""

    code: str
    valid_from: date
    name: Text
    source: Text
    contacts: tuple[Contact, ...]
    forms: Mapping[str, Form]
    child_until: Offset
    follow_up_days: int

    def of(self, kind: Kind) -> tuple[Contact, ...]:
        """The contacts of a woman or of a child, in order."""
        return tuple(c for c in self.contacts if c.kind is kind)

    def contact(self, code: str) -> Contact | None:
        """One contact."""
        return next((c for c in self.contacts if c.code == code), None)


@dataclass(frozen=True, slots=True)
class Dating:
    """What is known of a pregnancy's age: the first day of the last period, or an ultrasound with the age it showed in
    days. Where both are known, the ultrasound counts."""

    period: date | None = None
    scan: date | None = None
    scan_days: int | None = None


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days from which contacts are counted, as far as they are known. `joined`: contacts that were over before are
    not missed."""

    lmp: date | None = None
    birth: date | None = None
    discharge: date | None = None
    joined: date | None = None


class Stand(StrEnum):
    """How it is with a contact on a day. `PASSED`: its time is over and nothing follows from it."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    PASSED = "passed"
    BEFORE = "before"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Due:
    """A contact with its days. Both None while the anchor is not known; `until` None: without end."""

    contact: Contact
    begins: date | None
    until: date | None
    stand: Stand


@dataclass(frozen=True, slots=True)
class NewMother:
    """A woman as stated at the desk, or known by her account or record."""

    name: str
    born: date
    number: str = ""
    phone: str = ""
    person_id: int | None = None
    user_id: int | None = None
    dating: Dating = Dating()


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth: how many children were born living, and when mother and child left hospital."""

    day: date
    living: int
    discharge: date | None = None


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A contact as it is recorded. `standing`: how a child's length was taken, None: as the age asks for."""

    contact: str
    day: date
    items: Mapping[str, float] = field(default_factory=dict)
    signs: tuple[str, ...] = ()
    note: str = ""
    referred_to: str = ""
    standing: bool | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A contact that was recorded. `withdrawn`: why it no longer counts, "" while it does."""

    id: int
    plan_id: int
    clinic_id: int
    contact: str
    day: date
    items: Mapping[str, float]
    signs: tuple[str, ...]
    note: str
    standing: bool | None
    by: str
    at: datetime
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """Sent to a hospital: why, where, by when the clinic asks what came of it, and the answer."""

    id: int
    plan_id: int
    visit_id: int
    signs: tuple[str, ...]
    to: str
    urgency: Urgency
    day: date
    follow_by: date
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Booking:
    """A day on which somebody is expected."""

    id: int
    plan_id: int
    clinic_id: int
    day: date
    by_family: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan of a list. `weeks`: full weeks of pregnancy on the day asked, None after birth or while not known."""

    id: int
    kind: Kind
    state: State
    name: str
    born: date
    sex: str
    child_id: int | None
    person_id: int | None
    clinic_id: int
    next_from: date | None
    next_until: date | None
    next_contact: str = ""
    weeks: int | None = None
    booked: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan with all that belongs to it."""

    line: PlanLine
    code: str
    masked: str
    phone_masked: str
    by_phone: bool
    dating: Dating
    anchors: Anchors
    living: int
    dues: tuple[Due, ...]
    visits: tuple[Visit, ...]
    referrals: tuple[Referral, ...]
    booking: Booking | None
    recorded_at: datetime
