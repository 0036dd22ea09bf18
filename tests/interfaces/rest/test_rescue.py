"""A rescue station and free supplies by the API: own station alone, with a purpose; machines name nobody."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from anju.domains.access import api as access
from anju.domains.casework.api import stock
from anju.domains.casework.api.stock import Offer, PointKind, Received
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.domains.casework.rescue.town import DISTRICT, Shelter
from tests.factories.register import PLATFORM, STREET, Street
from tests.factories.staff import staff


@pytest.fixture(scope="module")
def shelter(once):
    def built():
        Street.built()
        return Shelter.built()

    return once(built)


def client(username: str, role: str, region: str) -> Client:
    user = staff(username, (role, region))
    token = access.issue_token(PLATFORM, user_id=user, name="x", at=now()).secret
    return Client(headers={"authorization": f"Bearer {token}", "x-purpose": "rescue"})


def sent(who: Client, path: str, status: int = 200, **body: object) -> dict:
    answer = who.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def read(who: Client, path: str, status: int = 200) -> dict:
    answer = who.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_somebody_is_taken_in_cared_for_and_leaves_and_no_other_station_sees_them(shelter):
    worker = client("api.rescue", "rescue", DISTRICT)
    station = shelter.station.id
    body = {
        "station": station,
        "sex": "1",
        "age": 33,
        "key": "a",
        "number": "X1234567",
        "name": "白某",
    }
    made = sent(worker, "rescue/stays", **body)
    assert sent(worker, "rescue/stays", **body) == made
    stay = made["id"]
    found = read(worker, f"rescue/stays?station={station}")
    assert [s["id"] for s in found] == [stay] and "X1234567" not in json.dumps(found)
    sent(worker, f"rescue/stays/{stay}/steps", 422, step="note", kind="kin", text="打电话", key="b")
    sent(worker, f"rescue/stays/{stay}/steps", step="kin_wish", wishes=True, key="c")
    sent(worker, f"rescue/stays/{stay}/steps", step="note", kind="kin", text="打电话", key="d")
    sent(worker, f"rescue/stays/{stay}/steps", 422, step="leave", way="word", key="e")
    left = sent(
        worker, f"rescue/stays/{stay}/steps", step="leave", way="word", signed=True, key="f"
    )
    assert left["state"] == "left"
    other = client("api.elsewhere", "rescue", "430102")
    read(other, f"rescue/stays/{stay}", 404)
    read(other, f"rescue/stays?station={station}", 404)
    city = client("api.city", "city", DISTRICT[:4])
    assert city.get(f"/api/v1/rescue/stays/{stay}").status_code in (403, 404)
    day = local_date(now()).isoformat()
    (counts,) = read(city, f"rescue/counts?first={day}&last={day}")
    assert counts["counts"]["came"] == 1 and counts["counts"]["men"] == -1
    assert [s["id"] for s in read(other, "rescue/stations")] == [station]


def test_a_machine_notes_what_it_gave_and_nobody_is_named(shelter):
    with acting(PLATFORM):
        point = stock.open_point(
            PointKind.FREE, STREET, "自助机", offer=Offer.MACHINE, actor=PLATFORM, at=now()
        )
        goods = [Received("避孕套", "盒", 3)]
        stock.receive(point.id, goods, key="in", actor=PLATFORM, at=now())
    keeper = client("api.supplies", "counter", STREET)
    (found,) = read(keeper, "supplies")
    item = found["items"][0]["id"]
    body = {"item": item, "quantity": 2, "key": "m1"}
    sent(keeper, f"supplies/{point.id}/issues", **body)
    sent(keeper, f"supplies/{point.id}/issues", **body)
    assert read(keeper, "supplies")[0]["items"][0]["usable"] == 1
    sent(keeper, f"supplies/{point.id}/issues", 422, **{**body, "key": "m2"})
    sent(keeper, f"supplies/{point.id}/issues", 422, **{**body, "key": "m3", "person": 1})
    stranger = client("api.stranger", "counter", "430102")
    sent(stranger, f"supplies/{point.id}/issues", 404, **{**body, "key": "m4", "quantity": 1})
