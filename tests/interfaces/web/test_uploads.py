"""Files over HTTP, as nobody's browser would send them."""

from __future__ import annotations

import io
import socket
import time
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anju.domains.register import api as register
from anju.domains.register.imports.operations import importing
from anju.foundation.db.scope import acting
from anju.interfaces.jobs.tasks import imports as tasks
from anju.interfaces.web import uploads
from anju.interfaces.web.imports import uploading
from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import PLATFORM, public, signed_in, staff
from tests.factories.workbooks import TEXTS, rebuilt, roster
from tests.foundation.sheets.test_hostile import BOMB, ZEROS

HOSTILE = {
    "bomb": rebuilt(more={"xl/worksheets/sheet9.xml": ZEROS}),
    "entities": rebuilt(lambda name, body: BOMB if name == TEXTS else body),
    "cut off": roster()[:900],
    "junk": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 900,
    "picture": b"\x89PNG\r\n\x1a\n\x00\x01\x02" * 9,
    "open quote": '姓名,身份证号\n"张三,1\n'.encode(),
    "nothing": b"\0" * 900,
}


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def boss(street):
    return signed_in(public("13800000101", grants=(("employer", street.firm.party, HERE),)))


@pytest.fixture
def clerk(street):
    return signed_in(staff("clerk.up", ("street", STREET)), language="en")


@pytest.mark.django_db
class TestHostileFiles:
    @pytest.mark.parametrize("data", HOSTILE.values(), ids=list(HOSTILE))
    def test_a_page_says_what_is_wrong_and_nothing_changes(self, clerk, street, data):
        with acting(PLATFORM):
            before = register.head_count(street.firm.id, as_of=street.today)
        answer = clerk.post(
            "/office/imports/new/",
            {
                "file": SimpleUploadedFile("a.xlsx", data),
                "form": "employer-roster",
                "employer": str(street.firm.id),
            },
            follow=True,
        )
        assert answer.status_code in (200, 422)
        said = answer.content.decode()
        assert "file_" not in said.split("<main", 1)[-1].split("</main", 1)[0].replace(
            "file_name", ""
        )
        assert any(
            word in said for word in ("read", "quotation", "empty", "header", "spreadsheet")
        ), said
        with acting(PLATFORM):
            assert register.head_count(street.firm.id, as_of=street.today) == before

    @pytest.mark.parametrize(
        "name",
        [
            "../../etc/passwd",
            "a\0b.xlsx",
            "rost\u202exslx.exe",
            "x" * 5000 + ".xlsx",
            "a\r\nSet-Cookie: x.xlsx",
            '"><script>.xlsx',
            "C:\\secret\\r.xlsx",
            ".",
        ],
    )
    def test_a_name_is_only_a_name(self, clerk, street, name):
        file = io.BytesIO(roster())
        file.name = name
        answer = clerk.post(
            "/office/imports/new/",
            {"file": file, "form": "employer-roster", "employer": str(street.firm.id)},
        )
        if answer.status_code == 302:
            with acting(PLATFORM):
                shown = register.imports(limit=1)[0].file_name
            assert not set(shown) & set("\0\u202e\r\n/\\")
            assert 0 < len(shown) <= 200
            assert b"<script>.xlsx" not in clerk.get(answer["Location"]).content
        else:
            assert answer.status_code in (400, 422)

    def test_what_a_browser_says_of_the_kind_of_file_is_not_believed(self, clerk, street):
        for kind in ("text/html", "application/x-msdownload", "image/png", ""):
            answer = clerk.post(
                "/office/imports/new/",
                {
                    "file": SimpleUploadedFile("roster.html", roster(), content_type=kind),
                    "form": "employer-roster",
                    "employer": str(street.firm.id),
                },
            )
            assert answer.status_code == 302

    def test_an_announced_length_beyond_the_limit_is_refused_before_it_is_read(
        self, boss, street, monkeypatch
    ):
        monkeypatch.setattr(register, "MOST_BYTES", 0)
        monkeypatch.setattr(uploads, "FORM_BYTES", 500)
        path = f"/employer/{street.firm.id}/rosters/"
        answer = boss.post(path, {"file": SimpleUploadedFile("a.xlsx", roster())})
        assert (answer.status_code, answer["X-Anju-Reason"]) == (413, "upload_too_large")
        api = Client().post("/api/v1/imports", {"file": SimpleUploadedFile("a.xlsx", roster())})
        assert (api.status_code, api.json()["code"]) == (413, "upload_too_large")
        assert api["Content-Type"] == "application/problem+json"

    def test_a_file_over_the_limit_is_refused_with_the_limit_in_words(
        self, boss, clerk, street, monkeypatch
    ):
        monkeypatch.setattr(importing, "MOST_BYTES", 1 << 20)
        data = roster() + bytes(1 << 20)
        for client, path, more in (
            (boss, f"/employer/{street.firm.id}/rosters/", {}),
            (
                clerk,
                "/office/imports/new/",
                {"form": "employer-roster", "employer": street.firm.id},
            ),
        ):
            file = SimpleUploadedFile("a.xlsx", data)
            answer = client.post(path, {"file": file, **more})
            assert answer.status_code == 422
            assert "1 MB" in answer.content.decode()

    def test_the_limit_holds_a_workbook_of_two_hundred_thousand_workers(self):
        assert 2 * 26 <= register.MOST_BYTES >> 20 <= 64, "which one web process can carry"

    def test_a_stranger_sends_no_large_thing_at_all(self, street):
        answer = Client().post(
            "/account/phone/",
            {"phone": "13800000998", "file": SimpleUploadedFile("a", bytes(2 << 20))},
        )
        assert answer.status_code == 413

    def test_a_broken_multipart_body_is_a_bad_request(self, boss, street):
        path = f"/employer/{street.firm.id}/rosters/"
        for body in (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
            b"garbage",
            b"--x--",
        ):
            answer = boss.generic(
                "POST", path, body, content_type="multipart/form-data; boundary=x"
            )
            assert answer.status_code in (400, 422), body
        assert boss.generic(
            "POST", path, b"--x", content_type="multipart/form-data"
        ).status_code in (400, 422)

    def test_thousands_of_fields_are_refused(self, boss, street):
        many = {f"f{i}": "1" for i in range(1500)}
        assert boss.post(f"/employer/{street.firm.id}/rosters/", many).status_code in (400, 413)


@pytest.mark.django_db
class TestLargeListsOfLandlords:
    """Read and applied by a job, as the lists of everybody else."""

    @pytest.fixture
    def landlord(self, street):
        return signed_in(
            public("13700000001", grants=(("landlord", street.holder, HERE),)), language="en"
        )

    def sent(self, landlord) -> str:
        data = "姓名,身份证号,房间号,入住日期\n单文静,510823199104129976,101,2026-03-01\n".encode()
        return landlord.post("/landlord/lists/", {"file": SimpleUploadedFile("a.csv", data)})[
            "Location"
        ]

    def read(self, landlord, where: str) -> None:
        user = int(landlord.session["_auth_user_id"])
        tasks.read(batch=int(where.split("/")[-2]), user=user, task=None)

    def test_a_large_file_is_read_by_a_job_and_the_page_follows_it(self, landlord, monkeypatch):
        monkeypatch.setattr(uploading, "LARGE_BYTES", 10)
        where = self.sent(landlord)
        shown = landlord.get(where).content.decode()
        assert f"{where}progress/" in shown
        assert 'id="apply"' not in shown
        assert landlord.get(f"{where}progress/").status_code == 200
        self.read(landlord, where)
        assert landlord.get(f"{where}progress/")["HX-Redirect"] == where
        assert 'id="apply"' in landlord.get(where).content.decode()

    def test_what_a_job_could_not_read_is_said_on_the_page(self, landlord, monkeypatch):
        monkeypatch.setattr(uploading, "LARGE_BYTES", 10)
        file = SimpleUploadedFile("a.csv", HOSTILE["open quote"])
        where = landlord.post("/landlord/lists/", {"file": file})["Location"]
        self.read(landlord, where)
        assert "quotation mark" in landlord.get(where).content.decode()

    def test_many_rows_are_applied_by_a_job(self, landlord, monkeypatch):
        monkeypatch.setattr(uploading, "LARGE_ROWS", 0)
        where = self.sent(landlord)
        assert landlord.post(where)["Location"] == where
        assert f"{where}progress/" in landlord.get(where).content.decode()


class TestHalfAnUpload:
    """Against the real web server: a client that goes silent holds up nobody and leaves nothing."""

    def test_is_answered_or_dropped_and_others_are_served_meanwhile(self, live_site):
        place = urlsplit(live_site.url)
        slow = []
        for _ in range(6):
            line = socket.create_connection((place.hostname, place.port), timeout=10)
            line.sendall(
                b"POST /account/phone/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                b'Content-Length: 100000\r\n\r\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nabc'
            )
            slow.append(line)
        begun = time.monotonic()
        with socket.create_connection((place.hostname, place.port), timeout=10) as other:
            other.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert other.recv(20).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - begun < 10
        for line in slow:
            line.close()
