"""A street draws its grids on the map: by mouse, by keyboard, with undo, and on a phone to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from anju.domains.regions import api as regions
from tests.factories.grids import squares
from tests.factories.register import HERE, NEXT_DOOR, STREET, Street
from tests.factories.staff import sign_in, staff

pytestmark = pytest.mark.journey
AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(
    "utf-8"
)


@pytest.fixture(scope="module")
def grids(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        Street.built()
        staff("street01", ("street", STREET), name="陈街道")
        squares(NEXT_DOOR, 1, row=1)
        return squares(HERE, 2)


@pytest.fixture
def page(browser):
    """A page in which axe may be loaded."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", bypass_csp=True)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def shapes(blocker):
    with blocker.unblock():
        return {b.code: b.shape for b in regions.boundaries(STREET)}


def part(page, name):
    return page.locator(f"[data-part='{name}']")


def still(page, locator):
    """Where it stands once the map has stopped moving."""
    before = None
    while (now := locator.bounding_box()) != before:
        before = now
        page.wait_for_timeout(200)
    return before


def test_boundaries_are_drawn_saved_and_put_back(page, live_site, grids, django_db_blocker):
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_site.url, "street01")
    page.goto(f"{live_site.url}/office/grids/")
    page.click("text=在地图上画")
    page.wait_for_selector("[data-ready]")
    assert page.locator("path.gr-grid").count() == 3
    before = shapes(django_db_blocker)

    page.click(".gr-item:has-text('第1网格') >> nth=1")
    corner = page.locator(".gr-corner").nth(1)
    assert page.locator(".gr-corner").count() == 4
    corner.scroll_into_view_if_needed()
    box = still(page, corner)
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] - 30, steps=6)
    page.mouse.up()
    expect(part(page, "count")).to_contain_text("1 步")
    assert shapes(django_db_blocker) == before, "nothing is saved before it is asked"

    page.locator(".gr-corner").nth(0).focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(part(page, "count")).to_contain_text("2 步")
    part(page, "undo").click()
    expect(part(page, "count")).to_contain_text("1 步")

    part(page, "save").click()
    expect(part(page, "note")).to_contain_text("已保存")
    assert shapes(django_db_blocker) != before

    part(page, "split").click()
    for n in (0, 2):
        box = page.locator("path.gr-grid.is-chosen").bounding_box()
        x = box["x"] + (2 if n == 0 else box["width"] - 2)
        page.mouse.click(x, box["y"] + box["height"] / 2)
    page.wait_for_selector("dialog[open]")
    part(page, "name").fill("切出来的")
    page.click("dialog button[value=yes]")
    expect(part(page, "grids")).to_contain_text("切出来的")
    part(page, "save").click()
    expect(part(page, "note")).to_contain_text("已保存")
    assert len(shapes(django_db_blocker)) == 4

    page.goto(f"{live_site.url}/office/grids/history/")
    for _ in range(2):
        edits = page.locator("main tr", has_text="在地图上修改")
        edits.filter(has=page.locator("button")).first.locator("button").click()
        expect(page.locator("#toasts")).to_contain_text("已撤销")
    assert shapes(django_db_blocker) == before


def test_pages_of_grids_have_no_barrier_at_either_width(page, live_site, grids, django_db_blocker):
    with django_db_blocker.unblock():
        staff("street02", ("street", STREET), name="陈街道")
    sign_in(page, live_site.url, "street02")
    for address in ("", "map/", "history/", "import/"):
        page.goto(f"{live_site.url}/office/grids/{address}")
        for width, height in ((360, 800), (1440, 900)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            page.evaluate(AXE)
            found = page.evaluate("axe.run()")["violations"]
            assert not found, (
                address,
                width,
                [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found],
            )
