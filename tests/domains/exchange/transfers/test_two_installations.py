"""Two installations over real HTTP and a bad link: a record and a notice go over, are answered, and enter once."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from anju.domains.exchange.api import transfers
from anju.domains.exchange.api.transfers import TransferState, Wanted
from anju.domains.exchange.transfers.models import Transfer
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import PLATFORM
from tests.factories.transfers import LATER, carer_of, officer, parent
from tests.factories.two_places import Faults, drain, two_places

pytestmark = pytest.mark.long
WHO = somebody("安知行", 762, area="430181")
S = TransferState


@pytest.fixture(scope="module")
def places(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), two_places(tmp_path_factory.mktemp("send"), rooms=2) as both:
        yield both


def asked(place, wanted, person):
    actor = parent(person)
    with place.working(), acting(actor):
        return transfers.request(wanted, key=wanted.kind, actor=actor, at=now() - LATER)


def seen(place, number, person):
    actor = parent(person)
    with place.working(), acting(actor):
        return transfers.one(number, actor=actor, at=now())


def test_what_a_person_sends_on_is_answered_over_a_bad_link_and_enters_once(places):
    here, there = places
    faults = Faults(random.Random(5), cut=0.15, lost_answer=0.15, doubled=0.15, held=0.15)
    (person,) = here.move_in([WHO], local_date(now()) - timedelta(days=90))
    drain(here, there, faults)
    number = asked(here, carer_of(f"person:{person}", there.code), person)
    with here.working():
        assert transfers.proceed(at=now()) == 1
    drain(here, there, faults)
    found = seen(here, number, person)
    assert "set_aside" in [s.step for s in found.steps]
    county = officer(there.code[:4], 9801)
    with there.working(), acting(county):
        ((line,), _counts) = transfers.office_list("waiting", actor=county, at=now())
        assert line.body["carer"]["name"] == "周德厚"
        transfers.take_in(line.id, actor=county, at=now())
    drain(here, there, faults)
    found = seen(here, number, person)
    assert (found.state, found.received is not None) == (S.TAKEN_IN, True)
    with here.working(), acting(parent(person)):
        transfers.withdraw(number, actor=parent(person), at=now())
    drain(here, there, faults)
    with there.working(), acting(PLATFORM):
        (kept,) = Transfer.objects.filter(direction="in")
        assert (kept.state, kept.body_cipher) == ("withdrawn", None)


def test_a_family_s_need_is_seen_to_there_and_read_here(places):
    here, there = places
    faults = Faults(random.Random(6), cut=0.1, lost_answer=0.2, doubled=0.2, held=0.1)
    with here.working(), acting(PLATFORM):
        person = Transfer.objects.filter(direction="out").first().requester_id
    father = somebody("周德厚", 763, born=date(1950, 9, 12))
    entered = {
        "agreed": "yes",
        "family_name": father.name,
        "family_number": father.doc_number,
        "division": f"{there.code}100001",
        "needs": "care",
    }
    number = asked(here, Wanted("left_behind", "family", there.code, entered=entered), person)
    with here.working():
        transfers.proceed(at=now())
    drain(here, there, faults)
    clerk = officer(f"{there.code}100", 9802)
    with there.working(), acting(clerk):
        ((line,), _counts) = transfers.office_list("waiting", actor=clerk, at=now())
        transfers.help_given(line.id, wanted=True, text="每周上门", actor=clerk, at=now())
    drain(here, there, faults)
    found = seen(here, number, person)
    assert (found.state, found.note) == (S.HELPED, "每周上门")
