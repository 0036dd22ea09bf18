"""Every route with values nobody should send: refused or not found, never broken."""

from __future__ import annotations

import random
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

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
            ):
                if (
                    answer.status_code >= 500 and answer.status_code != 503
                ):  # 503: no worker runs here
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
