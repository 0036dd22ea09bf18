"""A landlord offers, changes, withdraws and offers again; the office decides about what is doubtful."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import Search, Terms
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import NOBODY, Actor, system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories import register as town
from tests.factories.staff import actor, public, staff

pytestmark = pytest.mark.django_db
TERMS = Terms(Decimal(1500), Decimal(45), 1, 1, 1, whole=True, title="朝南")


def offer(landlord: Actor, code: str, terms: Terms = TERMS, **more: object) -> int:
    with acting(landlord):
        return listings.offer_room(code, terms, actor=landlord, at=now(), **more)


def found(**wanted: object) -> list[int]:
    with acting(NOBODY):
        return [o.id for o in listings.search(Search(**wanted)).listings]


def test_an_offered_room_is_found_at_once_without_its_number(street, landlord):
    number = offer(landlord, street.rooms[1].code)
    assert found(place="430181124", rent_to=1500, bedrooms=(1,), whole=True) == [number]
    assert found(rent_to=1499) == []
    with acting(NOBODY):
        view = listings.listing(number)
    assert view.place == "新屋路12号" and view.floor == 1 and view.rent == 1500
    assert "102" not in str(view)
    assert offer(landlord, street.rooms[1].code) == number, "the same again changes nothing"


def test_a_change_stands_in_place_of_what_was_offered(street, landlord):
    code = street.rooms[1].code
    first = offer(landlord, code)
    second = offer(landlord, code, replace(TERMS, rent=Decimal(1300)), listing_id=first)
    assert found() == [second] != [first]
    shared = offer(
        landlord, code, replace(TERMS, whole=False, space="主卧", rent=None), listing_id=second
    )
    assert found() == [shared] and found(rent_to=9999) == []
    other = offer(landlord, code, replace(TERMS, whole=False, space="次卧"))
    assert found() == [other, shared]
    with pytest.raises(Conflict, match="listing_offered_already"):
        offer(landlord, code, replace(TERMS, whole=False, space="主卧"), listing_id=other)


def test_a_withdrawn_vacancy_is_not_found_until_it_is_offered_again(street, landlord):
    number = offer(landlord, street.rooms[1].code)
    for _ in range(2):
        with acting(landlord):
            listings.withdraw_listing(number, actor=landlord, at=now())
        assert found() == []
    for _ in range(2):
        with acting(landlord):
            listings.reopen_listing(number, actor=landlord, at=now())
        assert found() == [number]
    with acting(landlord):
        listings.withdraw_listing(number, actor=landlord, at=now())
    assert found() == [] and offer(landlord, street.rooms[1].code) not in (number, 0)
    with acting(landlord), pytest.raises(NotFound):
        listings.reopen_listing(number, actor=landlord, at=now())


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (replace(TERMS, rent=Decimal(20)), "listing_rent_unlikely"),
        (replace(TERMS, area=Decimal(2), rent=Decimal(500)), "listing_area_unlikely"),
        (replace(TERMS, rent=Decimal(90000)), "listing_rent_for_area_unlikely"),
    ],
)
def test_unlikely_figures_are_asked_again_and_taken_when_confirmed(street, landlord, terms, code):
    with pytest.raises(Refused, match=code):
        offer(landlord, street.rooms[1].code, terms)
    assert found() == []
    number = offer(landlord, street.rooms[1].code, terms, sure=True)
    assert found() == [number]


def test_a_phone_in_a_text_is_refused_even_when_sure(street, landlord):
    with pytest.raises(Refused, match="listing_contact_in_text"):
        offer(landlord, street.rooms[1].code, replace(TERMS, remark="加13912345678"), sure=True)


def test_nobody_touches_the_rooms_and_vacancies_of_others(street, landlord):
    number = offer(landlord, street.rooms[1].code)
    others = (
        actor(public("13700000002", grants=(("landlord", "holder:99", town.HERE),))),
        actor(public("13700000003")),
        actor(staff("street.zhao", ("street", town.STREET)), purpose="register"),
        NOBODY,
    )
    for other in others:
        with acting(other):
            with pytest.raises(NotFound):
                listings.offer_room(street.rooms[2].code, TERMS, actor=other, at=now())
            with pytest.raises(NotFound):
                listings.withdraw_listing(number, actor=other, at=now())
            assert listings.of_party(other.parties("declare")) == []
    assert found() == [number]


FILE = """房源编号,区县,小区,户型,面积,租金
A1,浏阳市,安居苑,2室1厅,56,1800
A2,浏阳市,幸福里,1室1厅,9000,900
A3,浏阳市,星城,1室1厅,40,1200-1500
A4,浏阳市,金沙,1室1厅,35,20"""


@pytest.fixture
def doubtful(street) -> int:
    """A file with three doubtful rows; the number of its import."""
    platform = system("tests", channel="import")
    with acting(platform):
        sender = Sender("agency", "import", "安居房产", region="430181000000")
        got = register.receive(
            FILE.encode(), "房源.csv", form=listings.FORM, sender=sender, actor=platform, at=now()
        )
        return register.apply_import(got.id, actor=platform, at=now())[0].id


@pytest.fixture
def city() -> Actor:
    return actor(staff("city.qian", ("city", "4301")), purpose="register")


def test_the_office_confirms_and_refuses_with_a_reason_and_takes_it_back(doubtful, city):
    assert len(found()) == 1
    with acting(city):
        waiting = listings.doubtful(batch_id=doubtful)
        ids = [o.view.id for o in waiting]
        assert [o.number for o in waiting] == ["A4", "A3", "A2"]
        assert [o.doubts[0] for o in waiting] == [
            "listing_rent_unlikely",
            "listing_rent_range",
            "listing_area_unlikely",
        ]
        assert listings.doubts_waiting()[""] == 3
        only = listings.doubtful(code="listing_rent_range")
        assert [o.number for o in only] == ["A3"]
        act, count = listings.decide_listings(ids[:2], "confirm", actor=city, at=now())
        assert count == 2
        with pytest.raises(Conflict, match="listing_decided_already"):
            listings.decide_listings(ids[:2], "refuse", note="再来", actor=city, at=now())
        with pytest.raises(Refused, match="listing_refusal_without_reason"):
            listings.decide_listings(ids[2:], "refuse", note=" ", actor=city, at=now())
        listings.decide_listings(ids[2:], "refuse", note="面积不对", actor=city, at=now())
        assert listings.doubtful() == []
    assert set(found()) >= set(ids[:2]) and ids[2] not in found()
    with acting(city):
        assert listings.undo_listing_decision(act, actor=city, at=now()) == 2
        assert [o.view.id for o in listings.doubtful()] == ids[:2]
        with pytest.raises(NotFound, match="listing_decision_gone"):
            listings.undo_listing_decision(act, actor=city, at=now())
    assert len(found()) == 1


def test_a_file_that_is_undone_takes_what_was_confirmed_with_it(doubtful, city):
    with acting(city):
        ids = [o.view.id for o in listings.doubtful()]
        act, _ = listings.decide_listings(ids, "confirm", actor=city, at=now())
    platform = system("tests", channel="import")
    with acting(platform):
        register.undo(doubtful, actor=platform, at=now())
    assert found() == []
    with acting(city), pytest.raises(NotFound):
        listings.undo_listing_decision(act, actor=city, at=now())


def test_only_the_office_of_the_place_decides(doubtful, city):
    with acting(city):
        ids = [o.view.id for o in listings.doubtful()]
    elsewhere = actor(staff("far.wu", ("street", "430102001")), purpose="register")
    leader = actor(staff("leader.sun", ("leader", "4301")), purpose="register")
    for other in (elsewhere, leader, NOBODY):
        with acting(other), pytest.raises((NotAllowed, Conflict)):
            listings.decide_listings(ids, "confirm", actor=other, at=now())
    assert len(found()) == 1


def test_what_nobody_renews_expires_and_can_be_offered_again(street, landlord):
    number = offer(landlord, street.rooms[1].code)
    late = now() + listings.STALE + timedelta(minutes=1)
    with acting(landlord):
        listings.reopen_listing(number, actor=landlord, at=now() + timedelta(days=2))
    with acting(town.PLATFORM):
        assert listings.expire(at=late) == 0
        assert listings.expire(at=late + timedelta(days=2)) == 1
    assert found() == []
    with acting(landlord):
        listings.reopen_listing(number, actor=landlord, at=now())
    assert found() == [number]
