"""The lists of the office: for whom they open, what they cost, what they lead to."""

import io
import re

import openpyxl
import pytest

from anju.domains.register import api as register
from anju.domains.register.api import staffing
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed
from anju.interfaces.exports import listing as lists
from tests.factories import staff
from tests.factories.markup import flat
from tests.factories.register import OTHER_STREET, STREET, Street

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "listed",
    [
        lambda s, a: register.living_list([OTHER_STREET], actor=a, today=s.today),
        lambda s, a: register.moved_list(
            [OTHER_STREET], actor=a, today=s.today, days=7, way="came"
        ),
        lambda s, a: register.homes_list([OTHER_STREET], actor=a, today=s.today),
        lambda s, a: register.buildings_list([OTHER_STREET], actor=a, today=s.today),
    ],
    ids=["living", "moved", "homes", "buildings"],
)
def test_a_list_of_another_street_is_refused_and_not_only_empty(street: Street, listed):
    clerk = staff.actor(staff.staff("street.qian", ("street", STREET)))
    with acting(clerk), pytest.raises(NotAllowed):
        listed(street, clerk)


def test_head_counts_of_another_streets_employer_are_refused(street: Street):
    other = staff.actor(staff.staff("street.li", ("street", OTHER_STREET)))
    with acting(other), pytest.raises(NotAllowed):
        staffing.staffing([street.firm], actor=other, today=street.today)


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/office/people/", 15),
        ("/office/buildings/", 13),
        ("/office/homes/", 12),
        ("/office/employers/", 12),
        ("/office/search/suggest?q=xinwu", 12),
    ],
)
def test_a_list_asks_the_same_few_questions_however_long_it_is(
    street, clerk, path, queries, django_assert_num_queries
):
    clerk.get(path)
    with django_assert_num_queries(queries):
        assert clerk.get(path).status_code == 200


def test_the_buildings_page_counts_the_homes_of_each(street: Street):
    clerk = staff.actor(staff.staff("street.qian", ("street", STREET)))
    with acting(clerk):
        found, total = register.buildings_list([STREET], actor=clerk, today=street.today)
        first, of_all = register.buildings_list([STREET], actor=clerk, today=street.today, limit=1)
    counts = {b.address: (c.homes, c.let, c.free, c.over) for b, c in found}
    assert total == of_all == len(found) == 2
    assert len(first) == 1
    assert sorted(counts.values()) == [(2, 1, 1, 0), (6, 1, 5, 0)]


def test_the_person_page_leads_to_every_door_the_clerk_may_use(street: Street, clerk):
    page = clerk.get(f"/office/people/{street.resident}/").content.decode()
    for path in (
        f"/office/counter/?person={street.resident}",
        f"/office/counter/leave/{street.resident}/",
        "/office/counter/stay/",
        f"/office/counter/tie/{street.resident}/",
        f"/office/merge/?one={street.resident}",
        f"/office/people/{street.resident}/correct/",
    ):
        assert path in page, path
    merge = clerk.get(f"/office/merge/?one={street.resident}").content.decode()
    assert f'name="one" id="id_one" value="{street.resident}"' in merge


def test_a_purpose_is_shown_in_words_and_only_allowed_ones_can_be_chosen(street: Street, clerk):
    page = clerk.get(f"/office/people/{street.resident}/").content.decode()
    assert '<span class="aj-purpose-text">居住登记</span>' in page
    assert 'value="safety"' not in page
    assert (
        clerk.post("/account/purpose/", {"purpose": "service", "next": "/office/"}).status_code
        == 302
    )
    assert (
        '<span class="aj-purpose-text">公共服务办理</span>'
        in clerk.get("/office/").content.decode()
    )
    assert clerk.post("/account/purpose/", {"purpose": "safety"}).status_code >= 400


def test_a_leader_is_led_to_figures_and_finds_no_person(street: Street, leader):
    assert leader.get("/").headers["Location"] == "/office/"
    page = leader.get("/office/").content.decode()
    assert "今日在本地居住" in page
    assert "/office/people/" not in page
    assert leader.get("/office/people/").status_code == 403


def sheet_of(answer):
    return [
        r
        for s in openpyxl.load_workbook(io.BytesIO(answer.getvalue())).worksheets
        for r in s.iter_rows(values_only=True)
    ]


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/office/people/", 3),
        ("/office/people/?origin=43", None),
        ("/office/people/?show=came&days=30", None),
        ("/office/homes/", 8),
        ("/office/homes/?state=let", 2),
    ],
)
def test_a_list_leaves_whole_however_many_blocks_it_takes(
    street: Street, clerk, monkeypatch, path, rows
):
    joint = "&" if "?" in path else "?"
    whole = sheet_of(clerk.get(f"{path}{joint}format=xlsx"))
    monkeypatch.setattr(lists, "BLOCK", 1)
    assert sheet_of(clerk.get(f"{path}{joint}format=xlsx")) == whole
    assert rows is None or len(whole) == rows + 1


def test_the_trail_leaves_whole_however_many_blocks_it_takes(street: Street, monkeypatch):
    auditor = staff.signed_in(staff.staff("auditor.cao", ("auditor", "43")))
    for _n in range(5):
        auditor.get("/office/trail/")
    narrowed = "/office/trail/?format=xlsx&kind=write"
    whole = sheet_of(auditor.get(narrowed))
    monkeypatch.setattr(lists, "BLOCK", 2)
    again = sheet_of(auditor.get(narrowed))
    assert again[-len(whole) + 1 :] == whole[1:]


def test_rows_are_recorded_as_read_before_they_leave(street: Street, clerk, monkeypatch):
    monkeypatch.setattr(lists, "BLOCK", 1)
    recorded = []
    really = audit.record_read
    monkeypatch.setattr(
        audit,
        "record_read",
        lambda actor, **how: recorded.append(how["person_ids"]) or really(actor, **how),
    )
    pieces = clerk.get("/office/people/?format=xlsx").streaming_content
    assert recorded == []
    assert b"".join(pieces)
    assert sorted(len(ids) for ids in recorded) == [1, 1, 1]


def test_every_count_of_the_dashboard_opens_its_list_with_the_same_number(street: Street, clerk):
    page = flat(clerk.get("/office/").content.decode())
    tiles = re.findall(r'<a href="([^"]+)" class="aj-tile.*?aj-tile-count">([\d,]+)<', page, re.S)
    hero = re.findall(r'aj-hero-figure" href="([^"]+)">([\d,]+)<', page)
    parts = re.findall(
        r'<a href="(/office/people/[^"]+)">[^<]*</a><span class="aj-shares-n">([\d,]+)<', page
    )
    waiting = re.findall(
        r'<a href="(/office/review/\?kind=[^"]+)" class="aj-chip">.*?([\d,]+)</a>', page, re.S
    )
    assert len(tiles) >= 5
    assert hero
    assert parts
    for url, count in (*tiles, *hero, *parts, *waiting):
        listed = flat(clerk.get(url.replace("&amp;", "&")).content.decode())
        assert re.search(
            rf'(?:aj-count">|在职 |aria-current="page">[^<]*(?:<b>)?){count}\b', listed
        ), (url, count)
