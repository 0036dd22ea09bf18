"""Setting phones up, who may, and revoking them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.fieldwork.api import sync as field
from anju.domains.fieldwork.models import Device
from anju.domains.fieldwork.sync.data.devices import MOST, VALID
from anju.domains.fieldwork.sync.rules.devices import areas_of
from anju.foundation.actor import Actor, Grant
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories import staff
from tests.factories.staff import PLATFORM

GRID, COMMUNITY, STREET = "430181124205001", "430181124205", "430181124"
HELD = frozenset({"person.see", "home.see", "declare"})
pytestmark = pytest.mark.django_db


def worker(name: str = "grid1", region: str = GRID) -> Actor:
    return staff.actor(staff.staff(name, ("grid", region)))


def enrolled(actor: Actor, name: str = "工作手机") -> field.Enrolled:
    return field.enrol(actor, name=name, persisted=True, at=now())


class TestEnrolling:
    def test_the_secret_makes_the_holder_known_again(self):
        me = worker()
        made = enrolled(me)
        found = field.actor_of_device(made.secret, at=now(), purpose="register")
        assert (found.user_id, found.channel) == (me.user_id, "field")
        assert field.device_of(found, at=now()) == made.device
        assert field.areas_of(found) == (GRID,)

    def test_the_secret_is_stored_nowhere(self):
        made = enrolled(worker())
        assert made.secret.startswith("anjufd_")
        row = Device.objects.get(code=made.device.code)
        assert made.secret.encode() not in bytes(row.digest)
        assert len(bytes(row.digest)) == 32

    def test_a_device_can_do_less_than_its_holder(self):
        me = worker()
        found = field.actor_of_device(enrolled(me).secret, at=now(), purpose="register")
        assert me.may("person.reveal") and me.may("permit.apply")
        assert not found.may("person.reveal") and not found.may("permit.apply")

    def test_a_street_is_too_wide_to_carry(self):
        with pytest.raises(NotAllowed) as refused:
            enrolled(staff.actor(staff.staff("street1", ("street", STREET))))
        assert refused.value.code == "field_without_area"

    @pytest.mark.parametrize("name", ["", "   ", "长" * 61])
    def test_it_has_a_name_that_can_be_read(self, name):
        with pytest.raises(Refused) as refused:
            enrolled(worker(), name)
        assert refused.value.code == "device_name"

    def test_nobody_holds_more_than_a_few(self):
        me = worker()
        for _ in range(MOST):
            enrolled(me)
        with pytest.raises(Refused) as refused:
            enrolled(me)
        assert refused.value.code == "devices_too_many"
        field.revoke_device(
            me,
            code=field.devices_of(me, user_id=me.user_id, at=now())[0].code,
            reason="旧了",
            at=now(),
        )
        enrolled(me)

    def test_an_expired_one_does_not_count(self):
        me = worker()
        for _ in range(MOST):
            field.enrol(me, name="旧", persisted=True, at=now() - VALID)
        enrolled(me)

    def test_it_leaves_a_trace(self):
        made = enrolled(worker())
        line = audit.entries(PLATFORM, action="device.enrol")[0]
        assert line.detail["device"] == made.device.code


class TestRevoking:
    def test_its_holder_is_known_still_and_has_no_right_any_more(self):
        me = worker()
        made = enrolled(me)
        field.revoke_device(me, code=made.device.code, reason="手机丢了", at=now())
        found = field.actor_of_device(made.secret, at=now(), purpose="register")
        assert (found.user_id, found.grants) == (me.user_id, ())
        assert field.device_of(found, at=now()).state is field.DeviceState.REVOKED

    def test_the_office_that_administers_the_holder_can(self):
        me = worker()
        made = enrolled(me)
        office = staff.actor(staff.staff("office1", ("street", STREET)))
        field.revoke_device(office, code=made.device.code, reason="离岗", at=now())
        (seen,) = field.devices_of(office, user_id=me.user_id, at=now())
        assert (seen.state, seen.revoked_why) == (field.DeviceState.REVOKED, "离岗")

    @pytest.mark.parametrize("region", ["430181100", "430102"])
    def test_another_office_does_not_learn_that_it_exists(self, region):
        made = enrolled(worker())
        elsewhere = staff.actor(staff.staff("office2", ("street", region)))
        with pytest.raises(NotFound) as refused:
            field.revoke_device(elsewhere, code=made.device.code, reason="x", at=now())
        assert refused.value.code == "device_unknown"

    def test_another_grid_worker_cannot(self):
        made = enrolled(worker())
        with pytest.raises(NotFound):
            field.revoke_device(worker("grid2"), code=made.device.code, reason="x", at=now())

    def test_it_needs_a_reason_and_happens_once(self):
        me = worker()
        code = enrolled(me).device.code
        with pytest.raises(Refused):
            field.revoke_device(me, code=code, reason=" ", at=now())
        field.revoke_device(me, code=code, reason="丢了", at=now())
        with pytest.raises(Conflict):
            field.revoke_device(me, code=code, reason="丢了", at=now())


def test_a_secret_of_no_device_is_nobody():
    with pytest.raises(NotAllowed) as refused:
        field.actor_of_device("anjufd_" + "x" * 43, at=now())
    assert refused.value.code == "token_invalid"


def test_the_holder_of_a_closed_account_is_known_without_rights():
    me = worker()
    made = enrolled(me)
    access.set_active(PLATFORM, user_id=me.user_id, active=False, reason="离职", at=now())
    found = field.actor_of_device(made.secret, at=now(), purpose="register")
    assert (found.user_id, found.grants) == (me.user_id, ())
    assert field.device_of(found, at=now()).state is field.DeviceState.ACTIVE


def test_a_right_that_was_taken_back_is_gone_at_once():
    me = worker()
    made = enrolled(me)
    (grant,) = access.user_value(me, user_id=me.user_id).grants
    access.revoke(PLATFORM, grant_id=grant.id, reason="换网格", at=now())
    assert field.areas_of(field.actor_of_device(made.secret, at=now(), purpose="register")) == ()


def test_it_expires():
    me = worker()
    made = enrolled(me)
    late = now() + VALID + timedelta(minutes=1)
    assert (
        field.device_of(field.actor_of_device(made.secret, at=late), at=late).state
        is field.DeviceState.EXPIRED
    )


def acting_in(*grants: tuple[frozenset[str], str]) -> Actor:
    return Actor("staff", 1, "x", tuple(Grant("grid", p, region=r) for p, r in grants))


@pytest.mark.parametrize(
    ("grants", "areas"),
    [
        ([(HELD, GRID)], (GRID,)),
        ([(HELD, GRID), (HELD, COMMUNITY)], (COMMUNITY,)),
        ([(HELD, STREET)], ()),
        ([(HELD, STREET), (HELD, GRID)], ()),
        ([(HELD - {"declare"}, COMMUNITY), (frozenset({"declare"}), GRID)], (GRID,)),
        ([(HELD - {"declare"}, GRID)], ()),
        ([(HELD, GRID), (HELD, "430181124007002")], ("430181124007002", GRID)),
    ],
)
def test_what_may_be_carried(grants, areas):
    """A right that is wider than a community swallows the narrower ones inside it: such a holder is no grid worker."""
    assert areas_of(acting_in(*grants)) == areas
