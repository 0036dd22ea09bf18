"""Duties, reports and figures of an agreement between two places, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

SERVICE_DAY, REVIEW = "service_day", "review"


class Measure(StrEnum):
    """By what a duty is kept: arrival notices answered to the end, enquiries replied to, joint service days held."""

    ARRIVALS = "arrivals_answered"
    ENQUIRIES = "enquiries_answered"
    SERVICE_DAYS = "service_days_held"


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of the terms. `number`: its place in them, from 1; `by`: whose, "" for both; with a `measure` it is kept
    where `percent` of a hundred come within `days`."""

    number: int
    text: str
    by: str = ""
    due: date | None = None
    measure: Measure | None = None
    days: int = 0
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """One message as both places have it. `sender`: the place; `day`: on which it was written; `agreement`: the
    number it went under."""

    sender: str
    message_id: str
    kind: str
    reply_to: str
    subject: str
    at: datetime
    day: date
    outcome: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one place reported. `sender`: its code; `content`: the body of the message."""

    sender: str
    about: str
    day: date
    content: Mapping[str, Any]
    label: str
    at: datetime

    @property
    def held_on(self) -> date | None:
        """When a joint service day was held."""
        text = self.content.get("held_on")
        return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Kept:
    """How one side keeps one duty over a period: `in_time`, `late`, `overdue` (past the term and nothing came), `open`
    (nothing came, and the term runs)."""

    duty: int
    by: str
    in_time: int = 0
    late: int = 0
    overdue: int = 0
    open: int = 0

    @property
    def due(self) -> int:
        """How many should have been by now."""
        return self.in_time + self.late + self.overdue

    def met(self, percent: int) -> bool | None:
        """Whether so many of a hundred were in time; None where nothing was due."""
        return self.in_time * 100 >= percent * self.due if self.due else None


@dataclass(frozen=True, slots=True)
class Flow:
    """People who went from one place to the other, over a period. `reported` by the place they came to, `recorded` by
    the one they left; of the first `matched`, `not_on_file` there, `open`; of the second `matched`, `not_reported`."""

    origin: str
    destination: str
    reported: int = 0
    recorded: int = 0
    matched: int = 0
    not_on_file: int = 0
    open: int = 0
    not_reported: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What both places compute of the same messages. `content`: as a report carries it."""

    kept: tuple[Kept, ...]
    flows: tuple[Flow, ...]

    @property
    def content(self) -> dict[str, Any]:
        """Whole numbers and codes alone: its canonical text is the same wherever the messages are."""
        return {
            "duties": [
                {
                    "duty": k.duty,
                    "by": k.by,
                    "in_time": k.in_time,
                    "late": k.late,
                    "overdue": k.overdue,
                    "open": k.open,
                }
                for k in self.kept
            ],
            "flows": [
                {
                    "from": f.origin,
                    "to": f.destination,
                    "reported": f.reported,
                    "recorded": f.recorded,
                    "matched": f.matched,
                    "not_on_file": f.not_on_file,
                    "open": f.open,
                    "not_reported": f.not_reported,
                }
                for f in self.flows
            ],
        }


@dataclass(frozen=True, slots=True)
class Planned:
    """A joint service day. `reports`: the latest of each place."""

    day: date
    place: str
    topic: str
    reports: tuple[Report, ...] = ()

    @property
    def held(self) -> bool:
        """One of the places has reported that it was held."""
        return any(r.held_on for r in self.reports)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review that the terms ask for, with the latest report of each place. `same`: the figures that the other place
    computed are those that this place computes for the same period; None before it has reported."""

    day: date
    ours: Report | None = None
    theirs: Report | None = None
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """Where an agreement in force stands on a day."""

    duties: tuple[Duty, ...]
    figures: Figures
    planned: tuple[Planned, ...]
    reviews: tuple[Reviewed, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """People who went from one place to another, as reported by the place they came to."""

    origin: str
    destination: str
    people: int
