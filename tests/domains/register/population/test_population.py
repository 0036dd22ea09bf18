"""The population of an area on any day, as now known and as recorded then, against counting by hand."""

from datetime import date, timedelta

import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.population.queries.population import births
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed
from tests.factories.people import somebody
from tests.factories.register import (
    ELSEWHERE,
    HERE,
    OTHER_STREET,
    PLATFORM,
    STREET,
    Street,
    declared,
    moved_in,
)

pytestmark = pytest.mark.django_db
LEADER = Actor(
    "staff", user_id=1, label="leader", grants=(Grant("leader", frozenset({"stats.see"}), STREET),)
)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def counted(street, *, day=None, actor=LEADER, regions=None, known_at=None):
    with acting(actor):
        return register.population(regions, actor=actor, day=day or street.today, known_at=known_at)


def by_hand(street, day, region=STREET):
    """The same from the views of single persons."""
    ids = [street.resident, street.child, street.worker, street.stranger]
    with acting(PLATFORM):
        stays = [
            s
            for s in register.stays_of(ids, as_of=day)
            if s.region.startswith(region) and s.habitual
        ]
        return [people.persons([s.person_id])[s.person_id] for s in stays], stays


@pytest.mark.parametrize("back", [0, 10, 30, 199, 201, 3000])
def test_every_list_says_what_the_persons_say_one_by_one(street, back):
    day = street.today - timedelta(days=back)
    found, (persons, stays) = counted(street, day=day), by_hand(street, day)
    assert found.living == len(persons)
    for part in (found.sexes, found.ages, found.reasons, found.origins):
        assert sum(n for _, n in part) == found.living
    assert dict(found.sexes) == {
        s: sum(p.sex == s for p in persons) for s in {p.sex for p in persons}
    }
    assert dict(found.reasons) == {
        r: sum(s.reason == r for s in stays) for r in {s.reason for s in stays}
    }
    bands = [
        f"{a // 5 * 5}-{a // 5 * 5 + 4}" if a < 85 else "85+"
        for a in (p.age_on(day) for p in persons)
    ]
    assert dict(found.ages) == {b: bands.count(b) for b in bands}


def test_one_who_left_is_counted_until_the_day_before(street):
    who = somebody("黄九", 51)
    moved_in(who, street.rooms[4], street.today - timedelta(days=90), at=street.at)
    gone = street.today - timedelta(days=2)
    declared([{"kind": "leave", **who.item, "end": gone}], at=street.at)
    now = counted(street).living
    assert counted(street, day=gone).living == now
    assert counted(street, day=gone - timedelta(days=1)).living == now + 1


def test_what_was_recorded_later_is_unknown_before(street):
    """A departure told ten days late: then she was still counted, now she is not; the day before nobody knew her."""
    who, later = somebody("黄九", 51), street.at + timedelta(days=10)
    day = street.today + timedelta(days=5)
    before = counted(street, day=day).living
    moved_in(
        who, street.rooms[4], street.today - timedelta(days=9), at=street.at + timedelta(hours=1)
    )
    declared([{"kind": "leave", **who.item, "end": street.today + timedelta(days=2)}], at=later)
    assert counted(street, day=day).living == before
    assert counted(street, day=day, known_at=later - timedelta(days=1)).living == before + 1
    assert counted(street, day=day, known_at=later).living == before
    assert counted(street, day=day, known_at=street.at).living == before
    assert counted(street, day=day, known_at=street.at - timedelta(days=1)).living == 0


def test_a_region_and_a_part_of_it_count_nobody_twice(street):
    assert counted(street, regions=[STREET, HERE]).living == counted(street).living
    assert counted(street, regions=[HERE]).living < counted(street).living


@pytest.mark.parametrize("regions", [[OTHER_STREET], [ELSEWHERE], ["43"], [""], [HERE, ELSEWHERE]])
def test_nobody_counts_outside_the_area_granted(street, regions):
    with pytest.raises(NotAllowed):
        counted(street, regions=regions)


def test_no_grant_counts_nothing(street):
    for regions in (None, [], [HERE]):
        with pytest.raises(NotAllowed):
            counted(street, actor=Actor("staff", user_id=1), regions=regions)


def test_the_count_is_one_query(street, django_assert_num_queries):
    with (
        acting(LEADER),
        django_assert_num_queries(3),
    ):  # with taking intake's role and giving it back
        register.population(actor=LEADER, day=street.today, known_at=street.at)


@pytest.mark.parametrize(
    "day", [date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2026, 11, 22)]
)
def test_an_age_is_full_years_on_leap_days_too(day):
    first = births(day)
    for born in (
        date(2004, 2, 28),
        date(2004, 2, 29),
        date(2004, 3, 1),
        date(1999, 2, 28),
        date(1964, 2, 29),
    ):
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        bucket = sum(f <= born for f in first)
        assert max(85 - 5 * bucket, 0) == age // 5 * 5
