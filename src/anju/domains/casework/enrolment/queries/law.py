"""Rules of admission and published days as they hold in a place on a day."""

from __future__ import annotations

from datetime import date

from anju.domains.casework.enrolment.data import Admission, EnrolmentDays
from anju.domains.casework.enrolment.rules.reading import read_admission, read_days
from anju.foundation.errors import NotFound
from anju.foundation.law import LawFile, Part, Section
from anju.foundation.law.validity import holding_in, narrowest, rank


def _admission(part: Part, file: LawFile) -> Admission:
    return read_admission(part, region=file.region)


def _days(part: Part, file: LawFile) -> EnrolmentDays:
    return read_days(part, region=file.region)


ADMISSIONS = Section("enrolment", _admission)
DAYS = Section("enrolment_days", _days)
ASKED = ("school_child", "school_grade", "school_choices", "school_together", "school_arranged")
"""The facts that the form asks; the register proves all others."""


def admission(region: str, day: date) -> Admission:
    """The rule that holds there on that day. `NotFound` ``enrolment_no_rule``."""
    found = narrowest(ADMISSIONS.entries(), region, day)
    if found is None:
        raise NotFound("enrolment_no_rule")
    return found


def every_admission() -> tuple[Admission, ...]:
    """All entries of all files."""
    return ADMISSIONS.entries()


def published_days(region: str, day: date) -> list[EnrolmentDays]:
    """Days published for rounds there, those of the narrowest region first, then the latest."""
    return sorted(holding_in(DAYS.entries(), region, day), key=rank, reverse=True)
