"""The largest input that is allowed, of the kinds that readers stumble over, to every route: bounded
time and memory."""

from __future__ import annotations

import gc
import random
import re
import resource
import time

import pytest
from django.urls import get_resolver

from anju.interfaces.web.bounds import LONGEST_FIELD, LONGEST_QUERY
from tests.factories.register import HERE, Street
from tests.factories.staff import public, signed_in, staff
from tests.interfaces.web.test_every_route import FIELDS, PATHS, routes

pytestmark = pytest.mark.usefixtures("set_aside")
SECONDS, MEGABYTES = 3.0, 400
"""Of processor time for one request, and of memory for all of them."""
KINDS = (
    "1",
    "路",
    "1栋2单元301室",
    "长沙市浏阳市洞阳镇东升路606号",
    "a b ",
    "((((",
    "13800000996，",
    "2026-01-01",
    "\n",
    "王·",
    "０",
)


def long(kind: str, most: int) -> str:
    return (kind * (most // len(kind) + 1))[:most]


def spent(call, *given, **more) -> tuple[object, float]:
    begun = time.process_time()
    answer = call(*given, **more)
    if not answer.streaming:
        answer.content  # noqa: B018 - drawn by now
    return answer, time.process_time() - begun


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("who", ["city", "resident"])
def test_the_largest_fields_cost_every_page_bounded_time_and_memory(who):
    chance = random.Random(who)
    Street.built()
    client = {
        "city": lambda: signed_in(staff("large.city", ("city", "4301"))),
        "resident": lambda: signed_in(public("13800000996")),
    }[who]()
    client.raise_request_exception = False
    addresses = {
        route: "/"
        + re.sub(
            r"<(?:\w+:)?\w+>", lambda _: chance.choice(["1", HERE, PATHS[0]]), route.strip("^$")
        )
        for route in routes(get_resolver().url_patterns)
    }
    for address in addresses.values():
        client.get(address)  # what is loaded once is loaded before it is measured
    slow, before = {}, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for turn, (route, address) in enumerate(addresses.items()):
        if turn % 10 == 0:
            gc.collect()  # what requests left in circles is no growth, however many routes there are
        shown = client.get(address)
        known = (
            []
            if shown.streaming
            else re.findall(r'name="([\w-]+)"', shown.content.decode(errors="replace"))
        )
        names = sorted({*known, *chance.sample(FIELDS, 8)} - {"csrfmiddlewaretoken", "page"})
        for kind in chance.sample(KINDS, 2):
            for call, given in (
                (client.get, dict.fromkeys(names[:12], long(kind, LONGEST_QUERY))),
                (client.post, dict.fromkeys(names, long(kind, LONGEST_FIELD // 4))),
            ):
                answer, seconds = spent(call, address, given)
                if seconds > SECONDS or (answer.status_code >= 500 and answer.status_code != 503):
                    slow[route, kind] = (answer.status_code, round(seconds, 1))
    assert slow == {}
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < MEGABYTES
