"""The process that reads a file: one a file, the next one kept ready, and none of them harms another file."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from anju.foundation.errors import Refused
from anju.foundation.sheets import guarded, read_cells
from tests.factories.workbooks import roster

SRC = Path(__file__).resolve().parents[3] / "src"
TEXT = "姓名,年龄\n张三,20\n".encode()
LONG = "姓名,年龄\n".encode() + b"a,1\n" * 200_000
PIECE = 100_000
READ_ONE = """
from anju.foundation.sheets import guarded, read_cells
read_cells(b"a,b\\n1,2\\n", "a.csv")
print(guarded.ready[0].pid, flush=True)
"""


@pytest.fixture(autouse=True)
def _none_ready() -> Iterator[None]:
    guarded.end_ready()
    yield
    guarded.end_ready()


def read_text(data: bytes = TEXT) -> list[tuple[object, ...]]:
    return read_cells(data, "a.csv").sheets[0].cells.rows()


class TestOneProcessAFile:
    def test_a_file_is_read_by_the_process_kept_ready_and_never_by_that_of_another_file(self):
        used = []
        for _ in range(3):
            assert read_text() == [("姓名", "年龄"), ("张三", "20")]
            used.append(guarded.ready[0].pid)
        assert len(set(used)) == 3

    def test_a_process_ends_with_its_file(self):
        read_text()
        (kept,) = guarded.ready
        read_text()
        assert kept.returncode is not None

    def test_files_read_at_once_are_kept_apart(self):
        texts = [f"姓名\n张{n}\n".encode() for n in range(12)]
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(read_text, texts))
        assert found == [[("姓名",), (f"张{n}",)] for n in range(12)]

    def test_a_reading_that_is_left_early_ends_its_process(self):
        reading = guarded.records(LONG, "a.csv", None, piece=PIECE)
        next(reading)
        (process,) = _reading()
        reading.close()
        assert process not in _reading()


class TestProcessesThatDie:
    def test_one_that_was_killed_while_it_waited_is_replaced(self):
        read_text()
        guarded.ready[0].kill()
        guarded.ready[0].wait()
        assert read_text()[1] == ("张三", "20")

    def test_one_that_is_killed_refuses_its_file_and_no_other(self):
        first = guarded.records(LONG, "first.csv", None, piece=PIECE)
        next(first)
        (killed,) = _reading()
        second = guarded.records(LONG, "second.csv", None, piece=PIECE)
        next(second)
        os.kill(killed, signal.SIGKILL)
        with pytest.raises(Refused, match="file_built_oddly"):
            list(first)
        assert len(list(second)) > 5

    def test_the_one_kept_ready_ends_with_the_process_that_keeps_it(self):
        done = subprocess.run(
            [sys.executable, "-c", READ_ONE],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SRC)},
            check=True,
        )
        assert not psutil.pid_exists(int(done.stdout))

    def test_the_one_kept_ready_ends_when_its_keeper_is_killed(self):
        keeper = subprocess.Popen(
            [sys.executable, "-c", f"{READ_ONE}\nimport time; time.sleep(600)"],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(SRC)},
        )
        with keeper:
            kept = psutil.Process(int(keeper.stdout.readline()))
            keeper.kill()
        psutil.wait_procs([kept], timeout=60)
        assert not kept.is_running() or kept.status() == psutil.STATUS_ZOMBIE

    def test_a_forked_process_leaves_its_parents_alone(self):
        read_text()
        child = os.fork()
        if not child:
            os._exit(len(guarded.ready))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert read_text()[1] == ("张三", "20")


class TestLimits:
    @pytest.mark.parametrize("first", [True, False], ids=["a new process", "one kept ready"])
    def test_hold_for_every_file(self, first):
        if not first:
            read_text()
        reading = guarded.records(LONG, "a.csv", None, piece=PIECE)
        next(reading)
        (process,) = _reading()
        memory, processor = (
            resource.prlimit(process, kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU)
        )
        assert memory == (guarded.MEMORY + 2 * len(LONG),) * 2
        assert processor == (guarded.PROCESSOR_SECONDS,) * 2
        reading.close()

    def test_a_file_that_asks_for_more_memory_is_refused_and_the_next_is_read(self, monkeypatch):
        read_text()
        with monkeypatch.context() as changed:
            changed.setattr(guarded, "MEMORY", 64 * 1024 * 1024)
            with pytest.raises(Refused, match="file_built_oddly"):
                read_cells(roster(), "a.xlsx")
        assert read_cells(roster(), "a.xlsx").sheets[0].cells.height == 6


def _reading() -> list[int]:
    """The processes that read a file now; the tests have other children, such as a database server."""
    kept = {process.pid for process in guarded.ready}
    return [
        child.pid
        for child in psutil.Process().children()
        if child.pid not in kept and guarded.__name__ in child.cmdline()
    ]
