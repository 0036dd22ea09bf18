"""Power cuts while people write: 8 clients send check-ins over HTTP to what `./anju up` runs, and
database, web server and worker are killed with signal 9, all processes of each at once; first with the
supervisor alive, which must bring them back, then with the supervisor killed as well, and `./anju up` run again.

Who gets no answer sends the same again under the same key until there is one. Afterwards every acknowledged declaration
is looked for, and every declaration that is there is checked for wholeness: person, document, stay,
search rows, line of the trail, event, batch.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import check_in, province
from bench.harness import PROJECT, Report, arguments, ready, show, spread
from bench.recover_check import whole

ROUNDS = ("supervised", "everything")
PATIENCE = 120.0


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    from django.db import connections

    with ready(args, "web") as found:
        province.fill(found, args)
        homes, token, mark = _prepared(found)
        connections.close_all()
    people = check_in.fresh_people(args.data, int(args.seconds * 2000))
    report, crew = Report("recover"), Crew(homes, people, token)
    with _up(args) as site:
        for kind in ROUNDS:
            report.figures[kind] = _round(args, site, crew, kind)
            report.at_most(f"{kind}: ready again, seconds", report.figures[kind]["ready_s"], 30)
        again = crew.send_doubtful(site.port)
    with ready(args) as found:
        checked = whole(found, mark, crew.acknowledged)
    report.rows, report.seconds = len(crew.acknowledged), crew.writing
    report.figures |= {
        "unanswered": again["doubtful"],
        "sent_again": again["answers"],
        "checked": checked,
        "latency": spread(crew.taken),
    }
    report.holds(
        "writes were acknowledged before and after each kill, and none was refused",
        not crew.refused
        and all(
            report.figures[k][f"acknowledged_{when}"]
            for k in ROUNDS
            for when in ("before", "after")
        ),
        crew.refused[:3],
    )
    report.at_most("acknowledged writes lost", checked["lost"], 0)
    report.at_most("writes half applied", sum(checked["half_applied"].values()), 0)
    report.holds("what got no answer is settled when sent again", again["settled"])
    report.holds("the trail verifies", checked["trail_whole"])
    return show(report, as_json=args.json)


def _prepared(found: Any) -> tuple[list[tuple[int, str, str]], str, int]:
    """Homes to check in to, a token of an office there, the last declaration so far."""
    import uuid

    import psycopg

    from anju.domains.access import api as access
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    homes, _ = check_in._ground()  # noqa: SLF001 - the same ground as check-in's
    platform, at = system("bench"), now()
    with acting(platform):
        user = access.create_user(
            platform,
            kind="staff",
            username=f"bench-{uuid.uuid4().hex[:10]}",
            password=uuid.uuid4().hex,
            display_name="bench",
            at=at,
        )
        access.grant(platform, user_id=user.id, at=at, role="district", region=homes[0][2][:6])
        token = access.issue_token(platform, user_id=user.id, name="bench", at=at).secret
    with psycopg.connect(found.database.owner_url) as owner:
        row = owner.execute("SELECT last_value FROM register_declaration_id_seq").fetchone()
    return homes, token, int(row[0]) if row else 0


class Site:
    """What `./anju up` runs, and how to end it the hard way."""

    def __init__(self, data: Path, extra: list[str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.data, self.log = data, data / "bench-up.log"
        self.command = [
            sys.executable,
            "-m",
            "anju.interfaces.cli",
            "up",
            "--empty",
            "--data",
            str(data),
            "--port",
            str(self.port),
            *extra,
        ]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=PROJECT,
                env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
                start_new_session=True,
            )

    def kill(self, *, supervisor: bool) -> int:
        """Signal 9 to every process of database, web server and worker (and to the supervisor, first); how many."""
        assert self.process is not None
        victims = list(descendants(self.process.pid))
        if supervisor:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for pid in victims:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return len(victims) + supervisor

    def until_ready(self) -> float:
        """Seconds until /readyz says 200."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            if status(self.port, "/readyz") == 200:
                return time.monotonic() - begun
            time.sleep(0.1)
        raise RuntimeError(f"not ready after {PATIENCE} s; see {self.log}")


def descendants(pid: int) -> Iterator[int]:
    """All living processes below this one."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from descendants(int(child))
            yield int(child)


def status(port: int, path: str) -> int:
    """The status of an answer, 0 when there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


@contextmanager
def _up(args: Any) -> Iterator[Site]:
    site = Site(args.data, ["--database-url", args.database_url] if args.database_url else [])
    site.start()
    try:
        site.until_ready()
        yield site
    finally:
        if site.process is not None and site.process.poll() is None:
            site.process.terminate()
            site.process.wait(180)


def _round(args: Any, site: Site, crew: Crew, kind: str) -> dict[str, Any]:
    """Write, kill in the midst of it, wait until ready, write on."""
    part, before = args.seconds / len(ROUNDS) / 2, len(crew.acknowledged)
    with crew.writing_to(site.port, args.clients):
        crew.until(before + args.clients, at_least=part)
        written = len(crew.acknowledged) - before
        killed = site.kill(supervisor=kind == "everything")
        begun = time.monotonic()
        time.sleep(0.3)
        if kind == "everything":
            site.start()
        site.until_ready()
        seconds = time.monotonic() - begun
        crew.until(before + written + args.clients, at_least=part)
    return {
        "acknowledged_before": written,
        "acknowledged_after": len(crew.acknowledged) - before - written,
        "processes_killed": killed,
        "ready_s": round(seconds, 2),
    }


class Crew:
    """Clients who check newcomers in and remember what they were answered."""

    def __init__(
        self, homes: list[tuple[int, str, str]], people: list[dict[str, Any]], token: str
    ) -> None:
        self.homes, self.people, self.token = homes, people, token
        self.acknowledged: dict[str, int] = {}
        self.doubtful: dict[str, dict[str, Any]] = {}
        self.taken: list[float] = []
        self.refused: list[str] = []
        self.writing, self._turn, self._lock, self._going = 0.0, 0, threading.Lock(), False

    @contextmanager
    def writing_to(self, port: int, count: int) -> Iterator[None]:
        """As long as this lasts, `count` clients write."""
        self._going, begun = True, time.monotonic()
        threads = [
            threading.Thread(target=self._write, args=(port,), daemon=True) for _ in range(count)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._going = False
            for thread in threads:
                thread.join(90)
            self.writing += time.monotonic() - begun

    def until(self, acknowledged: int, *, at_least: float) -> None:
        """Let them write so many seconds, and on until so many writes were acknowledged in all."""
        begun = time.monotonic()
        while (since := time.monotonic() - begun) < at_least or (
            len(self.acknowledged) < acknowledged and since < PATIENCE
        ):
            time.sleep(0.05)

    def _write(self, port: int) -> None:
        while self._going:
            with self._lock:
                turn, self._turn = self._turn, self._turn + 1
            _, code, region = self.homes[turn % len(self.homes)]
            person = self.people[turn]
            item = {
                **person,
                "key": f"recover-{person['doc_number']}",
                "kind": "arrive",
                "home_code": code,
                "region": region,
                "start": "2026-11-20",
                "reason": "01",
            }
            begun = time.perf_counter()
            done = self.send(port, item)
            if done is not None:
                self.taken.append(time.perf_counter() - begun)
                self.acknowledged[item["key"]] = done
                continue
            self.doubtful[item["key"]] = item
            while (
                self._going and self.send(port, item) is None
            ):  # as a client does: the same again, under its key
                time.sleep(0.2)

    def send(self, port: int, item: dict[str, Any]) -> int | None:
        """Declare; the number of the applied declaration, or None when nothing of it was answered."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request(
                "POST",
                "/api/v1/declarations",
                json.dumps({"items": [item]}),
                {
                    "Content-Type": "application/json",
                    "Host": "localhost",
                    "Idempotency-Key": item["key"],
                    "Authorization": f"Bearer {self.token}",
                },
            )
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        if answer.status != 200:
            if answer.status < 500:
                self.refused.append(f"{answer.status} {text[:300]!r}")
            return None
        (result,) = json.loads(text)["results"]
        if result["status"] != "applied":
            self.refused.append(str(result))
        return int(result["declaration"])

    def send_doubtful(self, port: int) -> dict[str, Any]:
        """Send again, under the same key, what got no answer."""
        answers = {key: self.send(port, item) for key, item in self.doubtful.items()}
        self.acknowledged |= {key: n for key, n in answers.items() if n is not None}
        return {
            "doubtful": len(answers),
            "answers": sum(n is not None for n in answers.values()),
            "settled": all(n is not None for n in answers.values()),
        }


if __name__ == "__main__":
    from bench import harness, recover

    harness.main(recover)
