"""``/people/{id}/entitlement``: with a purpose, in the own area, with the reason; always a trace."""

from __future__ import annotations

from datetime import timedelta

from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting


def path(person: int) -> str:
    return f"/people/{person}/entitlement"


def test_a_department_reads_the_answer_with_facts_articles_and_sources(street, department):
    answer = department("get", path(street.resident))
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert (body["entitled"], body["ruleset"], body["missing"]) == (True, "national", [])
    assert {f["article"] for f in body["satisfied"]} == {"663.2"}
    assert all(f["source"] for f in body["satisfied"])
    with acting(system("tests")):
        assert [(e.action, e.purpose, e.fields) for e in audit.reads_of(street.resident)] == [
            ("api.people.entitlement", "register", ("entitlement",))
        ]


def test_a_newcomer_will_be_entitled_from_a_day_and_on_that_day_is(street, department):
    body = department("get", path(street.worker)).json()
    assert (body["entitled"], body["missing"][0]["due"]) == (False, body["entitled_from"])
    assert department("get", f"{path(street.worker)}?on={body['entitled_from']}").json()["entitled"]
    assert not department(
        "get", f"{path(street.worker)}?on={street.today - timedelta(days=60)}"
    ).json()["entitled"]


def test_without_a_purpose_out_of_the_area_or_without_the_right_there_is_no_answer(
    street, department, neighbour, caller
):
    assert department("get", path(street.resident), purpose="").json()["code"] == "purpose_missing"
    assert neighbour("get", path(street.resident)).status_code == 404
    assert department("get", path(999_999_999)).status_code == 404
    leader = caller("leader01", {"role": "leader", "region": "430181"}, kind="staff")
    assert leader("get", path(street.resident), purpose="statistics").status_code in (403, 404)
