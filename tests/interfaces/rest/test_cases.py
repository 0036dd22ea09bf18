"""Cases by the API: filed, read with a purpose, handled; nobody closes one here."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from anju.domains.access import api as access
from anju.foundation.clock import now
from tests.domains.casework.cases import town
from tests.factories.register import PLATFORM, Street
from tests.factories.staff import public, staff


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def client(username: str, role: str, region: str) -> Client:
    user = staff(username, (role, region))
    token = access.issue_token(PLATFORM, user_id=user, name="x", at=now()).secret
    return Client(headers={"authorization": f"Bearer {token}"})


def sent(who: Client, path: str, status: int = 200, **body: object) -> dict:
    answer = who.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def read(who: Client, path: str, status: int = 200) -> dict:
    answer = who.get(f"/api/v1/{path}", headers={"x-purpose": "service"})
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_case_is_filed_read_and_handled_and_the_same_key_changes_nothing(street):
    office = client("api.cases", "district", town.DISTRICT)
    wanted = {
        "person": street.resident,
        "matter": "wage_claim",
        "answers": town.wage(street),
        "key": "a",
    }
    made = sent(office, "cases", **wanted)
    assert sent(office, "cases", **wanted) == made
    again = sent(office, "cases", 409, **{**wanted, "key": "b"})
    assert again["code"] == "case_open" and again["params"]["number"] == made["number"]
    assert [c["id"] for c in read(office, "cases?show=free")["items"]] == [made["id"]]
    whole = read(office, f"cases/{made['id']}")
    assert whole["answers"]["amount_owed"] == "12800" and whole["terms"][0]["code"] == "accept"
    assert office.get(f"/api/v1/cases/{made['id']}").status_code == 403, "without a purpose"
    path, version = f"cases/{made['id']}/steps", whole["case"]["version"]
    taken = sent(office, path, step="take", version=version, key="t")
    assert sent(office, path, step="take", version=version, key="t") == taken
    sent(office, path, 409, step="propose", outcome="paid", text="x", version=version, key="p")
    sent(office, path, step="accept", key="c")
    sent(office, path, 422, step="confirm", key="d")
    elsewhere = client("api.other", "street", town.OTHER_STREET)
    assert read(elsewhere, f"cases/{made['id']}", 404)["code"] == "case_unknown"
    sent(elsewhere, path, 404, step="accept", key="e")


def test_matters_say_what_they_ask(street):
    office = client("api.matters", "counter", town.STREET)
    found = {m["code"]: m for m in office.get("/api/v1/matters").json()}
    assert "complaint" not in found
    assert found["wage_claim"]["asks"][0]["fact"] == "debtor"


def test_wrong_answers_are_named_by_field(street):
    office = client("api.wrong", "district", town.DISTRICT)
    body = {"person": street.resident, "matter": "wage_claim", "answers": {}, "key": "w"}
    answer = sent(office, "cases", 422, **body)
    assert answer["params"]["faults"]["debtor"] == "answer_missing"


def test_an_employer_is_notified_and_answers_and_cannot_close(street):
    office = client("api.notices", "district", town.DISTRICT)
    wanted = {"person": street.resident, "matter": "wage_claim", "answers": town.wage(street)}
    made = sent(office, "cases", **wanted | {"key": "n"})
    notice = {"employer": street.firm.id, "key": "n1"}
    notified = sent(office, f"cases/{made['id']}/notices", **notice)
    assert sent(office, f"cases/{made['id']}/notices", **notice)["id"] == notified["id"]
    user = public("13800000171", grants=(("employer", street.firm.party, ""),))
    token = access.issue_token(PLATFORM, user_id=user, name="x", at=now()).secret
    boss = Client(headers={"authorization": f"Bearer {token}"})
    answer = boss.get("/api/v1/claims", headers={"x-purpose": "employment"})
    assert [c["id"] for c in answer.json()] == [notified["id"]]
    path = f"claims/{notified['id']}/steps"
    assert sent(boss, path, step="respond", text="已发放", key="r")["state"] == "answered"
    day = street.today.isoformat()
    assert sent(boss, path, step="pay", amount="100", day=day, key="p")["received"] == "0.00"
    sent(boss, path, 422, step="confirm", key="c")
    sent(boss, f"cases/{made['id']}/steps", 403, step="accept", key="d")
    assert read(office, f"claims/{notified['id']}")["stated"] == [{"amount": "100", "day": day}]
    assert [c["id"] for c in read(office, "claims")] == [notified["id"]]
    elsewhere = client("api.notices.other", "street", town.OTHER_STREET)
    assert read(elsewhere, f"claims/{notified['id']}", 404)["code"] == "notice_unknown"
