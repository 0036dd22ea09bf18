"""Staff whose work has a page of its own begin there: the workbench would show them nothing."""

from __future__ import annotations

import pytest

from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import signed_in, staff


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.mark.parametrize(
    ("role", "region", "page"),
    [
        ("clinic", HERE, "/office/clinic/"),
        ("cdc", HERE[:6], "/office/clinic/coverage/"),
        ("education", HERE[:6], "/office/school/"),
        ("school", HERE, "/office/school/"),
        ("rescue", HERE[:6], "/office/rescue/"),
    ],
)
def test_who_has_nothing_on_the_workbench_begins_with_the_own_page(street, role, region, page):
    client = signed_in(staff(f"own.{role}", (role, region)))
    for entrance in ("/", "/office/"):
        answer = client.get(entrance)
        assert (answer.status_code, answer["Location"]) == (302, page), entrance
    assert "data-onebox" not in client.get(page).content.decode(), "it would find nothing"


@pytest.mark.parametrize("role", ["counter", "street", "leader", "police", "checker"])
def test_all_others_begin_with_the_workbench(street, role):
    client = signed_in(staff(f"bench.{role}", (role, STREET)))
    assert client.get("/office/").status_code == 200


def test_who_does_both_begins_with_the_workbench(street):
    client = signed_in(staff("own.both", ("clinic", HERE), ("counter", STREET)))
    assert client.get("/office/").status_code == 200
    assert 'href="/office/clinic/"' in client.get("/office/").content.decode()
