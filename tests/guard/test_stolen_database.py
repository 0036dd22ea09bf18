"""What a stolen password of the serving role, or a stolen backup, shows: no identity number and no phone.

Every column of every table is read with the widest scope there is, as text and as bytes, and searched for each number
and phone of the town, plain and in the usual disguises. Row-level security does not stop such a thief (the role may
name any scope and take intake); encryption does.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from datetime import timedelta

import psycopg
import pytest
import xlsxwriter

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.events import api as events
from tests.guard.town import AT, Town

ACCOUNT_PHONE = "15466000123"
SECRET_PASSWORD = "Quiet-River-42"


@pytest.fixture(scope="module")
def robbed(fresh_database, town: Town, django_db_blocker):
    """The town, after everything that writes has written something."""
    with django_db_blocker.unblock():
        life = town.lives[0]
        with acting(system("test")):
            user = access.public_user(phone=ACCOUNT_PHONE, at=now())
            access.create_user(
                system("test"),
                kind="staff",
                username="thief",
                password=SECRET_PASSWORD,
                display_name="x",
                at=now(),
            )
            access.request_code(phone=ACCOUNT_PHONE, address="10.0.0.1", at=now())
            document = people.persons([life.id])[life.id].documents[0].id
            people.reveal_number(system("test"), document_id=document, purpose="service", at=AT)
            people.reveal_phone(system("test"), person_id=life.id, purpose="service", at=AT)
            audit.record_read(
                system("test"), person_ids=[life.id], fields=["name"], action="search", at=AT
            )
            events.emit("test.said", {"person": life.id}, at=AT)
            firm = town.employers[0]
            register.receive(
                _roster(town),
                "roster.xlsx",
                form="employer-roster",
                actor=system("test"),
                at=AT,
                sender=register.Sender(
                    firm.party, "employer", firm.name, firm.party, firm.id, firm.region
                ),
            )
        assert user.id
    return town


def _roster(town: Town) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "身份证号", "手机号", "入职日期"])
        for n, life in enumerate(town.lives[:30], 1):
            sheet.write_row(
                n, 0, [life.name, life.number, life.phone, f"{AT.date() - timedelta(days=9)}"]
            )
    return data.getvalue()


def disguises(secret: str) -> set[bytes]:
    """A value plain, and in forms from which anybody gets it back or can test a guess without a key."""
    plain = secret.encode()
    hashes = [
        h(text).digest()
        for h in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512)
        for text in (plain, f"citizen|{secret}".encode())
    ]
    cut = [base64.b64encode(plain[n:])[:-4] for n in range(3)]
    return {
        plain,
        plain[::-1],
        secret.encode("utf-16-le"),
        secret.encode("utf-16-be"),
        plain.hex().encode(),
        base64.b32encode(plain)[:-4],
        f"{int(secret[:17]):x}".encode(),
        *cut,
        *hashes,
        *(h.hex().encode() for h in hashes),
        *(base64.b64encode(h) for h in hashes),
        *(h[:16] for h in hashes),
    }


def everything(connection: psycopg.Connection) -> dict[str, bytes]:
    """All rows of all tables as one heap of bytes each: text as it reads, bytea as it is."""
    tables = [
        t
        for (t,) in connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
    ]
    heaps = {}
    for table in tables:
        found = connection.execute(f'SELECT * FROM "{table}"').fetchall()
        heaps[table] = b"\n".join(_bytes(value) for row in found for value in row)
    return heaps


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    text = (
        json.dumps(value, ensure_ascii=False, default=str)
        if isinstance(value, dict | list)
        else str(value)
    )
    return text.encode()


def revealed(heaps: dict[str, bytes], secrets: list[str]) -> list[tuple[str, str]]:
    wanted = {form: secret for secret in secrets for form in disguises(secret)}
    return [
        (table, wanted[form]) for table, heap in heaps.items() for form in wanted if form in heap
    ]


def secrets_of(town: Town) -> list[str]:
    return [s for life in town.lives[:40] for s in (life.number, life.phone)] + [ACCOUNT_PHONE]


def test_the_serving_role_with_every_scope_finds_no_number_and_no_phone(robbed, fresh_database):
    with psycopg.connect(fresh_database.app_url) as thief:
        thief.execute("SET anju.scope = '{(,)}'")
        heaps = everything(thief)
    assert len(heaps["people_document"]) > 5000, "the thief sees the rows"
    assert revealed(heaps, secrets_of(robbed)) == []


def test_the_door_finds_none_either(robbed, fresh_database):
    with psycopg.connect(fresh_database.app_url) as thief:
        thief.execute("SET ROLE anju_door")
        heaps = {
            t: b"\n".join(
                _bytes(v) for row in thief.execute(f"SELECT * FROM {t}").fetchall() for v in row
            )
            for t in (
                "people_document",
                "people_contact",
                "register_declaration",
                "register_batch",
                "register_review",
                "audit_entry",
                "events_event",
            )
        }
    assert len(heaps["register_declaration"]) > 5000
    assert revealed(heaps, secrets_of(robbed)) == []


def test_the_owner_who_reads_the_backup_finds_none_either(robbed, fresh_database):
    """What pg_dump writes is what the owner reads."""
    with psycopg.connect(fresh_database.owner_url) as thief:
        thief.execute("SET anju.scope = '{(,)}'")
        heaps = everything(thief)
    for filled in (
        "register_batch",
        "notices_notice",
        "audit_entry",
        "events_event",
        "access_user",
        "access_phonecode",
        "register_declaration",
        "people_contact",
    ):
        assert heaps[filled], f"{filled} is empty, so nothing was proved of it"
    assert revealed(heaps, secrets_of(robbed)) == []
    assert SECRET_PASSWORD.encode() not in b"".join(heaps.values())


def test_the_search_itself_would_notice(robbed):
    """A value put in plainly, reversed, hashed or encoded is found: the silence above means something."""
    number = robbed.lives[0].number
    for form in (
        number.encode(),
        number[::-1].encode(),
        base64.b64encode(number.encode()),
        number.encode().hex().encode(),
        hashlib.sha256(number.encode()).digest(),
        number.encode("utf-16-le"),
    ):
        assert revealed({"x": b"before " + form + b" after"}, [number])


def test_the_same_number_is_never_written_the_same_twice(robbed, fresh_database):
    with psycopg.connect(fresh_database.owner_url) as thief:
        thief.execute("SET anju.scope = '{(,)}'")
        ciphers = [bytes(c) for (c,) in thief.execute("SELECT number_cipher FROM people_document")]
    assert len(set(ciphers)) == len(ciphers)
    assert len({c[2:14] for c in ciphers}) == len(ciphers), "a nonce was used twice"
