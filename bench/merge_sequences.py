"""Random sequences of edits, merges and unmerges of records, with documents, contacts, homes, jobs, households, proofs,
permits, applications, cases and mandates on them. Once all merges of a sequence are taken back, every row must be as it
was after the last edit, byte for byte, but for what says when and how often a row was written.

`--sequences N` (1,000,000 unless said), `--minutes M` (20 unless said) at most; the figure says how many there were.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bench.harness import Report, arguments, ready, show

POOL = 8
LEAST, MOST = 2, 7
"""Steps of a sequence, before everything is taken back."""
WRITTEN = {
    "register_stay": ("id", "declaration_id", "recorded_at", "superseded_at"),
    "register_job": ("id", "declaration_id", "recorded_at", "superseded_at"),
    "register_absence": ("id", "declaration_id", "recorded_at", "superseded_at"),
    "people_scope": ("id",),
    "people_finding": ("id",),
    "permits_permit": ("state_since", "version"),
    "permits_application": ("version", "pauses", "due_at"),
}
"""Columns that say when, how often and by which declaration a row was written: they may differ."""
PRESENT = {
    "register_stay": "superseded_at IS NULL",
    "register_job": "superseded_at IS NULL",
    "register_absence": "superseded_at IS NULL",
}
"""Of versioned tables the present reading counts: what it superseded is kept for ever."""
TRACES = (
    "people_merge",
    "people_mergerequest",
    "audit_entry",
    "events_event",
    "register_declaration",
)
"""They remember that there was a merge."""


class Differs(Exception):  # noqa: N818 - a finding, not a failure of the program
    """A sequence did not come back as it was."""


class _Back(Exception):  # noqa: N818 - leaves the transaction of one sequence
    pass


@dataclass(slots=True)
class Town:
    """The people that are merged, and what their edits need."""

    street: Any
    people: list[Any]
    ids: list[int]
    tables: tuple[tuple[str, str], ...] = ()
    counts: Counter[str] = field(default_factory=Counter)


def run(words: Sequence[str] | None = None) -> int:
    """The benchmark, in a town of its own beside the benchmark's register."""

    def more(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--sequences", type=int, default=1_000_000)
        parser.add_argument("--minutes", type=float, default=20.0)
        parser.add_argument("--seed", type=int, default=1)

    args = arguments(words, __doc__ or "", more)
    args.data = args.data / "merge-sequences"
    with ready(args) as found:
        from bench.isolation import emptied

        emptied(found.database.owner_url)
        _without_attachments(found.database.owner_url)
        report = measure(args.sequences, minutes=args.minutes, seed=args.seed)
    return show(report, as_json=args.json)


def _without_attachments(url: str) -> None:
    """What an earlier run attached to its people by their numbers alone."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("SET anju.maintenance = 'bench merge-sequences: a new town'")
        owner.execute(
            "TRUNCATE permits_permit, permits_application, permits_proof, casework_case, casework_mandate CASCADE"
        )


def measure(sequences: int, *, minutes: float, seed: int) -> Report:
    """Sequences until there are enough or the time is over."""
    report, town = Report("merge-sequences"), built()
    begun, wrong = time.perf_counter(), list[str]()
    for number in range(sequences):
        if time.perf_counter() - begun > minutes * 60 or len(wrong) >= 10:
            break
        try:
            play(town, random.Random(f"{seed}.{number}"))
        except Differs as found:
            wrong.append(f"{seed}.{number}: {found}")
        report.rows += 1
    report.seconds = time.perf_counter() - begun
    report.figures |= {"steps": dict(town.counts), "tables": [t for t, _ in town.tables]}
    report.figures["differ"] = wrong
    report.at_least("sequences", report.rows, sequences)
    report.holds("every row as it was", not wrong, f"{len(wrong)} differ")
    return report


def play(town: Town, chance: random.Random) -> None:
    """One sequence, undone afterwards. Raises `Differs`."""
    from django.db import transaction

    try:
        with transaction.atomic():
            _sequence(town, chance)
            raise _Back
    except _Back:
        pass


def _sequence(town: Town, chance: random.Random) -> None:
    standing, merges = list(town.ids), list[tuple[int, int, int]]()
    before, steps = reading(town), list[str]()
    for _ in range(chance.randint(LEAST, MOST)):
        step = chance.choice(("edit", "merge", "merge", "unmerge"))
        if step == "edit" and not merges:
            _edit(town, chance)
            before = reading(town)
        elif step == "merge" and len(standing) > 1:
            kept, other = chance.sample(standing, 2)
            merges.append((_merge(kept, other), kept, other))
            standing.remove(other)
        elif step == "unmerge" and merges:
            _unmerge_one(merges, standing, chance)
        else:
            continue
        steps.append(step)
        town.counts[step] += 1
    while merges:
        _unmerge_one(merges, standing, chance)
        town.counts["unmerge"] += 1
    after = reading(town)
    if after != before:
        raise Differs(f"{' '.join(steps)}: {_first_difference(before, after)}")


def _unmerge_one(
    merges: list[tuple[int, int, int]], standing: list[int], chance: random.Random
) -> None:
    """Take one back that can be: the kept record stands, and no later merge had to read its lines otherwise."""
    possible = [m for m in merges if m[1] in standing]
    chance.shuffle(possible)
    for chosen in possible:
        entry, kept, other = chosen
        if _unmerge(entry, kept, other):
            merges.remove(chosen)
            standing.append(other)
            return
    raise Differs("no merge can be taken back")


def _merge(kept: int, other: int) -> int:
    from anju.domains.register import api as register
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    at, actor = now(), system("bench")
    with acting(actor):
        entry = register.merge_people(kept, other, actor=actor, reason="同一人", at=at)
    _listeners("register.merged", kept, other, at)
    return int(entry)


def _unmerge(entry: int, kept: int, other: int) -> bool:
    """Take it back; False where a later merge of the same lines has to be taken back first."""
    from anju.domains.register import api as register
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting
    from anju.foundation.errors import Conflict

    at, actor = now(), system("bench")
    try:
        with acting(actor):
            register.unmerge_people(entry, actor=actor, at=at)
    except Conflict as refused:
        if refused.code != "merge_read_on":
            raise
        return False
    _listeners("register.unmerged", kept, other, at)
    return True


def _listeners(name: str, kept: int, other: int, at: Any) -> None:
    """What permits and applications do once the merge is there."""
    from anju.domains.permits import handlers
    from anju.foundation.events.api import Event

    event = Event(1, at, name, {"kept": kept, "other": other})
    for listen in _LISTENERS[name]:
        getattr(handlers, listen)(event)


_LISTENERS = {
    "register.merged": ("records_merged", "merged"),
    "register.unmerged": ("records_unmerged", "unmerged"),
}


def _edit(town: Town, chance: random.Random) -> None:
    """Something is declared about one of them."""
    from tests.factories.register import declared

    who = chance.choice(town.people)
    day = town.street.today - timedelta(days=chance.randint(1, 150))
    home = chance.choice([*town.street.rooms, *town.street.dormitory])
    kind, fields = chance.choice(_EDITS)(town, home, day, chance)
    declared([{**who.item, "kind": kind, **fields}])


def _arrives(_: Town, home: Any, day: date, chance: random.Random) -> tuple[str, dict[str, Any]]:
    phone = f"1391111{chance.randint(1000, 9999)}"
    return "arrive", {
        "home_code": home.code,
        "region": home.region,
        "start": day,
        "phone": phone,
    }


def _leaves(_: Town, home: Any, day: date, __: random.Random) -> tuple[str, dict[str, Any]]:
    return "leave", {"end": day, "region": home.region}


def _hired(town: Town, _: Any, day: date, __: random.Random) -> tuple[str, dict[str, Any]]:
    return "hire", {"employer_code": town.street.firm.code, "start": day}


def _dismissed(town: Town, _: Any, day: date, __: random.Random) -> tuple[str, dict[str, Any]]:
    return "dismiss", {"employer_code": town.street.firm.code, "end": day}


_EDITS: tuple[Callable[..., tuple[str, dict[str, Any]]], ...] = (
    _arrives,
    _arrives,
    _leaves,
    _hired,
    _dismissed,
)


def reading(town: Town) -> dict[str, list[str]]:
    """Every row that names one of them, as text, without what says when it was written."""
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import rows

    town.tables = town.tables or _tables()
    with acting(system("bench")), as_intake_role():
        return {
            table: [
                r[0]
                for r in rows(
                    f"SELECT (to_jsonb(t) - %s::text[])::text AS line FROM {table} t WHERE {where} ORDER BY 1",
                    [list(WRITTEN.get(table, ()))],
                )
            ]
            for table, where in town.tables
        }


def _tables() -> tuple[tuple[str, str], ...]:
    """Tables that name persons by a number of their own, and what hangs on permits and cases."""
    from anju.domains.people import api as people

    named = {r.table for r in people.references()} - set(TRACES)
    named |= {"permits_card", "casework_event", "casework_evidence", "people_name_picture"}
    return tuple((table, PRESENT.get(table, "true")) for table in sorted(named))


def _first_difference(before: dict[str, list[str]], after: dict[str, list[str]]) -> str:
    for table, lines in before.items():
        gone = [x for x in lines if x not in after[table]]
        new = [x for x in after[table] if x not in lines]
        if gone or new:
            return f"{table}: -{gone[:1]} +{new[:1]}"
    return "rows were doubled"


def built() -> Town:
    """A street with eight people who have everything that hangs on a person."""
    from tests.factories.people import somebody
    from tests.factories.register import Street, family, moved_in, roomy

    street = Street.built()
    roomy()
    people = [
        somebody(f"单文静{'一二三四五六七八'[n]}", 500 + n, phone=f"139111105{n:02}")
        for n in range(POOL)
    ]
    ids = [
        moved_in(who, street.rooms[n % 6], street.today - timedelta(days=300))
        for n, who in enumerate(people)
    ]
    family(ids[0], (street.child, "30"), since=street.today - timedelta(days=100))
    for n, person in enumerate(ids):
        _attach(person, n, street)
    return Town(street, people, ids)


def _attach(person: int, n: int, street: Any) -> None:
    """Proofs, a permit or an application, cases open and closed, a mandate."""
    from tests.factories.permits_held import permit
    from tests.factories.register import HERE

    from anju.domains.casework.cases.models import Case, MandateRow
    from anju.domains.permits.applications.models import Application
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import run

    at = now()
    if n % 2 == 0:
        permit(person)
    with acting(system("bench")), as_intake_role():
        if n % 2:
            Application.objects.create(
                number=f"B{n:018}",
                person_id=person,
                kind="first",
                channel="counter",
                state="draft",
                region=HERE,
                created_at=at + timedelta(seconds=n),
            )
        for code in ("insurance", "stable_job"):
            run(
                """INSERT INTO permits_proof
                  (person_id, code, region, period, source, reference, recorded_at, recorded_by)
                VALUES (%s, %s, '430181', daterange('2026-01-01', NULL), 'hr', %s, now(), '')""",
                [person, code, str(n)],
            )
        for closed in (False, True):
            Case.objects.create(
                number=f"B{n:03}{int(closed)}",
                person_id=person,
                matter="wages",
                subject=f"s{n % 3}",
                region=HERE,
                office=HERE[:9],
                department="street",
                state="closed" if closed else "open",
                outcome="settled" if closed else "",
                answers_cipher=b"x",
                key=f"b{n}{closed}",
                filed_at=at,
                closed_at=at if closed else None,
            )
        MandateRow.objects.create(
            person_id=person,
            digest=bytes([n]) * 32,
            until=street.today + timedelta(days=90),
            granted_at=at,
        )
