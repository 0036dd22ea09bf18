"""Groups obey what must stay apart; measures count what they say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.linkage.rules.clusters import group
from anju.domains.linkage.rules.measures import Measure, by_groups, by_pairs

SIZE = 12
PAIRS = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=30)


@settings(max_examples=100, deadline=None)
@given(PAIRS, PAIRS, st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE))
def test_no_chain_brings_together_what_must_stay_apart(pairs, separate, source):
    separate = [(a, b) for a, b in separate if a != b]
    found = group(SIZE, pairs, source=source, separate=separate)
    assert all(found[a] != found[b] for a, b in separate)
    groups = {}
    for place, leader in enumerate(found):
        groups.setdefault(leader, []).append(source[place])
    assert all(len(set(s)) == len(s) for s in groups.values())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=14), st.data())
def test_pairs_are_counted_as_one_by_one(groups, data):
    truth = data.draw(st.lists(st.sampled_from("abc"), min_size=len(groups), max_size=len(groups)))
    side = data.draw(st.lists(st.integers(0, 1), min_size=len(groups), max_size=len(groups)))
    for sides in (None, side):
        pairs = [
            (a, b)
            for a in range(len(groups))
            for b in range(a)
            if sides is None or sides[a] != sides[b]
        ]
        found = {p for p in pairs if groups[p[0]] == groups[p[1]]}
        true = {p for p in pairs if truth[p[0]] == truth[p[1]]}
        assert by_pairs(groups, truth, sides) == Measure(len(found & true), len(found), len(true))


def test_a_group_is_right_only_when_it_is_whole():
    measure = by_groups([1, 1, 1, 2, 2], ["a", "a", "b", "c", "c"])
    assert (measure.right, measure.found, measure.true) == (1, 2, 2)


def test_nothing_found_where_nothing_is_to_be_found_is_right():
    assert by_pairs([1, 2, 3], ["a", "b", "c"]).f1 == 1
