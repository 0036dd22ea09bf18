"""Who saved a search hears of new vacancies that are like it, once a day, until they leave it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import Search, Terms
from anju.domains.housing.listings.operations import saving
from anju.foundation.actor import NOBODY, Actor
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.housing.listings.news import heard
from tests.factories.staff import actor, public

pytestmark = pytest.mark.django_db
SEEKER = "13800000021"


def saved(who: Actor, *, region: str = "", **wanted: object) -> int:
    with acting(who):
        return listings.save_search(Search(**wanted), region=region, actor=who, at=now())


def offered(landlord: Actor, room: object, rent: int, *, at: datetime | None = None) -> int:
    terms = Terms(Decimal(rent), Decimal(40), 1, whole=True)
    with acting(landlord):
        number = listings.offer_room(room.code, terms, actor=landlord, at=at or now())
    heard()
    return number


def told() -> list[str]:
    return [m.text for m in reversed(notices.recent(to=SEEKER, kind="housing.new"))]


def fresh(who: Actor) -> list[int]:
    with acting(who):
        return [s.fresh for s in listings.saved_searches(who)]


@pytest.mark.parametrize(
    ("wanted", "like"),
    [
        ({"place": "430181124"}, True),
        ({"place": "430181124205", "bedrooms": (1, 2)}, True),
        ({"place": "4301", "rent_to": 1500, "whole": True}, True),
        ({"rent_to": 1500}, True),
        ({"rent_to": 1499}, False),
        ({"rent_from": 1501}, False),
        ({"place": "430102", "rent_to": 1500}, False),
        ({"place": "43", "area_from": 41}, False),
        ({"place": "43", "bedrooms": (2,)}, False),
        ({"place": "43", "whole": False}, False),
    ],
)
def test_only_what_is_like_a_saved_search_is_told(street, landlord, seeker, wanted, like):
    saved(seeker, **wanted)
    offered(landlord, street.rooms[1], 1500)
    assert fresh(seeker) == [int(like)]
    assert [("1 套新房源" in t) for t in told()] == [True] * like


def test_an_account_is_told_once_a_day_and_counts_go_on(street, landlord, seeker):
    saved(seeker, place="4301")
    saved(seeker, rent_to=2000)
    offered(landlord, street.rooms[1], 1500)
    offered(landlord, street.rooms[2], 1400)
    assert len(told()) == 1 and fresh(seeker) == [2, 2]
    offered(landlord, street.rooms[3], 1300, at=now() + saving.PAUSE + timedelta(minutes=1))
    assert len(told()) == 2


def test_a_search_that_was_looked_at_or_left_says_nothing_more(street, landlord, seeker):
    number = saved(seeker, place="4301")
    assert saved(seeker, place="4301") == number, "the same again is the same one"
    offered(landlord, street.rooms[1], 1500)
    with acting(seeker):
        assert listings.look_at_search(number, actor=seeker).search == Search(place="4301")
    assert fresh(seeker) == [0]
    with acting(seeker):
        listings.leave_search(number, actor=seeker, at=now())
    offered(landlord, street.rooms[2], 1400)
    assert fresh(seeker) == [] and len(told()) == 1


def test_searches_are_ones_own_bounded_and_narrower_than_everything(seeker):
    number = saved(seeker, place="4301")
    other = actor(public("13800000022"))
    with acting(other):
        assert listings.saved_searches(other) == []
        with pytest.raises(NotFound):
            listings.look_at_search(number, actor=other)
        with pytest.raises(NotFound):
            listings.leave_search(number, actor=other, at=now())
    with pytest.raises(Refused, match="search_too_wide"):
        saved(seeker)
    with pytest.raises(Refused, match="sign_in_to_save"):
        saved(NOBODY, place="4301")
    for n in range(saving.MOST - 1):
        saved(seeker, rent_to=1000 + n)
    with pytest.raises(Refused, match="searches_many"):
        saved(seeker, rent_to=9999)
