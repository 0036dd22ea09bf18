"""Pages of the reports: page, paper, Excel and PDF say the same; who may see which; strange addresses."""

import io
import re

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.statistics.api import reports
from tests.factories.register import OTHER_STREET, STREET
from tests.guard.pdf_text import text_of

pytestmark = pytest.mark.django_db
PAGES = "/office/figures/reports/"
CODES = list(reports.reports())


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()


def text(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def cells(page):
    """The rows of every table of a page: label, then texts of cells."""
    return [
        [
            re.sub(r"<[^>]+>", "", c).strip()
            for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in re.findall(r"<tr[^>]*>(\s*<th scope=\"row\".*?)</tr>", page, re.S)
    ]


@pytest.mark.parametrize("code", CODES)
def test_page_paper_excel_and_pdf_have_the_same_figures(street, clerk, code):
    address = f"{PAGES}{code}/?period=2026-11"
    rows = cells(text(clerk.get(address)))
    assert len(rows) > 3
    assert cells(text(clerk.get(f"{address}&print=1"))) == rows
    answer = clerk.get(f"{address}&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.worksheets) == len(reports.reports()[code].tables)
    in_file = [
        [str(c) for c in row if c is not None]
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]
    for row in rows:
        numbers = [c.replace(",", "") for c in row[1:] if re.fullmatch(r"[\d,]+", c)]
        line = next(r for r in in_file if r[0] == row[0] and set(numbers) <= set(r[1:]))
        in_file.remove(line)
    pdf = clerk.get(f"{address}&format=pdf")
    assert pdf.content.startswith(b"%PDF")
    printed = text_of(pdf.content)
    assert rows[0][1] in printed and STREET not in printed


def test_a_figure_opens_its_list_for_who_may_read_it_and_only_for_them(street, clerk, leader):
    page = text(clerk.get(f"{PAGES}r1/?period=2026-11"))
    links = re.findall(r'<td><a href="([^"]+)">([\d,]+)</a></td>', page)
    assert len(links) > 10
    for url, shown in links[:12]:
        listed = text(clerk.get(url.replace("&amp;", "&")))
        assert re.search(r'aj-count">([\d,]+)<', listed)[1] == shown, url
    assert not re.findall(r"<td><a ", text(leader.get(f"{PAGES}r1/?period=2026-11")))


def test_who_may_see_which(street, clerk, leader, other_clerk, client):
    for code in CODES:
        assert leader.get(f"{PAGES}{code}/").status_code == 200
        for query in ("region=44", "region=430182", f"region={STREET}&against=44"):
            for form in ("", "&format=xlsx", "&format=pdf", "&print=1"):
                assert leader.get(f"{PAGES}{code}/?{query}{form}").status_code == 403
        assert other_clerk.get(f"{PAGES}{code}/?region={STREET}").status_code == 403
    assert OTHER_STREET in other_clerk.get(f"{PAGES}r1/").content.decode()
    assert client.get(PAGES).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "period=x",
        "period=2099-01",
        "period=1999Q1",
        "known=then&period=2026Q2",
        "division=then",
        "region=%27",
        "against=x",
        "period=2026H1&known=then&division=then",
        "region=430181124205",
    ],
)
def test_strange_addresses_are_answered(street, clerk, query):
    for code in CODES:
        answer = clerk.get(f"{PAGES}{code}/?{query}")
        assert answer.status_code in (200, 403), (code, query)


def test_an_unknown_report_is_named_as_such(street, clerk):
    answer = clerk.get(f"{PAGES}nothing/")
    assert answer.status_code == 404
    assert "没有这张报表" in answer.content.decode()


def test_pages_ask_a_fixed_number_of_times(street, clerk):
    asked = {}
    for code in ("", *CODES):
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            clerk.get(f"{PAGES}{code}/" if code else PAGES)
        asked[code] = len(found)
    assert max(asked.values()) <= 24, asked
