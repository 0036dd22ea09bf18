"""The real web server, started while the clock stood three days earlier: it refuses writes, and goes on by itself."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request

import pytest

from anju.foundation.clock import steady


@pytest.fixture(scope="module", autouse=True)
def started_three_days_ago():
    os.environ["ANJU_CLOCK_OFFSET"] = str(time.time() - 3 * 86_400 - steady())
    yield
    del os.environ["ANJU_CLOCK_OFFSET"]


def answer(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(  # noqa: S310
            urllib.request.Request(url, b"{}", {"Content-Type": "application/json"})  # noqa: S310
        ) as found:
            return found.status, ""
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("X-Anju-Reason") or ""


@pytest.mark.long
def test_writes_are_refused_until_the_clock_is_confirmed_by_what_is_recorded(live_site, owner):
    path = f"{live_site.url}/api/v1/declarations"
    assert answer(path) == (503, "clock_ahead")
    noted = "SELECT seen FROM progress_heartbeat WHERE part = 'clock'"
    assert owner.execute(noted).fetchone() is None, "nothing is recorded by a clock that ran away"
    owner.execute(
        "INSERT INTO progress_heartbeat (part, host, pid, started, seen, note) "
        "VALUES ('clock', '', 0, now(), now(), '')"
    )
    before, until = owner.execute(noted).fetchone()[0], time.monotonic() + 120
    while answer(path)[0] == 503 and time.monotonic() < until:
        time.sleep(0.5)
    assert answer(path)[0] == 401
    while owner.execute(noted).fetchone()[0] == before and time.monotonic() < until:
        time.sleep(0.5)
    assert owner.execute(noted).fetchone()[0] > before
