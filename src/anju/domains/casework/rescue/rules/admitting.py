"""What is noted of somebody who comes: what must be known for a bed, which days can be, how old somebody is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from anju.domains.casework.rescue.data import (
    LATE_ENTRY_DAYS,
    MOST_AGE,
    MOST_TEXT,
    MOST_WORD,
    Bounds,
    Facts,
    Intake,
    Ward,
)
from anju.foundation.characters import visible
from anju.foundation.clock import local_date
from anju.foundation.days import age_on, day_in
from anju.foundation.errors import Refused
from anju.foundation.free_text import require_no_identity_number

MALE, FEMALE = "1", "2"


def age_at(day: date, *, born: date | None, age: int | None, noted: date) -> int:
    """How old somebody is on a day: by the birth date, or by the age noted at that time and the years since."""
    if born is not None:
        return max(age_on(born, day), 0)
    return (age or 0) + max(age_on(noted, day), 0)


def ward_of(sex: str, age: int, bounds: Bounds) -> Ward:
    """The ward in which somebody sleeps."""
    if age < bounds.minor_below:
        return Ward.BOYS if sex == MALE else Ward.GIRLS
    return Ward.MEN if sex == MALE else Ward.WOMEN


def require_ward(
    ward: Ward, sex: str, age: int, bounds: Bounds, *, companion_ward: Ward | None
) -> None:
    """`Refused` ``rescue_ward`` where a bed is not for somebody. `companion_ward`: that of the adult a child came with,
    where the child may sleep too."""
    minor = age < bounds.minor_below
    if ward is not ward_of(sex, age, bounds) and not (minor and companion_ward is ward):
        raise Refused("rescue_ward", ward=ward.value)


def require_possible(intake: Intake, *, at: datetime) -> None:
    """Raise `Refused` for what cannot be: ``rescue_sex``, ``rescue_age_missing``, ``rescue_age``,
    ``rescue_born_later``, ``rescue_arrived_later``, ``rescue_arrived_long_ago``, and what `require_facts` raises."""
    today, arrived = local_date(at), intake.arrived_at or at
    if intake.sex not in (MALE, FEMALE):
        raise Refused("rescue_sex")
    if intake.birth_date is None and intake.age is None:
        raise Refused("rescue_age_missing")
    if intake.age is not None and not 0 <= intake.age <= MOST_AGE:
        raise Refused("rescue_age", most=MOST_AGE)
    if arrived > at:
        raise Refused("rescue_arrived_later")
    if at - arrived > timedelta(days=LATE_ENTRY_DAYS):
        raise Refused("rescue_arrived_long_ago", days=LATE_ENTRY_DAYS)
    require_facts(intake.facts, born=intake.birth_date, today=min(today, local_date(arrived)))


def require_facts(facts: Facts, *, born: date | None, today: date) -> None:
    """`Refused` ``rescue_born_later``, ``rescue_age``, ``rescue_day``, ``rescue_before_birth``, ``rescue_day_later``,
    ``rescue_long`` and ``identity_number_in_text``."""
    if born is not None and born > today:
        raise Refused("rescue_born_later")
    if born is not None and age_on(born, today) > MOST_AGE:
        raise Refused("rescue_age", most=MOST_AGE)
    if facts.since:
        since = day_in(facts.since)
        if since is None:
            raise Refused("rescue_day")
        if born is not None and since < born:
            raise Refused("rescue_before_birth")
        if since > today:
            raise Refused("rescue_day_later")
    if any(len(t) > MOST_WORD for t in (facts.name, facts.number, facts.origin)):
        raise Refused("rescue_long", most=MOST_WORD)
    if len(facts.kin) > MOST_TEXT:
        raise Refused("rescue_long", most=MOST_TEXT)
    require_no_identity_number(facts.name, facts.origin, facts.kin)


def sound(text: str, most: int = MOST_TEXT) -> str:
    """Words as they are kept. `Refused` ``rescue_long``, ``identity_number_in_text``."""
    lines = "\n".join(visible(line) for line in text.splitlines()).strip()
    if len(lines) > most:
        raise Refused("rescue_long", most=most)
    require_no_identity_number(lines)
    return lines
