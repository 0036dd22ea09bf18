"""Figures of a sample: what they are when all is known, that their intervals hold the truth, who is compared."""

from __future__ import annotations

import random

from anju.domains.assessment.api import (
    AuditKind,
    FindingGiven,
    FindingView,
    Outcome,
    Stage,
    UnitView,
)
from anju.domains.assessment.sampling.rules.results import result
from anju.foundation.clock import now

AT = now()


def unit(n, part, given):
    found = FindingView(Stage.FIRST, given, 1, "a", AT)
    return UnitView(n, 1, f"{n:016x}", part, n, part, False, (found,))


def records(part, lives, gone, nobody=0, wrong=0):
    found = [
        FindingGiven(Outcome.LIVES, wrong=("phone",) if n < wrong else ()) for n in range(lives)
    ]
    found += [FindingGiven(Outcome.MOVED)] * gone + [FindingGiven(Outcome.NOBODY)] * nobody
    return [unit(n, part, given) for n, given in enumerate(found)]


def test_a_part_that_was_checked_whole_is_known():
    found = result(AuditKind.RECORDS, {"1": 10}, records("1", 7, 3, wrong=2))
    main = found.parts[0].main
    assert (main.value, main.low, main.high) == (0.7, 0.7, 0.7)
    assert found.parts[0].faulty.value == 2 / 7 and found.whole.main == main


def test_who_was_not_met_widens_what_may_be():
    main = result(AuditKind.RECORDS, {"1": 100}, records("1", 6, 2, nobody=2)).whole.main
    assert (main.hits, main.base, main.floor, main.ceiling) == (6, 8, 0.6, 0.8)


def test_nothing_checked_is_no_figure():
    found = result(AuditKind.RECORDS, {"1": 100, "2": 5}, records("1", 0, 0, nobody=3))
    assert found.whole.main.value is None and found.parts[1].main.value is None
    assert found.parts[0].above == found.parts[0].below == ()


def test_parts_are_compared_only_where_their_intervals_are_apart():
    units = records("1", 50, 0) + records("2", 10, 40) + records("3", 30, 20)
    parts = {p.part: p for p in result(AuditKind.RECORDS, dict.fromkeys("123", 5_000), units).parts}
    assert parts["1"].above == ("2", "3") and parts["2"].below == ("1", "3")
    near = records("1", 19, 1) + records("2", 17, 3)
    close = result(AuditKind.RECORDS, dict.fromkeys("12", 5_000), near).parts
    assert all(p.above == p.below == () for p in close)


def test_several_parts_that_were_checked_whole_are_known_together():
    units = records("1", 4, 0) + records("2", 3, 1)
    whole = result(AuditKind.RECORDS, {"1": 4, "2": 4}, units).whole.main
    assert (whole.value, whole.low, whole.high) == (7 / 8, 7 / 8, 7 / 8)


def test_where_all_are_as_they_should_be_the_frame_still_narrows_what_may_be():
    units = records("1", 30, 0) + records("2", 30, 0)
    whole = result(AuditKind.RECORDS, {"1": 40, "2": 40}, units).whole.main
    assert whole.high == 1 and 0.97 < whole.low < 1


def test_each_part_weighs_what_its_frame_weighs():
    units = records("1", 10, 0) + records("2", 0, 10)
    whole = result(AuditKind.RECORDS, {"1": 9_000, "2": 1_000}, units).whole.main
    assert abs(whole.value - 0.9) < 1e-12


def covered(kind, draw, times, seed):
    chance, held = random.Random(seed), 0
    for _time in range(times):
        truth, frames, units = draw(chance)
        main = result(kind, frames, units).whole.main
        held += main.low <= truth <= main.high
    return held / times


def of_records(chance):
    frames, units, living = {}, [], 0
    for part in "abc":
        people = [chance.random() < share for share in [chance.choice((0.5, 0.8, 0.95))] * 400]
        frames[part], living = len(people), living + sum(people)
        sampled = chance.sample(people, 40)
        units += records(part, sum(sampled), 40 - sum(sampled))
    return living / sum(frames.values()), frames, units


def of_doors(chance):
    """Homes whose people are registered together or not at all, so that people of one home are no separate evidence."""
    homes = []
    for _home in range(600):
        people = chance.choice((1, 1, 2, 3, 6))
        homes.append((people, people if chance.random() < 0.8 else 0))
    units = [
        unit(n, "a", FindingGiven(Outcome.LIVED_IN, p, r))
        for n, (p, r) in enumerate(chance.sample(homes, 60))
    ]
    return sum(r for _p, r in homes) / sum(p for p, _r in homes), {"a": 600}, units


def test_intervals_of_several_parts_hold_the_truth_as_often_as_they_say():
    assert covered(AuditKind.RECORDS, of_records, 400, 7) >= 0.94


def test_intervals_hold_the_truth_where_people_of_one_home_are_alike():
    assert covered(AuditKind.DOORS, of_doors, 400, 8) >= 0.92
