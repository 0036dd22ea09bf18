"""Pages of data quality: every count is the length of its list and of its file; who sees what; none, and back."""

from __future__ import annotations

import io
import re
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.assessment import api as quality
from anju.domains.statistics.api import indicators as statistics
from anju.foundation.facts import Span
from tests.factories.faults import Town, open_faults, ran, read
from tests.factories.register import ELSEWHERE, PLATFORM, STREET, Street
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db
PAGES = "/office/quality/"


def entered():
    town = Town(Street.built())
    ran(full=True)
    return town


@pytest.fixture(scope="module")
def town(once):
    return once(entered)


@pytest.fixture
def clerk(town):
    return signed_in(staff("quality.clerk", ("street", STREET)))


def text(answer):
    assert answer.status_code in (200, 422), answer
    return unescape(answer.content.decode())


def sheet(answer):
    content = b"".join(answer) if answer.streaming else answer.content
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def tiles(page):
    """Rule → open faults as the board shows them."""
    found = re.findall(r'href="/office/quality/(\w+)/\?[^"]*"><strong>([\d,]+)</strong>', page)
    return {rule: int(n.replace(",", "")) for rule, n in found}


def title_count(page):
    return int(re.search(r'aj-count">([\d,]+)<', page)[1].replace(",", ""))


def test_every_count_of_the_board_is_its_list_its_file_and_what_the_run_found(clerk, town):
    board = text(clerk.get(PAGES))
    counts = tiles(board)
    assert set(counts) == {rule.code for rule in quality.all_rules()}
    assert title_count(board) == sum(counts.values())
    found = open_faults()
    here = {
        (rule, subject)
        for rule, subject in read(
            "SELECT rule, subject FROM assessment_quality_fault WHERE outcome = '' AND region LIKE %s",
            f"{STREET}%",
        )
    }
    rows = {r[1]: r for r in sheet(clerk.get(f"{PAGES}?format=xlsx"))[1:]}
    for rule in quality.all_rules():
        n = len([1 for code, _subject in here if code == rule.code])
        assert counts[rule.code] == n <= len(found.get(rule.code, ())), rule.code
        listed = text(clerk.get(f"{PAGES}{rule.code}/?region={STREET}"))
        assert title_count(listed) == n, rule.code
        assert len(sheet(clerk.get(f"{PAGES}{rule.code}/?region={STREET}&format=xlsx"))) == n + 1
        assert rows[rule.name[0]][5] == n


def test_the_indicator_and_the_list_behind_it_say_the_same(clerk, town):
    board = tiles(text(clerk.get(PAGES)))
    span = Span(town.day, town.day)
    one = statistics.indicators()["faults"]
    from anju.foundation.db.scope import acting

    with acting(PLATFORM):
        counted = statistics.by_values(one, STREET, span, actor=PLATFORM)["fault_rule"]
    assert counted == {rule: n for rule, n in board.items() if n}
    page = text(clerk.get(f"/office/figures/faults/list/?region={STREET}&fault_rule=phone_shared"))
    assert title_count(page) == board["phone_shared"] and "多人登记同一手机号" in page


def test_a_list_says_what_is_wrong_and_leads_to_where_it_is_mended(clerk, town):
    page = text(clerk.get(f"{PAGES}home_crowded/?region={STREET}"))
    assert re.search(r"登记 \d+ 人，可住 1 人", page) and 'href="/office/homes/' in page
    page = text(clerk.get(f"{PAGES}stay_before_birth/?region={STREET}"))
    assert "起居住" in page and 'href="/office/people/' in page
    for rule in quality.all_rules():
        listed = text(clerk.get(f"{PAGES}{rule.code}/?region={STREET}"))
        links = re.findall(r'<th scope="row">.*?href="(/office/[^"]+)"', listed, re.S)
        assert links, rule.code
        assert clerk.get(links[0]).status_code == 200, (rule.code, links[0])


def test_reading_a_list_of_persons_is_recorded(clerk, town):
    clerk.get(f"{PAGES}phone_shared/?region={STREET}")
    (last,) = read(
        "SELECT action FROM audit_entry WHERE action = 'office.quality_list' ORDER BY id DESC LIMIT 1"
    )
    assert last[0] == "office.quality_list"


def chosen(clerk, rule):
    page = text(clerk.get(f"{PAGES}{rule}/?region={STREET}"))
    return re.findall(r'name="fault" value="(\d+)"', page)


def test_many_are_looked_at_once_more_found_none_and_taken_back(clerk, town):
    ids = chosen(clerk, "phone_shared")
    asked = {"fault": ids, "region": STREET}
    preview = text(clerk.post(f"{PAGES}phone_shared/none/", asked))
    assert f"{len(ids)} 个不是问题" in preview
    key = re.search(r'name="key" value="([^"]+)"', preview)[1]
    empty = clerk.post(f"{PAGES}phone_shared/none/", {**asked, "act": "confirm", "key": key})
    assert empty.status_code == 422 and "请写明为什么不是问题" in text(empty)
    sent = {**asked, "act": "confirm", "key": key, "reason": "带班人的号码，工人没有手机"}
    for _again in range(2):
        assert clerk.post(f"{PAGES}phone_shared/none/", sent).status_code == 302
    assert tiles(text(clerk.get(PAGES)))["phone_shared"] == 0
    assert "100.0%" in text(clerk.get(PAGES))
    none = text(clerk.get(f"{PAGES}phone_shared/?region={STREET}&state=not_fault"))
    assert "带班人的号码" in none and title_count(none) == len(ids)
    decisions = text(clerk.get(f"{PAGES}decisions/?region={STREET}"))
    undo = re.search(r'action="(/office/quality/decisions/\d+/undo/)"', decisions)[1]
    assert clerk.post(undo).status_code == 302
    assert tiles(text(clerk.get(PAGES)))["phone_shared"] == len(ids)
    assert "已撤销" in text(clerk.get(f"{PAGES}decisions/?region={STREET}"))


def test_the_whole_list_is_chosen_at_once(clerk, town):
    asked = {"all": "1", "region": STREET, "state": "open"}
    preview = text(clerk.post(f"{PAGES}phone_shared/none/", asked))
    assert len(re.findall(r'type="hidden" name="fault"', preview)) == len(
        chosen(clerk, "phone_shared")
    )


def test_nothing_ticked_is_said(clerk, town):
    answer = clerk.post(f"{PAGES}phone_shared/none/", {"region": STREET}, follow=True)
    assert "请先勾选" in text(answer)


def test_a_leader_sees_figures_and_no_list(town):
    leader = signed_in(staff("quality.leader", ("leader", STREET)))
    board = text(leader.get(PAGES))
    assert title_count(board) > 0 and tiles(board) == {} and "没有查看名单的权限" in board
    assert leader.get(f"{PAGES}phone_shared/?region={STREET}").status_code == 403


def test_another_street_sees_nothing_of_this_one(town, clerk):
    far = signed_in(staff("quality.far", ("street", ELSEWHERE[:9])))
    assert far.get(f"{PAGES}?region={STREET}").status_code == 403
    assert far.get(f"{PAGES}phone_shared/?region={STREET}").status_code == 403
    assert tiles(text(far.get(PAGES)))["phone_shared"] == 0
    ids = chosen(clerk, "phone_shared")
    answer = far.post(f"{PAGES}phone_shared/none/", {"fault": ids, "region": STREET})
    assert answer.status_code in (302, 403, 404)


def test_a_grid_worker_and_a_resident_have_no_board(town):
    grid = signed_in(staff("quality.grid", ("grid", STREET)))
    assert grid.get(f"{PAGES}phone_shared/").status_code == 403


def test_an_unknown_rule_is_not_found(clerk):
    assert clerk.get(f"{PAGES}nothing/?region={STREET}").status_code == 404


def test_the_board_on_paper(clerk, town):
    page = text(clerk.get(f"{PAGES}?print=1&region={STREET}"))
    assert "每周变化" in page and "多人登记同一手机号" in page


def test_the_board_and_a_list_cost_a_fixed_number_of_queries(clerk, town):
    for address in (PAGES, f"{PAGES}phone_shared/?region={STREET}"):
        clerk.get(address)
        counts = []
        for _turn in range(2):
            with CaptureQueriesContext(connection) as queries:
                clerk.get(address)
            counts.append(len(queries))
            read(
                "UPDATE assessment_quality_fault SET live = false, outcome = 'mended', closed_on = found_on "
                "WHERE rule = 'phone_shared' AND id %% 2 = 0 AND outcome = '' RETURNING 1"
            )
        assert counts[0] == counts[1] < 60
