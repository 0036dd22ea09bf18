"""Two installations over real HTTP, with the link cut, delayed, doubled and reordered, and one restored from a backup:
nothing lost, nothing doubled, nobody habitual in two places."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta

import pytest

from anju.foundation.clock import local_date, now
from tests.factories.people import somebody
from tests.factories.two_places import Faults, drain, overlaps, two_places

PEOPLE, ROUNDS, RESTORED_AFTER = 100, 4, 3
"""The last two: an even and an odd number, so that all end where they began."""
FORGOTTEN = 25
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "安平和顺宁静远明思慧雅文清源"


def everybody():
    names = [a + b + c for a, b, c in itertools.product(SURNAMES, GIVEN, "然若初言")][:PEOPLE]
    return [
        somebody(
            name, 3000 + n, area="430181", born=date(1980, 1, 1) + timedelta(days=37 * n), phone=""
        )
        for n, name in enumerate(names)
    ]


@pytest.fixture(scope="module")
def places(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), two_places(tmp_path_factory.mktemp("two")) as both:
        yield both


@pytest.mark.long
def test_hundreds_of_moves_over_a_bad_link_and_a_restore(places):
    here, there = places
    people, chance = everybody(), random.Random(7)
    faults = Faults(chance, cut=0.15, lost_answer=0.12, doubled=0.12, held=0.12)
    first = local_date(now()) - timedelta(days=5 * (ROUNDS + 2))
    days = [first + timedelta(days=5 * n) for n in range(ROUNDS + 1)]
    here.move_in(people, days[0])
    both = []
    for n in range(1, ROUNDS + 1):
        came, left = (there, here) if n % 2 else (here, there)
        came.move_in(people, days[n])
        both += sorted(came.counting() & left.counting())
        if n == RESTORED_AFTER:
            restored = forget_and_catch_up(there, here, people, days, faults)
        drain(here, there, faults)
        both += sorted(came.counting() & left.counting())
    assert both == []
    begun, caught_up, forgotten, states_after = restored
    assert states_after == {("in", "confirmed"), ("out", "confirmed")}
    for name, since, until in overlaps(here, there):
        assert begun <= since < until <= caught_up, (name, since, until)
        assert name in forgotten
    assert here.counting() == {p.name for p in people}
    assert there.counting() == set()
    in_here, in_there = here.stays(), there.stays()
    for person in people:
        assert in_here[person.name] == expected(days, 0), person.name
        assert in_there[person.name] == expected(days, 1), person.name
    assert (
        set(here.states_of_moves())
        == set(there.states_of_moves())
        == {
            ("in", "confirmed"),
            ("out", "confirmed"),
        }
    )
    assert min(faults.counts.get(what, 0) for what in ("cut", "lost_answer", "doubled", "held")) > 0


def expected(days, begin):
    """The stays of somebody who goes to and fro, at the place of the even (0) or odd (1) moves."""
    starts = days[begin::2]
    return [(start, days[days.index(start) + 1] if start != days[-1] else None) for start in starts]


def forget_and_catch_up(there, here, people, days, faults):
    """The other place is backed up while its arrivals are on their way, goes on, and is restored: what it had been sent
    since is offered again, although nobody has anything new to say. Until that is through it may count people it has
    forgotten to have left, and no others. From when until when; who; the states of its moves after."""
    taken = there.back_up()
    drain(here, there, faults)
    here.move_in(people[:FORGOTTEN], days[RESTORED_AFTER + 1])
    drain(here, there, faults)
    begun = now()
    there.restore(taken)
    drain(here, there, faults)
    return begun, now(), {p.name for p in people[:FORGOTTEN]}, set(there.states_of_moves())
