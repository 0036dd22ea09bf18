"""The employer's pages and the office's imports as requests."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from anju.interfaces.web.imports import uploading
from tests.factories.register import ELSEWHERE, HERE, OTHER_STREET, PLATFORM, STREET, Street
from tests.factories.spreadsheets import delimited, number, person
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
TITLES = ["姓名", "身份证号", "手机", "入职日期", "部门"]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def boss(street):
    return signed_in(public("13800000101", grants=(("employer", street.firm.party, HERE),)))


def roster(*rows):
    return SimpleUploadedFile("花名册.csv", delimited([TITLES, *rows]))


def row(seed, **changes):
    name, doc, phone = person(seed)
    return list(
        {
            "name": name,
            "doc": doc,
            "phone": phone,
            "start": "2026-03-01",
            "position": "装配",
            **changes,
        }.values()
    )


def uploaded(boss, street, *rows):
    answer = boss.post(f"/employer/{street.firm.id}/rosters/", {"file": roster(*rows)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_an_employer_is_led_to_its_own_page_and_to_no_other(boss, street):
    assert boss.get("/employer/").headers["Location"] == f"/employer/{street.firm.id}/"
    assert boss.get(f"/employer/{street.firm.id}/").status_code == 200
    for path in ("", "rosters/", "workers/", "workers.xlsx", "dormitory/", "workers/new/"):
        assert boss.get(f"/employer/{street.firm.id + 1}/{path}").status_code == 404


def test_who_acts_for_no_employer_is_told_how_to_begin(street, client):
    assert client.get("/employer/").headers["Location"].startswith("/account/phone/?next=")
    resident = signed_in(public("13800000102"))
    page = resident.get("/employer/")
    assert page.status_code == 200
    assert (
        "还没有您的单位" in page.content.decode() and street.firm.name not in page.content.decode()
    )


def test_every_figure_opens_its_list(boss, street):
    page = uploaded(boss, street, row(50), row(51, doc="123"))
    for listing in register.LISTS:
        assert boss.get(f"{page}?list={listing}").status_code == 200
    assert boss.get(f"{page}?list=nonsense&page=999999").status_code == 200


def test_a_corrected_cell_is_counted_again(boss, street):
    wrong = number(52)[:-1] + ("1" if number(52)[-1] != "1" else "2")
    page = uploaded(boss, street, row(52, doc=wrong))
    answer = boss.post(
        f"{page}mend/",
        {"page": "1", "fix-2-doc_number": number(52)},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert answer.context["shown"].counts["rejected"] == 0
    assert "<html" not in answer.content.decode()


def test_confirming_writes_and_undo_takes_back(boss, street):
    page = uploaded(boss, street, row(53))
    boss.post(f"{page}leavers/", {"all": "1"})
    boss.post(f"{page}apply/")
    with acting(PLATFORM):
        assert register.head_count(street.firm.id, as_of=street.today) == 1
    boss.post(f"{page}undo/")
    with acting(PLATFORM):
        assert [j.until for j in register.jobs_of([street.worker])] == [None]


def test_an_undo_that_cannot_be_is_explained_on_the_page(boss, street):
    page = uploaded(boss, street, row(54))
    boss.post(f"{page}apply/")
    later = uploaded(boss, street, row(54, position="质检"))
    boss.post(f"{later}apply/")
    answer = boss.post(f"{page}undo/")
    assert answer.status_code == 409
    assert "不能整批撤销" in answer.content.decode()


def test_a_file_without_a_header_asks_for_the_columns(boss, street):
    page = uploaded(boss, street, ["甲", "乙"])
    answer = boss.post(
        f"/employer/{street.firm.id}/rosters/",
        {"file": SimpleUploadedFile("x.csv", b"a,b\r\n1,2\r\n")},
    )
    assert boss.get(answer.headers["Location"]).context["shown"].state == "failed"
    assert page


def test_a_file_that_cannot_be_read_leads_to_where_another_one_is_dropped(boss, street):
    unread, rosters = b"a,b\r\n1,2\r\n", f"/employer/{street.firm.id}/rosters/"
    clerk = signed_in(staff("c.other", ("counter", STREET)), language="en")
    sent = {"form": "employer-roster", "employer": str(street.firm.id)}
    for who, drop, more, said in (
        (boss, rosters, {}, "换一个文件"),
        (clerk, "/office/imports/new/", sent, "Try another file"),
    ):
        answer = who.post(drop, {"file": SimpleUploadedFile("x.csv", unread), **more}, follow=True)
        assert answer.context["shown"].state == "failed"
        assert re.search(rf'<a class="btn" href="{drop}">.*{said}</a>', answer.text)
        assert 'type="file"' in who.get(drop).text


def test_an_import_that_was_read_offers_no_other_file(boss, street):
    assert "换一个文件" not in boss.get(uploaded(boss, street, row(63))).text


def test_a_large_file_is_handed_to_a_job_which_then_reads_it(boss, street, monkeypatch):
    from anju.interfaces.jobs.tasks import imports as tasks

    monkeypatch.setattr(uploading, "LARGE_BYTES", 10)
    page = uploaded(boss, street, row(55))
    shown = boss.get(page).context["shown"]
    assert shown.state == "reading"
    assert "hx-get" in boss.get(f"{page}progress/").content.decode()
    user = int(boss.session["_auth_user_id"])
    tasks.read(batch=shown.id, user=user, task=None)
    answer = boss.get(f"{page}progress/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == page
    assert boss.get(page).context["shown"].counts["accepted"] == 1


def test_looking_at_the_workers_is_recorded(boss, street):
    from anju.foundation.audit import api as audit

    boss.get(f"/employer/{street.firm.id}/workers/")
    with acting(PLATFORM):
        assert any(e.action == "employer.workers" for e in audit.reads_of(street.worker))


def test_the_count_of_those_who_began_this_month_is_the_list_it_opens(boss, street):
    firm = f"/employer/{street.firm.id}/"
    before = boss.get(f"{firm}workers/").context["total"]
    today = street.today.isoformat()
    boss.post(f"{uploaded(boss, street, *[row(s, start=today) for s in (401, 402)])}apply/")
    home = boss.get(firm)
    url = home.context["joined_url"]
    assert f'href="{url}"' in home.content.decode()
    page = boss.get(url)
    joined = home.context["joined"]
    assert joined >= 2 and page.context["total"] == joined == len(page.context["rows"])
    assert boss.get(f"{firm}workers/").context["total"] == before + 2
    first_day = street.today.replace(day=1)
    assert all(r["worker"].since >= first_day for r in page.context["rows"])
    book = openpyxl.load_workbook(io.BytesIO(boss.get(page.context["file_url"]).getvalue()))
    assert book.active.max_row == joined + 1, "the file is the list one sees"


def test_a_second_tab_is_told_that_the_worker_has_left_already(boss, street):
    leave = f"/employer/{street.firm.id}/workers/{street.worker}/leave/"
    assert "已登记离职。" in boss.post(leave, follow=True).text
    again = boss.post(leave, follow=True)
    assert again.status_code == 200
    assert f"已于 {street.today} 登记过离职" in again.text


def test_the_count_of_those_who_left_this_month_is_the_list_it_opens(boss, street):
    firm = f"/employer/{street.firm.id}/"
    assert "本月没有人离职。" in boss.get(f"{firm}workers/?show=left").text
    before = (street.today - timedelta(days=1)).isoformat()
    boss.post(f"{uploaded(boss, street, *[row(s, start=before) for s in (403, 404)])}apply/")
    gone = [r["worker"] for r in boss.get(f"{firm}workers/").context["rows"]][:2]
    for worker in gone:
        boss.post(f"{firm}workers/{worker.person_id}/leave/")
    home = boss.get(firm)
    url, left = home.context["left_url"], home.context["left"]
    assert left == 2 and f'href="{url}"' in home.content.decode()
    page = boss.get(url)
    listed = [r["worker"] for r in page.context["rows"]]
    assert page.context["total"] == left == len(listed)
    assert {w.person_id for w in listed} == {w.person_id for w in gone}
    assert {w.until for w in listed} == {street.today} and all(w.name for w in listed)
    assert f"{street.today} 离职" in page.text and "今天离职" not in page.text
    found = boss.get(f"{url}&q={listed[0].name}").context["rows"]
    assert listed[0].name in {r["worker"].name for r in found}
    book = openpyxl.load_workbook(io.BytesIO(boss.get(page.context["file_url"]).getvalue()))
    assert book.active.max_row == left + 1
    assert book.active.cell(2, 6).value == street.today.isoformat()


def test_the_list_leaves_as_excel_with_numbers_masked(boss, street):
    answer = boss.get(f"/employer/{street.firm.id}/workers.xlsx")
    cells = [
        c.value
        for r in openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows()
        for c in r
    ]
    assert "欧阳志强" in cells
    assert not any(isinstance(c, str) and c.isdigit() and len(c) >= 11 for c in cells)


def test_the_blank_roster_is_read_back_without_corrections(boss, street):
    answer = boss.get(f"/employer/{street.firm.id}/rosters/template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    name, doc, phone = person(56)
    book.active.append([name, "居民身份证", doc, phone, "2026-03-01", "装配", "1栋", "102"])
    out = io.BytesIO()
    book.save(out)
    answer = boss.post(
        f"/employer/{street.firm.id}/rosters/",
        {"file": SimpleUploadedFile("r.xlsx", out.getvalue())},
    )
    shown = boss.get(answer.headers["Location"]).context["shown"]
    assert (shown.counts["accepted"], shown.counts["rejected"]) == (1, 0), json.dumps(shown.counts)


def test_the_workers_page_asks_the_database_no_more_for_more_people(
    boss, street, django_assert_max_num_queries
):
    boss.post(f"{uploaded(boss, street, *[row(s) for s in range(300, 330)])}apply/")
    with django_assert_max_num_queries(22):
        assert boss.get(f"/employer/{street.firm.id}/workers/").status_code == 200


def test_staff_import_only_for_their_area_and_see_only_its_imports(boss, street):
    clerk, other = (
        signed_in(staff("c1", ("counter", STREET))),
        signed_in(staff("c2", ("counter", OTHER_STREET))),
    )
    uploaded(boss, street, row(57))
    assert len(clerk.get("/office/imports/").context["imports"]) == 1
    assert other.get("/office/imports/").context["imports"] == []
    rows = [["姓名", "身份证号", "入住日期", "地址"], [*person(58)[:2], "2026-02-01", "新屋路12号"]]
    for region, status in ((HERE, 302), (ELSEWHERE, 422), ("", 422)):
        file = SimpleUploadedFile("z.csv", delimited(rows))
        assert (
            clerk.post(
                "/office/imports/new/", {"form": "rental-tenants", "region": region, "file": file}
            ).status_code
            == status
        )
    file = roster(row(59))
    sent = {"form": "employer-roster", "employer": str(street.firm.id), "file": file}
    assert other.post("/office/imports/new/", sent).status_code == 422
    assert signed_in(staff("g1", ("grid", STREET))).get("/office/imports/").status_code == 403


def test_the_dormitories_are_summed_by_three_queries_however_many(
    street, django_assert_num_queries
):
    from anju.interfaces.web.employer.dormitory import dormitory_buildings

    with acting(PLATFORM), django_assert_num_queries(3):
        found = dormitory_buildings(street.firm, street.today)
    assert [h.rooms > 0 and h.beds >= h.rooms for h in found] == [True] * len(found) != []


def test_a_job_that_breaks_off_marks_its_import_failed_and_offers_another_try(
    boss, street, monkeypatch
):
    from anju.interfaces.jobs.tasks import imports as tasks

    monkeypatch.setattr(uploading, "LARGE_BYTES", 10)
    monkeypatch.setattr(uploading, "LARGE_ROWS", 0)
    page = uploaded(boss, street, row(60))
    number, user = boss.get(page).context["shown"].id, int(boss.session["_auth_user_id"])
    read = register.read_import
    monkeypatch.setattr(register, "read_import", broken)
    tasks.read(batch=number, user=user, task=None)
    answer = boss.get(page)
    assert (answer.context["shown"].state, answer.context["may_try_again"]) == ("failed", True)
    assert "再试一次" in answer.content.decode() and "换一个文件" in answer.content.decode()
    monkeypatch.setattr(register, "read_import", read)
    assert boss.post(f"{page}again/").status_code == 302
    assert boss.get(page).context["shown"].state == "reading"
    tasks.read(batch=number, user=user, task=None)
    boss.post(f"{page}apply/")
    with monkeypatch.context() as during:
        during.setattr(register, "apply_import", broken)
        tasks.apply(batch=number, user=user, task=None)
    assert boss.get(page).context["shown"].state == "failed"
    boss.post(f"{page}again/")
    assert boss.get(page).context["shown"].state == "queued"
    tasks.apply(batch=number, user=user, task=None)
    assert boss.get(page).context["shown"].state == "applied"


def broken(*_args, **_kwargs):
    raise ZeroDivisionError


def test_an_import_whose_job_is_gone_is_released(boss, street, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from anju.interfaces.jobs.tasks import imports as tasks

    monkeypatch.setattr(uploading, "LARGE_BYTES", 10)
    page = uploaded(boss, street, row(61))
    assert tasks.release() == 0
    with acting(PLATFORM):
        from django.db import connection

        with connection.cursor() as cur:
            cur.execute(f"DELETE FROM {ProcrastinateJob._meta.db_table}")
    assert tasks.release() == 1
    assert boss.get(page).context["may_try_again"]


def test_corrections_of_an_import_leave_a_line_in_the_trail(boss, street):
    from anju.foundation.audit import api as audit

    page = uploaded(boss, street, row(62, doc="123"))
    boss.post(f"{page}mend/", {"page": "1", "fix-2-doc_number": number(62)})
    boss.post(f"{page}leavers/", {"all": "1"})
    with acting(PLATFORM):
        told = {e.action for e in audit.entries(PLATFORM, limit=50)}
    assert {"import.mend", "import.leavers"} <= told


def test_contacts_are_kept_shown_and_taken_off(boss, street):
    page = f"/employer/{street.firm.id}/contacts/"
    answer = boss.post(page, {"name": "周人事", "duty": "人事", "phone": "12345"})
    assert answer.status_code == 422
    assert "0731-83612345" in answer.content.decode()
    assert (
        boss.post(page, {"name": "周人事", "duty": "人事", "phone": "0731 8361 2345"}).status_code
        == 302
    )
    shown = boss.get(page)
    assert "0731-83612345" in shown.content.decode()
    boss.post(f"{page}{shown.context['contacts'][0].id}/remove/")
    assert boss.get(page).context["contacts"] == []
    assert boss.get(f"/employer/{street.firm.id + 1}/contacts/").status_code == 404


def test_contacts_are_hidden_from_staff_of_elsewhere(boss, street):
    from anju.domains.employers import api as employers
    from tests.factories.staff import actor

    boss.post(f"/employer/{street.firm.id}/contacts/", {"name": "周人事", "phone": "13800000999"})
    for region, seen in ((STREET, 1), (OTHER_STREET, 0)):
        with acting(actor(staff(f"c.{region}", ("counter", region)))):
            assert len(employers.contacts(street.firm.id)) == seen
