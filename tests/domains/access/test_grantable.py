"""The roles a page offers to grant are those that the rules let the actor grant somewhere."""

from __future__ import annotations

import pytest

from anju.domains.access import api as access
from anju.domains.access.rules import hands_on
from anju.foundation.actor import Actor, Grant

AREA, PARTY = "430181124", {"holder": "holder:7", "employer": "employer:7"}


def holder_of(code: str) -> Actor:
    role = access.ROLES[code]
    party = PARTY.get(role.scope)
    return Actor(
        kind="staff",
        label="x",
        user_id=1,
        grants=(
            Grant(
                role=code,
                permissions=frozenset(role.permissions) | {"user.manage"},
                region=None if party else AREA,
                party=party,
            ),
        ),
    )


@pytest.mark.parametrize("code", sorted(access.ROLES))
def test_exactly_the_roles_that_may_be_granted_are_offered(code):
    actor = holder_of(code)
    may = {
        wanted.code
        for wanted in access.ROLES.values()
        if wanted.code != "resident"
        and hands_on(
            actor,
            wanted,
            region=AREA if wanted.scope == "region" else None,
            party=PARTY.get(wanted.scope),
            party_areas=frozenset({AREA}),
        )
    }
    assert {r.code for r in access.grantable(actor)} == may
