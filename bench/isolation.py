"""Nobody sees what is not theirs: one million combinations of role × region × purpose × action × channel, each decided
three times: by row-level security, by what the code says (queries and `Actor.may`), and by a naive oracle that reads
only the lives as they were drawn.

A combination is one drawn actor (roles, granted regions and parties, stated purpose) with one channel
(a table, a query, an action) and, where the channel shows rows of places, one place. Every one is
decided for all people of the town at once, in both directions. Runs in a town of its own beside the
benchmark's register, emptied and declared anew.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import pickle
import random
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bench.harness import Report, arguments, ready, show

COMBINATIONS = 1_000_000
PEOPLE, SEED = 120, 20261121
QUERIED = 12
"""Of so many actors one is also taken through every query; the others are asked of the tables and of their actions."""
PIECE = 100


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "", _options)
    args.data = args.data / "isolation"
    with ready(args) as found:
        report = measure(found, args)
    return show(report, as_json=args.json)


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--combinations",
        type=int,
        default=COMBINATIONS,
        help="at least so many (default: %(default)s)",
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)


def measure(found: Any, args: Any) -> Report:
    """Build the town, then let every process draw actors until there are combinations enough."""
    from anju.interfaces.cli.progress import Progress

    progress, report = Progress(), Report("isolation")
    with progress.step("Building the town"):
        emptied(found.database.owner_url)
        town = _town()
    total: Counter[str] = Counter()
    leaks: list[str] = []
    begun = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with (
        progress.step("Comparing"),
        context.Pool(args.workers, _start, (found.serving(), pickle.dumps(town))) as pool,
    ):
        for counts, wrong in pool.imap_unordered(_piece, range(1_000_000), chunksize=1):
            total.update(counts)
            leaks += wrong
            progress.tell(
                "combinations", min(total["combinations"], args.combinations), args.combinations
            )
            if total["combinations"] >= args.combinations or leaks:
                pool.terminate()
                break
    report.seconds, report.rows = time.perf_counter() - begun, total["combinations"]
    report.figures |= {
        "actors": total["actors"],
        "of_them_see_nobody": total["see_nobody"],
        "by_channel": {
            k.removeprefix("in "): n for k, n in sorted(total.items()) if k.startswith("in ")
        },
        "row_decisions": total["rows"],
        "differences": leaks[:10],
    }
    report.at_least("combinations", total["combinations"], args.combinations)
    report.at_most("leaks (database, code and oracle differ)", len(leaks), 0)
    return report


def emptied(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("SET anju.maintenance = 'bench isolation: a new town'")
        owner.execute(
            "TRUNCATE people_person, people_scope, people_finding, register_batch, register_declaration, "
            "register_review, register_stay, register_job, "
            "register_absence, places_address, places_holder, employers_employer, events_event, "
            "audit_entry, audit_seal RESTART IDENTITY CASCADE"
        )


def _town() -> Any:
    from tests.guard import town as towns

    return towns.build(seed=SEED, size=PEOPLE)


_state: dict[str, Any] = {}


def _start(environment: dict[str, str], town: bytes) -> None:
    os.environ.update(environment, POLARS_MAX_THREADS="1")
    import django

    django.setup()
    from tests.guard.oracle import Oracle, admitted
    from tests.guard.town import COMMUNITIES, PLATFORM

    from anju.foundation.db.scope import acting

    _state["town"] = pickle.loads(town)  # noqa: S301 - our own, from the parent process
    _state["oracle"] = oracle = Oracle(_state["town"])
    with acting(PLATFORM):
        _state["rows"] = sum(len(v) for v in admitted().values())
    # A row of people belongs to every place its person ever lived in or worked at, one of the ledger to its own.
    placed = {"people_person": {li.id: li.regions for li in _state["town"].lives}}
    placed |= {t: {i: {r} for i, _, r, _ in found} for t, found in oracle.ledger.items()}
    placed["people_finding"] = {i: {r} for i, r in oracle.findings}
    _state["places"] = {
        t: {c: {i for i, regions in found.items() if c in regions} for c in COMMUNITIES}
        for t, found in placed.items()
    }


def _piece(number: int) -> tuple[Counter[str], list[str]]:
    """One piece of the work: actors of a seed of their own. Counts, and what differed."""
    from tests.guard.actors import drawn
    from tests.guard.oracle import admitted, channels

    from anju.foundation.db.scope import acting

    chance, counts, wrong = random.Random(SEED + number), Counter[str](), []
    town, oracle = _state["town"], _state["oracle"]
    for n in range(PIECE):
        one = drawn(chance, town)
        expected = oracle.tables(one.known)
        with acting(one.actor):
            found = admitted()
            wrong += [
                f"{t}: {one.actor} {sorted(found[t] ^ expected[t])}"
                for t in found
                if found[t] != expected[t]
            ]
            asked = (
                channels(chance, town, oracle, one.actor, one.known, [li.id for li in town.lives])
                if n % QUERIED == 0
                else {}
            )
        wrong += [
            f"{c}: {one.actor} {answer} {truth}"
            for c, (answer, truth) in asked.items()
            if answer != truth
        ]
        counts["in tables"] += len(found)
        counts["in queries"] += len(asked)
        wrong += _by_place(one, found, expected, counts) + _actions(one, counts)
        counts.update(actors=1, rows=_state["rows"], see_nobody=not expected["people_person"])
    counts["combinations"] = sum(n for k, n in counts.items() if k.startswith("in "))
    return counts, wrong


def _by_place(
    one: Any, found: dict[str, set[int]], expected: dict[str, set[int]], counts: Counter[str]
) -> list[str]:
    """The tables that know places, place by place."""
    wrong = []
    for table, places in _state["places"].items():
        for place, ids in places.items():
            counts["in tables by place"] += 1
            if found[table] & ids != expected[table] & ids:
                wrong.append(f"{table} in {place}: {one.actor}")
    return wrong


def _actions(one: Any, counts: Counter[str]) -> list[str]:
    """Every permission in every place: the actor's word against the oracle's."""
    from tests.guard.town import COMMUNITIES

    from anju.domains.access.data import PERMISSIONS

    wrong = []
    for permission in PERMISSIONS:
        for place in COMMUNITIES:
            counts["in actions by place"] += 1
            if one.actor.may(permission, region=place) != one.may(permission, place):
                wrong.append(f"{permission} in {place}: {one.actor}")
    return wrong


if __name__ == "__main__":
    from bench import harness, isolation

    harness.main(isolation)
