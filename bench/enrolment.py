"""Places for children who moved in: 50,000 applications to 300 schools, kept as the register keeps them, are allocated
by the published rule and published, through the operations of the education office. Every answer is compared with a
second reading of the rule (`enrolment_plain.py`), written from its text; then places are given back and the waiting
list moves.

Families have one to three children, up to eight schools named, points in some; there are fewer places than children.
In a database of its own in the data directory, emptied first.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bench import enrolment_plain
from bench.harness import Report, arguments, ready, show

SCHOOLS, SEED, REGION = 300, "2026-08-01:30817", "430181"
TABLES = (
    "casework_enrolment_document",
    "casework_enrolment_event",
    "casework_enrolment",
    "casework_enrolment_school",
    "casework_enrolment_round",
)
SECONDS = 30
Child = tuple[int, str, int, Decimal, tuple[str, ...], bool, bool, tuple[str, ...]]


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "", _options)
    args.data = args.data / "enrolment"
    with ready(args) as found:
        report = measure(found.database.owner_url, args)
    return show(report, as_json=args.json)


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--children", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)


def measure(owner_url: str, args: Any) -> Report:
    """Enter them, allocate, publish, compare; then give places back."""
    from anju.domains.casework.api import enrolment
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    chance, report, at = random.Random(args.seed), Report("enrolment"), now()
    children, places = drawn(args.children, chance)
    held = entered(owner_url, children, places, at)
    office = system("bench")
    begun = time.monotonic()
    with acting(office):
        counts = enrolment.allocate_places(held, SEED, actor=office, at=at)
    allocated = time.monotonic() - begun
    with acting(office):
        enrolment.publish_places(held, actor=office, at=at)
    report.seconds, report.rows = time.monotonic() - begun, counts.children
    begun = time.monotonic()
    plain = enrolment_plain.give(places, SEED, children)
    alone = time.monotonic() - begun
    found = answers(owner_url)
    report.figures = {
        "schools": SCHOOLS,
        "places": sum(n for grades in places.values() for n in grades.values()),
        "families": len({c[1] for c in children}),
        "placed": counts.placed,
        "first_choice": counts.first_choice,
        "by_arrangement": counts.arranged,
        "waiting": counts.waiting,
        "siblings_in_different_schools": counts.split,
        "seconds_to_allocate": round(allocated, 2),
        "seconds_of_the_plain_reading": round(alone, 2),
    }
    report.at_most("seconds to allocate and publish", report.seconds, SECONDS)
    report.at_most(
        "answers that differ from the plain reading",
        sum(found.get(i) != answer for i, answer in plain.items()) + len(found) - len(plain),
        0,
    )
    giving_back(found, held, at, report)
    return report


def drawn(number: int, chance: random.Random) -> tuple[list[Child], dict[str, dict[int, int]]]:
    """Children of families, and places for nine in ten of them."""
    codes = [f"S{n:03}" for n in range(SCHOOLS)]
    weights = [chance.random() ** 2 + 0.05 for _ in codes]
    children: list[Child] = []
    family = 0
    while len(children) < number:
        family += 1
        points = Decimal(chance.randrange(0, 200)) / 2 if chance.random() < 0.6 else Decimal(0)
        named = list(dict.fromkeys(chance.choices(codes, weights, k=chance.randint(1, 8))))
        same, arranged = chance.random() < 0.8, chance.random() < 0.7
        for _n in range(min(chance.choice((1, 1, 1, 1, 2, 3)), number - len(children))):
            grade = chance.choice((1, 1, 7))
            one = (len(children) + 1, f"RX{family:07}", grade, points)
            children.append((*one, tuple(named), same, arranged, ()))
    each = number * 0.9 / SCHOOLS
    places = {c: {1: round(each * 2 / 3), 7: round(each / 3)} for c in codes}
    return children, places


def entered(
    owner_url: str, children: Sequence[Child], places: dict[str, dict[int, int]], at: datetime
) -> int:
    """Write the round, schools and applications as the operations would have; the round."""
    import psycopg

    from anju.domains.casework.enrolment.queries.enrolments import FACTS
    from anju.foundation.crypto import encrypt_many, row_of

    day = at.date()
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")
        found = owner.execute(
            "INSERT INTO casework_enrolment_round (region, kind, year, grades, title, apply_from, apply_to, results_on,"
            " reply_by, term_begins, seed_source, seed, state, admission, cutoffs, refused, digest, key, by_label,"
            " opened_at, version) VALUES (%s, 'entry', %s, '{1,7}', 'bench', %s, %s, %s, %s, %s, 'bench', '', 'open',"
            " 'national', '{}', '[]', '', 'bench', '', %s, 1) RETURNING id",
            [REGION, day.year, *(day + timedelta(n) for n in (-30, -9, -2, 9, 60)), at],
        ).fetchone()
        assert found is not None
        held: int = found[0]
        with owner.cursor().copy(
            "COPY casework_enrolment_school (round_id, code, grade, name, region, address, places, areas) FROM STDIN"
        ) as copy:
            for code, grades in places.items():
                for grade, n in grades.items():
                    copy.write_row((held, code, grade, code, f"{REGION}124205", "", n, []))
        facts = json.dumps(
            {"name": "王小禾", "born": "2019-05-01", "guardian": "王建国", "home": "", "known": []}
        )
        sealed = encrypt_many([facts] * len(children), FACTS, rows=[row_of(c[0]) for c in children])
        with owner.cursor().copy(
            "COPY casework_enrolment (id, number, family, round_id, child_person_id, guardian_person_id, region,"
            " office, grade, choices, same_school, arrange, state, route, points, draw, school, school_region,"
            " choice, passed, split, vaccination, facts_cipher, channel, key, by_label, filed_at, version) FROM STDIN"
        ) as copy:
            for child, cipher in zip(children, sealed, strict=True):
                number, family, grade, points, named, same, arranged, _near = child
                copy.write_row(
                    (
                        *(number, f"{family}-{number}", family, held, number, 1_000_000 + number),
                        *(f"{REGION}124205", REGION, grade, list(named), same, arranged),
                        *("qualified", "permit", points, "", "", "", 0, "[]", False, ""),
                        *(cipher, "bench", "bench", "", at, 1),
                    )
                )
        for table in TABLES[2:]:
            owner.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}"
            )
        owner.execute("ANALYZE casework_enrolment")
    return held


def answers(owner_url: str) -> dict[int, tuple[str | None, int, bool]]:
    """{id: (school, choice, split)} as it was kept."""
    import psycopg

    with psycopg.connect(owner_url) as owner:
        rows = owner.execute("SELECT id, school, choice, split FROM casework_enrolment").fetchall()
    return {i: (school or None, choice, split) for i, school, choice, split in rows}


def giving_back(
    found: dict[int, tuple[str | None, int, bool]], held: int, at: datetime, report: Report
) -> None:
    """Twenty families give a place back, one after the other."""
    from django.db import connection

    from anju.domains.casework.api import enrolment
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import rows

    office, moved, times = system("bench"), 0, []
    holders = [i for i, (school, choice, _s) in found.items() if school and choice == 1][:20]
    for n, child in enumerate(holders):
        begun = time.monotonic()
        with acting(office):
            moved += enrolment.give_back(child, key=f"bench{n}", actor=office, at=at)
        times.append(time.monotonic() - begun)
    with acting(office):
        free = rows(
            "SELECT count(*) FROM casework_enrolment_school s JOIN casework_enrolment e ON e.round_id = s.round_id"
            " AND e.grade = s.grade AND e.state = 'waiting' AND s.code = ANY(e.choices) AND NOT e.same_school"
            " WHERE s.round_id = %s AND s.places > (SELECT count(*) FROM casework_enrolment h WHERE h.round_id ="
            " s.round_id AND h.school = s.code AND h.grade = s.grade AND h.state IN ('placed', 'accepted'))",
            [held],
        )
    connection.close()
    report.figures["moved_up_after_20_places_came_back"] = moved
    report.figures["seconds_a_place_given_back"] = round(max(times), 2)
    report.at_most("children who wait for a place that is free", int(free[0][0]), 0)
