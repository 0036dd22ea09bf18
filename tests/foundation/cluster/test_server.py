"""The embedded server survives what machines do to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from anju.foundation.cluster import ClusterError, Layout, prepared, processes, tuning
from anju.foundation.cluster.layout import SOCKET_LIMIT
from anju.foundation.cluster.server import Server


@pytest.fixture(scope="module")
def layout(data_directory: Path) -> Layout:
    """An installation that was made and stopped: a test needs no other one before it, here or in another process."""
    found = Layout(data_directory)
    with prepared(found):
        pass
    return found


def test_the_last_one_out_stops_the_server_and_not_the_first(layout):
    with prepared(layout) as first:
        with prepared(layout) as second:
            assert second.server.running() == first.server.running()
        assert first.server.running() is not None
    assert first.server.running() is None


def test_nothing_committed_is_lost_when_the_server_is_killed(layout):
    with prepared(layout) as database:
        with psycopg.connect(database.owner_url) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        os.kill(database.server.running(), signal.SIGKILL)
        database.server.child.wait()
        database.server.start()
        with psycopg.connect(database.owner_url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_an_orphan_of_a_killed_process_is_taken_over(layout):
    orphan = Server(layout)
    orphan.start()
    with prepared(layout) as database:
        assert database.server.running() not in {None, orphan.child.pid}
    orphan.child.wait(10)


def test_a_process_id_that_another_program_got_after_a_reboot_does_not_stop_the_start(layout):
    (Server(layout).pgdata / "postmaster.pid").write_text(f"{os.getppid()}\n/nowhere\n")
    with prepared(layout) as database:
        assert database.server.running() is not None


def test_the_serving_role_owns_nothing_and_cannot_pass_by_policies(layout):
    with prepared(layout) as database, psycopg.connect(database.app_url) as connection:
        assert connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles "
            "WHERE rolname = current_user"
        ).fetchone() == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (n int)")


def test_chinese_trigrams_work_in_the_cluster_and_extensions_need_no_superuser(layout):
    with prepared(layout) as database, psycopg.connect(database.owner_url) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        assert connection.execute(
            "SELECT similarity('张建国', '张建军') > 0.3, "
            "(SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
        ).fetchone() == (True, False)


def test_secrets_and_cluster_are_closed_to_others(layout):
    assert layout.secrets.stat().st_mode & 0o777 == 0o600
    assert layout.known_pgdata().stat().st_mode & 0o777 == 0o700


def test_lost_passwords_are_reported_instead_of_replaced(layout):
    kept = layout.secrets.rename(layout.secrets.with_suffix(".away"))
    with pytest.raises(ClusterError, match="is missing"), prepared(layout):
        pass
    kept.rename(layout.secrets)


def test_a_deep_data_directory_still_has_a_socket_the_kernel_takes(data_directory):
    deep = Layout(data_directory.with_name("deep" * 30))
    deep.make()
    server = Server(deep)
    assert len(os.fsencode(server.sockets / ".s.PGSQL.5432")) <= SOCKET_LIMIT


def test_an_older_server_and_an_unreachable_one_are_refused_in_words(tmp_path):
    with (
        pytest.raises(ClusterError, match="cannot be reached"),
        prepared(Layout(tmp_path / "data"), owner_url="postgresql://o:p@127.0.0.1:1/none"),
    ):
        pass
    with (
        pytest.raises(ClusterError, match="looks like postgresql"),
        prepared(Layout(tmp_path / "other"), owner_url="mysql://o:p@127.0.0.1:1/none"),
    ):
        pass


@pytest.mark.parametrize("gibibytes", [1, 2, 24, 512])
def test_memory_is_shared_sensibly_on_small_and_large_machines(gibibytes):
    chosen = tuning.settings(bytes_of_memory=gibibytes << 30, cores=2)
    assert 64 <= int(chosen["shared_buffers"].removesuffix("MB")) <= min(8192, gibibytes * 342)


def test_a_dead_process_is_not_taken_for_a_living_one():
    assert processes.alive(os.getpid())
    assert not processes.alive(2**22 + 1)


SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
]


def test_a_process_that_ended_but_was_not_waited_for_counts_as_gone():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    try:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        assert psutil.Process(ended.pid).status() == psutil.STATUS_ZOMBIE
        assert processes.gone(ended.pid, patience=0.01)
    finally:
        ended.wait()


def test_a_whole_process_group_is_ended_even_one_that_ignores_the_request_and_nothing_else():
    leader = subprocess.Popen(STUBBORN, process_group=0, stdout=subprocess.PIPE)
    member = subprocess.Popen(SLEEPER, process_group=leader.pid)
    stranger = subprocess.Popen(SLEEPER, start_new_session=True)
    try:
        assert leader.stdout.readline() == b"1\n"
        assert processes.end_group(leader.pid, "no such command line", patience=0.1) == 0
        assert processes.end_group(leader.pid, sys.executable, patience=1) == 2
        assert [leader.wait(5), member.wait(5)] == [-signal.SIGKILL, -signal.SIGTERM]
        assert stranger.poll() is None
    finally:
        for process in (leader, member, stranger):
            process.kill()
            process.wait()
