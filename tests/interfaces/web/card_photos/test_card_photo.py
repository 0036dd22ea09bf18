"""The address that reads photographed cards: who may ask it, what it answers, and that nothing stays anywhere."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from anju.domains.access.data.limits import LIMITS, Limit
from anju.foundation import cards
from anju.foundation.cards import Card
from anju.foundation.errors import Unavailable
from anju.interfaces import card_reading
from tests.factories.field import Phone
from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
NUMBER = "430102199003079973"
READ = Card(
    "111", NUMBER, None, "1", date(1990, 3, 7), "湖南省长沙市芙蓉区石桥村三组18号",
    {"name": "card_name_unsure"}, b"\xff\xd8\xffpicture",
)  # fmt: skip


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def asked(monkeypatch) -> list[bytes]:
    """The pictures that came to be read; each is answered with one card."""
    pictures: list[bytes] = []

    def read(data, *, today):
        cards.asking.content_type(data, pdf=False)
        pictures.append(data)
        return READ

    monkeypatch.setattr(card_reading.cards, "read", read)
    return pictures


def photo(side: int = 300) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def send(client: Client, data: bytes | None = None):
    given = photo() if data is None else data
    return client.post("/card-photo/", {"photo": SimpleUploadedFile("a.jpg", given, "image/jpeg")})


def clerk(name: str = "clerk.card", language: str = "zh-hans") -> Client:
    return signed_in(staff(name, ("street", STREET)), language=language)


def test_fields_come_back_with_the_reason_of_each_empty_one_and_the_written_name(street, asked):
    found = send(clerk()).json()
    assert found["fields"] == {
        "doc_type": "111", "doc_number": NUMBER, "sex": "1", "birth_date": "1990-03-07",
        "address": "湖南省长沙市芙蓉区石桥村三组18号",
    }  # fmt: skip
    (empty,) = found["empty"]
    assert (empty["field"], empty["label"]) == ("name", "姓名")
    assert "机器不认识" in empty["why"]
    assert found["name_picture"].startswith("data:image/jpeg;base64,/9j/")


def test_everybody_who_may_declare_somebody_may_ask(street, asked):
    landlord = public("13800000201", grants=(("landlord", street.holder, HERE),))
    employer = public("13800000202", grants=(("employer", street.firm.party, HERE),))
    for client in (clerk(), signed_in(landlord), signed_in(employer)):
        assert send(client).status_code == 200
    assert len(asked) == 3


def test_strangers_sign_in_and_those_without_the_right_are_refused(street, asked):
    assert send(Client()).status_code == 302
    assert send(signed_in(public("13800000203"))).status_code in (200, 422)
    before = len(asked)
    auditor = signed_in(staff("auditor.card", ("auditor", STREET)))
    assert send(auditor).status_code == 422
    assert len(asked) == before


def test_a_number_of_an_area_that_never_was_is_not_filled_in(street, asked, monkeypatch):
    body = "43999919900307997"
    total = sum(int(d) * pow(2, 17 - n, 11) for n, d in enumerate(body))
    number = body + "10X98765432"[total % 11]
    monkeypatch.setattr(
        card_reading.cards, "read", lambda data, today: Card("111", number, "田初见", "1")
    )
    found = send(clerk(language="en")).json()
    assert "doc_number" not in found["fields"] and "doc_type" not in found["fields"]
    assert found["empty"][0]["why"].startswith("The area in the number")


def test_large_pictures_are_never_written_to_the_disk(street, asked, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    large = photo(2600)
    assert 3_000_000 < len(large) < 10 * 1024 * 1024
    watched: list[list[str]] = []
    original = card_reading.cards.read

    def read(data, *, today):
        watched.append([p.name for p in Path(tmp_path).iterdir()])
        return original(data, today=today)

    card_reading.cards.read = read
    try:
        assert send(clerk(), large).status_code == 200
    finally:
        card_reading.cards.read = original
    assert watched == [[]]


def test_nothing_of_the_card_is_written_anywhere_in_the_database(street, asked):
    client = clerk()
    with connection.cursor() as cur:
        cur.execute("SELECT coalesce(max(id), 0) FROM audit_entry")
        before = cur.fetchone()[0]
        send(client)
        cur.execute("SELECT to_jsonb(e)::text FROM audit_entry e WHERE id > %s", [before])
        written = " ".join(row[0] for row in cur.fetchall())
        assert NUMBER not in written
        assert "湖南省长沙市" not in written
        cur.execute("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE %s", ["%4301%"])
        assert cur.fetchone()[0] == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"%PDF-1.7", "Only photographs"), (b"\0\0\0\x18ftypheic", "HEIC")],
)
def test_what_is_no_photograph_is_refused_with_a_sentence(street, data, said):
    answer = send(clerk(language="en"), data)
    assert answer.status_code == 422
    assert said in answer.json()["error"]


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(street, asked):
    answer = send(clerk(language="en"), b"\xff\xd8\xff" + b"x" * (12 * 1024 * 1024))
    assert answer.status_code == 422
    assert "10 MB" in answer.json()["error"]
    assert asked == []


def test_when_it_is_busy_it_says_so(street, monkeypatch):
    def busy(data, *, today):
        raise Unavailable("card_reading_busy")

    monkeypatch.setattr(card_reading.cards, "read", busy)
    answer = send(clerk(language="en"))
    assert answer.status_code == 503
    assert answer.json()["error"].startswith("Many cards")


def test_an_account_may_ask_only_so_often(street, asked, monkeypatch):
    monkeypatch.setitem(LIMITS, "card_photo.account", Limit(2, 3600))
    client = clerk()
    assert [send(client).status_code for _ in range(3)] == [200, 200, 429]
    assert send(clerk("clerk.card2")).status_code == 200


def test_it_needs_the_token_of_the_form(street, asked):
    user = staff("clerk.card3", ("street", STREET))
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(user).cookies
    assert send(client).status_code == 403
    assert asked == []
    assert client.get("/card-photo/").status_code == 405


def test_a_phone_in_the_field_asks_with_its_own_secret(street, asked):
    phone = Phone.enrolled()
    answer = Client().post(
        "/api/v1/field/card-photos",
        photo(),
        content_type="application/octet-stream",
        headers={"authorization": f"Bearer {phone.secret}", "anju-epoch": "0"},
    )
    assert answer.status_code == 200
    assert answer.json()["fields"]["doc_number"] == NUMBER
    stranger = Client().post("/api/v1/field/card-photos", photo(), content_type="image/jpeg")
    assert stranger.status_code == 401
