"""Rentals on file, their steps, letters of responsibility: frozen values. The one table of steps stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from anju.foundation.law.reading import Text

FILERS = ("landlord", "agency", "sublessor")
"""Who files: the landlord, an agency for them, somebody who rents the home and lets it on."""
MOST_TENANTS = 30
MOST_TEXT = 500
MOST_RENT = Decimal(1_000_000)
"""Yuan a month beyond which a rent is a slip."""
MOST_YEARS = 20
"""Civil Code, art. 705: a lease runs twenty years at most."""


class RentalState(StrEnum):
    """Where a filing stands."""

    FILED = "filed"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


LIVE = (RentalState.FILED, RentalState.CONFIRMED, RentalState.OBJECTED)


class RentalStep(StrEnum):
    """What is done about a filing."""

    FILED = "filed"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    AMENDED = "amended"
    SIGNED = "signed"
    PROMPTED = "prompted"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Step(NamedTuple):
    """The states a step leaves, the state it leads to (None: it stays), who takes it (``filer``: who answers for the
    home; ``tenant``; ``platform``), and whether it needs words."""

    after: tuple[RentalState, ...]
    to: RentalState | None
    by: str
    text: bool = False


STEPS: Mapping[RentalStep, Step] = {
    RentalStep.FILED: Step((), RentalState.FILED, "filer"),
    RentalStep.CONFIRMED: Step(
        (RentalState.FILED, RentalState.OBJECTED), RentalState.CONFIRMED, "tenant"
    ),
    RentalStep.OBJECTED: Step(
        (RentalState.FILED, RentalState.CONFIRMED), RentalState.OBJECTED, "tenant", text=True
    ),
    RentalStep.AMENDED: Step(LIVE, RentalState.FILED, "filer"),
    RentalStep.SIGNED: Step(LIVE, None, "filer"),
    RentalStep.PROMPTED: Step(LIVE, None, "platform"),
    RentalStep.ENDED: Step(LIVE, RentalState.ENDED, "filer"),
    RentalStep.WITHDRAWN: Step(LIVE, RentalState.WITHDRAWN, "filer", text=True),
}
"""The transition table of filings. The state of several tenants: objected while one objects, confirmed when all do."""


@dataclass(frozen=True, slots=True)
class Lease:
    """What is filed. `tenants`: persons registered in the home; `until` None: without a fixed end; `rent` in yuan a
    month, None: not stated; `filer_name`: the agency, or who lets it on, where it is not the landlord."""

    tenants: tuple[int, ...]
    since: date
    until: date | None = None
    rent: Decimal | None = None
    filer: str = "landlord"
    filer_name: str = ""


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter of responsibility as it is laid down in a region from a day on: paragraphs, Chinese and English."""

    region: str
    key: str
    words: Text
    paragraphs: tuple[Text, ...]
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A letter that was agreed to: its text, whose hand (`by_label`), when. `digest` tells the version of the text."""

    letter: LetterText
    digest: str
    by_label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tenant:
    """A person of a lease, and their answer to it: "" (none yet), confirmed or objected."""

    person_id: int
    answer: str
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class RentalEvent:
    """One step in the life of a filing."""

    step: RentalStep
    at: datetime
    by_label: str
    text: str


@dataclass(frozen=True, slots=True)
class RentalRecord:
    """One filing as those concerned read it. A tenant sees their own answer, not the others'."""

    id: int
    number: str
    home_id: int
    region: str
    party: str
    filer: str
    filer_name: str
    since: date
    until: date | None
    rent: Decimal | None
    state: RentalState
    by_label: str
    recorded_at: datetime
    prompted_at: datetime | None
    ended_on: date | None
    tenants: tuple[Tenant, ...] = ()
    events: tuple[RentalEvent, ...] = ()
    signature: Signature | None = None

    @property
    def live(self) -> bool:
        """Neither ended nor withdrawn."""
        return self.state in LIVE

    def run_out(self, today: date) -> bool:
        """The agreed end has passed and nobody has said what comes after."""
        return self.live and self.until is not None and self.until < today
