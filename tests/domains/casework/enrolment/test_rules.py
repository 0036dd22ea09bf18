"""Rules of cities: what proves a place, what is missing, how points come about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.casework.api import catalogue
from anju.domains.casework.enrolment.data import FACTS, Known, Need, PointItem, RoundKind
from anju.domains.casework.enrolment.queries import law
from anju.domains.casework.enrolment.rules import proving
from anju.foundation.errors import Refused
from anju.foundation.law import reading

DAY = date(2026, 4, 30)


def known(fact: str, since: str = "2020-01-01", until: str = "") -> Known:
    end = date.fromisoformat(until) if until else None
    return Known(fact, "register", ((date.fromisoformat(since), end),))


def number(fact: str, value: str) -> Known:
    return Known(fact, "points_list", value=Decimal(value))


def parts(pension: str, dwelling: str) -> tuple[Known, Known]:
    return number("points_pension", pension), number("points_dwelling", dwelling)


LEASE = known("lease")


def route(region: str, *facts: Known, day: date = DAY, year: int = 2026) -> str | None:
    return proving.fit(law.admission(region, day), facts, year=year, last_day=day).route


@pytest.mark.parametrize(
    ("region", "facts", "wanted"),
    [
        ("330106001", [known("permit")], "permit"),
        ("330106001", [known("stay")], None),
        ("110108001", [known("work"), known("lease"), known("hukou"), known("permit")], "papers"),
        ("110108001", [known("work"), known("lease"), known("permit")], None),
        ("310115001", [known("child_stay"), known("permit"), known("insurance", "2025-10-31")], "insured"),
        ("310115001", [known("child_stay"), known("permit"), known("insurance", "2025-11-05")], None),
        ("310115001", [known("child_permit"), known("permit"), known("flexible", "2023-04-30")], "flexible"),
        ("440106001", [known("permit"), number("points", "30")], "points"),
        ("440106001", [known("permit")], None),
        ("440113001", [known("permit", "2025-08-31"), number("points", "1"), known("no_school")], "points"),
        ("440113001", [known("permit", "2025-09-01"), number("points", "1"), known("no_school")], None),
        ("510107001", [number("points", "10"), *parts("5", "5")], "points"),
        ("510107001", [number("points", "12"), *parts("4", "8")], None),
        ("510107001", [known("stay", "2025-10-01"), known("insurance", "2025-10-01"), LEASE], "stay_insurance"),
        ("510107001", [known("stay", "2025-10-02"), known("insurance", "2025-10-01"), known("lease")], None),
        ("510107001", [known("stay"), known("insurance", "2025-01-01", "2026-03-01"), known("lease")], None),
        ("510118001", [known("lease")], "any"),
        ("510182001", [known("insurance", "2026-01-30")], "any"),
        ("510182001", [known("stay")], "any"),
        ("510182001", [known("insurance", "2026-02-01")], None),
    ],
)  # fmt: skip
def test_each_city_asks_what_its_rule_says(region, facts, wanted):
    assert route(region, *facts) == wanted


def test_elsewhere_the_permit_alone_is_enough_since_the_national_opinion():
    day = date(2026, 12, 1)
    assert route("430181124", known("family"), known("permit"), day=day) == "permit"
    both = known("family"), known("stay"), known("child_stay")
    assert route("430181124", *both, day=day) == "registered"
    found = proving.fit(
        law.admission("430181124", day), [known("family"), known("stay")], year=2026, last_day=day
    )
    assert found.route is None and [n.fact for (n,) in found.missing] in (
        ["permit"],
        ["child_stay"],
    )


def test_lenient_districts_stand_before_their_city_and_days_are_published():
    assert law.admission("510182", DAY).code == "pengzhou"
    assert law.admission("510107", DAY).code == "chengdu"
    (first, *_more) = law.published_days("510107", DAY)
    assert first.kind is RoundKind.ENTRY and first.apply_to == date(2026, 4, 30)


def test_every_rule_names_its_source_and_asks_for_no_forbidden_fact():
    assert len(law.every_admission()) >= 9
    for rule in law.every_admission():
        assert rule.source[0] and rule.source[1] and rule.appeal[0], rule.code
        facts = {n.fact for r in rule.routes for group in r.needs for n in group}
        assert facts <= set(FACTS)
    assert not {"education", "title", "tax", "vaccination"} & set(FACTS)


def test_the_form_asks_nothing_that_is_proved_and_nothing_twice():
    assert catalogue.asked_twice({"enrolment": law.ASKED}, catalogue.facts()) == []


def test_months_out_of_the_last_ones_count_each_month_once():
    need = Need("insurance", months=6, within=12)
    parts = [
        Known(
            "insurance",
            "permits",
            (
                (date(2025, 5, 1), date(2025, 8, 1)),
                (date(2025, 7, 1), date(2025, 9, 1)),
                (date(2026, 2, 1), date(2026, 4, 1)),
            ),
        )
    ]
    assert proving.proves(parts, need, year=2026, last_day=DAY)
    assert not proving.proves(
        parts, Need("insurance", months=7, within=12), year=2026, last_day=DAY
    )


def test_points_are_counted_by_item_with_their_cap():
    items = (
        PointItem("a", ("居住", "Stay"), "stay", Decimal("0.5"), 1, Decimal(10)),
        PointItem("b", ("积分", "Points"), "points", Decimal(1), 1, None),
        PointItem("c", ("社保", "Insurance"), "insurance", Decimal(2), 12, Decimal(4)),
    )
    facts = [
        known("stay", "2025-04-30"),
        number("points", "12.5"),
        known("insurance", "2021-01-01"),
    ]
    made = proving.points_of(items, facts, DAY)
    assert [p for _item, p in made] == [Decimal("6.0"), Decimal("12.5"), Decimal(4)]


def test_six_by_the_end_of_august_and_the_grade_that_is_offered_first():
    rule = law.admission("510107", DAY)
    assert proving.first_grade_fault(rule, date(2020, 8, 31), 2026) == ""
    assert proving.first_grade_fault(rule, date(2020, 9, 1), 2026) == "enrolment_too_young"
    assert proving.likely_grade(date(2019, 5, 1), (1, 7), rule, 2026) == 1
    assert proving.likely_grade(date(2014, 5, 1), (1, 7), rule, 2026) == 7
    assert proving.likely_grade(date(2017, 9, 3), tuple(range(1, 10)), rule, 2026) == 3


@pytest.mark.parametrize(
    "text",
    [
        "needs: [{fact: education}]",
        "needs: [{fact: permit, least: 3}]",
        "needs: [{fact: points}]",
        "needs: [{fact: stay, as_of: 2026-04-01}]",
        "needs: [{fact: stay, weeks: 3}]",
    ],
)
def test_a_rule_that_asks_for_something_else_is_refused_with_its_place(text):
    part = reading.parsed(
        "code: x\nzh: 某地\nen: Somewhere\nvalid_from: 2026-01-01\nconfidence: L\n"
        "source: {zh: 某, en: Some}\nroutes:\n  - {code: r, zh: 一, en: One, " + text + "}",
        "x.yaml",
    )
    from anju.domains.casework.enrolment.rules.reading import read_admission

    with pytest.raises(Refused, match="law_file_invalid"):
        read_admission(part, region="43")
