"""Open data: everybody reads it, its page and files say the same, and only a statistician publishes."""

import io
import json
import re
from datetime import timedelta

import openpyxl
import polars as pl
import pytest

from anju.domains.statistics.api import publishing
from anju.domains.statistics.api.reports import period_at
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM
from tests.factories.staff import signed_in, staff

pytestmark = [pytest.mark.town, pytest.mark.django_db]
CITY = "430181"


@pytest.fixture
def edition(town):
    quarter = period_at("quarter", local_date(now()))
    later = now() + (quarter.last - local_date(now())) + timedelta(days=20)
    with acting(PLATFORM):
        return publishing.publish_edition(CITY, quarter.code, actor=PLATFORM, at=later)


def test_without_an_edition_the_page_says_so(town, client):
    assert "还没有公布过数据" in client.get("/data/").content.decode()
    for page in ("/data/430181/2026Q1/", "/data/430181/2026Q1/area/", "/data/x/y/z/"):
        assert client.get(page).status_code == 404


def test_page_csv_excel_and_json_of_every_table_have_the_same_figures(edition, client):
    assert edition.place in client.get("/data/").content.decode()
    for code, name in edition.tables:
        address = f"/data/{CITY}/{edition.period}/{code}/"
        page = client.get(address).content.decode()
        assert name[0] in page
        shown = [int(n.replace(",", "")) for n in re.findall(r"<td>([\d,]+)</td>\s*</tr>", page)]
        rows = json.loads(client.get(f"{address}?format=json").content)["rows"]
        figures = [row["count"] for row in rows]
        assert shown == figures[: len(shown)] and len(shown) == min(len(figures), 300)
        assert not {1, 2} & set(figures)
        csv = pl.read_csv(io.BytesIO(client.get(f"{address}?format=csv").content))
        assert csv["人数"].to_list() == figures
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}?format=xlsx").content))
        values = [r[-1] for r in book.active.iter_rows(values_only=True) if isinstance(r[-1], int)]
        assert values == figures


def test_a_statistician_previews_and_others_are_refused(town):
    city = signed_in(staff("publish.city", ("city", CITY)))
    assert city.get("/office/figures/publishing/").status_code == 200
    page = city.get("/office/figures/publishing/?period=2026Q3")
    assert page.status_code == 200
    assert "公布这一季" in page.content.decode()
    made = city.post("/office/figures/publishing/", {"region": CITY, "period": "2026Q3"})
    assert made.status_code == 302 and made["Location"] == f"/data/{CITY}/2026Q3/"
    assert (
        city.post("/office/figures/publishing/", {"region": CITY, "period": "2026Q3"}).status_code
        == 302
    )
    assert (
        "这一季已经公布" in city.get("/office/figures/publishing/?period=2026Q3").content.decode()
    )
    early = city.post("/office/figures/publishing/", {"region": CITY, "period": "2026Q4"})
    assert "初步数" in early.content.decode()
    leader = signed_in(staff("publish.leader", ("leader", CITY)))
    assert leader.get("/office/figures/publishing/").status_code == 403
    assert (
        leader.post("/office/figures/publishing/", {"region": CITY, "period": "2026Q2"}).status_code
        == 403
    )
    assert (
        city.post(
            "/office/figures/publishing/", {"region": "430182", "period": "2026Q2"}
        ).status_code
        == 403
    )
