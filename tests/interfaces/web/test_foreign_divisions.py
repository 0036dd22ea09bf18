"""Every form with a division: one that is foreign, unknown or no code at all gets a sentence, and the form stays."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.urls import get_resolver

from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import public, signed_in, staff
from tests.interfaces.web.test_every_route import routes

FOREIGN = "430181001004"
WRONG = (FOREIGN, "110101001001", "999999999999", "4301", "甲乙")
"""A community of another street, one of another city, one that does not exist, a part of a code, no code."""


FILLED = {
    "name": "测试名称",
    "address": "东路 1 号",
    "rooms": "101",
    "capacity": "2",
    "kind": "construction",
    "serves": "430181124",
    "since": "2026-01-05",
    "phase-1": "全部走访",
    "last-1": "2026-12-20",
    "target-1": "100",
    "reason": "02",
    "role": "counter",
    "purposes": "register",
}
"""What a form is filled with beside what it holds, so that it is looked at to the end."""


class Forms(HTMLParser):
    """The posted forms of a page: where each goes, what it holds, and which of it are divisions that are picked."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], list[str]]] = []
        self.open, self.picker = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.open = said.get("method", "").lower() == "post"
            if self.open:
                self.found.append((said.get("action", ""), {}, []))
        elif self.open and "data-browse" in said:
            self.found[-1][2].append(self.picker)
        elif (
            self.open
            and said.get("name")
            and said.get("form") != "none"
            and (said.get("type") not in ("radio", "checkbox") or "checked" in said)
        ):
            self.found[-1][1].setdefault(said["name"], said.get("value", ""))
            if said.get("type") == "hidden":
                self.picker = said["name"]

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"


def addresses(street: Street) -> list[str]:
    """Every page of the site, with numbers and codes of this street."""
    ids = {"person": street.resident, "firm": street.firm.id, "code": street.rooms[2].code}
    found = {
        "/"
        + re.sub(
            r"<(?:\w+:)?(\w+)>", lambda m: str(ids.get(m[1].split("_")[0], 1)), route.strip("^$")
        )
        for route in routes(get_resolver().url_patterns)
    }
    return sorted(found | {f"/office/employers/{street.firm.code}/sites/new/"})


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["counter", "street", "city", "landlord", "secadmin"])
def test_a_division_out_of_reach_gets_a_sentence_and_the_form_stays(who):
    street = Street.built()
    client = (
        signed_in(public("13800000997", grants=(("landlord", street.holder, HERE),)))
        if who == "landlord"
        else signed_in(
            staff(f"away.{who}", (who, "4301" if who in ("city", "secadmin") else STREET))
        )
    )
    client.raise_request_exception = False
    lost, tried = set(), set()
    for address in addresses(street):
        answer = client.get(address)
        if answer.status_code != 200 or answer.streaming:
            continue
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        page = Forms()
        page.feed(answer.content.decode())
        for action, held, divisions in page.found:
            for field in divisions:
                for wrong in WRONG:
                    sent = held | {k: v for k, v in FILLED.items() if k in held} | {field: wrong}
                    reply = client.post(action or address, sent)
                    tried.add((address, field))
                    if reply.status_code not in (200, 302, 422):
                        lost.add((address, field, wrong, reply.status_code))
    assert not lost
    assert tried or who == "secadmin", "no form with a division was found"
