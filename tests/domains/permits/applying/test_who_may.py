"""Every role, in every place: who sees an application and who may speak at which desk, against a naive reading."""

from __future__ import annotations

import pytest

from anju.domains.access.api import ROLES
from anju.domains.permits.api import applying as permits
from anju.domains.permits.api.applying import Decided
from anju.domains.permits.models import Application
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, at_the_door
from anju.foundation.errors import NotAllowed, NotFound
from tests.factories import applications as desk
from tests.factories import register as town

PLACES = ("", "43", "430181", town.STREET, town.HERE, town.NEXT_DOOR, town.OTHER_STREET, "44")
REGIONAL = [r for r in ROLES.values() if r.scope == "region"]


def clerk(role, region):
    return Actor(kind="staff", user_id=77, label="somebody",
                 grants=(Grant(role=role.code, permissions=role.permissions, region=region),))


def oracle(role, region, stage):
    """What a person would say: the desk lies inside the grant, and the role holds the desk's permission."""
    place = {"community": town.HERE, "street": town.STREET, "station": town.STREET}[stage]
    permission = "permit.issue" if stage == "station" else "permit.decide"
    return permission in role.permissions and place.startswith(region)


@pytest.fixture
def made(db):
    street = desk.Settled.built()
    return desk.applied(street.one, at=now())


@pytest.mark.parametrize("stage", ["community", "street", "station"])
def test_seeing_and_speaking_follow_from_role_and_place(made, stage):
    with acting(town.PLATFORM), at_the_door():
        Application.objects.filter(id=made).update(stage=stage)
    wrong = []
    for role in REGIONAL:
        for region in PLACES:
            actor = clerk(role, region)
            sees = "person.see" in role.permissions and town.HERE.startswith(region)
            with acting(actor):
                found = permits.application(made)
                may = found is not None and permits.may_decide(found, actor) == ""
            if (found is not None) != sees or may != (sees and oracle(role, region, stage)):
                wrong.append((role.code, region, found is not None, may))
    assert not wrong


@pytest.mark.parametrize("role", REGIONAL, ids=lambda r: r.code)
def test_what_the_page_does_not_offer_the_operation_refuses(made, role):
    for region in (town.HERE, town.NEXT_DOOR):
        actor = clerk(role, region)
        if oracle(role, region, "community"):
            continue
        with acting(actor), pytest.raises((NotAllowed, NotFound)):
            permits.decide(made, decision=Decided.AGREE, seen=2, actor=actor, at=now())


@pytest.mark.parametrize("party", ["holder:1", "employer:999", "person:999999"])
def test_parties_that_have_nothing_to_do_with_it_see_nothing(made, party):
    held = frozenset({"person.see", "permit.see", "permit.apply"})
    actor = Actor(kind="public", user_id=78, label="party", grants=(Grant(role="x", permissions=held, party=party),))
    with acting(actor):
        assert permits.application(made) is None
        with pytest.raises(NotFound):
            permits.withdraw(made, actor=actor, at=now())
