"""A vacancy closes itself when somebody is checked in, and is offered again if that is undone."""

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
from tests.domains.housing.listings.news import heard
from tests.factories import register as town
from tests.factories.people import somebody

pytestmark = pytest.mark.django_db
TERMS = Terms(Decimal(1500), Decimal(45), 1, 1, 1, whole=True)
ONE, TWO = somebody("单小满", 71), somebody("单大寒", 72)


def offer(landlord: Actor, code: str, **more: object) -> int:
    with acting(landlord):
        return listings.offer_room(code, replace(TERMS, **more), actor=landlord, at=now())


def found() -> list[int]:
    with acting(NOBODY):
        return [o.id for o in listings.search(Search()).listings]


def checked_in(who: object, home: object, **more: object) -> int:
    """The batch by which somebody was checked in, heard of by housing."""
    receipt = town.declared(
        [{**who.item, "kind": "arrive", "home_code": home.code, "start": more.get("start")}],
        sender=Sender(home.party, "landlord", "周房东", party=home.party, region=town.HERE),
    )
    assert receipt.outcomes[0].status == "applied", receipt
    heard()
    return receipt.batch_id


def undone(batch: int) -> None:
    with acting(town.PLATFORM):
        register.undo(batch, actor=town.PLATFORM, at=now())
    heard()


def test_a_check_in_closes_what_is_offered_of_the_home_and_of_no_other(street, landlord):
    here, there = offer(landlord, street.rooms[1].code), offer(landlord, street.rooms[2].code)
    batch = checked_in(ONE, street.rooms[1], start=street.today)
    assert found() == [there]
    with acting(landlord):
        (view,) = listings.of_home(street.rooms[1].id, (street.holder,))
    assert (view.view.id, view.view.state, view.view.closed_why) == (here, "closed", "let")
    undone(batch)
    assert sorted(found()) == [here, there]


def test_a_check_in_that_is_to_come_closes_it_too(street, landlord):
    offer(landlord, street.rooms[1].code)
    checked_in(ONE, street.rooms[1], start=street.today + timedelta(days=9))
    assert found() == []


def test_what_an_agency_offers_of_the_same_home_closes_with_it(street, landlord):
    platform = system("tests", channel="import")
    file = f"房源编号,区县,地址,租金\nA1,浏阳市,新屋路12号102室,1800\nA2,浏阳市,新屋路12号202室,900\nA3,,,{'-'}"
    with acting(platform):
        sender = Sender("agency", "import", "安居房产", region="430181000000")
        got = register.receive(
            file.encode(), "房源.csv", form=listings.FORM, sender=sender, actor=platform, at=now()
        )
        register.apply_import(got.id, actor=platform, at=now())
    offer(landlord, street.rooms[1].code)
    assert len(found()) == 3
    checked_in(ONE, street.rooms[1], start=street.today)
    with acting(NOBODY):
        assert [o.rent for o in listings.search(Search()).listings] == [900]


def test_of_several_rooms_of_one_home_none_is_closed_until_one_is_left(street, landlord):
    code = street.rooms[1].code
    main = offer(landlord, code, whole=False, space="主卧")
    second = offer(landlord, code, whole=False, space="次卧")
    checked_in(ONE, street.rooms[1], start=street.today)
    assert found() == [second, main]
    with acting(landlord):
        listings.withdraw_listing(main, actor=landlord, at=now())
    checked_in(TWO, street.rooms[1], start=street.today)
    assert found() == []


def test_undoing_one_check_in_does_not_offer_a_home_let_to_another(street, landlord):
    number = offer(landlord, street.rooms[1].code)
    first = checked_in(ONE, street.rooms[1], start=street.today)
    second = checked_in(TWO, street.rooms[1], start=street.today)
    undone(first)
    assert found() == []
    undone(second)
    assert found() == [number]


def test_what_was_offered_again_after_the_check_in_stays(street, landlord):
    number = offer(landlord, street.rooms[1].code)
    checked_in(ONE, street.rooms[1], start=street.today)
    with acting(landlord):
        listings.reopen_listing(number, actor=landlord, at=now())
    heard()
    assert found() == [number]


def test_a_move_out_and_a_correction_close_nothing(street, landlord):
    batch = checked_in(ONE, street.rooms[1], start=street.today - timedelta(days=3))
    number = offer(landlord, street.rooms[1].code)
    town.declared(
        [{**ONE.item, "kind": "leave", "home_code": street.rooms[1].code, "end": street.today}]
    )
    heard()
    assert found() == [number] and batch
