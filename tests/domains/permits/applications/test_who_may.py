"""Every role, in every place: who sees an application and who may speak at which desk, against a naive reading."""

from __future__ import annotations

import pytest

from anju.domains.access.api import ROLES
from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import StageDecision
from anju.domains.permits.models import Application
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import NotAllowed, NotFound
from tests.factories import applications as desk
from tests.factories import register as town

PLACES = ("", "43", "430181", town.STREET, town.HERE, town.NEXT_DOOR, town.OTHER_STREET, "44")
REGIONAL = [r for r in ROLES.values() if r.scope == "region"]


def clerk(role, region):
    return Actor(
        kind="staff",
        user_id=77,
        label="somebody",
        grants=(Grant(role=role.code, permissions=role.permissions, region=region),),
    )


def oracle(role, region, stage):
    """What a person would say: the stage lies inside the grant, and the role is of the stage's level."""
    place = {"community": town.HERE, "street": town.STREET, "station": town.STREET}[stage]
    return role.code == {"community": "counter", "street": "street", "station": "police"}[
        stage
    ] and place.startswith(region)


@pytest.fixture(scope="module")
def made(once):
    return once(lambda: desk.applied(desk.Settled.built().one, at=now()))


@pytest.mark.parametrize("stage", ["community", "street", "station"])
def test_seeing_and_speaking_follow_from_role_and_place(made, stage):
    with acting(town.PLATFORM), as_intake_role():
        Application.objects.filter(id=made).update(stage=stage)
    wrong = []
    for role in REGIONAL:
        for region in PLACES:
            actor = clerk(role, region)
            sees = "person.see" in role.permissions and town.HERE.startswith(region)
            with acting(actor):
                found = permits.application(made)
                may = found is not None and permits.may_decide(found, actor) == ""
                waits = permits.waiting_for(actor)
            if (found is not None) != sees or not may == bool(waits) == (
                sees and oracle(role, region, stage)
            ):
                wrong.append((role.code, region, found is not None, may))
    assert not wrong


@pytest.mark.parametrize("stage", ["community", "street", "station"])
@pytest.mark.parametrize("role", REGIONAL, ids=lambda r: r.code)
def test_the_operation_decides_for_the_stage_s_own_level_and_for_nobody_else(made, role, stage):
    with acting(town.PLATFORM), as_intake_role():
        Application.objects.filter(id=made).update(stage=stage)
        seen = Application.objects.get(id=made).version
    for region in (town.NEXT_DOOR, town.OTHER_STREET, town.HERE, town.STREET):
        actor = clerk(role, region)
        if not oracle(role, region, stage):
            with acting(actor), pytest.raises((NotAllowed, NotFound)):
                permits.decide(made, decision=StageDecision.AGREE, seen=seen, actor=actor, at=now())
    if role.code in ("counter", "street", "police") and oracle(role, town.STREET, stage):
        actor = clerk(role, town.STREET)
        with acting(actor):
            permits.decide(made, decision=StageDecision.AGREE, seen=seen, actor=actor, at=now())
            assert permits.application(made).decisions[-1].by_user == actor.user_id


def test_one_person_with_the_roles_of_all_stages_decides_one_stage_only(made):
    everything = Actor(
        kind="staff",
        user_id=79,
        label="所有岗位",
        grants=tuple(
            Grant(role=code, permissions=ROLES[code].permissions, region="4301")
            for code in ("counter", "street", "police")
        ),
    )
    desk.said(made, everything, at=now())
    with acting(everything):
        found = permits.application(made)
        assert permits.may_decide(found, everything) == "stage_same_person"
        assert permits.waiting_for(everything) == 0
    with pytest.raises(NotAllowed, match="stage_same_person"):
        desk.said(made, everything, at=now())
    assert desk.said(made, desk.STREET_CLERK, at=now()).stage == "station"
    with pytest.raises(NotAllowed, match="stage_same_person"):
        desk.said(made, everything, at=now())


@pytest.mark.parametrize("party", ["holder:1", "employer:999", "person:999999"])
def test_parties_that_have_nothing_to_do_with_it_see_nothing(made, party):
    held = frozenset({"person.see", "permit.see", "permit.apply"})
    actor = Actor(
        kind="public",
        user_id=78,
        label="party",
        grants=(Grant(role="x", permissions=held, party=party),),
    )
    with acting(actor):
        assert permits.application(made) is None
        with pytest.raises(NotFound):
            permits.withdraw(made, actor=actor, at=now())
