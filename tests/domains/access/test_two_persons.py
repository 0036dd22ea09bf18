"""Administrators' and nationwide roles are given by two independent persons; parties lie where they are looked up."""

from __future__ import annotations

import pytest

from anju.domains.access import api as access
from anju.domains.access.data import ADMINISTRATORS, ROLES
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.independence import require_independent
from tests.factories import register as town

pytestmark = pytest.mark.django_db
PLATFORM = system("test")
STREET, NEXT_STREET = town.STREET, town.OTHER_STREET[:9]


def account(username, *grants, by=PLATFORM, kind="staff"):
    made = access.create_user(by, kind=kind, username=username, display_name=username, at=now())
    for role, region in grants:
        access.grant(PLATFORM, user_id=made.id, role=role, region=region, at=now())
    return made.id


def acting_as(user_id):
    return access.actor_for(user_id, at=now())


def decide(actor, **answer):
    with acting(actor):
        return access.decide_grant(actor, at=now(), **answer)


def roles_of(user_id):
    return {
        g.role for g in access.user_value(PLATFORM, user_id=user_id).grants if g.revoked_at is None
    }


@pytest.fixture
def one():
    return acting_as(account("sec.one", ("secadmin", "")))


@pytest.fixture
def two():
    return acting_as(account("sec.two", ("secadmin", "")))


@pytest.mark.parametrize(
    ("role", "region"),
    [
        *((r, "") for r in sorted(ROLES) if ROLES[r].scope == "region"),
        *((r, "4301") for r in sorted(ADMINISTRATORS)),
    ],
)
def test_no_single_administrator_gives_a_nationwide_or_an_administrators_role(
    one, two, role, region
):
    chosen = account("somebody")
    with pytest.raises(NotAllowed, match="grant_needs_second"):
        access.grant(one, user_id=chosen, role=role, region=region, at=now())
    asked = access.ask_grant(
        one, user_id=chosen, role=role, region=region, reason="岗位需要", at=now()
    )
    with pytest.raises(NotAllowed, match="approver_same_person"):
        decide(one, request_id=asked.id, approve=True)
    assert roles_of(chosen) == set()
    decide(two, request_id=asked.id, approve=True)
    assert roles_of(chosen) == {role}
    with pytest.raises(Conflict, match="grant_decided"):
        decide(two, request_id=asked.id, approve=True)


def test_nobody_approves_with_an_account_of_their_own_making_nor_for_one(one, two):
    puppet = account("puppet", by=one)
    second = account("puppets.puppet", by=one)
    access.grant(PLATFORM, user_id=puppet, role="secadmin", region="", at=now())
    chosen = account("chosen", by=one)
    asked = access.ask_grant(one, user_id=chosen, role="city", region="", reason="x", at=now())
    with pytest.raises(NotAllowed, match="approver_made"):
        decide(acting_as(puppet), request_id=asked.id, approve=True)
    other = access.ask_grant(
        acting_as(puppet), user_id=second, role="city", region="", reason="x", at=now()
    )
    with pytest.raises(NotAllowed, match="approver_made"):
        decide(one, request_id=other.id, approve=True)
    with pytest.raises(NotAllowed, match="grant_to_self"):
        decide(
            two,
            request_id=access.ask_grant(
                one, user_id=two.user_id, role="city", region="", reason="x", at=now()
            ).id,
            approve=True,
        )
    assert roles_of(chosen) == roles_of(second) == set()


def test_making_reaches_over_any_number_of_accounts(one):
    last = one.user_id
    for n in range(4):
        maker = acting_as(last) if n == 0 else None
        made = account(f"chain.{n}", ("secadmin", "4301"), by=maker or acting_as(last))
        last = made
    with pytest.raises(NotAllowed, match="approver_made"):
        require_independent(last, one)
    with pytest.raises(NotAllowed, match="approver_made"):
        require_independent(one.user_id, acting_as(last))


def test_a_request_is_taken_back_by_the_asker_and_refused_by_whoever_could_approve(one, two):
    chosen = account("chosen")
    asked = access.ask_grant(one, user_id=chosen, role="auditor", region="", reason="x", at=now())
    with pytest.raises(Conflict, match="grant_asked_already"):
        access.ask_grant(one, user_id=chosen, role="auditor", region="", reason="x", at=now())
    assert [r.id for r in access.waiting_grants(two)] == [asked.id]
    assert decide(one, request_id=asked.id, approve=False).decision == "refuse"
    street = acting_as(account("street.one", ("street", STREET)))
    again = access.ask_grant(one, user_id=chosen, role="auditor", region="", reason="x", at=now())
    assert access.waiting_grants(street) == []
    for approve in (True, False):
        with pytest.raises(NotAllowed, match="grant_out_of_reach"):
            decide(street, request_id=again.id, approve=approve)
    assert roles_of(chosen) == set()


def test_a_street_hands_out_its_own_landlords_and_employers_and_nobody_elses():
    built = town.Street.built()
    here = acting_as(account("street.here", ("street", STREET)))
    there = acting_as(account("street.there", ("street", NEXT_STREET)))
    tenant = access.public_user(phone="13800000998", at=now())
    for role, party in (("landlord", built.holder), ("employer", built.firm.party)):
        for stranger in (there, acting_as(account(f"counter.{role}", ("counter", NEXT_STREET)))):
            with pytest.raises(NotAllowed, match="grant_out_of_reach"):
                access.grant(stranger, user_id=tenant.id, role=role, party=party, at=now())
        with pytest.raises(NotAllowed, match="grant_out_of_reach"):
            access.grant(
                here,
                user_id=tenant.id,
                role=role,
                party=party.split(":")[0] + ":99999999",
                at=now(),
            )
        given = access.grant(here, user_id=tenant.id, role=role, party=party, at=now())
        with pytest.raises(NotAllowed, match="grant_out_of_reach"):
            access.revoke(there, grant_id=given.id, reason="x", at=now())
        access.revoke(here, grant_id=given.id, reason="x", at=now())


def test_revoking_and_closing_ask_for_the_right_to_manage_users_wherever_the_account_works():
    street = acting_as(account("street.one", ("street", STREET)))
    counter = acting_as(account("counter.one", ("counter", STREET)))
    clerk = account("clerk", ("counter", town.HERE), ("counter", town.OTHER_STREET))
    own, other = sorted(access.user_value(PLATFORM, user_id=clerk).grants, key=lambda g: g.id)
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        access.revoke(counter, grant_id=own.id, reason="x", at=now())
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        access.revoke(street, grant_id=other.id, reason="x", at=now())
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        access.set_active(street, user_id=clerk, active=False, reason="x", at=now())
    access.revoke(street, grant_id=own.id, reason="x", at=now())
    with pytest.raises(NotFound, match="user_unknown"):  # a revoked grant opens nothing any more
        access.set_active(street, user_id=clerk, active=False, reason="x", at=now())


@pytest.mark.parametrize("role", ["police", "street", "district", "city", "leader"])
def test_nobody_takes_a_role_back_or_closes_its_account_who_could_not_give_it(role, one):
    """A street office that closes the police station stops the permits of its own town."""
    street = acting_as(account("street.one", ("street", STREET)))
    held = account("held", (role, STREET))
    given = access.user_value(PLATFORM, user_id=held).grants[0]
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        access.revoke(street, grant_id=given.id, reason="x", at=now())
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        access.set_active(street, user_id=held, active=False, reason="x", at=now())
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        access.set_password(street, user_id=held, password="Quiet-River-42", at=now())
    assert not access.may_take_back(street, given)
    assert access.may_take_back(acting_as(held), given), "one's own can be given up"
    assert access.may_take_back(one, given)
    access.revoke(one, grant_id=given.id, reason="x", at=now())
    assert roles_of(held) == set()


@pytest.mark.parametrize(
    ("username", "display_name", "reason"),
    [
        ("\U0001f600", "陈", "username_characters"),
        ("chen\u202eadmin", "陈", "username_characters"),
        ("chen li", "陈", "username_characters"),
        ("chen.li", "陈\u202e力", "display_name_characters"),
        ("chen.li", "陈\U0001f600", "display_name_characters"),
    ],
)
def test_an_account_has_a_name_that_can_be_read(one, username, display_name, reason):
    with pytest.raises(Refused, match=reason):
        access.create_user(
            one, kind="staff", username=username, display_name=display_name, at=now()
        )
    access.create_user(
        one, kind="staff", username="chen.li-2", display_name="买买提·艾力", at=now()
    )


def test_one_person_neither_reopens_nor_takes_over_an_administrators_account(one):
    closed = account("city.one", ("city", ""))
    access.set_active(one, user_id=closed, active=False, reason="离职", at=now())
    with pytest.raises(Refused, match="reopen_needs_second"):
        access.set_active(one, user_id=closed, active=True, reason="回来", at=now())
    with pytest.raises(Refused, match="reopen_needs_second"):
        access.set_password(one, user_id=closed, password="Quiet-River-42", at=now())
    with pytest.raises(NotAllowed, match="token_for_others"):
        access.issue_token(one, user_id=account("clerk", ("counter", STREET)), name="x", at=now())
    access.issue_token(
        one, user_id=account("feed", ("client", STREET), kind="client"), name="x", at=now()
    )
