"""A form that is refused keeps what was typed, on pages that have many: nobody answers the same questions twice."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

import pytest

from anju.domains.casework.api import stock
from anju.domains.casework.api.stock import PointKind
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.domains.casework.rescue.town import DISTRICT, Shelter
from tests.domains.health.clinic.town import Clinics, born, nurse, opened, recorded, stocked
from tests.factories.register import HERE, PLATFORM, STREET, Street
from tests.factories.staff import signed_in, staff

DAY = (local_date(now()) + timedelta(days=900)).isoformat()


class Page(HTMLParser):
    """The forms of a page: what each would send, by the values of its buttons, and the details around that are shut."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.acts: list[set[str]] = []
        self.shut: list[bool] = []
        self.details: list[bool] = []
        self.select = self.area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {k: v or "" for k, v in attrs}
        if tag == "details":
            self.details.append("open" in has)
        elif tag == "form":
            self.forms.append({})
            self.acts.append(set())
            self.shut.append(not all(self.details))
        if not self.forms:
            return
        name, value = has.get("name", ""), has.get("value", "")
        if name == "act":
            self.acts[-1].add(value)
        elif tag == "input" and has.get("type") in ("radio", "checkbox"):
            if "checked" in has:
                self.forms[-1].setdefault(name, []).append(value or "on")
        elif tag == "input":
            self.forms[-1].setdefault(name, []).append(value)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in has:
            self.forms[-1][self.select] = [value]
        elif tag == "textarea":
            self.area = name
            self.forms[-1].setdefault(name, [""])

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][self.area] = [self.forms[-1][self.area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.details.pop()
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def refused(client, url: str, act: str, **sent: str) -> None:
    """The page answers 422 and the form of this act holds every value that was sent, and is open."""
    answer = client.post(url, {"act": act, "key": f"kept{act}", **sent})
    text = answer.content.decode()
    assert answer.status_code == 422, (act, answer.status_code)
    page = Page(text)
    (at,) = [n for n, acts in enumerate(page.acts) if act in acts]
    kept = {name: page.forms[at].get(name, [""]) for name in sent}
    assert {n: v for n, v in kept.items() if sent[n] not in v} == {}, act
    assert not page.shut[at], f"{act}: the form is shut away"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture(scope="module")
def town(once):
    return once(Clinics.built)


def test_a_nurse_whose_form_is_refused_finds_every_answer_again(town):
    desk = signed_in(staff("kept.nurse", ("clinic", HERE)))
    lot = stocked(town)
    child = opened(born(400, town), town.here, nurse(), town)
    dose = str(recorded(child, "BCG", town.ago(300), town))
    url = f"/office/clinic/children/{child}/"
    asked = {f"asked-{a}": "no" for a in ("allergy", "reaction", "illness")}
    given = {"lot": f"MMR:{lot}", "site": "right_arm", "despite": "on"}
    refused(desk, url, "give", **given, **asked, **{"asked-fever": "yes"})
    refused(
        desk, url, "record", vaccine="HepB", day=DAY, source="reported", place="县", lot_number="7"
    )
    refused(desk, url, "withdraw", dose=dose, reason="")
    refused(desk, url, "correct", dose=dose, vaccine="HepB", day=DAY, reason="抄错")
    refused(desk, url, "appoint", day=DAY)
    refused(desk, url, "observe", code="", day=DAY, ends="on")
    refused(desk, url, "correct_child", name="周满", number="430181", sex="2")
    refused(
        desk, url, "guardian",
        relation="father", guardian_name="周大", phone="12", guardian_number="43",
    )  # fmt: skip


def test_a_station_worker_whose_step_is_refused_finds_it_again(street):
    shelter = Shelter.built()
    worker = signed_in(staff("kept.worker", ("rescue", DISTRICT)))
    head = signed_in(staff("kept.head", ("rescue_head", DISTRICT)))
    stay = shelter.admitted(name="", age=9)
    url = f"/office/rescue/stays/{stay}/"
    refused(worker, url, "note", step="kin", text="")
    refused(worker, url, "leave", way="word", receiver="姑姑", text="回家", signed="on")
    refused(worker, url, "cash", yuan="999", signed="on")
    refused(worker, url, "keep", what=" ", place="柜 3")
    refused(worker, url, "missing", text=" ")
    refused(
        worker, url, "identify",
        name="林生", birth_date=DAY, number="43", origin="怀化", since="2026-01-01", kin="村里",
        checked="on",
    )  # fmt: skip
    refused(head, url, "extend", until="2020-01-01", text="等家人")


def test_a_keeper_of_supplies_whose_movement_is_refused_finds_it_again(street):
    with acting(PLATFORM):
        point = stock.open_point(PointKind.FREE, STREET, "文化站", actor=PLATFORM, at=now())
    keeper = signed_in(staff("kept.counter", ("counter", STREET)))
    url = f"/office/supplies/{point.id}/"
    goods = {"name": "避孕套", "unit": "盒", "lot": "A1", "low": "9"}
    refused(keeper, url, "receive", **goods, quantity="x", expires="2030-01-01")
    assert (
        keeper.post(url, {"act": "receive", "key": "k", "quantity": "5", **goods}).status_code
        == 302
    )
    ((line,),) = stock.stock([point.id], local_date(now())).values()
    refused(keeper, url, "issue", item=str(line.id), quantity="900")
    refused(keeper, url, "discard", lot=str(line.lots[0].id), quantity="900", note="过期")
    refused(keeper, url, "count", lot=str(line.lots[0].id), quantity="4", note="")
