"""How many workers ratios ask for, and who is counted where, each against a count written from the rule."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from anju.domains.fieldwork.staffing.data.planning import Load, Ratio
from anju.domains.fieldwork.staffing.data.values import PostKind
from anju.domains.fieldwork.staffing.rules.planning import cuts, needed, plan

COUNTS = st.integers(0, 5_000)
RATIOS = st.builds(Ratio, st.integers(0, 1_000), st.integers(0, 200), st.integers(0, 100))
GRIDS = st.integers(1, 4).flatmap(
    lambda c: st.integers(1, 5).map(lambda g: f"43018112420{c}{g:03d}")
)
WORKERS = st.lists(st.tuples(st.sampled_from(PostKind), st.lists(GRIDS, unique=True, max_size=6)))


@given(COUNTS, COUNTS, RATIOS)
def test_the_ratio_that_asks_for_more_counts_and_is_rounded_up(residents, homes, ratio):
    by_residents = ceil(Fraction(residents, ratio.residents)) if ratio.residents else 0
    by_homes = ceil(Fraction(homes, ratio.homes)) if ratio.homes else 0
    assert needed(Load(residents, homes), ratio) == max(by_residents, by_homes)


@given(
    st.dictionaries(GRIDS.map(lambda g: g[:12]), st.builds(Load, COUNTS, COUNTS)), WORKERS, RATIOS
)
def test_everybodys_time_is_counted_once_however_many_areas_they_work_in(loads, workers, ratio):
    found = plan(loads, workers, ratio, digits=12)
    whole = {PostKind.FULL: Fraction(1), PostKind.PART: Fraction(ratio.part, 100)}
    assert found.present == sum((whole[kind] for kind, _ in workers), Fraction(0))
    assert found.without_grids_count == sum(not grids for _, grids in workers)
    assert {n.area for n in found.needs} == {*loads, *(g[:12] for _, gs in workers for g in gs)}
    for need in found.needs:
        own = sum(
            (whole[k] * sum(g[:12] == need.area for g in gs) / len(gs) for k, gs in workers if gs),
            Fraction(0),
        )
        assert need.present == own
        assert need.lacking == max(0, need.needed - own)


CODES = st.one_of(GRIDS, GRIDS.map(lambda g: g[:12]))


@given(st.dictionaries(CODES, st.integers(0, 400), min_size=1), st.integers(1, 150))
def test_a_cut_has_as_many_grids_as_the_largest_size_asks_for(homes, most):
    found = cuts(homes, most)
    assert [c.area for c in found] == sorted({g[:12] for g in homes})
    for cut in found:
        total = sum(n for g, n in homes.items() if g.startswith(cut.area))
        own = [n for g, n in homes.items() if g.startswith(cut.area) and len(g) == 15]
        assert (cut.homes, cut.grids, cut.largest) == (total, len(own), max(own, default=0))
        assert cut.outside == homes.get(cut.area, 0) and cut.over == sum(n > most for n in own)
        assert cut.wanted * most >= total and (cut.wanted - 1) * most < max(total, 1)
        assert cut.each <= most and cut.each * cut.wanted >= total
