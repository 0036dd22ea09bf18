"""Long lists as files: who gets them, under which rights, what stays of them, what the page says."""

from __future__ import annotations

import html
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.access import api as access
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import run
from anju.foundation.exports import api as exports
from anju.foundation.exports import models
from anju.interfaces.exports import listing as lists
from anju.interfaces.exports import writing
from anju.interfaces.exports.registry import lists as registered
from anju.interfaces.jobs.tasks import exports as tasks
from anju.interfaces.texts.sentences import text_of
from tests.domains.casework.enrolment import schooling
from tests.domains.casework.rescue.town import DISTRICT, Shelter
from tests.domains.health.clinic import town as at_clinic
from tests.factories.deliveries import delivered
from tests.factories.held_permits import ordered
from tests.factories.people import somebody
from tests.factories.register import HERE, RESIDENT, STREET, Street, moved_in
from tests.factories.spreadsheets import delimited, number
from tests.factories.staff import PLATFORM, public, signed_in, staff

pytestmark = pytest.mark.django_db
PEOPLE = "/office/people/?format=xlsx"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def officer(street) -> int:
    return staff("street.export", ("street", STREET))


@pytest.fixture
def clerk(officer):
    return signed_in(officer)


@pytest.fixture
def long(monkeypatch):
    """Every list counts as long."""
    monkeypatch.setattr(lists, "AT_ONCE", 0)


def asked_for(client, path: str) -> str:
    """The address of the file's page, after the list was asked for."""
    answer = client.get(path)
    assert answer.status_code == 302, answer.content[:300]
    return answer["Location"]


def stored(page: str) -> models.Export:
    with acting(PLATFORM):
        return models.Export.objects.get(selector=page.split("/")[-2])


def pieces() -> list[bytes]:
    """All that is stored of files."""
    with acting(PLATFORM):
        return [bytes(p.data_cipher) for p in models.Part.objects.order_by("number")]


def worked(page: str) -> None:
    """The worker has made the file, or said why not."""
    row = stored(page)
    tasks.write(export=row.id, task=row.task_id)


def shown(client, page: str) -> str:
    return html.unescape(client.get(page).content.decode())


def cells(data: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def test_a_long_list_is_made_by_the_worker_and_is_the_same_as_the_short_one(
    street, clerk, monkeypatch
):
    at_once = clerk.get(PEOPLE)
    assert at_once.status_code == 200
    whole = cells(at_once.getvalue())
    monkeypatch.setattr(lists, "AT_ONCE", 0)
    page = asked_for(clerk, PEOPLE)
    assert "等待后台开始" in shown(clerk, page)
    assert clerk.get(f"{page}file/").status_code == 409
    worked(page)
    assert clerk.get(f"{page}progress/")["HX-Redirect"] == page
    assert f"{len(whole) - 1} 行" in shown(clerk, page)
    answer = clerk.get(f"{page}file/")
    data = answer.getvalue()
    assert cells(data) == whole
    assert answer["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    assert int(answer["Content-Length"]) == len(data)
    assert "在本地居住的人" in shown(clerk, "/exports/")


def test_every_list_that_leaves_is_made_by_the_worker_when_it_is_long(street, clerk, long):
    ordered(street, person=moved_in(somebody("戴等", 62), street.rooms[1]))
    boss = signed_in(public("13800000101", grants=(("employer", street.firm.party, HERE),)))
    landlord = signed_in(public("13700000001", grants=(("landlord", street.holder, HERE),)))
    auditor = signed_in(staff("auditor.export", ("auditor", "43")))
    city = signed_in(staff("city.export", ("city", "4301")))
    roster = SimpleUploadedFile(
        "a.csv", delimited([["姓名", "身份证号", "入职日期"], ["甲", "12", "2026-03-01"]])
    )
    sent = boss.post(f"/employer/{street.firm.id}/rosters/", {"file": roster})["Location"]
    held = "/office/held/"
    at_clinic.Clinics.built()
    nurse = signed_in(staff("nurse.export", ("clinic", HERE)))
    midwife = signed_in(staff("midwife.export", ("maternal", HERE)))
    asked = {
        "office.people": (clerk, PEOPLE),
        "office.homes": (clerk, "/office/homes/?format=xlsx"),
        "permit.sheet": (clerk, "/office/permits/?sort=closed&format=xlsx"),
        "office.permits": (clerk, f"{held}?format=xlsx"),
        "office.figure_list": (clerk, f"/office/figures/living/list/?region={STREET}&format=xlsx"),
        "office.quality_list": (clerk, f"/office/quality/stay_old/?region={STREET}&format=xlsx"),
        "office.permits_counted": (
            clerk,
            f"{held}figures/list/?measure=issued&region={STREET}&format=xlsx",
        ),
        "office.inspections": (clerk, "/office/inspections/?format=xlsx"),
        "office.visits": (clerk, "/office/inspections/due/?format=xlsx"),
        "office.tasks": (clerk, "/office/tasks/?format=xlsx"),
        "office.cases": (clerk, "/office/cases/?format=xlsx"),
        "office.school": (
            clerk,
            f"/office/school/{schooling.opened(street, [('A', 3, 1)])}/?show=all&format=xlsx",
        ),
        "clinic.stock": (nurse, "/office/clinic/stock/?format=xlsx"),
        "clinic.survey": (nurse, "/office/clinic/survey/?format=xlsx"),
        "plans.due": (midwife, "/office/clinic/plans/?format=xlsx"),
        "clinic.coverage": (
            signed_in(staff("cdc.export", ("cdc", "4301"))),
            "/office/clinic/coverage/?format=xlsx",
        ),
        "office.rentals": (clerk, "/office/rentals/?format=xlsx"),
        "office.trail_sheet": (auditor, "/office/trail/?format=xlsx&kind=write"),
        "office.exchange_messages": (city, "/office/exchange/messages/?format=xlsx&show=all"),
        "office.exchange_moves": (city, "/office/exchange/moves/?format=xlsx"),
        "employer.contracts_file": (boss, f"/employer/{street.firm.id}/contracts/?format=xlsx"),
        "office.employers": (clerk, "/office/employers/?format=xlsx"),
        "office.sites": (clerk, "/office/employers/sites/?format=xlsx"),
        "office.service_days": (clerk, "/office/employers/service-days/?format=xlsx"),
        "office.rosters": (clerk, "/office/employers/rosters/?show=all&format=xlsx"),
        "employer.workers_file": (boss, f"/employer/{street.firm.id}/workers.xlsx"),
        "landlord.list": (landlord, "/landlord/tenants.xlsx"),
        "reception.day_file": (landlord, "/landlord/reception/day.xlsx"),
        "rescue.book": (
            signed_in(staff("rescue.export", ("rescue", DISTRICT))),
            f"/office/rescue/book/?station={Shelter.built().station.id}&format=xlsx",
        ),
        "rescue.figures": (city, "/office/rescue/stations/?format=xlsx"),
        "sources.refused": (
            signed_in(staff("sources.export", ("city", "4301"))),
            f"/office/sources/deliveries/{delivered(RESIDENT)}/refused.xlsx",
        ),
        "office.tickets": (clerk, "/office/sources/tickets/?show=all&format=xlsx"),
        "import.problems": (boss, f"{sent}problems.xlsx"),
        "import.outcomes": (boss, f"{sent}outcomes.xlsx?list=refused"),
    }
    assert set(asked) == set(registered())
    for kind, (client, path) in asked.items():
        answer = client.get(path)
        if answer.status_code == 200:  # there is no such row in this street
            assert len(cells(answer.getvalue())) == 1, kind
            continue
        page = answer["Location"]
        assert stored(page).kind == kind
        worked(page)
        assert stored(page).state == "ready", (kind, stored(page).failure)
        assert cells(client.get(f"{page}file/").getvalue()), kind


def test_the_file_is_for_nobody_but_the_one_who_asked(street, clerk, long):
    page = asked_for(clerk, PEOPLE)
    worked(page)
    colleague = signed_in(staff("street.colleague", ("street", STREET)))
    for path in (page, f"{page}progress/", f"{page}file/"):
        assert colleague.get(path).status_code == 404, path
    for path in (f"{page}again/", f"{page}delete/"):
        assert colleague.post(path).status_code == 404, path
    assert "在本地居住的人" not in shown(colleague, "/exports/")
    assert clerk.get(f"{page}file/").status_code == 200
    signed_out = type(clerk)()
    assert signed_out.get(f"{page}file/").status_code == 302
    with acting(access.actor_for(staff("street.sql", ("street", STREET)), at=now())):
        assert not models.Export.objects.exists()
        assert not models.Part.objects.exists()


def taken_away(officer: int) -> None:
    with acting(PLATFORM):
        (grant,) = access.user_value(PLATFORM, user_id=officer).grants
        access.revoke(PLATFORM, grant_id=grant.id, reason="调离", at=now())


def test_a_right_that_was_taken_away_before_the_worker_began_leaves_no_file(
    street, officer, clerk, long
):
    page = asked_for(clerk, PEOPLE)
    taken_away(officer)
    worked(page)
    assert stored(page).failure == "export_rights_changed"
    assert pieces() == []
    assert text_of("export_rights_changed", "zh", {}) in shown(clerk, page)


def test_a_right_that_was_taken_away_afterwards_closes_the_file(street, officer, clerk, long):
    page = asked_for(clerk, PEOPLE)
    worked(page)
    taken_away(officer)
    answer = clerk.get(f"{page}file/")
    assert answer.status_code == 403
    assert text_of("export_rights_changed", "zh", {}) in html.unescape(answer.content.decode())


def test_a_right_that_was_taken_away_in_between_stops_the_worker(
    street, officer, clerk, long, monkeypatch
):
    monkeypatch.setattr(lists, "BLOCK", 1)
    page = asked_for(clerk, PEOPLE)
    really = exports.asked_of
    monkeypatch.setattr(exports, "asked_of", lambda found: (taken_away(officer), really(found))[1])
    worked(page)
    assert stored(page).failure == "export_rights_changed"
    assert pieces() == []


def test_the_reading_is_recorded_by_the_worker_for_the_purpose_then_stated(street, clerk, long):
    assert clerk.post("/account/purpose/", {"purpose": "service", "next": "/"}).status_code == 302
    page = asked_for(clerk, PEOPLE)
    clerk.post("/account/purpose/", {"purpose": "registration", "next": "/"})
    with acting(PLATFORM):
        assert not audit.entries(PLATFORM, action="office.people_sheet")
    worked(page)
    clerk.get(f"{page}file/")
    with acting(PLATFORM):
        read = audit.entries(PLATFORM, action="office.people_sheet")
        (ask,) = audit.entries(PLATFORM, action="export.ask")
        (left,) = audit.entries(PLATFORM, action="export.download")
    assert {e.purpose for e in read} == {"service"} == {ask.purpose, left.purpose}
    assert street.resident in {e.person_id for e in read}
    assert ask.subject_id == left.subject_id == page.split("/")[-2]


def test_files_are_deleted_after_their_term(street, clerk, long):
    page = asked_for(clerk, PEOPLE)
    worked(page)
    with acting(PLATFORM):
        assert exports.expire(now() + exports.TERM - timedelta(minutes=5)) == 0
        assert exports.expire(now() + exports.TERM + timedelta(minutes=5)) == 1
    assert pieces() == []
    answer = clerk.get(page)
    assert answer.status_code == 404
    assert "3 天后自动删除" in html.unescape(answer.content.decode())


def test_one_may_delete_a_file_before_its_term(street, clerk, long):
    page = asked_for(clerk, PEOPLE)
    worked(page)
    assert clerk.post(f"{page}delete/").status_code == 302
    assert pieces() == []
    assert "还没有导出的文件" in shown(clerk, "/exports/")


def test_the_same_list_asked_for_twice_is_made_once_and_not_too_many_at_a_time(street, clerk, long):
    first = asked_for(clerk, PEOPLE)
    assert asked_for(clerk, PEOPLE) == first
    others = ("came&days=7", "came&days=30", "went&days=7", "went&days=30")
    moved_in(somebody("戴来", 63), street.rooms[1])
    orders = [
        f"/office/people/?format=xlsx&order={o}" for o in ("name", "-name", "place", "-place")
    ]
    assert len({asked_for(clerk, path) for path in orders}) == len(others)
    answer = clerk.get("/office/homes/?format=xlsx")
    assert answer.status_code == 422
    assert "5 个文件正在制作" in html.unescape(answer.content.decode())


def test_what_breaks_is_said_with_a_way_on(street, clerk, long, monkeypatch):
    page = asked_for(clerk, PEOPLE)
    with monkeypatch.context() as patched:
        patched.setattr(writing, "Reader", None)
        worked(page)
    said = shown(clerk, page)
    assert text_of("export_broken", "zh", {}) in said
    again = clerk.post(f"{page}again/")["Location"]
    worked(again)
    assert stored(again).state == "ready"


def test_a_file_whose_job_is_gone_is_not_waited_for(street, clerk, long):
    page = asked_for(clerk, PEOPLE)
    assert tasks.release() == 0
    run("DELETE FROM procrastinate_jobs")
    assert tasks.release() == 1
    assert stored(page).failure == "export_broken"


def test_a_job_begun_again_writes_the_file_once(street, clerk, long):
    page = asked_for(clerk, PEOPLE)
    row = stored(page)
    with acting(PLATFORM):
        exports.write(row.id, row.owner_id, 0, b"half a file of a worker that died")
    worked(page)
    assert cells(clerk.get(f"{page}file/").getvalue())


def test_the_stored_file_can_be_read_with_the_keys_alone(street, clerk, long, monkeypatch):
    monkeypatch.setattr(exports, "PART_BYTES", 700)
    page = asked_for(clerk, PEOPLE)
    worked(page)
    parts = pieces()
    assert len(parts) > 2
    assert not any(b"xl/worksheets" in p or p.startswith(b"PK") for p in parts)
    assert b"order" not in bytes(stored(page).asked_cipher)
    data = clerk.get(f"{page}file/").getvalue()
    assert data.startswith(b"PK")
    assert len(data) == stored(page).size


def test_a_refused_row_keeps_its_head_and_its_reason_in_a_file_of_the_worker(street, long):
    boss = signed_in(public("13800000101", grants=(("employer", street.firm.party, HERE),)))
    rows = [["姓名", "身份证号", "入职日期"], ["甲甲", "12", "2026-03-01"]]
    rows += [["乙乙", number(7), "2026-03-01"]]
    sent = boss.post(
        f"/employer/{street.firm.id}/rosters/",
        {"file": SimpleUploadedFile("a.csv", delimited(rows))},
    )["Location"]
    page = asked_for(boss, f"{sent}problems.xlsx")
    worked(page)
    head, row = cells(boss.get(f"{page}file/").getvalue())
    assert head == ("姓名", "身份证号", "入职日期", "原因")
    assert row[0] == "甲甲"
    assert row[3]
