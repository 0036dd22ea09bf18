"""Whoever moves between the first line of a form and the approval is decided where they live, by the rules there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import (
    ApplicationState,
    Stage,
    StageDecision,
    SupportingDocumentKind,
)
from anju.domains.permits.applications.operations import jurisdiction
from anju.domains.permits.handlers import follow
from anju.domains.permits.models import Application, Permit
from anju.domains.register.declarations.queries import rules as register_rules
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, Refused
from anju.foundation.events.models import Event
from tests.factories import applications as desk
from tests.factories import register as town

pytestmark = pytest.mark.django_db
NEXT_DOOR_CLERK = desk.desk("counter", town.NEXT_DOOR, 14)


@pytest.fixture(scope="module")
def street(once):
    return once(desk.Settled.built)


@pytest.fixture(autouse=True)
def rules_read_anew():
    register_rules._cache.clear()
    yield
    register_rules._cache.clear()


@pytest.fixture
def next_door(street):
    return town.building(town.NEXT_DOOR, "纬三路9号", ["101"], party=street.street.holder)[0]


@pytest.fixture
def another_city(street):
    return town.building("110105013014", "朝阳路1号", ["101"])[0]


def moves(who, home, *, at, region=town.NEXT_DOOR):
    sender = town.Sender("user:14", "counter", "窗口", region=region)
    return town.moved_in(who, home, local_date(at), sender=sender, at=at)


def seen(application_id, actor=desk.STATION):
    with acting(actor):
        return permits.application(application_id).view


def row(application_id):
    with acting(town.PLATFORM), as_intake_role():
        return Application.objects.get(id=application_id)


def decided(application_id, actor, *, at, version):
    with acting(actor):
        return permits.decide(
            application_id, decision=StageDecision.AGREE, seen=version, actor=actor, at=at
        )


def test_a_draft_is_handed_in_for_the_home_lived_in_on_that_day(street, next_door):
    at, me = now(), desk.self_actor(street.one)
    with acting(me):
        begun = permits.start(street.one, actor=me, at=at)
        permits.add_supporting_document(
            begun, kind=SupportingDocumentKind.PHOTO, data=desk.photograph(), actor=me, at=at
        )
    moves(desk.SETTLED, next_door, at=at)
    with acting(me):
        assert (
            permits.submit(begun, actor=me, at=at, answers={"ethnicity": "01"})
            is ApplicationState.DECIDING
        )
    found = row(begun)
    assert (found.region, found.home_id, found.stage, found.round) == (
        town.NEXT_DOOR,
        next_door.id,
        "community",
        1,
    )


def test_the_counter_of_the_new_place_goes_on_with_a_draft_begun_elsewhere(street, next_door):
    at = now()
    with acting(desk.COUNTER):
        begun = permits.start(street.one, actor=desk.COUNTER, at=at)
    moves(desk.SETTLED, next_door, at=at)
    with acting(NEXT_DOOR_CLERK):
        assert permits.start(street.one, actor=NEXT_DOOR_CLERK, at=at) == begun
    assert row(begun).region == town.NEXT_DOOR


def test_a_move_to_another_community_begins_the_stages_anew_and_the_officer_is_shown_it(
    street, next_door
):
    at = now()
    made = desk.applied(street.one, at=at)
    desk.said(made, desk.COUNTER, at=at)
    desk.said(made, desk.STREET_CLERK, at=at)
    due = seen(made).due_at
    moves(desk.SETTLED, next_door, at=at)
    found = decided(made, desk.STATION, at=at, version=seen(made).version)
    assert (found.moved, found.state, found.stage) == (
        True,
        ApplicationState.DECIDING,
        Stage.COMMUNITY,
    )
    view = seen(made)
    (move,) = view.moves
    assert (move.before_region, move.region, move.home_id, move.again) == (
        town.HERE,
        town.NEXT_DOOR,
        next_door.id,
        True,
    )
    assert view.due_at == due
    with acting(desk.COUNTER):
        assert permits.application(made) is None, "it is the new community's"
    desk.said(made, NEXT_DOOR_CLERK, at=at)
    desk.said(made, desk.STREET_CLERK, at=at)
    outcome = desk.said(made, desk.STATION, at=at)
    assert outcome.state is ApplicationState.APPROVED
    with acting(town.PLATFORM), as_intake_role():
        permit = Permit.objects.get(id=outcome.permit_id)
        assert (permit.region, permit.home_id) == (town.NEXT_DOOR, next_door.id)
    with acting(desk.STATION):
        assert len(permits.application(made).decisions) == 5, (
            "what was decided for the old home stays on record"
        )


def test_another_room_of_the_same_community_is_shown_but_asks_nobody_again(street):
    at, room = now(), street.street.rooms[1]
    made = desk.applied(street.one, at=at)
    desk.said(made, desk.COUNTER, at=at)
    desk.said(made, desk.STREET_CLERK, at=at)
    moves(desk.SETTLED, room, at=at, region=town.HERE)
    before = seen(made).version
    assert decided(made, desk.STATION, at=at, version=before).moved
    with pytest.raises(Conflict, match="application_moved"):
        decided(made, desk.STATION, at=at, version=before)
    outcome = desk.said(made, desk.STATION, at=at)
    with acting(town.PLATFORM), as_intake_role():
        assert Permit.objects.get(id=outcome.permit_id).home_id == room.id


def test_news_of_a_move_takes_the_application_along(street, next_door):
    at = now()
    made = desk.applied(street.one, at=at)
    moves(desk.SETTLED, next_door, at=at)
    with acting(town.PLATFORM):
        follow(list(Event.objects.filter(name="register.applied").order_by("id")))
    assert (row(made).region, row(made).round) == (town.NEXT_DOOR, 2)
    with acting(NEXT_DOOR_CLERK):
        assert permits.waiting_for(NEXT_DOOR_CLERK) == 1


def test_news_that_comes_late_carries_no_application_back_to_an_earlier_home(street, next_door):
    at = now()
    moves(desk.SETTLED, next_door, at=at - timedelta(days=30))
    made = desk.applied(street.one, at=at)
    before = row(made)
    with acting(town.PLATFORM):
        assert (
            jurisdiction.follow_applications(
                [street.one], actor=town.PLATFORM, at=at - timedelta(days=200)
            )
            == 0
        )
    assert (row(made).region, row(made).moves) == (before.region, []) == (town.NEXT_DOOR, [])


def test_nobody_is_approved_who_lives_nowhere_in_the_register_today(street):
    at = now()
    made = desk.applied(street.one, at=at)
    desk.said(made, desk.COUNTER, at=at)
    desk.said(made, desk.STREET_CLERK, at=at)
    town.declared(
        [
            {
                **desk.SETTLED.item,
                "kind": "leave",
                "region": town.HERE,
                "end": local_date(at) - timedelta(days=1),
            }
        ],
        at=at,
    )
    with pytest.raises(Refused, match="home_not_registered"):
        desk.said(made, desk.STATION, at=at)
    assert (
        desk.said(
            made, desk.STATION, at=at, decision=StageDecision.REFUSE, reasons=["stay_short"]
        ).state
        is ApplicationState.REFUSED
    )


def test_the_rules_of_the_new_city_are_the_ones_that_count(street, another_city):
    at, me = now(), desk.self_actor(street.one)
    with acting(me):
        begun = permits.start(street.one, actor=me, at=at)
        permits.add_supporting_document(
            begun, kind=SupportingDocumentKind.PHOTO, data=desk.photograph(), actor=me, at=at
        )
    moves(desk.SETTLED, another_city, at=at, region="110105013014")
    with acting(me), pytest.raises(Refused, match="not_entitled_yet"):
        permits.submit(begun, actor=me, at=at, answers={"ethnicity": "01"})
