"""The office's reading pages: who sees what, what is recorded, and that the figures add up."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting, as_intake_role
from anju.interfaces.web.office.workbench import views as workbench
from tests.factories import staff
from tests.factories.people import somebody
from tests.factories.register import CHILD, PLATFORM, RESIDENT, STREET, WORKER, declared, moved_in

pytestmark = pytest.mark.django_db
SYSTEM = system("tests")


def text(answer):
    return answer.content.decode()


def reads(person_id):
    with acting(SYSTEM), as_intake_role():
        return audit.reads_of(person_id)


def figures(street, user="street.zhao"):
    actor = access.actor_for(next(u.id for u in access.users(SYSTEM, q=user).users), at=street.at)
    with acting(actor):
        return register.figures(actor=actor, at=street.at)


# The workbench


def test_the_figures_count_whoever_lives_here_today_and_add_up(street, clerk):
    counted = figures(street)
    assert counted.living == 3
    for part in (counted.reasons, counted.dwellings, counted.origins):
        assert sum(n for _code, n in part) == counted.living
    assert (counted.homes.homes, counted.homes.free, counted.homes.let, counted.homes.over) == (
        8,
        6,
        2,
        0,
    )
    assert counted.working == 1


def test_a_move_inside_the_area_is_neither_coming_nor_going(street, clerk):
    before = figures(street)
    moved_in(RESIDENT, street.rooms[3], street.today - timedelta(days=3), at=street.at)
    after = figures(street)
    assert (after.living, after.came(30), after.went(30)) == (
        before.living,
        before.came(30),
        before.went(30),
    )


def test_living_today_is_living_a_month_ago_plus_came_minus_went(street, clerk):
    moved_in(somebody("黄九", 51), street.rooms[4], street.today - timedelta(days=90), at=street.at)
    declared(
        [{"kind": "leave", **somebody("黄九", 51).item, "end": street.today - timedelta(days=2)}],
        at=street.at,
    )
    counted = figures(street)
    with acting(PLATFORM):
        then = register.living_in(STREET, as_of=street.today - timedelta(days=30))
    assert counted.went(30) == 1
    assert counted.living == then + counted.came(30) - counted.went(30)


def test_the_workbench_names_no_person(street, clerk):
    page = text(clerk.get("/office/"))
    assert "赵敏" in page
    assert RESIDENT.name not in page
    assert "/office/people/?show=came&amp;days=7" in page


def test_figures_of_a_minute_ago_are_counted_anew_by_one_reader_while_others_are_shown_them(
    street, clerk, monkeypatch
):
    counted = []
    really = register.figures
    monkeypatch.setattr(
        workbench.register, "figures", lambda **how: counted.append(1) or really(**how)
    )
    clerk.get("/office/")
    clerk.get("/office/")
    assert len(counted) == 1
    monkeypatch.setattr(workbench, "now_stale", lambda kept, at: True)
    for _reader in range(3):
        assert clerk.get("/office/").status_code == 200
    assert len(counted) == 2


def test_a_leader_sees_the_same_figures_and_no_way_to_a_person(street, clerk, leader):
    assert figures(street, "leader.sun") == figures(street)
    page = text(leader.get("/office/"))
    assert 'aj-hero-figure">3<' in page
    assert "/office/people/" not in page
    assert leader.get("/office/people/").status_code == 403
    assert leader.get(f"/office/people/{street.resident}/").status_code == 404


def test_the_counts_open_lists_of_that_length(street, clerk):
    assert "共 3 条" in text(clerk.get("/office/people/"))
    for origin, number in figures(street).origins:
        assert f"共 {number} 条" in text(clerk.get(f"/office/people/?origin={origin}"))
    for state, number in (("free", 6), ("let", 2)):
        assert f"共 {number} 条" in text(clerk.get(f"/office/homes/?state={state}"))


def test_a_list_leaves_as_a_spreadsheet_with_numbers_masked_and_is_recorded(street, clerk):
    answer = clerk.get("/office/people/?format=xlsx")
    rows = list(
        openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows(values_only=True)
    )
    assert {r[0] for r in rows[1:]} == {RESIDENT.name, CHILD.name, WORKER.name}
    assert not re.search(r"\d{15}", str(rows))
    assert reads(street.worker)[0].action == "office.people_sheet"


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/office/", 22),
        ("/office/people/", 20),
        ("/office/homes/", 15),
        ("/office/buildings/", 17),
        ("/office/employers/", 15),
        ("/office/search/suggest?q=单", 8),
        ("/office/search/suggest?q=单文", 16),
    ],
)
def test_a_page_asks_a_fixed_number_of_questions(
    street, clerk, django_assert_max_num_queries, url, most
):
    clerk.get(url)
    for n in range(6):
        moved_in(
            somebody(f"单文{'甲乙丙丁戊己'[n]}", 60 + n),
            street.rooms[n],
            street.today,
            at=street.at,
        )
    with django_assert_max_num_queries(most):
        assert clerk.get(url).status_code == 200


# The one box


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("单文", RESIDENT.name),
        ("文静", RESIDENT.name),
        ("单 文静", RESIDENT.name),
        ("shanwenjing", RESIDENT.name),
        ("shan wen jing", RESIDENT.name),
        ("danwenjing", RESIDENT.name),
        ("swj", RESIDENT.name),
        ("欧阳", WORKER.name),
        ("志强", WORKER.name),
        ("oyzq", WORKER.name),
        ("OUYANG", WORKER.name),
        (RESIDENT.doc_number, RESIDENT.name),
        (RESIDENT.doc_number[-4:], RESIDENT.name),
        (RESIDENT.doc_number[-5:], RESIDENT.name),
        (RESIDENT.doc_number[-6:], RESIDENT.name),
        ("1234", RESIDENT.name),
        ("13900001234", RESIDENT.name),
        ("139 0000 1234", RESIDENT.name),
        ("单 510823", RESIDENT.name),
        ("欧阳 431102", WORKER.name),
        ("欧阳 5678", WORKER.name),
        ("单 新屋路", RESIDENT.name),
        ("新屋路 单文静", RESIDENT.name),
        ("新屋路12号", "新屋路12号101室"),
        ("星火", "浏阳星火电子有限公司"),
        ("洞阳", "洞阳镇"),
    ],
)
def test_the_box_finds(street, clerk, typed, name):
    assert name in text(clerk.get("/office/search/suggest", {"q": typed}))
    assert name in text(clerk.get("/office/search/", {"q": typed}))


def test_the_box_finds_a_home_by_the_code_on_its_plate(street, clerk):
    home = street.rooms[2]
    assert f'data-url="/office/homes/{home.code}/"' in text(
        clerk.get("/office/search/suggest", {"q": home.code})
    )


@pytest.mark.parametrize(
    "typed", ["单 431102", "欧阳 1234", "单 纬二路", "单文武", "%%", "__", "' OR 1=1"]
)
def test_the_box_finds_nobody_by_things_that_do_not_belong_together(street, clerk, typed):
    page = text(clerk.get("/office/search/suggest", {"q": typed}))
    assert RESIDENT.name not in page
    assert WORKER.name not in page


@pytest.mark.parametrize(
    "typed",
    ["单文静", "swj", RESIDENT.doc_number, "1234", "13900001234", "新屋路", "星火", "单 新屋路"],
)
def test_the_box_of_another_street_finds_nothing_of_it(street, other_clerk, typed):
    for url in (
        "/office/search/suggest",
        "/office/search/",
        "/office/search/people",
        "/office/search/homes",
    ):
        page = text(other_clerk.get(url, {"q": typed})).replace(typed, "")
        assert "data-url" not in page
        assert f"/office/people/{street.resident}/" not in page
        assert street.rooms[0].code not in page
    assert not [r for r in reads(street.resident) if r.actor_label == "street.wu"]


def test_who_was_shown_in_the_box_was_read(street, clerk):
    clerk.get("/office/search/suggest", {"q": "单文"})
    read = reads(street.resident)[0]
    assert (read.action, read.actor_label, read.kind) == ("office.search", "赵敏", "read")
    assert not reads(street.worker)


# The page of a person


def test_a_person_of_another_street_is_as_absent_as_one_who_never_was(street, other_clerk):
    there, never = (
        other_clerk.get(f"/office/people/{street.resident}/"),
        other_clerk.get("/office/people/99999999/"),
    )
    assert there.status_code == never.status_code == 404
    blank = re.compile(
        r'<code>[0-9a-z]+|[0-9a-f]{32}|csrf\S+|value="\S+"|/people/\d+|content="\S+"|\{"X-CSRFToken[^}]*\}'
    )
    assert blank.sub("", text(there)) == blank.sub("", text(never))
    for page in ("correct/", "phone/reveal/"):
        assert (
            other_clerk.post(
                f"/office/people/{street.resident}/{page}", {"purpose": "register"}
            ).status_code
            == 404
        )


def test_the_page_tells_the_life_the_family_and_who_said_what(street, clerk):
    page = text(clerk.get(f"/office/people/{street.child}/"))
    assert "新屋路12号101室" in page
    assert "监护人" in page
    assert RESIDENT.name in page
    assert "周房东" in page
    assert not re.search(r"\d{15}", re.sub(r'value="[^"]*"', "", page))
    assert {"stays", "documents"} <= set(reads(street.child)[0].fields)
    assert reads(street.resident)[0].action == "office.person"


def test_a_number_is_shown_in_full_only_for_a_purpose_the_clerk_holds_and_leaves_its_trace(
    street, clerk
):
    with acting(SYSTEM):
        document = people.persons([street.resident])[street.resident].documents[0].id
    url = f"/office/people/{street.resident}/documents/{document}/reveal/"
    assert clerk.post(url, headers={"hx-request": "true"}).status_code == 422
    assert clerk.post(url, {"purpose": "safety"}).status_code == 422
    answer = clerk.post(url, {"purpose": "service"}, headers={"hx-request": "true"})
    assert RESIDENT.doc_number in text(answer)
    trace = reads(street.resident)[0]
    assert (trace.kind, trace.purpose, trace.fields) == ("reveal", "service", ("document.number",))
    assert "查看了完整号码" in text(clerk.get(f"/office/people/{street.resident}/looked/"))
    assert (
        clerk.post(
            f"/office/people/{street.child}/documents/{document}/reveal/", {"purpose": "service"}
        ).status_code
        == 404
    )


def test_a_correction_shows_its_difference_first_and_keeps_before_and_after(street, clerk):
    url = f"/office/people/{street.resident}/correct/"
    form = {
        "name": "单文婧",
        "sex": "2",
        "birth_date": "1991-04-12",
        "hukou_text": "",
        "why": "出示户口簿",
    }
    with acting(SYSTEM):
        form["sex"] = people.persons([street.resident])[street.resident].sex
    shown = text(clerk.post(url, {**form, "step": "look"}))
    assert "<del>单文静</del> → <ins>单文婧</ins>" in shown
    with acting(SYSTEM):
        assert people.persons([street.resident])[street.resident].name == "单文静"
    assert clerk.post(url, {**form, "step": "confirm"}).status_code == 302
    page = text(clerk.get(f"/office/people/{street.resident}/"))
    assert "单文静 → 单文婧" in page
    assert "单文婧" in text(clerk.get("/office/search/suggest", {"q": "单文婧"}))


def test_a_correction_against_the_document_is_refused(street, clerk):
    answer = clerk.post(
        f"/office/people/{street.resident}/correct/",
        {
            "name": "单文静",
            "sex": "2",
            "birth_date": "1990-01-01",
            "hukou_text": "",
            "why": "口述",
            "step": "look",
        },
    )
    assert answer.status_code == 422
    assert "身份证件号码不一致" in text(answer)


def test_a_grid_worker_may_not_correct(street):
    grid = staff.signed_in(staff.staff("grid.one", ("grid", STREET)))
    assert grid.get(f"/office/people/{street.resident}/correct/").status_code == 403


def test_as_of_a_day_shows_what_was_so_then(street, clerk):
    page = text(
        clerk.get(
            f"/office/people/{street.child}/", {"day": str(street.today - timedelta(days=60))}
        )
    )
    assert "新屋路12号101室" not in page.split("关于此人的申报")[0]


# Homes and employers


def test_a_home_shows_who_lives_there_and_its_plate_carries_the_code_alone(
    street, clerk, other_clerk
):
    code = street.rooms[0].code
    page = text(clerk.get(f"/office/homes/{code}/"))
    assert RESIDENT.name in page
    assert CHILD.name in page
    assert f"<title>{code}</title>" in page
    assert clerk.get(f"/office/homes/{code}/plate.svg")["Content-Type"] == "image/svg+xml"
    for url in (
        f"/office/homes/{code}/",
        f"/office/homes/{code}/plate.svg",
        f"/office/buildings/{street.rooms[0].building_id}/",
        f"/office/buildings/{street.rooms[0].building_id}/plates/",
        f"/office/employers/{street.firm.code}/",
    ):
        assert other_clerk.get(url).status_code == 404


def test_a_building_is_a_grid_of_rooms_by_state(street, clerk):
    moved_in(somebody("钱七", 71), street.rooms[0], street.today, at=street.at)
    page = text(clerk.get(f"/office/buildings/{street.rooms[0].building_id}/"))
    assert page.count('data-state="free"') == 5
    assert page.count('data-state="over"') == 1
    assert RESIDENT.name not in page


def test_plates_print_and_come_as_pdf(street, clerk):
    url = f"/office/buildings/{street.rooms[0].building_id}/plates/"
    assert text(clerk.get(url)).count('class="aj-qr"') == 6
    assert clerk.get(f"{url}?format=pdf").content.startswith(b"%PDF")


def test_an_employer_shows_its_people_and_counts(street, clerk):
    page = text(clerk.get(f"/office/employers/{street.firm.code}/"))
    assert WORKER.name in page
    assert "装配" in page
    assert reads(street.worker)[0].action == "office.employer"
