"""A search finds what a reader of all listings would pick, in that order, page by page."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import ListingView, Search
from anju.domains.housing.listings.queries import searching
from anju.domains.housing.listings.queries.views import listings_by_id
from anju.domains.housing.listings.rules.public_text import holds_phone, public_text
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import NOBODY, system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import Refused

pytestmark = pytest.mark.django_db
ACTOR = system("tests", channel="import")
PLACES = {"浏阳市": "430181", "长沙县": "430121", "": "4301"}
WAYS = {"整租": True, "合租": False, "": None}


def offered(rng: random.Random, n: int) -> tuple[str, ...]:
    rent = "面议" if rng.random() < 0.1 else str(rng.choice((600, 1199, 1200, 1500, 2000, 8000)))
    area = "" if rng.random() < 0.1 else str(rng.choice((12, 15, 45, 56, 80, 130)))
    beds = rng.choice(("", "1室1厅", "2室1厅", "3室2厅", "7室2厅"))
    place, way = rng.choice(list(PLACES)), rng.choice(list(WAYS))
    return (f"N{n}", place, f"安居苑{n}号", beds, area, rent, way)


@pytest.fixture
def many() -> list[ListingView]:
    """Two hundred listings of one file, as everybody reads them."""
    rng = random.Random(7)
    lines = [("房源编号", "区县", "小区", "户型", "面积", "租金", "出租方式")]
    lines += [offered(rng, n) for n in range(200)]
    data = "\n".join(",".join(line) for line in lines).encode()
    with acting(ACTOR):
        sender = Sender("agency", "import", "安居房产", region="430100000000")
        found = register.receive(
            data, "房源.csv", form=listings.FORM, sender=sender, actor=ACTOR, at=now()
        )
        register.apply_import(found.id, actor=ACTOR, at=now())
        ids = [r[0] for r in rows("SELECT id FROM housing_listing WHERE state = 'open'")]
        every = listings_by_id(ids)
    assert len(every) == len(ids) > 150
    return every


def pages(wanted: Search, most: int = 7) -> list[ListingView]:
    """All pages of a search, read as somebody who is not signed in."""
    out: list[ListingView] = []
    after = ""
    with acting(NOBODY):
        while True:
            found = listings.search(wanted, after=after, most=most)
            out += found.listings
            if not found.after:
                return out
            after = found.after


def picked(every: list[ListingView], wanted: Search) -> list[int]:
    """What a reader of all listings would pick."""
    kept = [one for one in every if fits(one, wanted)]
    if wanted.sort == "cheapest":
        kept = sorted((o for o in kept if o.rent is not None), key=lambda o: (o.rent, o.id))
    elif wanted.sort == "largest":
        kept = sorted((o for o in kept if o.area is not None), key=lambda o: (-o.area, -o.id))
    else:
        kept = sorted(kept, key=lambda o: -o.id)
    return [o.id for o in kept]


def fits(one: ListingView, wanted: Search) -> bool:
    def inside(value: Decimal | None, low: int | None, high: int | None) -> bool:
        if low is None and high is None:
            return True
        return value is not None and (low or 0) <= value <= (high if high is not None else 10**9)

    rooms = min(one.bedrooms, 6) if one.bedrooms is not None else None
    return (
        one.region.startswith(wanted.place)
        and inside(one.rent, wanted.rent_from, wanted.rent_to)
        and inside(one.area, wanted.area_from, wanted.area_to)
        and (not wanted.bedrooms or rooms in wanted.bedrooms)
        and (wanted.whole is None or one.whole is wanted.whole)
    )


def drawn(rng: random.Random) -> Search:
    low = rng.choice((None, 0, 700, 1200, 1500))
    high = rng.choice((None, 1199, 1500, 2000, 9000))
    small, large = rng.choice((None, 15, 45)), rng.choice((None, 56, 60, 130))
    return Search(
        place=rng.choice(("", "43", "4301", "430181", "430121")),
        rent_from=low,
        rent_to=None if high is not None and low is not None and high < low else high,
        area_from=small,
        area_to=large,
        bedrooms=rng.choice(((), (1,), (2, 3), (4, 5, 6))),
        whole=rng.choice((None, True, False)),
        sort=rng.choice(listings.SORTS),
    )


@pytest.mark.parametrize("many_cells", [0, 300, 10**9])
def test_every_search_finds_what_a_reader_of_all_would_pick_in_that_order(
    many, many_cells, monkeypatch
):
    monkeypatch.setattr(searching, "MANY_CELLS", many_cells)
    rng, found = random.Random(many_cells), 0
    for _ in range(40):
        wanted = drawn(rng)
        expected = picked(many, wanted)
        assert [o.id for o in pages(wanted)] == expected, wanted
        found += len(expected)
    assert found > 100, "the searches find something at all"


def test_a_page_takes_three_statements_at_most(many, django_assert_max_num_queries):
    with acting(NOBODY):
        for sort in listings.SORTS:
            with django_assert_max_num_queries(3):
                assert listings.search(Search(sort=sort)).listings
            with django_assert_max_num_queries(2):
                assert listings.search(replace(Search(sort=sort), place="430181")).listings


def test_a_cursor_that_is_none_begins_at_the_beginning_and_an_unknown_order_is_refused(many):
    with acting(NOBODY):
        first = listings.search(Search()).listings
        for text in ("x", "1-", "-1-5", "9" * 40, "1-2-3", "１-２"):
            assert listings.search(Search(), after=text).listings == first
        with pytest.raises(Refused, match="listing_sort_unknown"):
            listings.search(Search(sort="rating"))


@pytest.mark.parametrize(
    ("text", "shown", "phone"),
    [
        ("看房请打13912345678", "看房请打…", True),
        ("电话 139-1234-5678 王", "电话 … 王", True),
        ("１３９１２３４５６７８", "…", True),
        ("一三九一二三四五六七八", "…", True),
        ("0731-83612345", "…", True),
        ("新屋路12号3栋201室", "新屋路12号3栋…", False),
        ("幸福里2单元1803", "幸福里2单元…", False),
        ("305房朝南", "…朝南", False),
        ("2室1厅1卫 56平米 1800元", "2室1厅1卫 56平米 1800元", False),
        ("新屋路128号，近3号线，2026年12月起", "新屋路128号，近3号线，2026年12月起", False),
        ("3栋 6层", "3栋 6层", False),
        ("2026-12-01起租，1500-2000元", "2026-12-01起租，1500-2000元", False),
        ("1391-2345-678", "…", True),
        ("", "", False),
    ],
)
def test_texts_are_read_without_phones_and_rooms(text, shown, phone):
    assert public_text(text) == shown
    assert holds_phone(text) == phone
