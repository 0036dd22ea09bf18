"""Applications over the API: what waits, begin, hand in, decide; out of sight looks like absent."""

from __future__ import annotations

import pytest

from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import SupportingDocumentKind
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories import applications as desk
from tests.factories.register import OTHER_STREET
from tests.interfaces.rest.conftest import issued


@pytest.fixture(scope="module")
def settled(tables, once):
    return once(desk.Settled.built)


@pytest.fixture
def counter(settled):
    return issued("api.counter", {"role": "counter", "region": desk.HERE}, kind="staff")


def test_from_the_outlook_to_the_next_desk(settled, counter):
    told = counter("get", f"/people/{settled.one}/permit-outlook").json()
    assert told["barred"] is False
    assert [n["code"] for n in told["needs"] if not n["met_by"]] == ["photo"]
    begun = counter("post", "/permit-applications", {"person": settled.one}).json()
    assert begun["state"] == "draft"
    with acting(desk.COUNTER):
        permits.add_supporting_document(
            begun["id"],
            kind=SupportingDocumentKind.PHOTO,
            data=desk.photograph(),
            actor=desk.COUNTER,
            at=now(),
        )
    made = counter(
        "post", f"/permit-applications/{begun['id']}/submission", {"ethnicity": "01"}
    ).json()
    assert (made["state"], made["stage"]) == ("deciding", "community")
    assert counter("get", "/permit-applications").json()["counts"]["mine"] == 1
    address = f"/permit-applications/{begun['id']}/decision"
    stale = counter("post", address, {"decision": "agree", "version": 1})
    assert stale.status_code == 409
    said = counter("post", address, {"decision": "agree", "version": made["version"]}).json()
    assert said["stage"] == "street"


def test_what_is_missing_comes_in_one_notice(settled, counter):
    begun = counter("post", "/permit-applications", {"person": settled.two}).json()
    made = counter(
        "post", f"/permit-applications/{begun['id']}/submission", {"ethnicity": "01"}
    ).json()
    assert made["state"] == "incomplete"
    assert [m["code"] for m in made["missing"]] == ["photo"]


def test_out_of_sight_is_as_absent(settled, counter):
    made = desk.applied(settled.one, at=now())
    other = issued("api.other", {"role": "counter", "region": OTHER_STREET}, kind="staff")
    for answer in (
        other("get", f"/permit-applications/{made}"),
        other("get", "/permit-applications/999999999"),
        other("post", f"/permit-applications/{made}/decision", {"decision": "agree", "version": 3}),
    ):
        assert answer.status_code == 404
        assert answer.json()["code"] == "application_unknown"
    assert other("get", "/permit-applications").json()["total"] == 0
    for person in (settled.one, 999999999):
        outlook = other("get", f"/people/{person}/permit-outlook")
        assert (outlook.status_code, outlook.json()["code"]) == (404, "person_unknown")


def test_who_may_not_see_permits_is_refused(settled):
    leader = issued("api.leader", {"role": "leader", "region": desk.HERE}, kind="staff")
    assert leader("get", "/permit-applications", purpose="statistics").status_code == 403
