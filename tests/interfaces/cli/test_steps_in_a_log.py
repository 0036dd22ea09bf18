"""A log says how far long work is, without a terminal; and the command that stops an installation."""

from __future__ import annotations

import io
from pathlib import Path

from anju.foundation.cluster import Layout
from anju.interfaces.cli import only_one, progress
from anju.interfaces.cli.progress import Progress


def test_a_step_without_a_terminal_says_now_and_then_how_far_it_is(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    out = io.StringIO()
    shown = Progress(2, out)
    with shown.step("Demo town"):
        for done in range(1, 11):
            clock[0] += 10
            shown.tell("people", done * 100, 1000)
    lines = out.getvalue().splitlines()
    assert [line.strip().split()[-2] for line in lines[:-1]] == [
        "300/1,000",
        "600/1,000",
        "900/1,000",
    ]
    assert lines[-1].strip() == "[1/2] Demo town: 100.0 s"


def test_the_command_that_stops_an_installation_names_its_data_directory():
    assert only_one.down_command(Layout(only_one.PROJECT / "data")) == "./anju down"
    other = Layout(Path("/srv/a city"))
    assert only_one.down_command(other) == "./anju down --data '/srv/a city'"
