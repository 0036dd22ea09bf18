"""The commands, run as a person runs them, on one small installation."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.factories.definitions import meaning
from tests.factories.installations import Up, anju, environment, prepare, wait_for

from anju.foundation import archive
from anju.foundation.cluster import Layout, Server, prepared, processes
from anju.foundation.crypto import keyring


@pytest.fixture(scope="module")
def data(data_directory: Path) -> Iterator[Path]:
    """A small installation: everything but the country's divisions, so that it is made in seconds."""
    prepare(data_directory)
    yield data_directory
    anju("down", data=data_directory)


@pytest.mark.long
def test_up_survives_kill_9_of_everything_and_a_second_up_is_refused(data):
    layout, first = Layout(data), Up(data)
    first.until_ready()
    refused = anju("up", "--port", "1", data=data)
    assert refused.returncode == 1
    assert "already running" in refused.stderr
    leaders = json.loads((layout.run / "children.json").read_text())
    os.kill(Server(layout).running(), signal.SIGKILL)
    os.kill(leaders[0], signal.SIGKILL)
    wait_for(
        lambda: (
            Server(layout).ready()
            and first.serves()
            and json.loads((layout.run / "children.json").read_text())[0] != leaders[0]
        )
    )
    orphan = Server(layout).running()
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    assert processes.alive(orphan)
    second = Up(data)
    second.until_ready()
    assert second.serves()
    assert Server(layout).running() != orphan
    assert anju("down", data=data).returncode == 0
    assert second.process.wait(30) == 0
    assert Server(layout).running() is None


@pytest.mark.long
def test_ctrl_c_stops_everything_with_status_0(data):
    running = Up(data)
    running.until_ready()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(30) == 0
    assert Server(Layout(data)).running() is None
    assert not running.serves()


def test_a_taken_port_is_refused_before_anything_is_started(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = anju("up", "--empty", "--port", other.getsockname()[1], data=data)
    assert refused.returncode == 1
    assert "choose one with --port" in refused.stderr


@pytest.mark.long
def test_a_backup_restored_into_an_empty_directory_is_the_same_register(data, tmp_path):
    first, second, keys = tmp_path / "first.zip", tmp_path / "second.zip", tmp_path / "keys.json"
    other = data.with_name("other")
    assert anju("backup", first, "--keys", keys, data=data).returncode == 0
    assert keys.stat().st_mode & 0o777 == 0o600
    done = anju("restore", first, "--keys", keys, "--json", data=other)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verified"]
    assert anju("backup", second, data=other).returncode == 0
    assert (other / "keys" / "keyring.json").read_bytes() == (
        data / "keys" / "keyring.json"
    ).read_bytes()
    again = anju("restore", first, data=other)
    assert again.returncode == 1
    assert "empty data directory" in again.stderr
    own = {"audit_epoch", "audit_entry"}  # the restore itself stands there
    before, after = (
        {t.name: t for t in archive.manifest_of(f).tables if t.name not in own}
        for f in (first, second)
    )
    assert before == after
    counters, later = (
        {s.name: s.last for s in archive.manifest_of(f).sequences} for f in (first, second)
    )
    assert counters.keys() == later.keys()
    assert later["people_person_id_seq"] > counters["people_person_id_seq"], (
        "numbers are never given out twice"
    )
    assert sum(table.rows for table in archive.manifest_of(first).tables) > 0
    assert what_holds(other) == what_holds(data)


def what_holds(directory: Path) -> set[tuple[str, ...]]:
    """Every index, constraint and trigger of an installation."""
    with prepared(Layout(directory)) as database, psycopg.connect(database.owner_url) as owner:
        found = owner.execute("""SELECT 'index', indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'constraint', conname::text, conrelid::regclass || ' ' || pg_get_constraintdef(oid)
                || convalidated::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT 'trigger', tgname::text, pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger
                WHERE NOT tgisinternal""").fetchall()
    return {(kind, name, meaning(text)) for kind, name, text in found}


@pytest.mark.long
def test_keys_of_another_register_are_refused_by_restore_and_nothing_stays(data, tmp_path):
    file, foreign, other = (
        tmp_path / "first.zip",
        tmp_path / "foreign.json",
        data.with_name("foreign"),
    )
    keyring.save(keyring.new_keyring(), foreign)
    assert anju("backup", file, data=data).returncode == 0
    done = anju("restore", file, "--keys", foreign, data=other)
    assert done.returncode == 1
    assert "not the one this register is encrypted under" in done.stderr
    assert not (other / "keys" / "keyring.json").exists()
    assert not (other / "restoring").exists()


def test_a_damaged_archive_restores_nothing(data, tmp_path):
    whole, damaged = tmp_path / "whole.zip", tmp_path / "damaged.zip"
    assert anju("backup", whole, data=data).returncode == 0
    content = bytearray(whole.read_bytes())
    damaged.write_bytes(content[: len(content) // 2])
    done = anju("restore", damaged, data=data.with_name("never"))
    assert done.returncode == 1
    assert "not a whole archive" in done.stderr


@pytest.mark.long
def test_doctor_finds_nothing_wrong_and_then_names_what_was_broken(data):
    healthy = anju("doctor", "--json", data=data)
    assert [f for f in json.loads(healthy.stdout) if f["state"] == "wrong"] == []
    (data / "keys" / "keyring.json").chmod(0o644)
    broken = anju("doctor", "--json", data=data)
    (data / "keys" / "keyring.json").chmod(0o600)
    assert broken.returncode == 1
    assert "keyring" in {f["check"] for f in json.loads(broken.stdout) if f["state"] == "wrong"}


def test_doctor_says_when_there_is_no_installation(tmp_path):
    nothing = anju("doctor", data=tmp_path / "nowhere")
    assert nothing.returncode == 1
    assert "Run ./anju up" in nothing.stdout


def test_wrong_words_end_with_status_2():
    wrong = subprocess.run(
        [sys.executable, "-m", "anju.interfaces.cli", "upp"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert wrong.returncode == 2
    assert "upp" in wrong.stderr
