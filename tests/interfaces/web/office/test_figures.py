"""Pages of the indicators: table, one indicator, list and file say the same number; who may see which."""

import io
import re

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.statistics.api import indicators as statistics
from tests.factories.register import RESIDENT, STREET

pytestmark = pytest.mark.django_db
PAGES = "/office/figures/"


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()


def text(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def sheet(answer):
    content = b"".join(answer) if answer.streaming else answer.content
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_table_page_list_and_files_say_the_same_of_every_indicator(street, clerk):
    table = text(clerk.get(PAGES))
    in_table = dict(
        re.findall(
            r'<a href="/office/figures/(\w+)/[^"]*">[^<]+</a></th>\s*<td[^>]*>\s*<span><strong>([^<]+)</strong>',
            table,
        )
    )
    assert set(in_table) == set(statistics.indicators())
    rows = sheet(clerk.get(f"{PAGES}?format=xlsx"))
    assert len(rows) == len(in_table) + 1
    for (code, one), row in zip(statistics.indicators().items(), rows[1:], strict=True):
        page = text(clerk.get(f"{PAGES}{code}/"))
        shown = re.search(r'aj-hero-figure"[^>]*>([^<]+)<', page)[1]
        assert shown == in_table[code]
        number = None if shown == "无数据" else float(shown.rstrip("%").replace(",", ""))
        assert row[3] == number, code
        months = [r for r in sheet(clerk.get(f"{PAGES}{code}/?format=xlsx")) if r[0] == "月份"]
        assert months[-1][2] == number
        if clerk_may_list(one):
            listed = text(clerk.get(f"{PAGES}{code}/list/"))
            count = int(re.search(r'aj-count">([\d,]+)<', listed)[1].replace(",", ""))
            assert count == months[-1][3], code


def clerk_may_list(one):
    return statistics.list_permission(one) in ("person.see", "home.see")


def test_who_lives_here_is_named_to_who_may_see_people_and_the_file_has_the_same_lines(
    street, clerk
):
    page = text(clerk.get(f"{PAGES}living/list/?region={STREET}"))
    assert RESIDENT.name in page
    rows = sheet(clerk.get(f"{PAGES}living/list/?region={STREET}&format=xlsx"))
    assert RESIDENT.name in {row[0] for row in rows[1:]}
    assert len(rows) - 1 == page.count('<th scope="row">')


def test_a_leader_sees_figures_and_is_told_that_the_list_is_not_theirs(street, leader):
    page = text(leader.get(f"{PAGES}living/"))
    assert "没有查看名单的权限" in page
    assert RESIDENT.name not in page
    assert leader.get(f"{PAGES}living/list/").status_code == 403
    assert leader.get(f"{PAGES}living/list/?format=xlsx").status_code == 403


def test_another_area_is_refused_and_nothing_of_it_is_kept_for_others(street, clerk):
    for page in ("", "living/", "living/list/"):
        for region in ("44", "430182", "430"):
            assert clerk.get(f"{PAGES}{page}?region={region}").status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "day=2019-02-31",
        "day=0001-01-01",
        "day=9999-12-31",
        "day=x",
        "known=then",
        "known=then&day=2026-01-31",
        "region=430181124205",
        "reason=%27",
        "reason=-",
        "page=99999999",
    ],
)
def test_strange_addresses_are_answered(street, clerk, query):
    for page in ("", "living/", "living/list/", "homes/", "net/", "registered_in_time/"):
        answer = clerk.get(f"{PAGES}{page}?{query}")
        assert answer.status_code in (200, 404, 422), (page, query, answer.status_code)
        assert b"<h1" in answer.content


def test_an_unknown_indicator_is_named_as_such(street, clerk):
    answer = clerk.get(f"{PAGES}nothing/")
    assert answer.status_code == 404
    assert "没有这项指标" in answer.content.decode()


def test_pages_ask_a_fixed_number_of_times(street, clerk):
    asked = {}
    pages = ("", "living/", "registered_in_time/", "living/list/")
    for page in (*pages, *pages):  # what a process keeps is asked for in the first round
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            clerk.get(f"{PAGES}{page}")
        asked[page] = len(found)
    assert asked == {"": 17, "living/": 19, "registered_in_time/": 18, "living/list/": 18}


def test_a_list_is_named_for_what_it_lists_and_a_page_for_the_days_it_counts(street, clerk):
    assert "登记及时率：分子" in text(clerk.get(f"{PAGES}registered_in_time/list/"))
    assert re.search(r"<h1>流入<span", text(clerk.get(f"{PAGES}net/list/")))
    page = " ".join(text(clerk.get(f"{PAGES}came/?day=2026-05-20")).split())
    assert "2026-05-01 至 2026-05-20" in page
    assert "截至 2026-05-20" in " ".join(text(clerk.get(f"{PAGES}living/?day=2026-05-20")).split())


def test_what_is_kept_as_it_is_now_only_is_not_offered_as_recorded_then(street, clerk):
    assert 'name="known"' not in text(clerk.get(f"{PAGES}homes/"))
    assert 'name="known"' in text(clerk.get(f"{PAGES}living/"))
