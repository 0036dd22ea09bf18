"""From grants to rights, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.access.data import ADMINISTRATORS, PERMISSIONS, PURPOSES, ROLES, GrantValue
from anju.domains.access.rules import (
    check_grant,
    default_purpose,
    narrowed,
    normal_phone,
    own_grant,
    reaches,
    resolve,
)
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed, Refused

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
STREET = GrantValue(
    id=1,
    user_id=7,
    role="street",
    region="430181124",
    party=None,
    purposes=(),
    valid_from=date(2026, 1, 1),
    valid_to=None,
    granted_by=1,
    granted_at=NOON,
    revoked_at=None,
)
CODES = st.text("0123456789", max_size=15)


def acting_as(*grants: GrantValue, user_id: int = 7) -> Actor:
    return Actor(kind="staff", user_id=user_id, grants=resolve(grants, at=NOON, purpose="register"))


def check(actor: Actor, role: str, region: str | None = None, party: str | None = None, **more):
    defaults = {"user_id": 8}
    check_grant(actor, role=role, region=region, party=party, **(defaults | more))


def test_a_grant_in_force_gives_the_permissions_of_its_role_in_its_region():
    actor = acting_as(STREET)
    assert actor.may("person.see", region="430181124001")
    assert not actor.may("person.see", region="430181125001")


def test_a_grant_counts_from_its_first_day_to_before_its_last_in_china():
    ending = replace(STREET, valid_to=date(2026, 11, 22))
    last_second = datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)
    assert resolve([ending], at=last_second, purpose="register")
    assert not resolve([ending], at=last_second + timedelta(seconds=1), purpose="register")
    assert not resolve(
        [replace(STREET, valid_from=date(2026, 11, 22))], at=NOON, purpose="register"
    )


def test_a_revoked_grant_gives_nothing_from_that_moment():
    gone = replace(STREET, revoked_at=NOON)
    assert not resolve([gone], at=NOON, purpose="register")
    assert resolve([gone], at=NOON - timedelta(seconds=1), purpose="register")


def test_another_purpose_leaves_what_does_not_touch_personal_information():
    (held,) = resolve([replace(STREET, purposes=("register",))], at=NOON, purpose="statistics")
    assert "stats.see" in held.permissions
    assert not held.permissions & {"person.see", "person.reveal", "person.edit", "person.merge"}


def test_a_role_this_version_does_not_know_gives_nothing():
    assert resolve([replace(STREET, role="emperor")], at=NOON, purpose="register") == ()


def test_without_a_stated_purpose_the_first_grant_says_which():
    assert default_purpose([STREET], at=NOON) == "register"
    assert default_purpose([replace(STREET, revoked_at=NOON)], at=NOON) == "own"


def test_an_untied_resident_may_declare_and_sees_nothing():
    untied = Actor(kind="public", user_id=9, grants=(own_grant(None),))
    assert untied.may("declare")
    assert not untied.may("person.see")
    assert own_grant(5).party == "person:5"


def test_scopes_of_a_token_only_take_away():
    (held,) = narrowed(
        resolve([STREET], at=NOON, purpose="register"), frozenset({"person.see", "audit.see"})
    )
    assert held.permissions == {"person.see"}


def test_every_role_uses_known_permissions_purposes_and_roles():
    for role in ROLES.values():
        assert role.permissions <= PERMISSIONS
        assert set(role.purposes) <= set(PURPOSES)
        assert role.may_grant <= set(ROLES)


def test_no_administrator_sees_people_and_leaders_see_figures_only():
    assert all("person.see" not in ROLES[code].permissions for code in ADMINISTRATORS)
    assert ROLES["leader"].permissions == {"stats.see"}


def test_nobody_grants_to_themselves():
    with pytest.raises(NotAllowed, match="grant_to_self"):
        check(acting_as(STREET), "grid", "430181124001", user_id=7)


def test_a_street_office_makes_grid_workers_inside_its_street_only():
    actor = acting_as(STREET)
    check(actor, "grid", "430181124001")
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        check(actor, "grid", "430181")
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        check(actor, "grid", "430181125001")


def test_a_street_office_does_not_make_its_own_superiors():
    for role in ("street", "district", "city", "secadmin", "auditor"):
        with pytest.raises(NotAllowed, match="grant_out_of_reach"):
            check(acting_as(STREET), role, "430181124")


def test_a_landlord_hands_on_the_own_buildings_only():
    landlord = replace(STREET, role="landlord", region=None, party="holder:7")
    check(acting_as(landlord), "landlord", party="holder:7")
    with pytest.raises(NotAllowed):
        check(acting_as(landlord), "landlord", party="holder:8")


def test_a_desk_grants_a_party_only_where_the_desk_is():
    counter = replace(STREET, role="counter")
    check(acting_as(counter), "landlord", party="holder:7", party_areas=frozenset({"430181124001"}))
    with pytest.raises(NotAllowed):
        check(
            acting_as(counter),
            "landlord",
            party="holder:7",
            party_areas=frozenset({"430181124001", "430181125001"}),
        )
    with pytest.raises(NotAllowed):
        check(acting_as(counter), "landlord", party="holder:7")


def test_the_three_administrators_are_three_people():
    secadmin = replace(STREET, role="secadmin", region="")
    with pytest.raises(Refused, match="grant_administrators_apart"):
        check(acting_as(secadmin), "auditor", "", held=frozenset({"sysadmin"}))


@pytest.mark.parametrize(
    ("role", "region", "party"),
    [
        ("counter", None, "holder:7"),
        ("counter", "4301811", None),
        ("landlord", "43", None),
        ("landlord", None, "employer:7"),
        ("counter", "43; DROP", None),
        ("counter", None, None),
    ],
)
def test_a_scope_that_does_not_fit_the_role_is_refused(role, region, party):
    with pytest.raises(Refused, match="grant_scope"):
        check(acting_as(replace(STREET, role="secadmin", region="")), role, region, party)


@given(CODES, CODES)
def test_a_region_reaches_exactly_what_it_is_a_prefix_of(outer, inner):
    assert reaches(outer, inner) == (inner[: len(outer)] == outer)


@given(CODES, CODES, CODES)
def test_reach_never_grows_on_the_way_down(a, b, c):
    if reaches(a, b) and reaches(b, c):
        assert reaches(a, c)


@given(st.lists(CODES, max_size=5), CODES)
def test_an_actor_sees_a_place_exactly_when_one_grant_reaches_it(regions, place):
    actor = acting_as(*(replace(STREET, region=region) for region in regions))
    assert actor.may("person.see", region=place) == any(
        reaches(region, place) for region in regions
    )
    assert actor.may("person.see", region=place) == place.startswith(
        actor.regions("person.see") or ("x",)
    )


WRITTEN = ["13800009999", "+86 138 0000 9999", "００８６１３８００００９９９９", "138-0000-9999"]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_phone_is_understood_however_it_is_written(text):
    assert normal_phone(text) == "13800009999"


@pytest.mark.parametrize(
    "text", ["", "1380000999", "23800009999", "138000099990", "abc", "861380000999"]
)
def test_what_is_no_mobile_number_is_refused(text):
    with pytest.raises(Refused, match="phone_invalid"):
        normal_phone(text)
