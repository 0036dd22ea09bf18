"""``./anju conformance``: every case over real HTTP, against another place and against this installation."""

from __future__ import annotations

import argparse
import json

import pytest
from tests.factories.exchange import HERE, NAME
from tests.factories.register import PLATFORM

from anju.domains.exchange.api import conformance as kit
from anju.domains.exchange.api import conformance_setup, links
from anju.domains.exchange.api.conformance import CASES, Keys
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.cli.commands import conformance


@pytest.fixture(scope="module")
def place(live_site, django_db_blocker):
    with django_db_blocker.unblock(), acting(PLATFORM):
        links.set_place(HERE, NAME, actor=PLATFORM, at=now())
    with django_db_blocker.unblock():
        yield live_site


def run(*words):
    parser = argparse.ArgumentParser()
    conformance.configure(parser)
    return conformance.run(parser.parse_args([*map(str, words), "--json"]))


@pytest.mark.long
def test_another_place_is_tried_over_http_in_under_three_minutes(place, tmp_path, capsys):
    keys, page = tmp_path / "keys.json", tmp_path / "report.html"
    assert run(place.url, "--keys", keys) == 2
    entered = json.loads(capsys.readouterr().out)
    assert set(entered["enter"]) == {kit.PLACE, kit.SUSPENDED}
    assert keys.stat().st_mode & 0o077 == 0
    with acting(PLATFORM):
        conformance_setup.enter(entered["enter"], actor=PLATFORM, at=now())
    status = run(place.url, "--keys", keys, "--page", page)
    report = json.loads(capsys.readouterr().out)
    assert (report["failed"], status) == ([], 0)
    assert report["cases"] == len(CASES) >= 120
    assert report["seconds"] < 180
    assert f"{len(CASES)} / {len(CASES)}" in page.read_text("utf-8")


def test_a_place_without_keys_is_not_tried(tmp_path, capsys):
    keys = tmp_path / "keys.json"
    conformance.write_keys(keys, Keys())
    assert run("http://127.0.0.1:9", "--place", HERE, "--keys", keys) == 1
    assert "its keys cannot be read" in json.loads(capsys.readouterr().out)["broke_off"]
    capsys.readouterr()
    assert run() == 2
    assert json.loads(capsys.readouterr().out)["error"] == "nothing_to_try"


def test_this_installation_tries_itself_and_forgets_the_kit(place):
    report = conformance._own(place.database.environment(), lambda done, total: None)
    assert [(o.id, o.cause) for o in report.failed] == []
    with acting(PLATFORM):
        assert not [p for p in links.peers() if p.test]
