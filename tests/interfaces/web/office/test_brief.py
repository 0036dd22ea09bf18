"""The brief for a meeting: its figures are the indicators', its charts have tables, and only of one's own area."""

import re
from xml.etree import ElementTree as ET

import pytest

from anju.domains.statistics.api import indicators as statistics
from anju.interfaces.web.office.figures.charts import bars_svg, trend_svg
from tests.guard.pdf_text import text_of

pytestmark = pytest.mark.django_db
BRIEF = "/office/figures/brief/"


def printed(answer):
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return re.sub(r"\s+", "", text_of(answer.content))


def test_the_brief_says_what_the_pages_of_the_indicators_say(street, leader):
    text = printed(leader.get(BRIEF))
    for code in ("living", "came", "left", "homes", "permits_issued"):
        page = leader.get(f"/office/figures/{code}/").content.decode()
        shown = re.search(r'aj-hero-figure"[^>]*>([^<]+)<', page)[1]
        assert f"{statistics.indicators()[code].name[0]}" in text
        assert shown in text, code
    assert "近13个月" in text and "洞阳镇" in text


def test_a_month_under_way_is_provisional_and_a_past_one_is_not(street, leader):
    assert "初步数" in printed(leader.get(BRIEF))
    assert "初步数" not in printed(leader.get(f"{BRIEF}?day=2026-06-30"))
    assert "按当时记录" in printed(leader.get(f"{BRIEF}?day=2026-06-30&known=then"))


def test_the_brief_is_of_ones_own_area(street, leader, client):
    for region in ("44", "430182", "4301"):
        assert leader.get(f"{BRIEF}?region={region}").status_code == 403
    assert client.get(BRIEF).status_code == 302


def test_charts_are_drawings_that_can_be_read_whatever_their_figures():
    for points in ([], [("<a&b>", 0)], [("一", 3), ("二", None), ("三", -4)], [("x", 1.5)] * 13):
        for drawing in (trend_svg(points, provisional=True), bars_svg(points)):
            root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
            for bar in root.iter("{http://www.w3.org/2000/svg}rect"):
                assert float(bar.get("height")) >= 0 and float(bar.get("width")) >= 0
