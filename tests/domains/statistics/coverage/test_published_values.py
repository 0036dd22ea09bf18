"""The values of the literature come out again, within a tenth of a percent."""

import pytest

from anju.domains.statistics.api import Frequencies, Overlap, estimate, estimate_from_times
from tests.domains.statistics.coverage.published import DUTCH, HARE, HIV, KOSOVO, SPINA_BIFIDA


def table(counts):
    return Overlap(tuple("abcdef"[: len(next(iter(counts)))]), counts)


def totals(counts, **how):
    return {f.name: f.total for f in estimate(table(counts), times=20, **how).fits}


@pytest.mark.parametrize(
    ("counts", "model", "published"),
    [
        (HARE, "Mth Poisson2", 81.1),
        (HIV, "Mt", 11_124.58),
        (HIV, "Mt [12]", 12_318.47),
        (HIV, "Mt [12][13][14][23][24][34]", 23_443.5),
        (KOSOVO, "Mt", 7_394.59),
        (KOSOVO, "Mt [12][14][23][24][34]", 14_341.66),
        (SPINA_BIFIDA, "Mt [23]", 731),
    ],
)
def test_a_published_model_has_its_published_number(counts, model, published):
    assert totals(counts)[model] == pytest.approx(published, rel=1e-3)


def test_hares_without_those_caught_on_all_occasions():
    assert totals(HARE, without={(1,) * 6})["Mt"] == pytest.approx(76.8, rel=1e-3)


def test_dutch_immigrants_by_times_have_chaos_number():
    found = estimate_from_times(Frequencies(DUTCH))
    assert found.total == pytest.approx(9_273.51, rel=1e-5)
    assert 8_000 <= found.low < found.total < found.high


def test_best_of_the_pair_models_of_kosovo_is_the_published_one_with_its_criterion():
    fits = [f for f in estimate(table(KOSOVO), times=20).fits if f.name.startswith("Mt ")]
    best = min(fits, key=lambda f: f.aic)
    assert (best.name, round(best.aic, 2)) == ("Mt [12][14][23][24][34]", 161.32)


def test_the_spread_of_kosovo_is_reported_and_warned_of():
    found = estimate(table(KOSOVO), times=50)
    assert found.spread[0] < 10_356 < found.spread[1]
    assert found.low < 10_356 < found.high
    assert "coverage_models_differ" in {w.code for w in found.warnings}
