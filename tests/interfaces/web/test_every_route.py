"""Every route with values nobody should send: refused or not found, never broken."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterable

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from anju.domains.permits.api import applications as permits
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories import applications
from tests.factories.held_permits import ordered
from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import public, signed_in, staff

NASTY = [
    "",
    "0",
    "-1",
    "1",
    "99999999999999999999999",
    "9" * 5000,
    "a\0b",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "名" * 3000,
    "\u202e١٢",
    "%",
    "'\"<script>",
    "../../etc/passwd",
    "1e999",
    "NaN",
    HERE,
    "43",
    "[]",
    "{}",
    "\U0001f600",
    " ",
]
PATHS = [
    "1",
    "99999999999999999999999",
    "9" * 400,
    "a%00b",
    "x",
    "0",
    "a" * 400,
    "%F0%9F%98%80",
    "9999-12-31",
]
FIELDS = [
    "q",
    "page",
    "region",
    "day",
    "date",
    "at",
    "from",
    "to",
    "since",
    "until",
    "start",
    "end",
    "kind",
    "role",
    "state",
    "status",
    "list",
    "format",
    "next",
    "home",
    "home_code",
    "building",
    "number",
    "doc_number",
    "name",
    "phone",
    "purpose",
    "reason",
    "action",
    "decision",
    "birth_date",
    "sheet",
    "code",
    "person",
    "user",
    "id",
    "valid_to",
    "as_of",
]
ELSEWHERE = ("api/",)
FILES = [
    ("", b""),
    ("a.xlsx", b""),
    ("a.jpg", b"\xff\xd8\xff"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    ("a.pdf", b"%PDF-1.7\n"),
    ("a.zip", b"PK\x03\x04" + bytes(60)),
    ("a.xlsx", b"PK\x05\x06" + bytes(18)),
    ("a.csv", "姓名,身份证号\n张\0三,1\n".encode()),
    ("名" * 5000 + ".xlsx", "姓名,身份证号\n张三,1\n".encode()),
    ("a\0b.csv", "姓名,身份证号\n张三,1\n".encode()),
    ("../..", bytes(900)),
    ("\u202exslx.exe", b"MZ" + bytes(90)),
]
"""Empty, cut off, of another kind than their names say, and with names that no file system takes."""
FILE_FIELDS = ("file", "photo", "file-photo", "file-1", "roster", "picture")


def routes(patterns: list[object], before: str = "") -> list[str]:
    """Every address of the site, with its parameters as they are written."""
    found = []
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += routes(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            found.append(here)
    return [f for f in found if not f.startswith(ELSEWHERE) and "(" not in f and "logout" not in f]


def filled(route: str, chance: random.Random) -> str:
    return "/" + re.sub(r"<(?:\w+:)?\w+>", lambda _: chance.choice(PATHS), route.strip("^$"))


def fields(chance: random.Random, known: list[str]) -> dict[str, str]:
    names = chance.sample(FIELDS, 6) + chance.sample(known, min(8, len(known)))
    return {name: chance.choice(NASTY) for name in names}


def files(chance: random.Random, names: Iterable[str]) -> dict[str, io.BytesIO]:
    """A file in each of these fields."""
    sent = {}
    for field in names:
        name, data = chance.choice(FILES)
        sent[field] = io.BytesIO(data)
        sent[field].name = name
    return sent


def is_broken(answer: HttpResponse) -> bool:
    return answer.status_code >= 500 and answer.status_code != 503  # 503: no worker runs here


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("who", ["city", "resident"])
def test_no_route_breaks_whatever_its_path_query_and_form_hold(who):
    chance = random.Random(who)
    Street.built()
    client = {
        "city": lambda: signed_in(staff("fuzz.city", ("city", "4301"))),
        "resident": lambda: signed_in(public("13800000996")),
    }[who]()
    client.raise_request_exception = False
    broken = set()
    for route in routes(get_resolver().url_patterns):
        known: list[str] = []
        for _ in range(2):
            address = filled(route, chance)
            for answer in (
                client.get(address, fields(chance, known)),
                client.get(address),
                client.post(address, fields(chance, known)),
                client.post(address, fields(chance, known) | files(chance, FILE_FIELDS)),
            ):
                if is_broken(answer):
                    broken.add(
                        (
                            route,
                            answer.status_code,
                            str(answer.exc_info and answer.exc_info[1])[:120],
                        )
                    )
                if not answer.streaming:
                    known = (
                        re.findall(r'name="([\w-]+)"', answer.content.decode(errors="replace"))
                        or known
                    )
    assert broken == set()


@pytest.mark.django_db
def test_a_zero_byte_is_refused_in_every_field_name_and_file_name():
    Street.built()
    client = signed_in(staff("zero.street", ("street", STREET)))
    client.raise_request_exception = False
    for route in (
        "/office/counter/",
        "/office/people/",
        "/office/search/",
        "/office/imports/new/",
        "/account/login/",
    ):
        for given in ({"name": "张\0伟"}, {"na\0me": "x"}):
            assert client.post(route, given).status_code == 422, (route, given)
            assert client.get(route, given).status_code == 422, (route, given)


@pytest.mark.django_db
def test_no_form_that_takes_files_breaks_whatever_file_it_is_sent():
    settled = applications.Settled.built()
    holder = applications.self_actor(settled.one)
    with acting(holder):
        application = permits.start(settled.one, actor=holder, at=now())
    firm = applications.firm_actor(settled.party)
    with acting(firm):
        (entered,) = permits.enter_staff(
            settled.firm, [settled.two], actor=firm, at=now(), link=lambda token: token
        )
    permit = ordered(settled.street, person=settled.two, photo=False)
    city = signed_in(staff("fuzz.city", ("city", "4301"), ("police", "4301")))
    boss = signed_in(public("13800000112", grants=(("employer", settled.party, ""),)))
    landlord = signed_in(public("13700000001", grants=(("landlord", settled.street.holder, HERE),)))
    person = signed_in(public("13800000114", person_id=settled.one))
    paper = {"kind-photo": "photo", "kind-1": "job", "save": "1"}
    forms = (
        (city, "/office/imports/new/", ["file"], {"form": "inflow", "region": HERE}),
        (city, "/office/held/old/", ["file"], {"source": "旧系统"}),
        (city, "/office/held/production/results/", ["file"], {}),
        (city, f"/office/held/{permit}/complete/", ["photo"], {"ethnicity": "01"}),
        (
            city,
            reverse("office:name_picture", args=[settled.two]),
            ["file"],
            {"name": "x"},
        ),
        (city, f"/office/permits/apply/{application}/send/", ["file-photo", "file-1"], paper),
        (person, f"/me/permit/apply/{application}/send/", ["file-photo", "file-1"], paper),
        (boss, f"/employer/{settled.firm}/rosters/", ["file"], {}),
        (boss, f"/employer/{settled.firm}/permits/{entered.application_id}/paper/", ["file"], {}),
        (landlord, "/landlord/lists/", ["file"], {}),
    )
    broken, chance = set(), random.Random("files")
    for client, address, names, more in forms:
        client.raise_request_exception = False
        for name, data in chance.sample(FILES, 4):
            sent = {field: io.BytesIO(data) for field in names}
            for one in sent.values():
                one.name = name
            answer = client.post(address, {**more, **sent})
            assert answer.status_code not in (403, 404, 405), address
            if is_broken(answer):
                broken.add((address, name[:20], str(answer.exc_info and answer.exc_info[1])[:120]))
    assert broken == set()
