"""Which dated local rule holds: the most specific region, and in it the latest rule in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.domains.register.declarations.queries import rules
from anju.foundation import law
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, PLATFORM

AT = datetime(2026, 11, 21, 12, tzinfo=CHINA)
REGIONS = ("", "43", "4301", "430181", "430181124", "33", "3301", "4302")
days = st.dates(date(2010, 1, 1), date(2030, 12, 31))


@st.composite
def tables(draw):
    """Rules as the table holds them: (region, key, value, valid from, valid to, source)."""
    found = draw(
        st.lists(
            st.tuples(
                st.sampled_from(REGIONS),
                st.sampled_from(["a", "b"]),
                days,
                st.none() | st.integers(1, 2000),
            ),
            max_size=12,
            unique_by=lambda r: r[:3],
        )
    )
    return [
        (
            region,
            key,
            {"amount": n},
            since,
            since + timedelta(days=last) if last else None,
            f"source {n}",
        )
        for n, (region, key, since, last) in enumerate(found)
    ]


@given(
    tables(),
    st.sampled_from(["a", "b"]),
    st.sampled_from([HERE, "430181", "330106001001", "110101001001"]),
    days,
)
def test_the_most_specific_region_wins_and_in_it_the_latest_date(table, key, region, day):
    before = list(rules._cache)
    rules._cache[:] = [(AT, tuple(table))]
    try:
        value, source = rules.rule(key, region, day, at=AT)
    finally:
        rules._cache[:] = before
    holding = [
        r
        for r in table
        if r[1] == key and region.startswith(r[0]) and r[3] <= day and (r[4] is None or day < r[4])
    ]
    nearest = [r for r in holding if len(r[0]) == max(len(h[0]) for h in holding)]
    best = [r for r in nearest if r[3] == max(n[3] for n in nearest)]
    assert (value, source) == ((best[0][2], best[0][5]) if best else ({}, ""))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("region", "arrived", "words"),
    [
        ("430181124205", date(2026, 11, 2), "户口登记条例"),
        ("330106001001", date(2026, 11, 2), "浙江省"),
        ("330106001001", date(2016, 6, 30), "户口登记条例"),
        ("420102001001", date(2026, 11, 2), "武汉市"),
        ("420102001001", date(2023, 12, 31), "户口登记条例"),
        ("440103001001", date(2026, 11, 2), "广州市"),
    ],
)
def test_a_deadline_names_the_rule_of_its_place_and_day(region, arrived, words):
    with acting(PLATFORM):
        assert (
            words in register.timeliness(arrived, region=region, nationality="CHN", at=now()).source
        )


@pytest.mark.django_db
def test_hours_days_and_working_days_are_counted_as_the_rule_says():
    with acting(PLATFORM):
        friday = datetime(2026, 11, 20, 9, tzinfo=CHINA)
        assert register.due("landlord.answer", HERE, friday) == friday + timedelta(hours=48)
        assert register.due("review.decide", HERE, friday).date() == date(2026, 11, 25)
        resident = register.timeliness(date(2026, 11, 10), region=HERE, nationality="CHN", at=AT)
        foreigner = register.timeliness(date(2026, 11, 10), region=HERE, nationality="USA", at=AT)
    assert (
        resident.due_at.astimezone(CHINA).date(),
        foreigner.due_at.astimezone(CHINA).date(),
    ) == (date(2026, 11, 13), date(2026, 11, 11))
    assert (resident.late, foreigner.late) == (8, 10)


@pytest.mark.django_db
def test_working_days_that_the_installation_published_count_and_an_unknown_year_is_said(
    tmp_path, settings, caplog
):
    settings.DATA = tmp_path
    law.look_again()
    friday = datetime(2030, 5, 3, 9, tzinfo=CHINA)
    with acting(PLATFORM):
        assert register.due("review.decide", HERE, friday) > datetime(2030, 5, 10, tzinfo=CHINA), (
            "more time, never less"
        )
        assert "2030" in caplog.text
        publish(tmp_path, "free: [2030-05-06], worked: [2030-05-04]")
        assert register.due("review.decide", HERE, friday).date() == date(
            2030, 5, 8
        )  # Saturday, Tuesday, Wednesday
        publish(tmp_path, "free: [], worked: []")
        assert register.due("review.decide", HERE, friday).date() == date(
            2030, 5, 8
        )  # Monday, Tuesday, Wednesday
        publish(tmp_path, "free: [2031-05-04], worked: []")
        assert register.due("review.decide", HERE, friday) > datetime(2030, 5, 10, tzinfo=CHINA)
        assert "2031-05-04 is not in 2030" in caplog.text
        law.look_again()


def publish(data, days: str) -> None:
    (data / "law").mkdir(exist_ok=True)
    (data / "law" / "days.yaml").write_text(
        f"""region: ""
zh: 中华人民共和国
en: The whole country
revised: 2029-12-01
working_days:
  - {{year: 2030, {days}, confidence: L}}
"""
    )
    law.look_again()
