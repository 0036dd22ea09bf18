"""One check-in of a newcomer end to end over HTTP: session, actor, declaration, match, person, stay, scopes, search
rows, audit, event; 8 clients on the machine that also runs the database and the web server.

Baselines in the same run: `pgbench`, the bare INSERTs of the same rows without any Django; and, served the same way,
`four`, a Django endpoint that looks a person up and inserts stay, audit and outbox rows; `same`, one
that inserts through the ORM every row a check-in writes; `ungrouped`, the check-in itself without the
grouped commit.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from typing import Any

from bench import pgbench, province, site
from bench.harness import Report, arguments, clients, ready, show, spread

TURNS = 5
"""Each way is measured so often, in turns: a machine that is slow for a while is slow for all of them."""
MANY = 30_000
"""Places of a home here, so that none is full."""
_RUN = time.time_ns() // 1_000_000 * 100_000
"""Keeps the stays of the bare endpoint apart from those of earlier runs."""


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    with ready(args) as found:
        province.fill(found, args)
        report = measure(found, args)
        report.baseline["pgbench"] = pgbench.rate(found, seconds=args.seconds, count=args.clients)
    rate = report.rows / report.seconds
    report.figures["ratio_to_pgbench"] = round(rate / report.baseline["pgbench"]["per_second"], 3)
    report.at_most("check-in over HTTP: p95 ms", report.figures["http"]["p95_ms"], 60)
    report.at_least("rate ÷ that of the minimal endpoint (four)", report.ratio or 0.0, 0.5)
    return show(report, as_json=args.json)


def measure(found: Any, args: Any) -> Report:
    wanted = int(args.seconds * 2000)
    newcomers = fresh_people(args.data, wanted)
    homes, headers = _ground()
    turns = itertools.count()
    taken: dict[str, list[float]] = {"check-in": [], "ungrouped": [], "four": [], "same": []}
    spent = dict.fromkeys(taken, 0.0)
    with (
        site.serving(found) as port,
        site.serving(found, grouped=False) as ungrouped,
        site.serving(found, bare=True) as bare,
    ):
        callers: dict[str, Any] = {
            "check-in": lambda me: _arrivals(port, headers, me, newcomers, homes, turns),
            "ungrouped": lambda me: _arrivals(ungrouped, headers, me, newcomers, homes, turns),
            "four": lambda me: _bare(bare, "four", me, homes, turns),
            "same": lambda me: _bare(bare, "same", me, homes, turns),
        }
        for _ in range(TURNS):
            for name, make in callers.items():
                some, seconds = clients(args.clients, args.seconds / TURNS, make)
                taken[name] += some
                spent[name] += seconds
    rates = {name: len(taken[name]) / spent[name] for name in taken}
    report = Report(
        "check-in",
        rows=len(taken["check-in"]),
        seconds=spent["check-in"],
        figures={"http": spread(taken["check-in"])},
    )
    report.baseline = {
        n: {"rows_per_second": round(rates[n], 1), **spread(taken[n])}
        for n in ("ungrouped", "four", "same")
    }
    report.ratio = rates["check-in"] / rates["four"]
    report.figures["ratio_to_ungrouped"] = round(rates["check-in"] / rates["ungrouped"], 3)
    report.figures["ratio_to_same_rows"] = round(rates["check-in"] / rates["same"], 3)
    return report


def fresh_people(data: Any, count: int) -> list[dict[str, Any]]:
    """Adults the register has never seen; the next call gives others. (A child alone would wait for a
    person's look.)"""
    known = province.state(data)
    start = -(-max(known.get("used", 0), known["people"]) // province.CHUNK) * province.CHUNK
    province.remember(data, {**known, "used": start + count})
    frame = province.people_slice(start, start + province.CHUNK)
    frame = frame.filter(frame["birth_date"].dt.year() < province.TODAY.year - 18).head(count)
    return frame.select("name", "doc_number", "phone").to_dicts()


def _ground() -> tuple[list[tuple[int, str, str]], dict[str, str]]:
    """Homes of one community whose clerk signs in."""
    from django.db import connection

    from anju.domains.places import api as places
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting

    with acting(system("bench")):
        with connection.cursor() as cur:
            cur.execute("SELECT id FROM places_home ORDER BY id LIMIT 200")
            ids = [r[0] for r in cur.fetchall()]
        homes = [(h.id, h.code, h.region) for h in places.homes(ids).values()]
        for home in ids:
            places.set_capacity(home, MANY)  # a full room would wait for a person's look as well
    return homes, site.signed_in({"role": "street", "region": homes[0][2][:2]})


def _arrivals(
    port: int,
    headers: dict[str, str],
    seat: int,
    people: list[dict[str, Any]],
    homes: list[tuple[int, str, str]],
    turns: Any,
) -> Any:
    call = site.caller(port, headers, seat)

    def arrive(_: int) -> None:
        turn = next(turns)
        _, code, region = homes[turn % len(homes)]
        person = people[turn]
        answer = call(
            "POST",
            "/bench/check-in",
            {
                **person,
                "home_code": code,
                "region": region,
                "start": "2026-11-20",
                "reason": "01",
                "key": person["doc_number"],
                "party": "",
            },
        )
        if answer["status"] != "applied":
            raise RuntimeError(answer)

    return arrive


def _bare(port: int, name: str, seat: int, homes: list[tuple[int, str, str]], turns: Any) -> Any:
    call = site.caller(port, {}, seat)

    def insert(_: int) -> None:
        turn = next(turns)
        home, _code, region = homes[turn % len(homes)]
        call(
            "POST",
            f"/{name}",
            {
                "person": turn % 1000 + 1,
                "turn": turn + 1 + _RUN,
                "home": home,
                "region": region,
                "name": "张建国",
            },
        )

    return insert


if __name__ == "__main__":
    from bench import check_in, harness

    harness.main(check_in)
