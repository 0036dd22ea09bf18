"""Whatever goes wrong in a command, a person reads a sentence, never a traceback; and nothing is
overwritten by mistake."""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import io
import json
import os
import random
import tempfile
import zipfile
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation import archive
from anju.foundation.archive import ArchiveError, drafts
from anju.foundation.archive.manifest import MEMBER
from anju.foundation.cluster import ClusterError, Layout
from anju.foundation.cluster import credentials as stored
from anju.interfaces.cli import __main__ as cli
from anju.interfaces.cli import key_copies
from anju.interfaces.cli.failures import sentence_for

WORDS = [
    "up",
    "down",
    "doctor",
    "backup",
    "restore",
    "token",
    "undo",
    "imports",
    "import",
    "verify",
    "audit",
    "centre",
    "demo",
    "entitled",
    "admin",
    "worker",
    "lint",
    "--port",
    "--json",
    "--keys",
    "--data",
    "--help",
    "--host",
    "--limit",
    "--user",
    "--days",
    "--as",
    "roster",
    "70000",
    "-1",
    "99999999999999999999",
    "0",
    "",
    "\0",
    "no/such/file",
    "/dev/null",
    "/proc/self/mem",
    "--database-url",
    "postgresql://",
    "http://[",
    "verify",
    "--head",
    "x:y",
    "--lists",
    "名",
    "\udcff",
]


def run(*words: str) -> tuple[int, str]:
    """Status and everything printed."""
    out = io.StringIO()
    out.fileno = lambda: 1  # type: ignore[method-assign] - for those who ask
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            status = cli.main(list(words))
        except SystemExit as end:
            status = int(end.code or 0)
    return status, out.getvalue()


@pytest.fixture(autouse=True)
def nothing_is_started(monkeypatch, tmp_path):
    """Commands go as far as they go without a database; a missing one is an error of the driver."""

    @contextlib.contextmanager
    def away(_args: argparse.Namespace, **_: object):
        raise psycopg.OperationalError("connection failed: no such file")
        yield

    for name in (
        "admin",
        "audit",
        "backup",
        "centre",
        "demo",
        "doctor",
        "entitled",
        "import_",
        "imports",
        "restore",
        "token",
        "undo",
        "up",
        "worker",
    ):
        module = importlib.import_module(f"anju.interfaces.cli.commands.{name}")
        if hasattr(module, "installation"):
            monkeypatch.setattr(module, "installation", away)
    monkeypatch.setattr(
        importlib.import_module("anju.interfaces.cli.commands.lint"), "run", lambda _args: 0
    )
    monkeypatch.setenv("ANJU_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    yield
    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
def test_no_words_end_in_a_traceback(words):
    if words[0].startswith("-"):
        words = ["backup", *words]
    status, printed = run(*words)
    assert status in {0, 1, 2}
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "no room left on the disk"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), "/x/y"),
        (psycopg.errors.DiskFull("could not extend file"), "no room left on the disk"),
        (psycopg.OperationalError("connection refused"), "cannot be reached"),
        (OperationalError("gone"), "OperationalError"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), "holds something else"),
        (KeyError("张三"), "KeyError"),
    ],
)
def test_each_error_becomes_a_sentence_and_its_traceback_goes_to_a_log_without_values(
    tmp_path, error, says
):
    (tmp_path / "log").mkdir()
    said = sentence_for(error, tmp_path)
    assert says in said
    assert "\n" not in said
    kept = tmp_path / "log" / "cli.log"
    assert type(error).__name__ in kept.read_text()
    assert "张三" not in said + kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_command_that_fails_says_so_in_json_too(tmp_path):
    status, printed = run("imports", "--json")
    assert status == 1
    assert json.loads(printed.splitlines()[-1])["error"] == "command_failed"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"app": 1}', "null", "\x00"])
def test_cut_passwords_are_named(tmp_path, content):
    (tmp_path / "secrets.json").write_text(content)
    with pytest.raises(ClusterError, match="damaged"):
        stored.load(tmp_path / "secrets.json")


def test_keys_never_replace_the_archive_or_the_keys_in_use(tmp_path):
    layout = Layout(tmp_path / "data")
    layout.keyring.parent.mkdir(parents=True)
    layout.keyring.write_text("ring")
    target, link = tmp_path / "x.zip", tmp_path / "link.zip"
    target.write_text("an archive")
    link.symlink_to(target)
    for keys in (target, link, tmp_path / "data" / ".." / "x.zip", layout.keyring):
        with pytest.raises(ClusterError):
            key_copies.check_target(keys, target, layout.keyring)
        status, printed = run(
            "backup", str(target), "--keys", str(keys), "--data", str(layout.data)
        )
        assert (status, "Traceback" in printed) == (1, False)
    assert (target.read_text(), layout.keyring.read_text()) == ("an archive", "ring")


def test_a_target_that_cannot_be_written_is_refused_before_the_work(tmp_path):
    for target in (
        tmp_path,
        tmp_path / "none" / "x.zip",
        tmp_path / "file" / "x.zip",
        Path("/dev/null"),
    ):
        with pytest.raises(ArchiveError):
            archive.check_target(target)
    archive.check_target(tmp_path / "x.zip")


def test_a_copy_of_the_keys_is_whole_or_absent(tmp_path, monkeypatch):
    ring, target = tmp_path / "keys" / "keyring.json", tmp_path / "copy.json"
    ring.parent.mkdir()
    ring.write_text("ring")
    target.write_text("the copy of before")
    monkeypatch.setattr(
        drafts.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full"))
    )
    with pytest.raises(OSError, match="full"):
        key_copies.copy_out(ring, target)
    assert target.read_text() == "the copy of before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.json", "keys"]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6))
def test_an_archive_with_any_bytes_cut_or_changed_is_refused_in_a_sentence(seed):
    chance = random.Random(seed)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(MEMBER, json.dumps({"format": 1, "taken": "x", "tables": []}) * 40)
    content = bytearray(packed.getvalue())
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    content = content[: chance.choice([len(content), chance.randrange(len(content))])]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "x.zip"
        path.write_bytes(content)
        with pytest.raises(ArchiveError):
            archive.manifest_of(path)
