"""Every list of the office sorts, keeps its filters and its order in the address, and jumps to a page:
by one mechanism."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.permits.api import lifecycle
from anju.foundation.db.scope import acting
from anju.interfaces.web.office import ordering
from tests.factories import register as town
from tests.factories import staff
from tests.factories.held_permits import PLATFORM, active, ordered
from tests.factories.markup import flat
from tests.factories.people import somebody
from tests.factories.register import HERE, STREET, WORKER, declared, moved_in

pytestmark = pytest.mark.django_db
LISTS = (
    "/office/people/",
    "/office/homes/",
    "/office/employers/",
    "/office/review/",
    "/office/permits/?sort=community",
    "/office/held/",
    "/office/held/production/",
    "/office/held/production/cards/",
    "/office/users/",
    "/office/buildings/",
    "/office/imports/",
)


@pytest.fixture
def everything(street):
    """Something in every list."""
    active(street, person=street.worker)
    town.roomy()
    for n in range(3):
        who = somebody(f"游子{'丙甲乙'[n]}", 401 + n)
        person = moved_in(who, street.rooms[n + 1], street.today - timedelta(days=3 - n))
        lost = somebody(f"失主{n}", 411 + n)
        declared(
            [
                {
                    **lost.item,
                    "kind": "arrive",
                    "region": HERE,
                    "address": f"无名路{n}号",
                    "room": "1",
                }
            ]
        )
        ordered(street, person=person)
        if n < 2:
            with acting(PLATFORM):
                lifecycle.prepare_batch(STREET, actor=PLATFORM, at=street.at)
            sent(street, f"名单{n}")
    return street


def sent(street, name):
    """A list that waits to be confirmed; its number."""
    boss = staff.signed_in(staff.staff(f"boss.{name}", ("city", "4301")))
    text = "姓名,证件号码,手机号,入职日期\n" + f"{WORKER.name},{WORKER.doc_number},,2026-01-01\n"
    file = SimpleUploadedFile(f"{name}.csv", text.encode())
    answer = boss.post(
        "/office/imports/new/",
        {"form": "employer-roster", "employer": street.firm.id, "file": file},
    )
    assert answer.status_code == 302


@pytest.fixture
def officer(everything):
    return staff.signed_in(staff.staff("chief", ("city", "4301"), ("secadmin", "")))


def lines_of(page):
    """Where the lines of the list lead to."""
    return sorted(
        re.findall(
            r'<(?:th scope="row"|div class="aj-queue-what"|div class="aj-diff-who")><a href="([^"?]+)',
            flat(page),
        )
    )


def orders(page):
    part = re.search(r'<nav class="aj-sorts".*?</nav>', page, re.S)
    return (
        [u.replace("&amp;", "&") for u in re.findall(r'href="([^"]+)"', part.group(0))]
        if part
        else []
    )


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
        assert 'aria-current="true"' in re.search(
            r'<nav class="aj-sorts".*?</nav>', text, re.S
        ).group(0)
        (turned,) = [u for u in orders(text) if "order=-" in u]
        down = officer.get(path + turned).content.decode()
        assert lines_of(down) == lines


def values(client, address, order, pattern):
    return re.findall(pattern, flat(client.get(address, {"order": order}).content.decode()))


def test_buildings_stand_in_the_order_of_how_full_they_are(officer):
    for column, label in (("homes", "房间"), ("let", "在住"), ("free", "空置")):
        shown = rf'data-label="{label}">(\d+)<'
        usual = [int(n) for n in values(officer, "/office/buildings/", "", shown)]
        assert len(set(usual)) > 1
        assert [int(n) for n in values(officer, "/office/buildings/", column, shown)] == sorted(
            usual
        )
        assert [
            int(n) for n in values(officer, "/office/buildings/", f"-{column}", shown)
        ] == sorted(usual, reverse=True)


def test_batches_and_imports_stand_in_the_order_asked_for_and_each_count_opens_its_list(officer):
    codes = r'production/\d+/">([\d-]+)</a></th>'
    assert values(officer, "/office/held/production/", "code", codes) == sorted(
        values(officer, "/office/held/production/", "", codes)
    )
    files = r">(名单\d)\.csv</a>"
    assert values(officer, "/office/imports/", "", files) == ["名单1", "名单0"]
    assert values(officer, "/office/imports/", "file", files) == ["名单0", "名单1"]
    for address in ("/office/held/production/", "/office/imports/"):
        page = flat(officer.get(address).content.decode())
        tabs = re.findall(
            r'href="([^"]+)"[^>]*>[^<]+ (\d+)</a>',
            re.search(r'<nav class="aj-tabs".*?</nav>', page, re.S)[0],
        )
        assert len(tabs) >= 2
        for url, count in tabs:
            assert len(lines_of(officer.get(url.replace("&amp;", "&")).content.decode())) == int(
                count
            ), url


def test_counts_of_cards_open_their_lists_and_chosen_cards_become_a_batch(officer, everything):
    """Three cards wait: one that was made already, two that are in batches, one chosen here."""
    page = flat(officer.get("/office/held/production/").content.decode())
    counts = re.findall(r'<a href="(/office/held/production/cards/[^"]*)">(\d+) 张', page)
    assert [int(n) for _url, n in counts] == [1, 1]
    for url, count in counts:
        assert f'<span class="aj-count">{count}</span>' in flat(officer.get(url).content.decode())
    (card,) = re.findall(r'name="card" value="(\d+)"', officer.get(counts[0][0]).content.decode())
    none = officer.post("/office/held/production/", {"chosen": "1", "region": "4301"})
    assert none.status_code == 422
    assert "还没有勾选卡片" in none.content.decode()
    made = officer.post(
        "/office/held/production/",
        {"chosen": "1", "region": "4301", "card": [card, "987654"]},
        follow=True,
    )
    assert "选中的有 1 张没有入批" in made.content.decode()
    assert re.findall(r"/office/held/cards/(\d+)/", made.content.decode())[:1] == [card]


def test_a_card_that_lacks_something_cannot_be_chosen_and_says_what(officer, everything):
    ordered(everything, person=everything.resident, photo=False)
    page = officer.get("/office/held/production/cards/").content.decode()
    assert page.count('name="card" value=') == 1
    assert "相片" in page


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
        assert (
            client.get("/office/permits/", {"order": order, "sort": "community"}).status_code == 200
        )


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
