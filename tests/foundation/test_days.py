"""Ages and days are read in one place."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import anju
from anju.foundation.days import age_on, day_in
from anju.foundation.masks import mask_number, mask_phone

SOURCE = Path(next(iter(anju.__path__)))
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
BIRTHDAYS_COUNTED = re.compile(r"\.month, \w+(\.\w+)?\.day\) < \(")


@given(DAYS, DAYS)
def test_an_age_is_the_number_of_birthdays_since_the_birth(born: date, day: date) -> None:
    if born > day:
        born, day = day, born
    birthdays = sum(
        (year, born.month, born.day) <= (day.year, day.month, day.day)
        for year in range(born.year + 1, day.year + 1)
    )
    assert age_on(born, day) == birthdays


@given(st.one_of(st.text(max_size=12), DAYS.map(str)))
def test_a_text_is_a_day_or_nothing(text: str) -> None:
    found = day_in(text)
    assert found is None or isinstance(found, date)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) and found:
        assert str(found) == text


@given(st.text("0123456789", max_size=20))
def test_a_masked_number_shows_at_most_seven_digits(number: str) -> None:
    for masked, shown in ((mask_phone(number), 7), (mask_number(number), 3)):
        assert sum(c != "*" for c in masked) <= shown
        assert masked.count("*") >= min(len(number) - 1, 3) if number else masked == ""


def test_ages_are_counted_nowhere_else() -> None:
    found = {
        str(p.relative_to(SOURCE))
        for p in SOURCE.rglob("*.py")
        if BIRTHDAYS_COUNTED.search(p.read_text("utf-8"))
    }
    assert found == {"foundation/days.py"}
