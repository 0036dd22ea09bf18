"""Z-scores against those that the WHO publishes for its example survey and in the tests of its own program."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.health.api import growth
from anju.domains.health.api.growth import Finding, Measure, Measurement

SURVEY = Path(__file__).with_name("survey.csv")
COLUMNS = {
    "z_weight": Measure.WEIGHT,
    "z_length": Measure.LENGTH,
    "z_weight_for_length": Measure.WEIGHT_FOR_LENGTH,
    "z_head": Measure.HEAD,
}
AGES = st.integers(0, 2_500)
SEXES = st.sampled_from([growth.BOY, growth.GIRL])


def number(text: str) -> float | None:
    return float(text) if text else None


def test_every_score_of_the_example_survey_agrees():
    compared = 0
    with SURVEY.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            one = Measurement(
                int(row["age"]),
                number(row["weight"]),
                number(row["length"]),
                number(row["head"]),
                {"h": True, "l": False}.get(row["how"]),
            )
            found = growth.scores(one, row["sex"])
            for column, measure in COLUMNS.items():
                if row[column]:
                    compared += 1
                    assert found[measure] == pytest.approx(float(row[column]), abs=0.0101), row
    assert compared > 350


@pytest.mark.parametrize(
    ("one", "sex", "measure", "score"),
    [
        (Measurement(1522, weight=17), "2", Measure.WEIGHT, 0.24),
        (Measurement(44, length=50), "1", Measure.LENGTH, -3.29),
        (Measurement(987, length=72.86, standing=False), "1", Measure.LENGTH, -6.09),
        (Measurement(731, length=77.5, standing=True), "2", Measure.LENGTH, -2.55),
    ],
)
def test_scores_that_the_who_names_in_its_own_tests(one, sex, measure, score):
    assert growth.scores(one, sex)[measure] == pytest.approx(score, abs=0.02)


def test_the_median_is_none_and_its_deviations_are_whole():
    for sex, median in ((growth.BOY, 3.3464), (growth.GIRL, 3.2322)):
        assert growth.scores(Measurement(0, weight=median), sex)[Measure.WEIGHT] == 0
    chart = growth.lines(Measure.WEIGHT, growth.BOY, [0, 365])
    for z, values in chart.items():
        for age, value in zip((0, 365), values, strict=True):
            found = growth.scores(Measurement(age, weight=value), growth.BOY)[Measure.WEIGHT]
            assert found == pytest.approx(z, abs=0.01)


@given(AGES, SEXES, st.floats(1, 40), st.floats(0.01, 5))
def test_who_weighs_more_never_scores_less(age, sex, weight, more):
    low = growth.scores(Measurement(age, weight=weight), sex).get(Measure.WEIGHT)
    high = growth.scores(Measurement(age, weight=weight + more), sex).get(Measure.WEIGHT)
    assert low is not None and high is not None and high >= low


@given(st.integers(0, 2_400), SEXES)
def test_the_lines_lie_in_order_and_the_median_never_leaps(age, sex):
    for measure in (Measure.WEIGHT, Measure.LENGTH):
        found = growth.lines(measure, sex, [age, age + 1])
        assert [found[z][0] for z in growth.LINES] == sorted(found[z][0] for z in growth.LINES)
        assert abs(found[0][1] - found[0][0]) < (0.2 if measure is Measure.WEIGHT else 0.9)


def test_nothing_is_said_without_a_sex_before_birth_or_beyond_the_tables():
    assert growth.scores(Measurement(100, 6, 60, 40), "0") == {}
    assert growth.scores(Measurement(-1, 6, 60, 40), growth.BOY) == {}
    assert set(growth.scores(Measurement(2_200, 20, 115, 50), growth.BOY)) == {
        Measure.WEIGHT,
        Measure.LENGTH,
    }
    assert growth.scores(Measurement(100, 0, 0, 0), growth.BOY) == {}


def test_findings_name_what_lies_beyond_the_lines_and_nothing_on_them():
    assert growth.findings({Measure.WEIGHT: -2.0, Measure.LENGTH: -2.0}) == ()
    below = dict.fromkeys(Measure, -2.01)
    assert set(growth.findings(below)) == {
        Finding.LOW_WEIGHT,
        Finding.SHORT,
        Finding.THIN,
        Finding.SMALL_HEAD,
    }
    assert growth.findings({Measure.WEIGHT_FOR_LENGTH: 1.0}) == (Finding.HEAVY,)
    assert growth.findings({Measure.WEIGHT_FOR_LENGTH: 2.0, Measure.HEAD: 2.5}) == (
        Finding.LARGE_HEAD,
        Finding.VERY_HEAVY,
    )
