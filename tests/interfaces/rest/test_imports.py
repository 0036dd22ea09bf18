"""Files over HTTP: received, looked at, applied, taken back; large ones by the worker."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.exports import api as exports
from anju.interfaces.exports import listing as lists
from anju.interfaces.jobs.tasks import exports as export_jobs
from anju.interfaces.jobs.tasks import imports as tasks
from anju.interfaces.rest.imports import routes
from tests.factories.installations import wait_for
from tests.factories.people import somebody
from tests.factories.register import NEXT_DOOR, WORKER


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in [["姓名", "身份证号码", "入职日期", "部门", "宿舍楼栋", "房间号"], *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(caller, data: bytes, **fields: str):
    file = io.BytesIO(data)
    file.name = "花名册.xlsx"
    return Client().post(
        "/api/v1/imports",
        {"file": file, **fields},
        headers={
            "authorization": f"Bearer {caller.secret}",
            "x-purpose": "register",
            "accept-language": "en",
        },
    )


@pytest.fixture
def roster(street):
    start = str(street.today - timedelta(days=5))
    people = [somebody("江一", 51), somebody("江二", 52)]
    return workbook(
        [
            *[[p.name, p.doc_number, start, "装配", "1栋", "102"] for p in people],
            ["江三", "43018119900101999", start, "装配", "1栋", "102"],
        ]
    )


def workers(street) -> int:
    with acting(system("tests")):
        return register.head_count(street.firm.id, as_of=street.today)


def test_a_roster_is_received_looked_at_applied_and_taken_back(street, office, roster):
    made = upload(office, roster, form="employer-roster", employer=street.firm.code)
    assert made.status_code == 201, made.content
    one = made.json()
    assert (one["state"], one["employer"]) == ("previewed", street.firm.code)
    assert {k: one["counts"][k] for k in ("rows", "accepted", "rejected", "joined", "left")} == {
        "rows": 3,
        "accepted": 2,
        "rejected": 1,
        "joined": 2,
        "left": 1,
    }
    assert one["counts"]["problems"] == {"id_length": 1}
    assert workers(street) == 1

    path = f"/imports/{one['id']}"
    seen = office("get", f"{path}?difference=true").json()["difference"]
    assert [m["person"] for m in seen["left"]] == [street.worker]
    assert office("get", f"{path}?difference=true", purpose="").json()["code"] == "purpose_missing"

    applied = office("post", f"{path}/apply", {"left": [street.worker]}).json()
    assert (applied["state"], applied["counts"]["applied"]) == (
        "applied",
        4,
    )  # the leaver's job and dormitory as well
    assert workers(street) == 2
    assert office("post", f"{path}/apply", {}).json()["state"] == "applied"

    assert office("post", f"{path}/undo").json()["state"] == "undone"
    assert workers(street) == 1
    assert office("post", f"{path}/undo").json()["code"] == "undo_not_applied"
    assert [i["id"] for i in office("get", "/imports").json()["items"]] == [one["id"]]


def test_the_refused_rows_come_back_as_a_spreadsheet_saying_why(street, office, roster):
    one = upload(office, roster, form="employer-roster", employer=street.firm.code).json()
    answer = office("get", f"/imports/{one['id']}/problems.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [r[0] for r in rows] == ["姓名", "江三"]
    assert "wrong length" in rows[1][-1]


def test_another_streets_import_cannot_be_told_from_an_absent_one(
    street, office, neighbour, roster
):
    one = upload(office, roster, form="employer-roster", employer=street.firm.code).json()
    for method, tail, body in (
        ("get", "", None),
        ("get", "/problems.xlsx", None),
        ("post", "/apply", {}),
        ("post", "/undo", None),
    ):
        hidden, absent = (
            neighbour(method, f"/imports/{i}{tail}", body) for i in (one["id"], 2**40)
        )
        assert hidden.status_code == absent.status_code == 404, tail
        assert hidden.json()["code"] == absent.json()["code"]
    assert neighbour("get", "/imports").json()["items"] == []
    refused = upload(neighbour, roster, form="employer-roster", employer=street.firm.code)
    assert (refused.status_code, refused.json()["code"]) == (404, "employer_unknown")


def test_who_may_not_import_sends_nothing(street, grid, roster):
    assert upload(grid, roster, form="inflow", region=NEXT_DOOR).status_code == 403
    assert grid("get", "/imports").status_code == 403


def test_what_cannot_be_read_is_refused_whole(street, office):
    for data, fields, code in (
        (b"not a table", {"form": "inflow", "region": NEXT_DOOR}, "header_missing"),
        (b"", {"form": "inflow", "region": NEXT_DOOR}, "file_empty"),
        (b"x", {"form": "employer-roster"}, "employer_missing"),
        (b"x", {"form": "inflow"}, "region_missing"),
        (b"x", {"form": "tea-party"}, "request_invalid"),
    ):
        answer = upload(office, data, **fields)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert office("get", "/imports").json()["items"] == []


def test_a_large_file_is_read_by_the_worker(street, office, roster, monkeypatch):
    monkeypatch.setattr(routes, "READ_AT_ONCE", len(roster) - 1)
    answer = upload(office, roster, form="employer-roster", employer=street.firm.code)
    one = answer.json()
    assert (answer.status_code, one["state"]) == (202, "reading")
    assert answer["Location"] == f"/api/v1/imports/{one['id']}"
    tasks.read(batch=one["id"], user=office.user_id, task=None)
    seen = office("get", f"/imports/{one['id']}").json()
    assert (seen["state"], seen["counts"]["accepted"]) == ("previewed", 2)


def test_a_list_without_waiting_goes_to_the_worker(street, office, roster):
    one = upload(office, roster, form="employer-roster", employer=street.firm.code).json()
    answer = office("post", f"/imports/{one['id']}/apply?wait=false", {})
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    assert answer["Location"] == f"/api/v1/imports/{one['id']}"
    assert workers(street) == 1
    for _ in range(2):
        again = office("post", f"/imports/{one['id']}/apply?wait=false", {})
        assert (again.status_code, again.json(), again["Location"]) == (
            202,
            answer.json(),
            answer["Location"],
        )
    others = office("post", f"/imports/{one['id']}/apply?wait=false", {"left": [street.worker]})
    assert (others.status_code, others.json()["code"]) == (409, "import_not_applicable")
    assert WORKER.doc_number not in str(answer.json())


@pytest.mark.long
def test_the_worker_applies_what_was_queued_and_says_how_far_it_is(
    fresh_database, live_worker, django_db_blocker
):
    from anju.domains.regions import api as regions
    from tests.factories.register import STREET, Street
    from tests.interfaces.rest.conftest import issued

    with django_db_blocker.unblock():
        regions.load_tables(only={"430181"})
        regions.forget()
        street = Street.built()
        office = issued("street-office", {"role": "street", "region": STREET}, kind="staff")
        data = workbook(
            [["江一", somebody("江一", 51).doc_number, str(street.today), "装配", "1栋", "102"]]
        )
        one = upload(office, data, form="employer-roster", employer=street.firm.code).json()
        queued = office("post", f"/imports/{one['id']}/apply?wait=false", {"left": []}).json()
        assert queued["state"] == "queued"
        where = f"/imports/{one['id']}"
        wait_for(lambda: office("get", where).json()["state"] == "applied")
        assert workers(street) == 2
        regions.forget()


def test_refused_rows_of_a_long_file_are_made_by_the_worker_for_this_client_alone(
    street, office, roster, monkeypatch
):
    made = upload(office, roster, form="employer-roster", employer=street.firm.code).json()
    path = f"/imports/{made['id']}/problems.xlsx"
    at_once = office("get", path)
    monkeypatch.setattr(lists, "AT_ONCE", 2)
    asked = office("get", path)
    assert asked.status_code == 202, asked.content
    assert asked.json()["state"] == "waiting"
    where = asked["Location"].removeprefix("/api/v1")
    early = office("get", f"{where}/file")
    assert (early.status_code, early.json()["code"]) == (409, "export_not_ready")
    with acting(system("tests")):
        found = exports.one(asked.json()["id"])
    export_jobs.write(export=found.id, task=found.task_id)
    ready = office("get", where).json()
    assert (ready["state"], ready["rows"]) == ("ready", 1)
    book = office("get", f"{where}/file").getvalue()
    assert len(book) == ready["size"]
    rows = [
        list(openpyxl.load_workbook(io.BytesIO(data)).active.values)
        for data in (at_once.content, book)
    ]
    assert rows[0] == rows[1]
