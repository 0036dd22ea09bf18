"""Who is not allowed to do something learns what is missing and whom to ask; who may not find people is told so."""

from __future__ import annotations

import pytest

from anju.domains.access.data import PERMISSIONS, ROLES
from anju.foundation.errors import NotAllowed
from anju.interfaces.texts import permissions
from anju.interfaces.texts.sentences import sentence
from tests.factories import register as town
from tests.factories.staff import signed_in, staff


def test_every_permission_has_words_in_both_languages():
    assert set(permissions.PERMISSIONS) == PERMISSIONS


@pytest.mark.parametrize(
    "permission", sorted(PERMISSIONS - {"answer.ask", "change.fetch", "permit.ask"})
)
def test_a_refusal_names_the_permission_the_roles_that_include_it_and_who_gives_them(permission):
    said = sentence(
        NotAllowed("not_allowed", permission=permission, region="43", party=""), "zh-hans"
    )
    holding = [
        r
        for r in ROLES.values()
        if r.scope == "region" and r.code != "client" and permission in r.permissions
    ]
    assert permissions.PERMISSIONS[permission][0] in said and permission not in said
    assert all(role.zh in said for role in holding)
    assert ROLES["secadmin"].zh in said
    assert permissions.PERMISSIONS[permission][1] in sentence(
        NotAllowed("not_allowed", permission=permission), "en"
    )


@pytest.mark.django_db
def test_a_page_refused_says_so_in_words():
    page = signed_in(staff("clerk.na", ("counter", town.STREET))).get("/office/users/")
    text = page.content.decode()
    assert page.status_code == 403 and "管理用户与授权" in text and "user.manage" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["leader", "sysadmin", "auditor", "secadmin"])
def test_a_role_that_may_not_find_people_is_told_so_instead_of_nothing_found(role):
    built = town.Street.built()
    client = signed_in(staff("blind.one", (role, town.STREET)))
    for address in (
        "/office/search/?q=单文静",
        "/office/search/suggest?q=单文静",
        "/office/search/people?q=单文静",
    ):
        text = client.get(address).content.decode()
        assert "查找和查看人员" in text and "在您的辖区里没有找到" not in text
        assert (
            "没有与“单文静”相符的结果" not in text
            and str(built.resident) not in text.split("option-")[1:]
        )
    assert client.get("/office/search/?q=单文静&format=xlsx").status_code == 403
    seeing = signed_in(staff("seeing.one", ("counter", town.STREET)))
    assert "查找和查看人员" not in seeing.get("/office/search/?q=单文静").content.decode()
