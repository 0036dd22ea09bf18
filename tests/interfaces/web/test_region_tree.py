"""The tree of divisions: fetched one level at a time, chosen by pointer and by keyboard, at phone width."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anju.domains.regions import api as regions
from tests.conftest import visitor
from tests.factories.register import HERE, STREET
from tests.factories.staff import sign_in, signed_in, staff
from tests.journeys.areas import looked_at

COUNTY, TOWN = "430181000000", STREET.ljust(12, "0")


def branch(**query):
    return {p["code"]: p for p in Client().get("/regions/branch", query).json()["results"]}


@pytest.mark.django_db
class TestBranch:
    def test_each_answer_is_one_level_below_what_was_asked(self):
        top = branch()
        assert set(top) >= {"430000000000", "110000000000"} and {
            p["level"] for p in top.values()
        } == {1}
        code = "430000000000"
        for level in (2, 3, 4, 5):
            below = branch(of=code)
            assert below and {p["level"] for p in below.values()} == {level}
            code = next(c for c in below if HERE.startswith(c[: (2, 4, 6, 9, 12)[level - 1]]))
        assert code == HERE

    def test_it_says_which_divisions_unfold_further_and_asks_three_questions_whatever_the_size(
        self,
    ):
        assert branch(of="430100000000")[COUNTY]["divided"] is True
        assert branch(of=TOWN)[HERE]["divided"] is False
        with CaptureQueriesContext(connection) as asked:
            regions.branch("430000000000")
        assert len(asked) == 3

    def test_it_begins_where_the_asker_works_and_never_breaks(self):
        assert list(branch(roots=f"{TOWN},x,999999999999")) == [TOWN]
        assert branch(of="999999999999") == {}
        assert "430000000000" in branch(of="'; x")


@pytest.mark.django_db
def test_a_granter_chooses_in_the_own_area_and_lists_are_narrowed_by_a_chosen_division():
    chief = staff("chief.tree", ("street", STREET))
    client = signed_in(chief)
    other = staff("clerk.tree", ("counter", STREET))
    page = client.get(f"/office/users/{other}/").content.decode()
    assert f'data-roots="{TOWN}"' in page and "data-browse" in page
    for address in ("/office/homes/", "/office/buildings/", "/office/held/figures/"):
        narrowed = client.get(address, {"region": HERE})
        assert narrowed.status_code == 200 and f'value="{HERE}"' in narrowed.content.decode(), (
            address
        )


@pytest.mark.long
def test_by_keyboard_and_at_360_pixels_a_community_is_chosen(live_site, browser, django_db_blocker):
    with django_db_blocker.unblock():
        regions.load_tables(only={"430181"})
        staff("sec.tree", ("secadmin", ""))
        clerk = staff("clerk.narrow", ("counter", STREET))
    page = visitor(browser, viewport={"width": 360, "height": 740})
    sign_in(page, live_site.url, "sec.tree")
    page.goto(f"{live_site.url}/office/users/{clerk}/")
    page.locator("[data-browse]").focus()
    page.keyboard.press("Enter")
    tree = page.locator("[role=tree]")
    tree.locator("[data-code='110000000000']").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "treeitem"
    for code in ("430000000000", "430100000000", COUNTY, TOWN):
        for _ in range(400):
            if page.evaluate("document.activeElement.dataset.code") == code:
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        tree.locator(f"[data-code='{code}'][aria-expanded=true]").wait_for()
    for _ in range(80):
        if page.evaluate("document.activeElement.dataset.code") == HERE:
            break
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    looked_at(page, "region-tree")
    page.keyboard.press("Enter")
    assert page.input_value("input[name=area]") == HERE
    assert "浏阳市" in page.input_value("#id_area_text")
    assert page.evaluate("document.activeElement.hasAttribute('data-browse')")
    page.keyboard.press("Enter")  # opened again it is unfolded down to what was chosen
    tree.locator(f"[data-code='{HERE}'][aria-selected=true]").wait_for()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.code") == TOWN
    page.keyboard.press("Escape")
    assert page.locator(".aj-tree").is_hidden() and page.input_value("input[name=area]") == HERE
    page.locator("[data-browse]").click()
    tree.locator(f"[data-code='{COUNTY}'] > .aj-tree-line > .aj-tree-name").click()
    assert page.input_value("input[name=area]") == COUNTY


@pytest.mark.django_db
def test_typing_finds_only_what_lies_in_the_own_area_and_may_be_chosen():
    name = regions.get(HERE).name
    ask = Client().get
    everywhere = ask("/regions/suggest", {"q": name[:2]}).json()["results"]
    own = ask("/regions/suggest", {"q": name[:2], "roots": TOWN, "level": "5"}).json()["results"]
    assert HERE in {p["code"] for p in own}
    assert all(p["code"].startswith(STREET) and p["level"] == 5 for p in own)
    assert len(own) <= len(everywhere)
    beyond = {"q": name[:2], "roots": "999999999999"}
    assert ask("/regions/suggest", beyond).json()["results"] == []
    clerk = signed_in(staff("clerk.own", ("counter", STREET)))
    page = clerk.get("/office/imports/new/").content.decode()
    assert f'data-suggest="/regions/suggest?roots={TOWN}&amp;level=5"' in page


@pytest.mark.django_db
def test_a_list_is_sent_for_a_community_and_not_for_a_whole_town_and_the_choice_is_kept():
    clerk = signed_in(staff("clerk.town", ("counter", STREET)))
    file = SimpleUploadedFile("a.csv", "姓名,身份证号\n戴五,1\n".encode())
    sent = {"form": "rental-tenants", "region": TOWN, "file": file}
    answer = clerk.post("/office/imports/new/", sent)
    assert answer.status_code == 422
    assert f'value="{TOWN}"' in answer.content.decode()
