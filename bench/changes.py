"""Changes given to partners (`--changes`, 20,000 unless said): noted in the feed, fetched over HTTP by a department's
cursor in pages of 500 and of 1 (token, agreement, names and homes as they are now, a line in each person's log, signed
answer), and sent one by one to a webhook in a process of its own (signed CloudEvent, request, its answer noted).

Baselines of the same run: for fetching, the rows of the feed with name and home by one statement a page and
`json.dumps`, without anything else; for webhooks, the same bodies posted to the same receiver, unsigned.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from bench import province, site
from bench.harness import Report, arguments, ready, show, spread

CHANGES, SMALL, PAGE, AT_ONCE = 20_000, 300, 500, 2_000
TOLD = 2_000
"""Events that the webhook is sent."""
BASE = "http://localhost:8420"


def run(words: Sequence[str] | None = None) -> int:
    """2: the arguments make no sense."""
    args = arguments(words, __doc__ or "", _more)
    if args.changes < TOLD:
        return 2
    with ready(args) as found:
        province.fill(found, args)
        feed = _Feed(args.people)
        report = Report("changes")
        feed.note(args.changes, report)
        with site.serving(found) as port:
            feed.fetch(port, report)
        feed.plain(report)
        with _receiver() as url:
            feed.tell(url, report)
    return show(report, as_json=args.json)


def _more(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--changes", type=int, default=CHANGES)


class _Feed:
    """A department with a token, a partner with a webhook, and people whom changes are about."""

    def __init__(self, people: int) -> None:
        from anju.domains.access import api as access
        from anju.domains.exchange.api import links
        from anju.foundation.actor import system
        from anju.foundation.clock import now
        from anju.foundation.db.scope import acting
        from anju.foundation.db.statements import rows
        from anju.foundation.errors import NotFound

        self.actor, at = system("bench"), now()
        with acting(self.actor):
            try:
                links.own_place()
            except NotFound:
                links.set_place("430181", "浏阳市", actor=self.actor, at=at)
            living = rows(
                """SELECT s.person_id, s.region FROM register_stay s WHERE s.superseded_at IS NULL AND s.habitual
                AND s.period @> CURRENT_DATE AND s.person_id <= %s ORDER BY s.person_id LIMIT 20000""",
                [people],
            )
            counties = [region[:6] for _, region in living]
            self.county = max(set(counties), key=counties.count)
            self.living = [(p, r) for p, r in living if r.startswith(self.county)]
            user = access.create_user(
                self.actor,
                kind="client",
                username=f"bench-{time.time_ns()}",
                display_name="教育局",
                at=at,
            )
            access.grant(self.actor, user_id=user.id, role="client", region=self.county, at=at)
            self.token = access.issue_token(self.actor, user_id=user.id, name="b", at=at).secret
        self.user, self.number = user.id, f"BG-{user.id}"
        self._agree(self.number, user_id=user.id)

    def _agree(self, number: str, **more: Any) -> int:
        from anju.domains.exchange.api import changes
        from anju.foundation.clock import local_date, now
        from anju.foundation.db.scope import acting

        today = local_date(now())
        with acting(self.actor):
            made = changes.propose_changes(
                number,
                "教育局",
                kinds=tuple(changes.kinds()),
                fields=tuple(changes.fields()),
                purpose="service",
                basis="义务教育法第十二条",
                region=self.county,
                first=today - timedelta(days=1),
                last=today + timedelta(days=1),
                per_day=1_000_000,
                actor=self.actor,
                at=now(),
                **more,
            )
            changes.accept_changes(made, actor=self.actor, at=now())
        return int(made)

    def note(self, count: int, report: Report) -> None:
        """Into the feed, as the listener puts them."""
        from anju.domains.exchange.changes.data.changes import ChangeKind, Noted
        from anju.domains.exchange.changes.operations.noting import note
        from anju.foundation.clock import local_date, now
        from anju.foundation.db.scope import acting

        today, begun = local_date(now()), time.perf_counter()
        for first in range(0, count, AT_ONCE):
            some = [
                Noted(ChangeKind.MOVED_IN, *self.living[n % len(self.living)], today)
                for n in range(first, min(first + AT_ONCE, count))
            ]
            with acting(self.actor):
                note(some, at=now())
        report.rows = count
        report.figures["noted_per_second"] = round(count / (time.perf_counter() - begun), 1)

    def fetch(self, port: int, report: Report) -> None:
        """Everything in pages, then a few by ones."""
        connection = http.client.HTTPConnection("127.0.0.1", port)
        cursor, given, times = "", 0, []
        begun = time.perf_counter()
        while True:
            answer, seconds = self._page(connection, cursor, PAGE)
            times.append(seconds)
            given += len(answer["changes"])
            cursor = answer["cursor"]
            if not answer["more"]:
                break
        report.seconds = time.perf_counter() - begun
        report.figures |= {
            "fetched": given,
            "fetched_per_second": round(given / report.seconds, 1),
            "page_of_500": spread(times),
        }
        report.holds("every change once", given == report.rows, given)
        self.note(SMALL, Report("small"))
        singles = []
        for _ in range(SMALL):
            answer, seconds = self._page(connection, cursor, 1)
            cursor = answer["cursor"]
            singles.append(seconds)
        report.figures["page_of_1"] = spread(singles)

    def _page(self, connection: Any, cursor: str, limit: int) -> tuple[dict[str, Any], float]:
        asked: dict[str, Any] = {"agreement": self.number, "limit": limit}
        if cursor:
            asked["after"] = cursor
        headers = {
            "Authorization": f"Bearer {self.token}",
            "X-Purpose": "service",
            "Content-Type": "application/json",
        }
        begun = time.perf_counter()
        connection.request("POST", "/api/v1/changes", json.dumps(asked).encode(), headers)
        answer = connection.getresponse()
        text = answer.read()
        seconds = time.perf_counter() - begun
        if answer.status != 200:
            raise RuntimeError(text.decode())
        return json.loads(text), seconds

    def plain(self, report: Report) -> None:
        """The rows alone, by pages, as JSON."""
        from anju.foundation.db.scope import acting
        from anju.foundation.db.statements import rows

        after, count, begun = 0, 0, time.perf_counter()
        while count < report.rows:
            with acting(self.actor):
                found = rows(
                    """SELECT c.id, c.kind, c.day::text, c.region, p.name, p.birth_date::text, p.sex, s.home_id
                    FROM exchange_change c JOIN people_person p ON p.id = c.person_id
                    LEFT JOIN register_stay s ON s.person_id = p.id AND s.superseded_at IS NULL AND s.habitual
                      AND s.period @> CURRENT_DATE
                    WHERE c.id > %s ORDER BY c.id LIMIT %s""",
                    [after, PAGE],
                )
            json.dumps([list(r) for r in found], ensure_ascii=False)
            after, count = found[-1][0], count + len(found)
        rate = count / (time.perf_counter() - begun)
        report.baseline["rows_alone_per_second"] = round(rate, 1)
        report.ratio = report.figures["fetched_per_second"] / rate

    def tell(self, url: str, report: Report) -> None:
        """To the webhook, one after the other, as the job does; then the same bodies bare."""
        from anju.domains.exchange.api import changes
        from anju.domains.exchange.models import Webhook
        from anju.foundation.clock import now
        from anju.foundation.db.scope import acting
        from anju.interfaces.jobs.guarded_http import GuardedHttp

        made = self._agree(f"HOOK-{self.user}", url=url)
        self.note(TOLD, Report("told"))
        with acting(self.actor):
            hook = Webhook.objects.get(agreement_id=made).pk
        sent, bodies, failures = [], [], []
        with GuardedHttp(changes.networks_of("127.0.0.0/8")) as line:

            def transport(method: str, address: str, headers: Any, body: bytes) -> Any:
                if method == "POST":
                    bodies.append(body)
                return line(method, address, headers, body)

            changes.tell_next(hook, transport, base=BASE, at=now())  # the address agrees
            begun = time.perf_counter()
            for _ in range(TOLD):
                turn = time.perf_counter()
                told = changes.tell_next(hook, transport, base=BASE, at=now())
                sent.append(time.perf_counter() - turn)
                failures += [told.failure] if told.failure else []
            seconds = time.perf_counter() - begun
            begun = time.perf_counter()
            for body in bodies:
                fields = {"content-type": "application/cloudevents+json"}
                line("POST", url, fields, body)
            bare = len(bodies) / (time.perf_counter() - begun)
        report.figures |= {
            "told_per_second": round(len(bodies) / seconds, 1),
            "one_event": spread(sent),
        }
        report.baseline["bare_posts_per_second"] = round(bare, 1)
        report.figures["told_to_bare"] = round(len(bodies) / seconds / bare, 3)
        report.holds("every event taken once", len(bodies) == TOLD and not failures, len(bodies))


_SERVER = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_OPTIONS(self):
        self.send_response(200)
        self.send_header("WebHook-Allowed-Origin", "*")
        self.send_header("Content-Length", "0")
        self.end_headers()
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204)
        self.end_headers()
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


@contextmanager
def _receiver() -> Iterator[str]:
    """A partner's server, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    try:
        yield f"http://127.0.0.1:{(process.stdout or sys.stdin).readline().strip()}/hook"
    finally:
        process.kill()
        process.wait()
