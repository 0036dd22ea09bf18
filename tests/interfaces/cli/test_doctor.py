"""What ``./anju doctor`` finds about working days and about the address that credentials name."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from anju.foundation import law
from anju.interfaces.cli import checks
from anju.interfaces.cli.database_checks import finding

HERE, ELSEWHERE = "https://anju.example.cn", "http://localhost:8000"


@pytest.mark.parametrize(
    ("serving", "configured", "written", "state"),
    [
        (f"{HERE}/", "", [f"{HERE}/status/4301-1"], "ok"),
        (f"{HERE}/", "", [], "ok"),
        ("", "", [f"{HERE}/status/1"], "ok"),
        (f"{HERE}/", HERE, [f"{HERE}/status/1"], "ok"),
        (f"{HERE}/", ELSEWHERE, [], "wrong"),
        (f"{HERE}/", "", [f"{HERE}/status/1", f"{ELSEWHERE}/status/2"], "wrong"),
        ("http://localhost:8421/", "", ["http://localhost:8420/status/1"], "wrong"),
        ("", HERE, [f"{ELSEWHERE}/status/1"], "wrong"),
    ],
)
def test_the_address_in_credentials_is_compared_with_the_one_really_served(
    serving, configured, written, state
):
    found = checks.addresses(serving, configured, written)
    assert found.state == state
    assert bool(found.remedy) is (state != "ok")


def test_a_status_list_tells_its_address_and_a_broken_one_none():
    body = (
        base64.urlsafe_b64encode(json.dumps({"sub": f"{HERE}/status/1"}).encode())
        .rstrip(b"=")
        .decode()
    )
    assert checks._subject(f"head.{body}.signature") == f"{HERE}/status/1"
    assert checks._subject("broken") == checks._subject("a.b.c") == ""


def test_unknown_working_days_are_said_and_a_file_of_law_makes_them_known(tmp_path, settings):
    settings.DATA = tmp_path
    law.look_again()
    assert checks.working_days(date(2026, 10, 31)).state == "ok"
    missing = checks.working_days(date(2030, 11, 1))
    assert missing.state == "warning"
    assert "2030 and 2031" in missing.text
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "days.yaml").write_text(
        """region: ""
zh: 中华人民共和国
en: The whole country
revised: 2029-12-01
working_days:
  - {year: 2030, free: [], worked: [], confidence: L}
  - {year: 2031, free: [2031-01-01], worked: [], confidence: L}
"""
    )
    law.look_again()
    assert checks.working_days(date(2030, 11, 1)).state == "ok"
    law.look_again()


@pytest.mark.parametrize(
    ("server", "recorded", "state", "words"),
    [
        (0, -60, "ok", "agrees"),
        (1, None, "ok", "agrees"),
        (-9, 0, "wrong", "differ by 9 minutes"),
        (72 * 60, 0, "wrong", "3 day(s)"),
        (0, 72 * 60, "wrong", "3 day(s) ahead"),
        (0, 5 * 60, "wrong", "5 hour(s) ahead"),
        (0, -(10**6), "ok", "agrees"),
    ],
)
def test_a_clock_that_ran_away_or_was_put_back_is_named(server, recorded, state, words):
    here = datetime(2026, 11, 29, 10, tzinfo=UTC)
    moment = None if recorded is None else here + timedelta(minutes=recorded)
    found = finding(here=here, server=here + timedelta(minutes=server), recorded=moment)
    assert found.state == state
    assert words in found.text
