"""Large files to the pages that take them, the largest allowed where they are looked into: bounded time and memory."""

from __future__ import annotations

import io
import resource
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from anju.domains.permits.api import applications as permits
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.web.uploads import UPLOADS
from tests.factories import applications
from tests.factories.held_permits import ordered
from tests.factories.staff import public, signed_in, staff

SECONDS, MEGABYTES = 20.0, 600
"""Of processor time for one request and the processes it starts, and of memory for all of them."""
ROSTER = 8 * 1024 * 1024
"""A roster is only kept by the request, so its cost grows with its size; the largest is too much for every run."""
BOUNDARY = "largest"


def padded(beginning: bytes, size: int) -> bytes:
    return beginning + bytes(size - len(beginning))


def table(size: int) -> bytes:
    row = "单文静,510823199104129976,13900001234,2026-03-01\n".encode()
    head = "姓名,身份证号,手机号,入职日期\n".encode()
    return (head + row * (size // len(row)))[: size - 1]


def photograph() -> bytes:
    """As many pixels and bytes as a paper may have."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((7700, 7700)).convert("RGB").save(out, "JPEG")
    return padded(out.getvalue(), permits.LARGEST)


def sent(client: Client, address: str, name: str, field: str, data: bytes, more: dict[str, str]):
    """A form with one file, read from the disk as a server reads it."""
    with tempfile.TemporaryFile() as body:
        for key, value in more.items():
            body.write(
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            )
        body.write(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
            f"Content-Type: application/octet-stream\r\n\r\n".encode()
        )
        body.write(data)
        body.write(f"\r\n--{BOUNDARY}--\r\n".encode())
        length = body.tell()
        body.seek(0)
        before = spent()
        answer = client.post(
            address,
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            **{"wsgi.input": body, "CONTENT_LENGTH": str(length)},
        )
        return answer.status_code, spent() - before, answer.content.decode()


def spent() -> float:
    own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def kept() -> int:
    """Megabytes that this process has held at most."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024


@pytest.mark.long
@pytest.mark.django_db
def test_large_uploads_cost_bounded_time_and_memory():
    settled = applications.Settled.built()
    holder = applications.self_actor(settled.one)
    with acting(holder):
        application = permits.start(settled.one, actor=holder, at=now())
    permit = ordered(settled.street, person=settled.two, photo=False)
    city = signed_in(staff("large.city", ("city", "4301"), ("police", "4301")))
    boss = signed_in(public("13800000112", grants=(("employer", settled.party, ""),)))
    person = signed_in(public("13800000114", person_id=settled.one))
    rosters, photo = table(ROSTER), photograph()
    routes = {
        "roster": (boss, f"/employer/{settled.firm}/rosters/", "r.csv", "file", rosters, {}),
        "old": (
            city,
            "/office/held/old/",
            "r.csv",
            "file",
            table(UPLOADS["old_permits"]),
            {"source": "旧系统"},
        ),
        "results": (
            city,
            "/office/held/production/results/",
            "r.zip",
            "file",
            padded(b"PK\x03\x04", UPLOADS["results"]),
            {},
        ),
        "card": (
            city,
            f"/office/held/{permit}/complete/",
            "p.jpg",
            "photo",
            photo,
            {"ethnicity": "01"},
        ),
        "paper": (
            person,
            f"/me/permit/apply/{application}/send/",
            "p.jpg",
            "file-photo",
            photo,
            {"kind-photo": "job", "save": "1"},
        ),
        "counter": (
            city,
            f"/office/permits/apply/{application}/send/",
            "p.jpg",
            "file-photo",
            photo,
            {"kind-photo": "job", "save": "1"},
        ),
    }
    before, costs = kept(), {}
    for name, given in routes.items():
        status, seconds, _ = sent(*given)
        costs[name] = (status, round(seconds, 1), kept() - before)
    assert {costs[name][0] for name in ("roster", "paper", "counter")} == {302}, costs
    assert not {n: c for n, c in costs.items() if c[0] >= 500 and c[0] != 503}
    assert not {n: c for n, c in costs.items() if c[1] > SECONDS}
    assert kept() - before < MEGABYTES


@pytest.mark.django_db
def test_a_picture_over_the_limit_is_refused_before_it_is_read(monkeypatch):
    settled = applications.Settled.built()
    permit = ordered(settled.street, person=settled.two, photo=False)
    city = signed_in(staff("large.city", ("city", "4301"), ("police", "4301")), language="en")
    monkeypatch.setattr(UploadedFile, "read", property(lambda _: pytest.fail("the file was read")))
    for address, field, more in (
        (f"/office/held/{permit}/complete/", "photo", {"ethnicity": "01"}),
        (reverse("office:name_picture", args=[settled.two]), "file", {"name": "x"}),
    ):
        status, _, said = sent(city, address, "p.jpg", field, bytes(permits.LARGEST + 1), more)
        assert status == 422, address
        assert "10 MB" in said
