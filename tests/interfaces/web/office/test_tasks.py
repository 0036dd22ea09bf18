"""Tasks and the round of today: what waits at each door, its outcome in two taps, counts that equal their lists."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import openpyxl
import pytest

from anju.domains.fieldwork.api import tasks
from anju.domains.housing.api.premises import HazardStep
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.domains.housing.premises.visits import handled, inspected, landlord
from tests.factories.register import HERE, OTHER_STREET, PLATFORM, STREET
from tests.factories.staff import actor, signed_in, staff
from tests.factories.tasks import all_rows, contested, own_declaration, tasks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(street):
    return signed_in(staff("round.grid", ("grid", HERE), name="罗网格"))


@pytest.fixture
def waiting(street):
    contested(street.resident)
    own_declaration(street.rooms[1], street.today, at=now() - timedelta(days=9))
    own_declaration(street.far[0], street.today)
    with acting(PLATFORM):
        tasks.renew_tasks(actor=PLATFORM, at=now())


def text(answer):
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode())))


def taps(client, home, outcome, *, note="", key="k1"):
    """Tap the door, tap the outcome."""
    page = client.get("/office/tasks/round/").content.decode()
    form = page.split(f"/office/tasks/door/{home.code}/visit/", 1)[1].split("</form>", 1)[0]
    assert f'value="{outcome}"' in form
    sent = {"outcome": outcome, "note": note, "key": key}
    return client.post(f"/office/tasks/door/{home.code}/visit/", sent, follow=True)


def test_the_round_shows_each_door_of_ones_area_once_with_all_that_waits(street, worker, waiting):
    page = worker.get("/office/tasks/round/")
    words = text(page)
    assert words.count("本人有异议") == 1 and words.count("申报待核实") == 1
    assert page.content.decode().count('class="tk-door"') == 2
    assert "北正路" not in words, "another street's"


def test_an_outcome_takes_two_taps_and_can_be_taken_back(street, worker, waiting):
    home = street.rooms[0]
    after = taps(worker, home, "met")
    assert "见到人，办结 2 项" in text(after) and tasks_at(home) == []
    assert "刚登记" in text(after)
    ((visit,),) = all_rows("SELECT id FROM fieldwork_visit")
    back = worker.post(f"/office/tasks/visits/{visit}/withdraw/", follow=True)
    assert "已撤回" in text(back) and len(tasks_at(home)) == 2


def test_nobody_there_proposes_another_time_and_at_last_a_link(street, worker, waiting):
    home = street.rooms[0]
    assert re.search(
        r"建议 \d{4}-\d\d-\d\d (上午|下午|傍晚) \d+–\d+ 时再来", text(taps(worker, home, "nobody"))
    )
    assert home.code not in worker.get("/office/tasks/round/").content.decode()
    for n in range(2):
        sent = {"outcome": "nobody", "key": f"again{n}"}
        answer = worker.post(f"/office/tasks/door/{home.code}/visit/", sent, follow=True)
    assert "已连续 3 次无人应答" in text(answer) and "生成自助登记链接" in text(answer)
    shown = worker.post(f"/office/tasks/door/{home.code}/link/")
    (address,) = set(re.findall(r"http[^\s<]*/i/[\w.-]+/", shown.content.decode()))
    assert "<svg" in shown.content.decode()
    guest = signed_in_nowhere().get(re.sub(r"^https?://[^/]+", "", address))
    assert guest.status_code == 200 and "请您登记入住" in text(guest)


def signed_in_nowhere():
    from django.test import Client

    return Client(headers={"accept-language": "zh-hans"})


def test_what_is_wrong_with_a_visit_is_said_on_the_page_of_the_door(street, worker, waiting):
    home = street.rooms[0]
    answer = worker.post(f"/office/tasks/door/{home.code}/visit/", {"outcome": "x"})
    assert answer.status_code == 422 and "请选择走访结果" in text(answer)


def test_every_count_is_the_length_of_the_list_it_opens(street, clerk, waiting):
    page = clerk.get("/office/tasks/").content.decode()
    links = re.findall(r'<a href="(/office/tasks/[^"]*)"[^>]*>[^<]*?(\d+)</a>', page)
    assert len(links) > 6
    for address, count in links:
        shown = clerk.get(unescape(address)).content.decode()
        table = shown.split("<tbody>", 1)[1].split("</tbody>", 1)[0] if "<tbody>" in shown else ""
        listed = table.count("<tr>") if 'scope="col">事由' in shown.replace("\n", "") else 0
        assert listed == int(count), address


def test_the_door_says_what_earlier_visits_brought(street, worker, waiting):
    home = street.rooms[0]
    taps(worker, home, "not_found", note="门牌已换")
    words = text(worker.get(f"/office/tasks/door/{home.code}/"))
    assert "地址找不到" in words and "门牌已换" in words and "本人有异议" in words


def test_the_round_on_paper_has_a_box_for_each_outcome(street, worker, waiting):
    words = text(worker.get("/office/tasks/round/print/"))
    assert words.count("□ 见到人") == 2 and "罗网格" in words


@pytest.mark.parametrize(
    ("path", "most"),
    [("/office/tasks/", 22), ("/office/tasks/round/", 22), ("/office/tasks/door/{}/", 24)],
)
def test_pages_ask_the_database_no_more_than_this(
    street, worker, waiting, path, most, django_assert_max_num_queries
):
    with django_assert_max_num_queries(most):
        assert worker.get(path.format(street.rooms[0].code)).status_code == 200


def test_other_areas_and_roles_without_the_right_are_told_so(street, waiting):
    home = street.rooms[0]
    other = signed_in(staff("tasks.other", ("street", OTHER_STREET)))
    leader = signed_in(staff("tasks.leader", ("leader", STREET)))
    for client in (other, leader):
        assert client.get(f"/office/tasks/door/{home.code}/").status_code == 404
        sent = {"outcome": "met", "key": "x"}
        assert client.post(f"/office/tasks/door/{home.code}/visit/", sent).status_code == 404
        assert client.get(f"/office/tasks/?region={HERE}").status_code == 403
        assert client.get(f"/office/tasks/round/?region={HERE}").status_code == 403
    assert len(tasks_at(home)) == 2


def test_a_campaign_is_made_on_a_form_watched_by_place_and_closed(street, clerk, worker):
    day = street.today
    form = {
        "key": "c1",
        "name": "冬季集中登记",
        "region": STREET.ljust(12, "0"),
        "scope": "let",
        "reference": day.isoformat(),
        "first": day.isoformat(),
        "phase-1": "入户登记",
        "last-1": (day + timedelta(days=9)).isoformat(),
        "target-1": "100",
        "items": "核对人数\n核对电话",
    }
    wrong = clerk.post("/office/campaigns/new/", {**form, "target-1": "0"})
    assert wrong.status_code == 422 and "目标须在 1% 到 100% 之间" in text(wrong)
    assert 'value="冬季集中登记"' in wrong.content.decode()
    board = clerk.post("/office/campaigns/new/", form)
    assert board.status_code == 302
    with acting(PLATFORM):
        tasks.renew_tasks(actor=PLATFORM, at=now())
    assert "核对电话" in text(worker.get("/office/tasks/round/"))
    taps(worker, street.rooms[0], "met")
    words = text(clerk.get(board["Location"]))
    assert "100%" in words and "已达到" in words and "结束这次集中登记" in words
    assert "结束这次集中登记" not in text(worker.get(board["Location"]))
    assert worker.post(f"{board['Location']}close/").status_code == 403
    assert "已结束" in text(clerk.post(f"{board['Location']}close/", follow=True))
    assert "冬季集中登记" in text(clerk.get(f"{board['Location']}print/"))
    book = clerk.get(f"{board['Location']}report.xlsx")
    assert book["Content-Type"].endswith("sheet") and len(book.content) > 1000
    assert "冬季集中登记" in text(worker.get("/office/campaigns/"))


def test_a_campaign_takes_several_divisions_and_counts_what_lies_in_another_once(street, clerk):
    day = street.today
    form = {
        "key": "c2",
        "name": "两个村",
        "region": HERE,
        "region-2": "430181124007",
        "region-3": HERE,
        "scope": "all",
        "reference": day.isoformat(),
        "first": day.isoformat(),
        "phase-1": "入户登记",
        "last-1": (day + timedelta(days=9)).isoformat(),
        "target-1": "100",
    }
    wrong = clerk.post("/office/campaigns/new/", {**form, "last-1": ""})
    assert wrong.status_code == 422 and wrong.content.decode().count('value="430181124007"') == 1
    assert clerk.post("/office/campaigns/new/", form).status_code == 302
    with acting(PLATFORM):
        (made,) = tasks.campaigns(PLATFORM)
    assert made.plan.regions == ("430181124007", HERE)


def test_who_walks_there_sees_the_actor_of_no_visit(street, worker, waiting):
    """Visits are never listed by person."""
    taps(worker, street.rooms[0], "met")
    mate = signed_in(staff("round.mate", ("grid", HERE)))
    assert "罗网格" not in text(mate.get(f"/office/tasks/door/{street.rooms[0].code}/"))
    assert actor(staff("round.third", ("grid", HERE))).may("declare", region=HERE)


def test_a_second_look_is_reached_from_the_round_and_from_its_door(street, worker):
    record = handled(street, inspected(street), HazardStep.ANSWERED, landlord(street))
    with acting(PLATFORM):
        tasks.renew_tasks(actor=PLATFORM, at=now())
    address = f'href="/office/inspections/{record.id}/"'
    for page in ("/office/tasks/round/", f"/office/tasks/door/{street.rooms[0].code}/"):
        assert address in worker.get(page).content.decode(), page
    assert worker.get(f"/office/inspections/{record.id}/").status_code == 200


@pytest.mark.parametrize(
    "number", ["13900001234", "139 0000 1234", "１３９００００１２３４", "430181199001019970"]
)
def test_a_note_with_a_number_is_given_back_with_what_was_written(street, worker, waiting, number):
    home = street.rooms[0]
    answer = taps(worker, home, "met", note=f"电话 {number}")
    assert answer.status_code == 422 and "备注里不写证件号码和电话" in text(answer)
    assert f'value="电话 {number}"' in answer.content.decode()
    assert len(tasks_at(home)) == 2, "nothing was entered"
    assert "见到人" in text(taps(worker, home, "met", note="12 栋 3 单元，2026-11-30 再来"))


def test_the_list_leaves_as_a_sheet_with_its_filters(street, clerk, waiting):
    def lines(query=""):
        answer = clerk.get(f"/office/tasks/?format=xlsx{query}")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
        return [[c.value for c in row] for row in sheet.iter_rows()]

    everything = lines()
    assert everything[0] == ["期限", "事由", "地址", "房屋码", "社区"]
    assert {line[1] for line in everything[1:]} >= {"本人有异议", "申报待核实"}
    assert {line[1] for line in lines("&cause=contested")[1:]} == {"本人有异议"}
    assert street.rooms[0].code in {line[3] for line in everything}
