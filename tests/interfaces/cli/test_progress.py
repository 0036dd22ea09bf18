"""A log says how far long work is, without a terminal."""

from __future__ import annotations

import io

from anju.interfaces.cli import progress
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
