"""Every list of the office sorts, keeps its filters and its order in the address, and jumps to a page: by one mechanism."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from anju.interfaces.web.office import ordering
from tests.factories import register as town
from tests.factories import staff
from tests.factories.held_permits import active
from tests.factories.people import somebody
from tests.factories.register import HERE, declared, moved_in

pytestmark = pytest.mark.django_db
LISTS = (
    "/office/people/",
    "/office/homes/",
    "/office/employers/",
    "/office/review/",
    "/office/permits/?sort=community",
    "/office/held/",
    "/office/users/",
)


@pytest.fixture
def everything(street):
    """Something in every list."""
    active(street, person=street.worker)
    town.roomy()
    for n in range(3):
        who = somebody(f"游子{'丙甲乙'[n]}", 401 + n)
        moved_in(who, street.rooms[n + 1], street.today - timedelta(days=3 - n))
        lost = somebody(f"失主{n}", 411 + n)
        declared([{**lost.item, "kind": "arrive", "region": HERE, "address": f"无名路{n}号", "room": "1"}])
    return street


@pytest.fixture
def officer(everything):
    return staff.signed_in(staff.staff("chief", ("city", "4301"), ("secadmin", "")))


def lines_of(page):
    """Where the lines of the list lead to."""
    return sorted(re.findall(r'<(?:th scope="row"|div class="aj-queue-what")><a href="([^"?]+)', page))


def orders(page):
    part = re.search(r'<nav class="aj-sorts".*?</nav>', page, re.S)
    return [u.replace("&amp;", "&") for u in re.findall(r'href="([^"]+)"', part.group(0))] if part else []


@pytest.mark.parametrize("address", [a for a in LISTS if "permits" not in a])
def test_each_list_sorts_by_each_of_its_columns_up_and_down_with_the_same_lines(officer, address):
    path = address.split("?")[0]
    page = officer.get(address).content.decode()
    lines = lines_of(page)
    assert lines
    assert len(orders(page)) >= 3
    for url in orders(page):
        up = officer.get(path + url)
        assert up.status_code == 200
        text = up.content.decode()
        assert lines_of(text) == lines
        assert 'aria-current="true"' in re.search(r'<nav class="aj-sorts".*?</nav>', text, re.S).group(0)
        (turned,) = [u for u in orders(text) if "order=-" in u]
        down = officer.get(path + turned).content.decode()
        assert lines_of(down) == lines


def test_people_stand_in_the_order_asked_for(officer):
    def days(order):
        page = officer.get("/office/people/", {"order": order}).content.decode()
        return re.findall(r'data-label="入住">([\d-]+)<', page)

    assert days("since") == sorted(days(""))
    assert days("-since") == sorted(days(""), reverse=True)
    names = re.findall(r"游子.", officer.get("/office/people/", {"order": "name"}).content.decode())
    assert names == ["游子丙", "游子甲", "游子乙"]  # by pinyin: bing, jia, yi
    assert days("nonsense") == days("")


def test_the_queue_of_applications_sorts_too(street):
    client = staff.signed_in(staff.staff("chief", ("city", "4301")))
    for order in ("due", "-due", "begun", "number", "-place", "state"):
        assert client.get("/office/permits/", {"order": order, "sort": "community"}).status_code == 200


def test_filters_and_order_stay_in_the_address_of_every_way_on(officer, monkeypatch):
    monkeypatch.setattr(ordering, "PER_PAGE", 1)
    page = officer.get("/office/homes/?state=free&order=-capacity&page=2").content.decode()
    for way in ('rel="prev"', 'rel="next"'):
        url = re.search(rf'{way} href="([^"]+)"', page).group(1)
        assert "state=free" in url
        assert "order=-capacity" in url
    jump = re.search(r'<form class="aj-jump".*?</form>', page, re.S).group(0)
    assert '<input type="hidden" name="state" value="free">' in jump
    assert '<input type="hidden" name="order" value="-capacity">' in jump
    assert re.search(r'name="page" min="1" max="\d+" value="2"', jump)
    assert "order=-capacity" in re.search(r'href="([^"]*format=xlsx[^"]*)"', page).group(1)
