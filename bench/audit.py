"""What the read log and its chain cost: searches of people alone, the panel of the one box that opens while somebody
types, its page of results, and person pages, over HTTP, with the log and the one-second sealer, in turns with the same
without; then how fast the whole chain is verified.

Without the log is the baseline of the same run: a server on which `record_read` writes nothing. Turns alternate so that
a busy moment of the machine falls on both.
"""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bench import pages, province, search, site
from bench.harness import Report, arguments, clients, ready, show

TURNS = 4
ENTRIES = 400_000
"""The chain has at least so many entries when it is verified."""
_FILL = """INSERT INTO audit_entry (at, kind, user_id, actor_label, role, action, subject_kind, subject_id, person_id,
    fields, purpose, channel, request_id, detail) SELECT now(), 'read', 1, 'bench', 'street', 'people.search', 'person',
    n::text, n, '{name,sex,birth_date}', 'service', 'web', md5(n::text), '{}' FROM generate_series(1, %s) n"""


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    with ready(args, "web") as found:
        province.fill(found, args)
        report = measure(found, args)
    return show(report, as_json=args.json)


def measure(found: Any, args: Any) -> Report:
    report = Report("audit")
    county = pages.county_of(args)
    headers = site.signed_in({"role": "district", "region": county})
    texts = [t for some in search.questions(args.people).values() for t in some]
    random.Random(3).shuffle(texts)
    addresses = {
        "panel": [f"/office/search/suggest?q={quote(t)}" for t in texts],
        "results": [f"/office/search/?q={quote(t)}" for t in texts],
        "page": [f"/office/people/{i}/" for i in pages.people_of(county, 400)],
    }
    part = args.seconds / TURNS
    with (
        site.serving(found, workers=2) as with_log,
        site.serving(found, workers=2, unlogged=True) as without,
        sealing(),
    ):
        rates: dict[str, dict[str, list[float]]] = {
            k: {"logged": [], "bare": []} for k in ("search", *addresses)
        }
        for turn in range(TURNS):
            order = ("logged", "bare") if turn % 2 else ("bare", "logged")
            for kind in order:
                port = with_log if kind == "logged" else without
                readers = {what: _reader(port, headers, some) for what, some in addresses.items()}
                for what, call in {"search": _searcher(port, headers, texts), **readers}.items():
                    taken, seconds = clients(args.clients, part, call)
                    rates[what][kind].append(len(taken) / seconds)
                    report.rows, report.seconds = report.rows + len(taken), report.seconds + seconds
    for what, found_rates in rates.items():
        mean = {k: statistics.mean(v) for k, v in found_rates.items()}
        cost = 1 - mean["logged"] / mean["bare"]
        report.figures[what] = {
            "per_second": round(mean["logged"], 1),
            "cost_share": round(cost, 3),
        }
        report.baseline[what] = {"per_second_without_log": round(mean["bare"], 1)}
        report.at_most(f"share of throughput the read log costs a {what}", cost, 0.10)
    report.ratio = 1 - max(report.figures[w]["cost_share"] for w in rates)
    report.figures["verify"] = verified(found)
    report.at_least("entries verified a second", report.figures["verify"]["per_second"], 200_000)
    return report


def _searcher(port: int, headers: dict[str, str], texts: list[str]) -> Any:
    def work(me: int) -> Any:
        call = site.caller(port, headers, me)
        return lambda turn: call(
            "GET", f"/bench/search?q={quote(texts[(turn * 8 + me) % len(texts)])}"
        )

    return work


def _reader(port: int, headers: dict[str, str], addresses: list[str]) -> Any:
    def work(me: int) -> Any:
        call = site.reader(port, headers)
        return lambda turn: call(addresses[(turn * 8 + me) % len(addresses)])

    return work


class sealing:  # noqa: N801 - used as a statement, like the other contexts
    """The worker's sealer, once a second, as long as the context lasts."""

    def __enter__(self) -> None:
        self._going = True
        self._thread = threading.Thread(target=self._seal, daemon=True)
        self._thread.start()

    def _seal(self) -> None:
        from django.db import connections

        from anju.foundation.audit import api as audit
        from anju.foundation.clock import now

        while self._going:
            audit.seal(now())
            time.sleep(1)
        connections.close_all()

    def __exit__(self, *error: object) -> None:
        self._going = False
        self._thread.join()


def verified(found: Any) -> dict[str, Any]:
    """Bring the trail to its size, seal it, recompute every hash and link."""
    import psycopg

    from anju.foundation.audit import api as audit
    from anju.foundation.clock import now

    with psycopg.connect(found.database.app_url, autocommit=True) as serving:
        have = _entries(found)
        while have < ENTRIES:
            serving.execute(_FILL, [min(100_000, ENTRIES - have)])
            have += min(100_000, ENTRIES - have)
    audit.seal(now())
    begun = time.perf_counter()
    result = audit.verify()
    seconds = time.perf_counter() - begun
    assert result.problem is None, result.problem
    return {
        "entries": result.entries,
        "seals": result.seals,
        "seconds": round(seconds, 2),
        "per_second": round(result.entries / seconds),
    }


def _entries(found: Any) -> int:
    import psycopg

    with psycopg.connect(found.database.owner_url) as owner:
        row = owner.execute("SELECT count(*) FROM audit_entry").fetchone()
        return int(row[0]) if row else 0


if __name__ == "__main__":
    from bench import audit, harness

    harness.main(audit)
