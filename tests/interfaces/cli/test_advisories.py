"""Asking about known weaknesses: found ones fail, an unreachable registry is said and fails nothing."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from anju.interfaces.cli import locks
from anju.interfaces.cli.commands import lint

PYTHON = {
    "dependencies": [
        {
            "name": "django",
            "version": "5.2.0",
            "vulns": [{"id": "CVE-2026-1", "fix_versions": ["5.2.9"]}],
        },
        {"name": "polars", "version": "1", "vulns": []},
    ]
}
NODE = {"vulnerabilities": {"htmx.org": {"severity": "high", "range": "<4.0.2"}}}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("requirements.lock", "package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    return tmp_path


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    monkeypatch.setattr(locks.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(locks.sys, "prefix", "/nowhere")


def answering(python: object, node: object):
    def run(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
        said = node if command[0].endswith("npm") else python
        return subprocess.CompletedProcess(
            command, 1, said if isinstance(said, str) else json.dumps(said), ""
        )

    return run


def test_weaknesses_are_named_with_package_version_and_remedy(project):
    python, node = locks.asked(project, answering(PYTHON, NODE))
    assert python.found == ("django 5.2.0: CVE-2026-1, mended in 5.2.9",)
    assert node.found == ("htmx.org: high, in <4.0.2",)


@pytest.mark.parametrize(
    "said",
    ["", "<html>proxy</html>", "[]", {"error": {"code": "ENOAUDIT"}}, {"message": "not found"}],
)
def test_a_registry_that_does_not_answer_is_said_and_is_not_taken_for_all_well(project, said):
    for one in locks.asked(project, answering(said, said)):
        assert one.unasked
        assert not one.found


def test_a_registry_that_hangs_is_given_up(project):
    def hangs(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
        raise subprocess.TimeoutExpired(command, 1)

    assert all(one.unasked for one in locks.asked(project, hangs))


def test_lint_fails_for_a_weakness_and_says_what_it_could_not_ask_and_fails_when_it_could_ask_nothing(
    monkeypatch, capsys
):
    weak, silent = (
        locks.Answer("requirements.lock", ("django 5.2.0: CVE",)),
        locks.Answer("x", unasked="no network"),
    )
    monkeypatch.setattr(lint.locks, "asked", lambda _: [locks.Answer("requirements.lock"), silent])
    assert lint.holds("audit")
    assert "NOT checked" in capsys.readouterr().out
    monkeypatch.setattr(lint.locks, "asked", lambda _: [silent, silent])
    assert not lint.holds("audit", wanted=True)
    assert "THE AUDIT WAS NOT MADE" in capsys.readouterr().out
    assert lint.holds("audit"), "the whole check goes on without a network"
    assert "THE AUDIT WAS NOT MADE" in capsys.readouterr().out
    monkeypatch.setattr(lint.locks, "asked", lambda _: [weak, silent])
    assert not lint.holds("audit")


def test_it_runs_with_every_whole_check():
    assert "audit" in lint.CHECKS
    assert "./anju lint" in (lint.PROJECT / ".ci" / "run").read_text("utf-8")
