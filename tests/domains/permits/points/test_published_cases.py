"""The published worked cases and list rows, line by line."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.points.data import ScoreResult
from tests.domains.permits.points.published import DAY, PUBLISHED, aged, calm, told, total


def points(found: ScoreResult) -> dict[str, Decimal]:
    return {line.item: line.counted for s in found.sections for line in s.lines if line.counted}


FIVE_YEARS = {
    "born": aged(30),
    "education": "college",
    "insured": "60",
    "base": ["0.8", "2020-01", ""],
}
MAY_APPLY = {"permit": "yes", "below_retirement": "yes", "insured": "120", "criminal_record": "no"}


def test_shanghai_a_graduate_of_30_with_two_years_has_126():
    found = told("shanghai", born=aged(30), education="bachelor", insured="24")
    assert points(found) == {"age": 30, "education": 90, "insurance": 6}
    assert (found.total, found.outcome, found.short_by) == (126, "reached", 0)


def test_shanghai_an_intermediate_title_at_44_with_one_year_has_132():
    found = told("shanghai", born=aged(44), title="intermediate", insured="12")
    assert points(found) == {"age": 29, "title": 100, "insurance": 3}
    assert found.total == 132


def test_shanghai_college_at_30_with_five_years_on_the_lowest_base_has_120_to_the_point():
    found = told("shanghai", **FIVE_YEARS)
    assert points(found) == {"age": 30, "education": 50, "insurance": 15, "base": 25}
    assert (found.total, found.outcome) == (120, "reached")


def test_shanghai_the_same_with_one_detention_has_70_and_lacks_50():
    found = told("shanghai", **FIVE_YEARS, detention="2025-03-01")
    assert (found.total, found.outcome, found.short_by) == (70, "short", 50)


def test_shanghai_a_detention_of_five_years_ago_to_the_day_no_longer_counts():
    assert total("shanghai", **FIVE_YEARS, detention="2021-11-22") == 120
    assert total("shanghai", **FIVE_YEARS, detention="2021-11-23") == 70


def test_shanghai_false_documents_take_the_total_to_the_floor_and_not_below():
    found = told("shanghai", **FIVE_YEARS, false_documents=["2025-03-01", "2025-04-01"])
    assert (found.total, found.lifted) == (0, 180)


def test_shanghai_a_serious_crime_is_a_veto_whatever_the_points():
    assert told("shanghai", **FIVE_YEARS, serious_crime="yes").outcome == "vetoed"
    assert told("shanghai", **FIVE_YEARS, serious_crime="no").outcome == "reached"


@pytest.mark.parametrize(
    ("age", "expected"),
    [(61, 0), (60, 5), (56, 5), (55, 7), (50, 17), (44, 29), (43, 30), (18, 30)],
)
def test_shanghai_age_rises_by_two_a_year_below_56_up_to_30(age, expected):
    assert total("shanghai", born=aged(age)) == expected


def test_shanghai_only_the_higher_of_education_and_title_counts():
    found = told("shanghai", education="doctor", title="intermediate")
    assert found.total == 110
    assert [
        (line.item, line.limited) for s in found.sections for line in s.lines if line.limited
    ] == [("title", "choose_one")]


@pytest.mark.parametrize(("months", "expected"), [("11", 0), ("12", 3), ("23", 3), ("24", 6)])
def test_shanghai_counts_full_years_of_insurance_only(months, expected):
    assert total("shanghai", insured=months) == expected


@pytest.mark.parametrize(
    ("level", "expected"), [("0.79", 0), ("0.8", 25), ("0.99", 25), ("1", 50), ("2.99", 100)]
)
def test_shanghai_the_base_counts_by_its_tier(level, expected):
    assert total("shanghai", base=[level, "2020-01", ""]) == expected


def test_shanghai_the_highest_base_needs_24_of_the_last_36_months():
    assert total("shanghai", base=["3", "2024-12", ""]) == 120
    assert total("shanghai", base=["3", "2025-01", ""]) == 0  # 23 months: too few for any tier
    assert total("shanghai", base=["3", "2023-12", "2025-11", "1", "2025-12", ""]) == 120
    assert (
        total("shanghai", base=["3", "2023-11", "2025-10", "1", "2025-11", ""]) == 50
    )  # one month fell out of the window


def test_beijing_242_months_of_work_and_140_of_an_own_home_make_124_17():
    found = told(
        "beijing",
        **MAY_APPLY,
        employed="242",
        own_home="140",
        education="master",
        tax="t6",
        born=aged(40),
    )
    assert list(points(found).values()) == [Decimal(p) for p in ("60.50", "11.67", "26", "6", "20")]
    assert (found.total, found.outcome) == (Decimal("124.17"), "ranked")


def test_beijing_each_line_is_rounded_before_the_sum():
    """196 months of an own home are 16.33 and 8 rented ones 0.33: 16.66, where their exact sum would be 16.67; the
    35 months of study take one line of 10.21."""
    found = told(
        "beijing",
        **MAY_APPLY,
        employed="249",
        own_home="196",
        rented_home="8",
        education="master",
        home_outside="24",
        tax="t4",
        born=aged(45),
        study_employed="35",
    )
    by_section = {s.code: s.points for s in found.sections if s.points}
    assert by_section == {
        "employment": Decimal("62.25"),
        "dwelling": Decimal("16.66"),
        "education": 26,
        "outside": 4,
        "tax": 4,
        "age": 20,
        "while_studying": Decimal("-10.21"),
    }
    assert found.total == Decimal("122.70")


def test_beijing_282_months_of_work_make_136_25():
    found = told(
        "beijing",
        **MAY_APPLY,
        employed="282",
        own_home="225",
        education="bachelor",
        tax="t4",
        home_outside="48",
        born=aged(45),
    )
    assert list(points(found).values()) == [
        Decimal(p) for p in ("70.50", "18.75", "15", "8", "4", "20")
    ]
    assert found.total == Decimal("136.25")


def test_beijing_a_month_of_work_is_a_quarter_point():
    assert [total("beijing", employed=str(m)) for m in (1, 2, 11, 12)] == [
        Decimal(p) for p in ("0.25", "0.50", "2.75", "3")
    ]


def test_beijing_moving_out_is_capped_at_12_and_the_explanation_says_so():
    section = next(
        s
        for s in told("beijing", home_outside="60", both_outside="36").sections
        if s.code == "outside"
    )
    assert ([line.counted for line in section.lines], section.trimmed, section.points) == (
        [10, 9],
        -7,
        12,
    )


@pytest.mark.parametrize(
    ("age", "expected"), [(45, 20), (46, 16), (47, 12), (48, 8), (49, 4), (50, 0)]
)
def test_beijing_age_falls_after_45(age, expected):
    assert total("beijing", born=aged(age)) == expected


@pytest.mark.parametrize(
    "lacking",
    [{"permit": "no"}, {"below_retirement": "no"}, {"insured": "83"}, {"criminal_record": "yes"}],
)
def test_beijing_each_precondition_closes_the_way_alone(lacking):
    found = told("beijing", **{**MAY_APPLY, **lacking}, employed="282")
    assert found.outcome == "not_open"
    assert [p.holds for p in found.preconditions].count(False) == 1
    assert found.total == Decimal("70.50")


def test_what_nobody_said_is_neither_held_against_them_nor_for_them():
    found = told("beijing")
    assert (found.total, found.outcome) == (0, "ranked")
    assert [p.holds for p in found.preconditions] == [None] * 4
    assert {line.why for s in found.sections for line in s.lines} == {
        "points_not_said",
        "points_events",
    }


def test_beijing_publishes_its_cut_offs():
    assert {c.year: c.points for c in PUBLISHED["beijing"].cut_offs} == {
        2018: Decimal("90.75"),
        2019: Decimal("93.58"),
        2020: Decimal("97.13"),
        2021: Decimal("100.88"),
        2022: Decimal("105.42"),
    }


def test_every_published_scheme_says_since_when_by_whom_and_how_sure_it_is():
    assert set(PUBLISHED) == {"shanghai", "beijing"}
    for scheme in PUBLISHED.values():
        assert scheme.confidence in {"H", "M", "L"}
        assert scheme.valid_from <= DAY
        assert all(scheme.source + scheme.authority + scheme.gives)
    recalled = {i.code for s in PUBLISHED["shanghai"].sections for i in s.items if i.recalled}
    assert recalled == {"tax", "jobs", "spouse", "shortage"}


def test_the_age_is_the_one_on_the_day_asked_about():
    born = date(1983, 6, 1).isoformat()
    assert (
        total("shanghai", born=born, day=date(2027, 5, 31)),
        total("shanghai", born=born, day=date(2027, 6, 1)),
    ) == (30, 29)


def test_nothing_is_ever_less_than_nothing_of_it():
    for code in PUBLISHED:
        found = told(code, **({"study_employed": "0"} if code == "beijing" else {}))
        assert not [
            line.item for s in found.sections for line in s.lines if line.counted.is_signed()
        ]
        assert not found.total.is_signed()


def test_shanghai_the_lower_bases_need_36_of_the_last_48_months():
    for level, expected in (("0.8", 25), ("1", 50), ("2", 100)):
        assert total("shanghai", base=[level, "2023-12", ""]) == expected
        assert total("shanghai", base=[level, "2024-01", ""]) == 0, "35 months"
        assert total("shanghai", base=[level, "2022-12", "2025-11"]) == expected, (
            "36 months that ended a year ago"
        )
        assert total("shanghai", base=level) == 0, "the present month alone"


def test_beijing_months_at_home_never_count_beyond_the_months_of_employment():
    found = told("beijing", employed="100", own_home="90", rented_home="30")
    assert points(found) == {
        "employment": 25,
        "own_home": Decimal("7.50"),
        "rented_home": Decimal("0.42"),
    }  # 90 and 10
    assert points(told("beijing", employed="12", own_home="24")) == {"employment": 3, "own_home": 1}
    assert points(told("beijing", employed="12", rented_home="24")) == {
        "employment": 3,
        "rented_home": Decimal("0.5"),
    }
    assert points(told("beijing", own_home="24")) == {}, "without employment no home counts"


@pytest.mark.parametrize(
    ("education", "months", "expected"),
    [
        ("none", "35", "0"),
        ("master", "1", "-0.29"),
        ("master", "35", "-10.21"),
        ("master", "36", "-10.50"),
        ("bachelor", "60", "-10.50"),
        ("doctor", "47", "-13.71"),
        ("doctor", "48", "-14"),
        ("doctor", "90", "-14"),
    ],
)
def test_beijing_the_time_of_study_takes_one_line_of_3_50_a_year_up_to_its_limit(
    education, months, expected
):
    found = told("beijing", education=education, study_employed=months)
    section = next(s for s in found.sections if s.code == "while_studying")
    assert len(section.lines) == 1
    assert section.points == Decimal(expected)


@calm
@given(
    *[st.integers(0, 480)] * 4, st.sampled_from(["none", "college", "bachelor", "master", "doctor"])
)
def test_beijing_the_lines_are_the_published_formula_whatever_the_months(
    employed, own, rented, study, education
):
    def line(points: str, months: int) -> Decimal:
        return (Decimal(points) * months / 12).quantize(Decimal("0.01"), ROUND_HALF_UP)

    found = points(
        told(
            "beijing",
            employed=str(employed),
            own_home=str(own),
            rented_home=str(rented),
            study_employed=str(study),
            education=education,
        )
    )
    home = min(own, employed)
    most = {"none": 0, "doctor": 48}.get(education, 36)
    expected = {
        "employment": line("3", employed),
        "own_home": line("1", home),
        "rented_home": line("0.5", min(rented, max(0, employed - own))),
        "study_employed": line("-3.5", min(study, most)),
    }
    assert {k: v for k, v in found.items() if k != "education"} == {
        k: v for k, v in expected.items() if v
    }
