"""Requests are counted by route and told in one line without anything personal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from anju.foundation.logs.lines import current_request
from anju.interfaces.web.health.counters import BOUNDS, Counters
from anju.interfaces.web.health.exposition import family
from anju.interfaces.web.health.figures import requests
from anju.interfaces.web.health.watch import counters

KEY = ("office:person", "GET", "200")


def test_a_bucket_holds_what_took_up_to_its_bound():
    own = Counters()
    for seconds in (0.005, 0.006, 99):
        own.observe(KEY, seconds)
    ((key, row),) = own.own()
    assert key == KEY
    assert row[0] == 1
    assert row[1] == 1
    assert row[len(BOUNDS)] == 1
    assert row[-1] == pytest.approx(99.011)


def test_another_living_process_is_told_too_and_a_dead_one_is_forgotten(tmp_path):
    own = Counters(tmp_path)
    own.observe(KEY, 0.1)
    own.save()
    saved = (tmp_path / f"{os.getpid()}.json").read_text()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f"{dead.pid}.json").write_text(saved)
    (tmp_path / f"{os.getppid()}.json").write_text(saved)
    assert {process for process, _, _ in own.all()} == {os.getpid(), os.getppid()}
    assert not (tmp_path / f"{dead.pid}.json").exists()


def test_a_directory_that_takes_no_file_does_not_stop_a_request(tmp_path):
    (tmp_path / "file").write_text("")
    own = Counters(tmp_path / "file")
    own.observe(KEY, 0.1)
    own.save()
    assert len(own.own()) == 1


def test_labels_are_quoted_as_the_format_wants():
    text = family("x", "gauge", "one\ntwo", [("", {"a": 'q"\\\n'}, 1.5), ("", {}, 2)])
    assert text == '# HELP x one\\ntwo\n# TYPE x gauge\nx{a="q\\"\\\\\\n"} 1.5\nx 2\n'


def test_a_reader_of_the_format_gets_back_every_label_and_figure_as_it_was_counted():
    own, odd = Counters(), ('q"\\\n', "GET", "200")
    for seconds in (0.005, 0.3, 99):
        own.observe(odd, seconds)
    (found,) = text_string_to_metric_families(requests(own))
    labels = {"route": odd[0], "method": "GET", "status": "200", "process": str(os.getpid())}
    samples = {s.name + s.labels.pop("le", ""): (s.labels, s.value) for s in found.samples}
    assert found.type == "histogram"
    assert samples.pop("anju_request_seconds_sum") == (labels, pytest.approx(99.305))
    risen = [1] * 6 + [2] * 5 + [3]
    buckets = ["_bucket" + bound for bound in (*map(str, BOUNDS), "+Inf")]
    assert samples == {
        "anju_request_seconds" + name: (labels, n)
        for name, n in zip([*buckets, "_count"], [*risen, 3], strict=True)
    }


def test_a_request_is_told_by_route_and_not_by_address(caplog):
    caplog.set_level("INFO", "anju.requests")
    answer = Client().get("/healthz?name=张建国&number=43018119900307996X")
    (line,) = [r.fields for r in caplog.records if r.name == "anju.requests"]
    assert line.pop("ms") >= 0
    assert line == {"route": "health:alive", "method": "GET", "status": 200, "user": None}
    assert answer.status_code == 200


@pytest.mark.django_db
def test_addresses_with_ids_and_unknown_ones_make_no_series_of_their_own():
    client = Client()
    for address in (
        "/office/people/13800138000/",
        "/office/people/13800138001/",
        "/no/such/13800138002",
    ):
        client.get(address)
    client.generic("13800138003", "/healthz")
    labels = str([key for key, _ in counters.own()])
    assert "1380013800" not in labels
    assert "'none'" in labels
    assert "'other'" in labels


@pytest.mark.django_db
def test_the_number_a_person_is_shown_is_the_one_in_the_log(caplog):
    seen = []
    caplog.set_level("INFO", "anju.requests")
    caplog.handler.addFilter(lambda record: seen.append(current_request.get()) or True)
    answer = Client().get("/account/login/")
    assert answer["X-Request-ID"] == seen[-1] != ""
    assert current_request.get() == ""
