"""Buildings that landlords added: confirmed with corrected capacities, or joined to one on file."""

from __future__ import annotations

import pytest

from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, moved_in
from tests.factories.staff import actor, public

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(street):
    """A building that the landlord of the street added, with two rooms."""
    landlord = actor(public("13711110003", grants=(("landlord", street.holder, HERE),)))
    with acting(landlord):
        return places.propose_building(
            party=street.holder,
            region=HERE,
            address="新屋后路十二号",
            name="",
            rooms=["101", "401"],
            capacity=2,
            actor=landlord,
            at=now(),
        )


def test_it_is_listed_by_community_and_goes_when_confirmed(clerk, other_clerk, proposed):
    page = clerk.get("/office/unverified/").content.decode()
    assert "新屋后路十二号" in page and "砰山" in page
    assert "新屋后路十二号" not in other_clerk.get("/office/unverified/").content.decode()
    with acting(PLATFORM):
        rooms = places.homes_of_building(proposed)
    assert (
        clerk.post(f"/office/unverified/{proposed}/", {f"capacity-{rooms[0].id}": "0"}).status_code
        == 422
    )
    assert (
        clerk.post(
            f"/office/unverified/{proposed}/", {f"capacity-{rooms[0].id}": "abc"}
        ).status_code
        == 422
    )
    assert (
        clerk.post(f"/office/unverified/{proposed}/", {f"capacity-{rooms[0].id}": "5"}).status_code
        == 302
    )
    with acting(PLATFORM):
        after = places.homes_of_building(proposed)
    assert [h.capacity for h in after] == [5, 2] and all(h.verified for h in after)
    assert "新屋后路十二号" not in clerk.get("/office/unverified/").content.decode()


def test_a_street_elsewhere_confirms_nothing_here(other_clerk, proposed):
    assert other_clerk.get(f"/office/unverified/{proposed}/").status_code in (403, 404)
    assert other_clerk.post(f"/office/unverified/{proposed}/", {}).status_code in (403, 404)


def test_joined_its_rooms_go_over_and_its_words_mean_the_other(clerk, street, proposed):
    with acting(PLATFORM):
        new = next(h for h in places.homes_of_building(proposed) if h.room == "401")
    tenant = moved_in(somebody("单强", 62), new, street.today)
    assert clerk.post(f"/office/unverified/{proposed}/join/", {"home_code": ""}).status_code == 422
    answer = clerk.post(f"/office/unverified/{proposed}/join/", {"home_code": street.rooms[0].code})
    assert answer.status_code == 302
    with acting(PLATFORM):
        assert places.building(proposed) is None
        rooms = {h.room: h.id for h in places.homes_of_building(street.rooms[0].building_id)}
        assert rooms["401"] == new.id and rooms["101"] == street.rooms[0].id
        assert register.stays_of([tenant])[0].home_id == new.id


def test_a_room_that_both_have_and_somebody_lives_in_is_not_dropped(clerk, street, proposed):
    with acting(PLATFORM):
        twice = next(h for h in places.homes_of_building(proposed) if h.room == "101")
    moved_in(somebody("单强", 62), twice, street.today)
    page = clerk.post(f"/office/unverified/{proposed}/join/", {"home_code": street.rooms[0].code})
    assert page.status_code == 422 and "两栋楼都有这些房间" in page.content.decode()
    with acting(PLATFORM):
        assert len(places.homes_of_building(proposed)) == 2
