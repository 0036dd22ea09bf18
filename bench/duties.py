"""Recurring visits of buildings: the generator is run month by month over 24 simulated months, in processes that are
killed with signal 9 in the middle of their work, 100 times in all. Then every duty that should be there is looked for,
and every one that is there twice.

Some 13,000 buildings give 100,000 duties; one in twenty has a serious hazard for some months, one in ten another one,
one in five was inspected and is in order. What is due is told again by a naive reader, building by building and month
by month, written from the rule (`00-visits.yaml` of the files of law). In a database of its own in the data directory,
emptied first.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bench.harness import Report, arguments, ready, show

MONTHS, FIRST = 24, (2027, 1)
INTERVALS = {"serious": 1, "hazard": 3, "unvisited": 3, "in_order": 6}
REGION = "430181124{:03d}"
EMPTIED = (
    "housing_duty",
    "housing_duty_round",
    "housing_hazard",
    "housing_inspection",
    "housing_form",
    "places_home",
    "places_building",
    "places_address",
)
Life = tuple[str, date, date]
"""A building's: kind of hazard ("serious", "hazard"; "in_order": an inspection that found nothing), found and put right
on these days."""
Due = tuple[int, date]


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "", _options)
    args.data = args.data / "duties"
    with ready(args) as found:
        report = measure(found.database.owner_url, args)
    return show(report, as_json=args.json)


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--buildings", type=int, default=13_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)


def measure(owner_url: str, args: Any) -> Report:
    """Enter the buildings, run the months, compare."""
    from django.db import connections

    chance, report = random.Random(args.seed), Report("duties")
    lives = entered(owner_url, args.buildings, chance)
    connections.close_all()
    killed, begun = 0, time.monotonic()
    for n in range(MONTHS):
        killed += month(n, args.kills * (n + 1) // MONTHS - killed, chance)
    report.seconds = time.monotonic() - begun
    wanted = expected(lives)
    there = Counter(made(owner_url))
    report.rows = sum(there.values())
    report.figures = {
        "buildings": args.buildings,
        "months": MONTHS,
        "killed": killed,
        "duties_by_condition": by_condition(owner_url),
        "overdue_and_waiting_at_the_end": waiting(),
    }
    report.at_least("times the generator was killed at work", killed, args.kills)
    report.at_most("duties made twice", sum(n - 1 for n in there.values()), 0)
    report.at_most("duties missing", len(wanted - set(there)), 0)
    report.at_most("duties nobody expects", len(set(there) - wanted), 0)
    report.holds(
        "what is overdue can still be done",
        report.figures["overdue_and_waiting_at_the_end"] == len(lives),
    )
    return report


def month_at(n: int) -> tuple[int, int]:
    """Year and month of the n-th simulated month."""
    year, index = divmod(FIRST[0] * 12 + FIRST[1] - 1 + n, 12)
    return year, index + 1


def entered(owner_url: str, count: int, chance: random.Random) -> dict[int, Life | None]:
    """The buildings, and what befell each."""
    import polars as pl
    import psycopg

    from anju.domains.places import api as places
    from anju.foundation.actor import system
    from anju.foundation.clock import CHINA
    from anju.foundation.db.scope import acting

    with psycopg.connect(owner_url) as owner:
        owner.execute(f"TRUNCATE {', '.join(EMPTIED)} CASCADE")
    rows = [
        {
            "region": REGION.format(n % 20 + 1),
            "address": f"新屋路{n // 20 + 1}号",
            "name": "",
            "party": "",
            "kind": "rental",
            "use": "01",
            "floors": 6,
        }
        for n in range(count)
    ]
    with acting(system("bench")):
        ids = places.add_buildings(pl.DataFrame(rows), at=datetime(2026, 11, 1, tzinfo=CHINA))
    lives = {i: _life(chance) for i in ids}
    _befell(owner_url, lives)
    return lives


def _life(chance: random.Random) -> Life | None:
    kind = chance.choices(("serious", "hazard", "in_order", ""), (5, 10, 20, 65))[0]
    if not kind:
        return None
    since = date(2026, 11, 2) + timedelta(days=chance.randrange(600))
    return kind, since, since + timedelta(days=chance.randrange(5, 300))


def _befell(owner_url: str, lives: dict[int, Life | None]) -> None:
    """Inspections and hazards of their days, as the tables hold them."""
    import psycopg

    with psycopg.connect(owner_url) as owner:
        form = owner.execute(
            "INSERT INTO housing_form (digest, content) VALUES ('bench', '{}') RETURNING id"
        ).fetchone()
        for number, life in lives.items():
            if life is None:
                continue
            kind, since, until = life
            inspection = owner.execute(
                """INSERT INTO housing_inspection (building_id, region, number, form_id, form_key, day, answers, note,
                key, by_label, recorded_at)
                VALUES (%s, '', %s, %s, 'bench', %s, '{}', '', %s, '', %s::date + time '12:00') RETURNING id""",
                [number, f"b{number}", form and form[0], since, f"b{number}", since],
            ).fetchone()
            if kind != "in_order":
                owner.execute(
                    """INSERT INTO housing_hazard (inspection_id, building_id, item, kind, serious, state, note,
                    recorded_at, state_since, closed_at) VALUES (%s, %s, 'x', '01', %s, 'closed', '',
                    %s::date + time '12:00', %s::date + time '12:00', %s::date + time '12:00')""",
                    [inspection and inspection[0], number, kind == "serious", since, until, until],
                )


def month(n: int, kills: int, chance: random.Random) -> int:
    """Run the generator of a month until it ends by itself, killing it so many times; how many died at their work."""
    year, number = month_at(n)
    killed, longest = 0, 1.0
    while True:
        begun = time.monotonic()
        child = _started(year, number)
        if killed < kills:
            time.sleep(chance.uniform(0.02, 0.8) * longest)
            os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            if os.WEXITSTATUS(status):
                raise SystemExit("the generator failed")
            if killed >= kills or not _open(year, number):
                return killed
            longest = max(0.05, time.monotonic() - begun)
        else:
            killed += 1


def _started(year: int, number: int) -> int:
    """A process that makes the duties of a month, with a connection of its own."""
    child = os.fork()
    if child:
        return child
    try:
        from anju.domains.housing.api import premises
        from anju.foundation.actor import system
        from anju.foundation.clock import CHINA

        at = datetime(year, number, 2, 9, tzinfo=CHINA)
        premises.make_duties(actor=system("bench"), at=at, block=100)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _open(year: int, number: int) -> bool:
    """Is the month not finished?"""
    from django.db import connections

    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import rows

    with acting(system("bench")):
        done = rows(
            "SELECT count(*) FROM housing_duty_round WHERE month = %s AND rule = 'rental_building'",
            [year * 12 + number - 1],
        )[0][0]
    connections.close_all()
    return not done


def expected(lives: dict[int, Life | None]) -> set[Due]:
    """Building by building and month by month, from the rule alone."""
    wanted = set()
    for n in range(MONTHS):
        year, number = month_at(n)
        day = date(year, number, 1)
        for building, life in lives.items():
            if (year * 12 + number - 1 + building) % INTERVALS[_condition(life, day)] == 0:
                wanted.add((building, day))
    return wanted


def _condition(life: Life | None, day: date) -> str:
    """On the morning of a day."""
    if life is None or day <= life[1]:
        return "unvisited"
    kind, _since, until = life
    return "in_order" if kind == "in_order" or until < day else kind


def made(owner_url: str) -> list[Due]:
    """What is in the table."""
    import psycopg

    with psycopg.connect(owner_url) as owner:
        return list(owner.execute("SELECT building_id, period FROM housing_duty").fetchall())


def by_condition(owner_url: str) -> dict[str, int]:
    """How many duties were made of each condition."""
    import psycopg

    with psycopg.connect(owner_url) as owner:
        found = owner.execute("SELECT condition, count(*) FROM housing_duty GROUP BY 1").fetchall()
    return {str(name): int(count) for name, count in found}


def waiting() -> int:
    """Places with a visit that is due at the end."""
    from anju.domains.housing.api import premises
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting

    year, number = month_at(MONTHS)
    with acting(system("bench")):
        return premises.count_due(("",), day=date(year, number, 1))
