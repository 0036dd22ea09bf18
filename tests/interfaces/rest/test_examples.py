"""The examples of docs/api.md work on the demo town, each as it stands there."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.factories.register import PLATFORM

pytestmark = [pytest.mark.town, pytest.mark.django_db]
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def examples() -> list[str]:
    """The calls of the document that only read, a line each."""
    text = DOCUMENT.read_text("utf-8").replace("\\\n", " ")
    return [
        line
        for line in text.splitlines()
        if line.startswith("curl ") and not re.search(r"-d |-F |-X ", line)
    ]


def called(line: str, names: dict[str, str]) -> tuple[str, dict[str, str]]:
    """(address, headers)."""
    for name, value in names.items():
        line = line.replace(f"${name}", value)
    words = shlex.split(line, comments=True)
    headers = dict(w.split(": ", 1) for k, w in pairwise(words) if k == "-H")
    asked = [w for k, w in pairwise(words) if k == "--data-urlencode"]
    address = next(w for w in words if w.startswith("/api/v1"))
    query = urlencode([tuple(w.split("=", 1)) for w in asked])
    return address + (f"?{query}" if query else ""), headers


@pytest.mark.long
def test_every_reading_example_is_answered_and_what_it_names_exists(town):
    token = next(s.password for s in town.sign_ins if s.password.startswith("anju_"))
    with acting(PLATFORM):
        ((code, person),) = rows(
            "SELECT h.code, s.person_id FROM register_stay s JOIN places_home h ON h.id = s.home_id "
            "WHERE s.superseded_at IS NULL AND h.region LIKE '430181124%%' ORDER BY s.id LIMIT 1"
        )
        assert rows("SELECT 1 FROM employers_employer WHERE code = 'E001'")
    names = {"ANJU": "/api/v1", "TOKEN": token, "PERSON": str(person), "HOME_CODE": code}
    done = []
    for line in examples():
        if "$IMPORT" in line:
            continue
        address, headers = called(line, names)
        answer = Client().get(address, headers=headers)
        expected = 403 if address.endswith("/reviews") or "reveal=" in address else 200
        assert answer.status_code in (200, expected), (line, answer.content.decode()[:300])
        done.append(address)
        if "/homes?" in address:
            assert answer.json()["items"], line
    assert len(done) >= 9
    refused = next(line for line in examples() if line.endswith("/reviews"))
    address, headers = called(refused, names)
    assert Client().get(address, headers=headers).json()["code"] == "not_allowed"


def test_every_employer_in_the_document_is_one_of_the_demo():
    codes = set(re.findall(r"employer[= ](E\d+)", DOCUMENT.read_text("utf-8")))
    assert codes == {"E001"}
