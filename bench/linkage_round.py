"""Doubles in the register: training, a first round over everybody but `--changed` records (50,000 unless said), then
the round over these among all, as of a night; and the declaration of known persons with two digits of the number
swapped, beside the records it may mean. `ratio` = seconds of the night's round ÷ seconds of reading and decrypting the
same records, which no comparing can do without."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from typing import Any

from bench import province
from bench.harness import SEED, Report, arguments, ready, show, spread

CHANGED, DECLARED = 50_000, 300
BLOCK = 5_000
NIGHT_SECONDS, INTAKE_MS = 60, 100


def run(words: Sequence[str] | None = None) -> int:
    """2: the arguments make no sense."""
    args = arguments(words, __doc__ or "", _more)
    if not 0 < args.changed <= args.people // 2:
        return 2
    with ready(args) as found:
        province.fill(found, args)
        report = measure(args)
    return show(report, as_json=args.json)


def _more(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--changed", type=int, default=CHANGED)


def measure(args: Any) -> Report:
    from anju.domains.linkage.api import records as linkage
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import rows

    actor, report = system("bench"), Report("linkage-round", rows=args.changed)
    training = _seconds(lambda: linkage.train_parameters(actor=actor, at=now()))
    ids = random.Random(SEED).sample(range(1, args.people + 1), args.changed)
    first = _first_round(ids)
    with acting(actor):
        linkage.note_changed(ids)
    reading = _seconds(lambda: _read(ids))
    begun = time.perf_counter()
    night = linkage.run_round(actor=actor, at=now())
    report.seconds = time.perf_counter() - begun
    with acting(actor), as_intake_role():
        waiting = rows("SELECT count(*) FROM linkage_pair WHERE state = 'open'")[0][0]
    taken, found, asked = _declared(ids)
    report.figures = {
        "register": args.people,
        "training_seconds": round(training, 1),
        "first_round": first,
        "pairs_weighed": night.compared,
        "pairs_that_wait": waiting,
        "a_declaration": spread(taken),
        "swapped_digits_that_meet_their_record": f"{found} of {asked}",
    }
    report.baseline = {"reading_seconds": round(reading, 2)}
    report.ratio = report.seconds / reading
    report.at_most("seconds of a night's round", report.seconds, NIGHT_SECONDS)
    report.at_most("p95 of a declaration, ms", spread(taken)["p95_ms"], INTAKE_MS)
    return report


def _seconds(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _first_round(changed: Sequence[int]) -> dict[str, Any]:
    """Everybody else is compared first, unless that was done in an earlier run."""
    from anju.domains.linkage.api import records as linkage
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import rows, run

    actor = system("bench")
    linkage.note_everybody(actor=actor)
    with acting(actor), as_intake_role():
        run("DELETE FROM linkage_changed_record WHERE person_id = ANY(%s)", [list(changed)])
        run(
            """DELETE FROM linkage_changed_record c USING linkage_record_key k WHERE k.person_id = c.person_id"""
        )
        known = rows("SELECT count(DISTINCT person_id) FROM linkage_record_key")[0][0]
    begun = time.perf_counter()
    done = linkage.run_round(actor=actor, at=now())
    seconds = time.perf_counter() - begun
    return {
        "records": done.records,
        "compared_before": known,
        "pairs": done.compared,
        "seconds": round(seconds, 1),
        "records_per_second": round(done.records / seconds) if done.records else None,
    }


def _read(ids: Sequence[int]) -> None:
    from anju.domains.linkage.queries.records import raw_records
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role

    for start in range(0, len(ids), BLOCK):
        with acting(system("bench")), as_intake_role():
            raw_records(ids[start : start + BLOCK])


def _declared(ids: Sequence[int]) -> tuple[list[float], int, int]:
    """Each of some known persons declared anew with a slip: seconds, how many met their record, of how many."""
    from anju.domains.linkage.api import records as linkage
    from anju.domains.linkage.queries.records import raw_records
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role

    with acting(system("bench")), as_intake_role():
        known = raw_records(list(ids[:DECLARED]))
    slipped = {p: _slipped(r) for p, r in known.items() if _slipped(r) != r}
    taken, met = [], 0
    for person, record in slipped.items():
        said = {str(role): value for role, value in record.items()}
        begun = time.perf_counter()
        with acting(system("bench")), as_intake_role():
            item = {
                "name": said["name"],
                "doc_type": "111",
                "doc_number": said["number"],
                "sex": said["sex"],
                "birth_date": said["birth_date"],
                "phone": said["phone"],
                "origin": said["origin"],
            }
            probable = linkage.probable_records(
                linkage.declared_record(item, address=said["address"] or "")
            )
        taken.append(time.perf_counter() - begun)
        met += person in {p.person_id for p in probable}
    return taken, met, len(slipped)


def _slipped(record: Any) -> Any:
    """The last two digits of the sequence swapped."""
    from anju.domains.linkage.data import Role

    number = record[Role.NUMBER] or ""
    return {**record, Role.NUMBER: number[:15] + number[16:17] + number[15:16] + number[17:]}


if __name__ == "__main__":
    from bench import harness, linkage_round

    harness.main(linkage_round)
