"""Backup, restore and upgrade killed by signal 9 at several moments: each can be repeated, goes on or begins anew."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.factories.installations import PROJECT, anju, environment

from anju.foundation import archive
from anju.foundation.archive import ArchiveError, drafts
from anju.foundation.cluster import Layout, prepared

RELEASE = PROJECT / "tests" / "upgrade" / "releases" / "0.1"
EXPECTED = json.loads((RELEASE / "expected.json").read_text("utf-8"))["rows"]
_OLD = """
import argparse, pathlib, sys
from anju.foundation import archive
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.setup import keyring, migrations
from anju.interfaces.cli import key_copies
release = pathlib.Path(sys.argv[2])
args = argparse.Namespace(data=pathlib.Path(sys.argv[1]), database_url='')
with installation(args, parts=()) as found:
    wanted = archive.manifest_of(release / 'release.zip')
    key_copies.copy_in(release / 'keyring.json', found.layout.keyring)
    migrations.bring_to(found, wanted.migrations)
    archive.load(found.database.owner_url, release / 'release.zip', lambda *_: None)
"""

_HOLD = """
import pathlib, sys, time
from anju.foundation.archive import drafts
with drafts.whole(pathlib.Path(sys.argv[1])):
    print('held', flush=True)
    time.sleep(60)
"""


def killed(*words: object, data: Path, once: Callable[[], bool], after: float) -> bool:
    """Begin a command and kill it so many seconds after something is so; False when it had ended by then."""
    name, *rest = map(str, words)
    process = subprocess.Popen(
        [sys.executable, "-m", "anju.interfaces.cli", name, "--data", str(data), *rest],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while process.poll() is None and not once() and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(after)
    alive = process.poll() is None
    process.kill()
    process.wait()
    return alive


def people_of(data: Path) -> int:
    with prepared(Layout(data)) as database, psycopg.connect(database.owner_url) as owner:
        return int(owner.execute("SELECT count(*) FROM people_person").fetchone()[0])


@pytest.fixture(scope="module")
def restored(data_directory: Path) -> Iterator[Path]:
    """The release's register, restored after its restore was killed twice."""
    data, note = data_directory, Layout(data_directory).data / "restoring"
    words = ("restore", RELEASE / "release.zip", "--keys", RELEASE / "keyring.json")
    for after in (0.2, 2.0):
        assert killed(
            *words, data=data, once=lambda: note.exists() and note.stat().st_size > 0, after=after
        )
    refused = anju("imports", data=data)
    assert refused.returncode == 1
    assert "was interrupted" in refused.stderr
    done = anju(*words, "--json", data=data)
    assert done.returncode == 0, done.stderr
    assert "begins anew" in done.stderr
    assert not note.exists()
    yield data
    anju("down", data=data)


@pytest.mark.long
def test_a_killed_restore_is_repeated_whole(restored):
    assert people_of(restored) == EXPECTED["people_person"]


@pytest.mark.long
def test_a_killed_backup_is_repeated_and_its_draft_blocks_nothing(restored, tmp_path):
    file, keys = tmp_path / "register.zip", tmp_path / "keys.json"
    draft = tmp_path / "register.zip.draft"
    for after in (0.0, 0.05):
        if killed("backup", file, "--keys", keys, data=restored, once=draft.exists, after=after):
            assert not file.exists()
    draft.write_bytes(b"what a killed one left")
    done = anju("backup", file, "--keys", keys, data=restored)
    assert done.returncode == 0, done.stderr
    assert not draft.exists()
    assert {t.name: t.rows for t in archive.manifest_of(file).tables}["people_person"] == EXPECTED[
        "people_person"
    ]
    assert keys.stat().st_mode & 0o777 == file.stat().st_mode & 0o777 == 0o600


def test_two_backups_into_one_file_are_told_apart(tmp_path):
    target = tmp_path / "register.zip"
    with drafts.whole(target) as file:
        file.write(b"first")
        with pytest.raises(ArchiveError, match="Another process is writing"), drafts.whole(target):
            pytest.fail("two at once")
    assert target.read_bytes() == b"first"
    with pytest.raises(RuntimeError), drafts.whole(target) as file:
        file.write(b"half")
        raise RuntimeError
    assert target.read_bytes() == b"first"
    assert [p.name for p in tmp_path.iterdir()] == ["register.zip"]


def test_a_lock_ends_with_its_process(tmp_path):
    target = tmp_path / "register.zip"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(target)],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(ArchiveError, match="Another process"), drafts.whole(target):
        pytest.fail("two at once")
    holder.kill()
    holder.wait()
    with drafts.whole(target) as file:
        file.write(b"second")
    assert target.read_bytes() == b"second"


@pytest.mark.long
def test_a_killed_upgrade_goes_on(data_directory):
    data = data_directory.with_name("upgraded")
    subprocess.run(
        [sys.executable, "-c", _OLD, str(data), str(RELEASE)],
        env={**environment(), "ANJU_DATA": str(data)},
        check=True,
        timeout=600,
        capture_output=True,
    )
    for after in (1.5, 3.0):
        killed("imports", data=data, once=lambda: True, after=after)
    done = anju("imports", data=data)
    assert done.returncode == 0, done.stderr
    with prepared(Layout(data)) as database, psycopg.connect(database.owner_url) as owner:
        assert owner.execute("SELECT count(*) FROM people_person").fetchone() == (
            EXPECTED["people_person"],
        )
        assert owner.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid").fetchone() == (
            0,
        )
        assert owner.execute(
            "SELECT array_agg(DISTINCT get_byte(number_cipher, 0)) FROM people_document"
        ).fetchone() == ([3],)
    anju("down", data=data)
