"""Two installations without a line: the outer one accepts declarations and permits, the inner one lives from the bridge
alone, checks them, and answers."""

from __future__ import annotations

import pytest

from anju.domains.exchange.api import bridge
from anju.domains.exchange.api.bridge import Verdict
from anju.domains.exchange.handlers import offer_over_bridge, offer_permit_over_bridge
from anju.domains.permits.applications.models import Application
from anju.domains.register import api as register
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events.api import Event
from tests.domains.exchange.bridge.ends import two_ends
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, building, moved_in

ONE, OTHER = somebody("单文静", 731), somebody("石小鱼", 732)
MAY = frozenset({"person.see", "exchange.manage"})


def officer(region, number=9):
    return Actor("staff", number, "核查员", (Grant("district", MAY, region=region),))


@pytest.fixture(scope="module")
def ends(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), two_ends(tmp_path_factory.mktemp("ends")) as both:
        outside, _ = both
        with outside.working():
            home = building(HERE, "摆渡路7号", ["101"])[0]
            found = [moved_in(who, home) for who in (ONE, OTHER)]
            told(found)
            told(found)
        yield both


def told(persons):
    payload = {"declarations": [0], "persons": persons, "kinds": ["arrive"] * len(persons)}
    offer_over_bridge([Event(1, now(), "register.applied", payload)])


def carried(ends):
    outside, inside = ends
    outside.send()
    inside.receive()
    with inside.working():
        bridge.enter(at=now())
    inside.send()
    outside.receive()


def listed(end, which, actor=PLATFORM):
    with end.working(), acting(actor):
        return bridge.items_where(end.view().id, which, limit=99)[0]


def test_what_is_accepted_outside_is_on_file_inside_and_its_answer_comes_back(ends):
    outside, inside = ends
    assert len(listed(outside, "asked")) == 2
    carried(ends)
    checks = listed(inside, "checks")
    assert {c.result for c in checks} == {"applied"}
    assert {c.content["name"] for c in checks} == {ONE.name, OTHER.name}
    with inside.working(), acting(PLATFORM):
        stays = register.stays_of([c.person_id for c in checks])
        assert {s.region for s in stays} == {HERE}
        assert {s.channel for s in stays} == {"exchange"}
        assert len({s.home_id for s in stays} - {None}) == 1
        first, second = checks
        how = {"actor": officer("4301"), "at": now()}
        assert bridge.answer([first.id], Verdict.AGREES, **how) == 1
        with pytest.raises(Refused, match="bridge_answer"):
            bridge.answer([second.id], Verdict.DIFFERS, **how)
        bridge.answer([second.id], Verdict.DIFFERS, fields=["room"], note="实住 102", **how)
        with pytest.raises(Conflict, match="bridge_item_done"):
            bridge.answer([first.id], Verdict.AGREES, **how)
    carried(ends)
    assert listed(outside, "asked") == []
    (different,) = listed(outside, "differences")
    assert different.answer["fields"] == "room"
    assert different.answer["note"] == "实住 102"
    with outside.working(), acting(PLATFORM):
        before = register.stays_of([different.person_id])
        with pytest.raises(Refused, match="bridge_note"):
            bridge.close(different.id, " ", actor=officer("4301"), at=now())
        bridge.close(different.id, "已上门核实，住 101", actor=officer("4301"), at=now())
        with pytest.raises(Conflict, match="bridge_item_done"):
            bridge.close(different.id, "又一次", actor=officer("4301"), at=now())
        assert register.stays_of([different.person_id]) == before
    assert listed(outside, "differences") == []


def test_that_data_went_over_stands_in_the_persons_access_log(ends):
    outside, _ = ends
    with outside.working(), acting(PLATFORM):
        person = listed(outside, "asked") or listed(outside, "closed")
        actions = rows(
            "SELECT action FROM audit_entry WHERE person_id = %s AND kind = 'read'",
            [person[0].person_id],
        )
    assert ("bridge.offered",) in actions


def test_an_application_crosses_once_and_is_answered(ends):
    outside, inside = ends
    with outside.working(), acting(PLATFORM):
        person = (listed(outside, "closed") or listed(outside, "asked"))[0].person_id
        with as_intake_role():
            made = Application.objects.create(
                number="4301811242026000001",
                person_id=person,
                kind="first",
                channel="counter",
                state="deciding",
                stage="station",
                stages=["station"],
                region=HERE,
                station="430181",
                created_at=now(),
                accepted_at=now(),
                due_at=now(),
            ).pk
        payload = {"application": made, "person": person, "region": HERE, "kind": "first"}
        for _ in range(2):
            offer_permit_over_bridge(Event(2, now(), "permits.accepted", payload))
    carried(ends)
    (check,) = [c for c in listed(inside, "checks") if c.kind == "permit"]
    assert check.content["number"] == "4301811242026000001"
    assert check.result == "known"
    with inside.working(), acting(PLATFORM):
        bridge.answer([check.id], Verdict.NOT_KNOWN, actor=officer("4301"), at=now())
    carried(ends)
    assert [d.result for d in listed(outside, "differences")] == ["not_known"]


def test_who_may_see_and_answer(ends):
    outside, _ = ends
    found = (listed(outside, "closed") + listed(outside, "differences"))[0]
    with outside.working():
        elsewhere = officer("5108")
        with acting(elsewhere), pytest.raises(NotFound):
            bridge.look_at(found.id, actor=elsewhere, at=now())
        clerk = Actor(
            "staff", 8, "窗口", (Grant("counter", frozenset({"person.see"}), region="4301"),)
        )
        with acting(clerk), pytest.raises(NotAllowed):
            bridge.look_at(found.id, actor=clerk, at=now())
        with acting(elsewhere):
            assert bridge.items_where(found.id, "closed", limit=9) == ([], 0)
        here = officer("430181")
        with acting(here):
            assert bridge.look_at(found.id, actor=here, at=now()).key == found.key
