"""Yes-or-no questions of a department over HTTP, with token, agreement, quota and a line in the person's log.

One client asks, in a random order, of people who live in the district asked about (`yes`), and in four ways for a no:
somebody not on file (`unknown`), a right number under another name (`other_name`), somebody of another district
(`elsewhere`), somebody shielded (`shielded`). `--asked N` of each (10,000 unless said). Every no must be the same to
the byte; times of each kind are compared with those of `unknown` (Kolmogorov–Smirnov, two samples). Then batches of 100
questions, then 8 clients at once. The baseline is an endpoint of the same run without middleware that reads one person
and their stay through the ORM and adds a line of the trail.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from math import exp
from typing import Any

from bench import province, site
from bench.harness import SEED, Report, arguments, ready, show, spread

KINDS = ("yes", "unknown", "other_name", "elsewhere", "shielded")
NUMBER, BATCH, CLIENTS, MOST_MS = "BENCH-1", 100, 8, 30.0


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--asked", type=int, default=10_000, help="questions of each kind")

    args = arguments(words, __doc__ or "", more)
    with ready(args) as found:
        province.fill(found, args)
        asker = Asker(args.people)
        with site.serving(found) as port:
            report = measure(port, asker, args.asked)
        with site.serving(found, bare=True) as port:
            baseline(port, asker, report)
    return show(report, as_json=args.json)


class Asker:
    """A department with an agreement about the county with most residents, and people to ask about."""

    def __init__(self, people: int) -> None:
        from anju.domains.access import api as access
        from anju.domains.exchange.api import answers
        from anju.foundation.actor import system
        from anju.foundation.clock import local_date, now
        from anju.foundation.db.scope import acting
        from anju.foundation.db.statements import rows

        platform, at = system("bench"), now()
        with acting(platform):
            living = rows(
                """SELECT s.person_id, left(s.region, 6) FROM register_stay s WHERE s.superseded_at IS NULL
                AND s.habitual AND s.period @> CURRENT_DATE AND s.person_id <= %s ORDER BY s.person_id LIMIT 20000""",
                [people],
            )
            counties = [c for _, c in living]
            self.county = max(set(counties), key=counties.count)
            user = access.create_user(
                platform,
                kind="client",
                username=f"bench-{time.time_ns()}",
                display_name="教育局",
                at=at,
            )
            access.grant(platform, user_id=user.id, role="client", region=self.county, at=at)
            self.token = access.issue_token(platform, user_id=user.id, name="bench", at=at).secret
            self.number = f"{NUMBER}-{user.id}"
            made = answers.propose_answers(
                self.number,
                "教育局",
                user_id=user.id,
                services=tuple(answers.services()),
                purposes=("service",),
                region=self.county,
                first=local_date(at),
                last=local_date(at) + timedelta(days=1),
                per_day=1_000_000,
                negatives_per_day=1_000_000,
                actor=platform,
                at=at,
            )
            answers.accept_answers(made, actor=platform, at=at)
            here = [p for p, c in living if c == self.county]
            self.here, self.hidden = here[: len(here) // 2], here[len(here) // 2 :][:200]
            self.there = [p for p, c in living if c != self.county]
            self.names = dict(rows("SELECT id, name FROM people_person WHERE id <= %s", [people]))
            for person in self.hidden:
                answers.shield(person, region=self.county, reason="witness", actor=platform, at=at)

    def question(self, kind: str, turn: random.Random) -> dict[str, Any]:
        """A question of that kind."""
        person = turn.choice(
            {"elsewhere": self.there, "shielded": self.hidden}.get(kind, self.here)
        )
        name = self.names[person]
        number = province.people_slice(person - 1, person)["doc_number"][0]
        if kind == "unknown":
            number = number[:14] + f"{turn.randrange(100, 900)}" + number[17]
        if kind == "other_name":
            name = name[0] + "某某"
        return {
            "id": "q",
            "service": "lives_in_division",
            "person": {"document": {"number": number}, "name": name},
            "division": self.county,
        }


def measure(port: int, asker: Asker, each: int) -> Report:
    turn = random.Random(SEED)
    prepared = [
        (kind, [asker.question(kind, turn)]) for kind in KINDS for _ in range(min(each, 500))
    ]
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _, questions in prepared[::5]:
        ask(connection, asker, questions)
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    bodies: dict[str, set[bytes]] = {kind: set() for kind in KINDS}
    begun = time.perf_counter()
    for _ in range(max(1, each // min(each, 500))):
        turn.shuffle(prepared)
        for kind, questions in prepared:
            seconds, body = ask(connection, asker, questions)
            times[kind].append(seconds)
            bodies[kind].add(body)
    report = Report("data-service", sum(map(len, times.values())), time.perf_counter() - begun)
    negatives = [k for k in KINDS if k != "yes"]
    alike = {f"{a} / {b}": ks(times[a], times[b]) for a, b in combinations(negatives, 2)}
    report.figures = {
        "by_kind": {kind: spread(found) for kind, found in times.items()},
        "ks_p": {pair: round(p, 4) for pair, p in alike.items()},
        "batch_of_100": spread([s for s, _ in batches(connection, asker, turn)]),
        "eight_clients": together(port, asker, [q for _, q in prepared]),
    }
    every = spread([s for found in times.values() for s in found])
    report.figures["single"] = every
    report.at_most("p95 of one question in ms", every["p95_ms"], MOST_MS)
    report.holds("every no is one text", set().union(*(bodies[k] for k in negatives)) == {NO})
    report.holds("every yes is one text", bodies["yes"] == {YES})
    report.at_least("smallest p of two kinds of no (KS)", min(alike.values()), 0.01)
    return report


YES, NO = (b'{"answers": [{"id": "q", "answer": "%s"}]}' % v for v in (b"yes", b"no"))


def ask(
    connection: http.client.HTTPConnection, asker: Asker, questions: list[dict[str, Any]]
) -> tuple[float, bytes]:
    """Seconds until the whole answer is here, and the answer."""
    body = json.dumps({"agreement": asker.number, "questions": questions}).encode()
    headers = {
        "Authorization": f"Bearer {asker.token}",
        "X-Purpose": "service",
        "Content-Type": "application/json",
    }
    begun = time.perf_counter()
    connection.request("POST", "/api/v1/answers", body, headers)
    answer = connection.getresponse()
    text = answer.read()
    seconds = time.perf_counter() - begun
    if answer.status != 200:
        raise RuntimeError(text.decode())
    return seconds, text


def batches(
    connection: http.client.HTTPConnection, asker: Asker, turn: random.Random
) -> Iterator[tuple[float, bytes]]:
    """Requests of a hundred questions."""
    for _ in range(50):
        questions = [
            asker.question(turn.choice(KINDS), turn) | {"id": str(n)} for n in range(BATCH)
        ]
        yield ask(connection, asker, questions)


def together(port: int, asker: Asker, prepared: list[list[dict[str, Any]]]) -> dict[str, float]:
    """Eight clients under one agreement, whose row they wait for."""
    found: list[float] = []

    def client(own: list[list[dict[str, Any]]]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        found.extend(ask(connection, asker, q)[0] for q in own)

    threads = [
        threading.Thread(target=client, args=(prepared[n::CLIENTS][:250],)) for n in range(CLIENTS)
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spread(found) | {"a_second": round(len(found) / (time.perf_counter() - begun), 1)}


def baseline(port: int, asker: Asker, report: Report) -> None:
    """The bare endpoint, asked about the same people one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    turn, found = random.Random(SEED), []
    for n in range(2_200):
        body = json.dumps({"person": turn.choice(asker.here)}).encode()
        begun = time.perf_counter()
        connection.request("POST", "/lives", body, {"Content-Type": "application/json"})
        connection.getresponse().read()
        if n >= 200:
            found.append(time.perf_counter() - begun)
    report.baseline = {"bare_endpoint": spread(found)}
    report.ratio = report.figures["single"]["p50_ms"] / report.baseline["bare_endpoint"]["p50_ms"]


def ks(one: Sequence[float], other: Sequence[float]) -> float:
    """The chance that two samples of one distribution differ as much (Kolmogorov–Smirnov, asymptotic)."""
    import numpy as np

    a, b = np.sort(one), np.sort(other)
    both = np.concatenate([a, b])
    gap = np.abs(
        np.searchsorted(a, both, side="right") / len(a)
        - np.searchsorted(b, both, side="right") / len(b)
    ).max()
    size = (len(a) * len(b) / (len(a) + len(b))) ** 0.5
    x = (size + 0.12 + 0.11 / size) * float(gap)
    if x < 0.2:
        return 1.0
    return max(
        0.0, min(1.0, 2 * sum((-1) ** (k - 1) * exp(-2 * (k * x) ** 2) for k in range(1, 101)))
    )
