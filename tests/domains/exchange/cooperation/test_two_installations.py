"""Two installations over real HTTP and a bad link: an agreement from its proposal to the first answer under it."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from anju.domains.exchange.api import cooperation, links, messages
from anju.domains.exchange.api.cooperation import Stage
from anju.domains.exchange.links.models import Agreement, Message
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.agreements import SENDS, duties, terms
from tests.factories.people import somebody
from tests.factories.register import PLATFORM
from tests.factories.two_places import Faults, drain, two_places

WHO = somebody("安知行", 761, area="430181")


def officer(number):
    return Actor(
        "staff", number, "市办", (Grant("city", frozenset({"exchange.manage"}), region=""),)
    )


@pytest.fixture(scope="module")
def places(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), two_places(tmp_path_factory.mktemp("agree"), rooms=2) as both:
        for place in both:
            with place.working(), acting(PLATFORM):
                Agreement.objects.update(state="ended")
        yield both


def one_of(place):
    with place.working(), acting(PLATFORM):
        (found,) = cooperation.cooperations()
        return cooperation.cooperation(found.id)


def figures(place):
    """What a place computes of the agreement, as text."""
    with place.working(), acting(PLATFORM):
        (found,) = cooperation.cooperations()
        return messages.canonical(cooperation.overview(found, local_date(now())).figures.content)


def test_from_the_proposal_to_the_first_answer(places):
    here, there = places
    faults = Faults(random.Random(3), cut=0.15, lost_answer=0.15, doubled=0.15, held=0.1)
    today = local_date(now())
    codes = (here.code, there.code)
    agreed = duties(today, places=codes)
    first = terms(today, places=codes, **agreed)
    with here.working(), acting(PLATFORM):
        cooperation.propose(there.code, first, actor=officer(1), at=now())
    drain(here, there, faults)
    assert one_of(there).stage is Stage.THEIRS
    assert one_of(here).digest == one_of(there).digest

    wanted = terms(today, places=codes, notice_days=60, **agreed)
    with there.working(), acting(PLATFORM):
        cooperation.counter(one_of(there).id, wanted, actor=officer(2), at=now())
    drain(here, there, faults)
    assert one_of(here).terms["notice_days"] == 60
    with here.working(), acting(PLATFORM):
        cooperation.sign(one_of(here).id, one_of(here).digest, actor=officer(1), at=now())
    drain(here, there, faults)
    assert one_of(there).stage is Stage.SIGNED_THERE
    with there.working(), acting(PLATFORM):
        cooperation.sign(one_of(there).id, one_of(there).digest, actor=officer(3), at=now())
    drain(here, there, faults)

    ours, theirs = one_of(here), one_of(there)
    assert ours.stage is theirs.stage is Stage.IN_FORCE
    assert (ours.digest, ours.terms) == (theirs.digest, theirs.terms)
    assert {(s.place, s.signature) for s in ours.signatures} == {
        (s.place, s.signature) for s in theirs.signatures
    }
    assert len(ours.signatures) == 2

    (person,) = here.move_in([WHO], today - timedelta(days=9))
    with here.working(), acting(PLATFORM):
        asked = links.ask(
            there.code,
            person,
            questions=["lives_here"],
            why="核对",
            purpose="care",
            grade="urgent",
            actor=PLATFORM,
            at=now(),
        )
    drain(here, there, faults)
    with here.working(), acting(PLATFORM):
        found = Message.objects.get(pk=asked)
        assert (found.agreement, found.result) == ("HZ-2026-01", "not_known")
        assert "enquiry" in SENDS
        assert figures(here) == figures(there)
        assert '"in_time":1' in figures(here)
        day = cooperation.end(ours.id, today, "改由省级平台交换", actor=officer(1), at=now())
    drain(here, there, faults)
    assert day == today + timedelta(days=60)
    assert one_of(here).ends_on == one_of(there).ends_on == day
