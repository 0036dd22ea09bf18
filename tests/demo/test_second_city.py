"""The demo's second city: its people, its side of the link, and what happens when it is set up twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from anju.demo import second_city
from anju.demo.second_city import FIRST, SECOND, Offer, movers
from anju.domains.exchange.api import links, transfers
from anju.domains.exchange.links.models import Message
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from anju.interfaces.cli.second_city import layout_of

WHO = system("test")


@pytest.fixture
def city(db):
    """The second city in an empty register."""
    return second_city.city(at=now())


def offered():
    """What the demo town gives the second city."""
    return Offer(
        FIRST.code, FIRST.name, "http://localhost:8420", FIRST.regions, HeldKey.make().key.jwk()
    )


def test_the_people_who_move_have_numbers_that_nobody_is_given():
    numbers = [m.doc_number for town in (FIRST, SECOND) for m in movers(town)]
    assert len(set(numbers)) == len(numbers) == 16
    assert all(996 <= int(n[14:17]) <= 999 for n in numbers)


def test_one_of_them_has_another_name_on_the_card_and_one_was_never_on_file():
    for town in (FIRST, SECOND):
        assert sum(m.name != m.written for m in movers(town)) == 1
        assert sum(not m.known for m in movers(town)) == 1


def test_who_is_to_leave_lives_in_the_second_city_first(city):
    leaving = [m for m in movers(SECOND) if m.known]
    with acting(WHO):
        known = people.by_citizen_numbers([m.doc_number for m in leaving])
        stays = register.stays_of(list(known.values()))
    assert len(known) == len(leaving)
    assert {s.person_id for s in stays if s.until is None} == set(known.values())


def test_setting_it_up_again_changes_nothing(city):
    again = second_city.city(at=now())
    assert again == city
    with acting(WHO):
        known = people.by_citizen_numbers([m.doc_number for m in movers(SECOND) if m.known])
        assert len(register.stays_of(list(known.values()))) == len(known)


def test_the_agreement_is_accepted_by_another_person_than_proposed_it(city):
    second_city.offer(SECOND, "http://127.0.0.1:8421", city, at=now())
    second_city.linked(offered(), city, at=now())
    with acting(WHO):
        (found,) = links.agreements_of(links.peer(FIRST.code).id)
    assert found.holds_on(local_date(now()))
    assert found.proposed_by == city["city"].user_id
    assert found.accepted_label == city["district"].label


def test_linking_twice_makes_one_link_and_one_agreement(city):
    second_city.offer(SECOND, "http://127.0.0.1:8421", city, at=now())
    once = offered()
    second_city.linked(once, city, at=now())
    second_city.linked(once, city, at=now() + timedelta(minutes=1))
    with acting(WHO):
        (peer,) = links.peers()
        assert len(links.agreements_of(peer.id)) == len(links.peer_keys(peer.id)) == 1


def test_sign_ins_are_told_for_staff_only(city):
    lines = second_city.sign_ins(city, at=now())
    assert {line.role for line in lines} >= {"counter", "city", "district", "secadmin"}
    assert all(line.password for line in lines)


def test_its_data_stand_beside_those_of_the_first():
    assert layout_of(Path("/srv/anju/data")).data == Path("/srv/anju/data-second-city")


def test_somebody_of_it_has_a_contact_sent_to_the_demo_town_once(city):
    at = now()
    second_city.offer(SECOND, "http://localhost:8421", city, at=at)
    second_city.linked(offered(), city, at=at)
    made = [second_city.send_contact(movers(SECOND)[0], FIRST.code, at=at) for _ in range(2)]
    assert made[0] == made[1] is not None
    assert transfers.proceed(at=at) == 1
    with acting(WHO):
        assert Message.objects.filter(kind="carer_contact", direction="out").count() == 1
    assert second_city.send_contact(movers(SECOND)[-1], FIRST.code, at=at) is None
