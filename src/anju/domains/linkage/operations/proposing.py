"""Rounds over changed records: each is compared with all that share a search key; probable pairs wait for people."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from anju.domains.linkage.queries.candidates import keys_of, pairs_around
from anju.domains.linkage.queries.doubtful import different_among
from anju.domains.linkage.queries.parameter_sets import ParameterSetView, set_in_use
from anju.domains.linkage.queries.records import Compared, compared, raw_records
from anju.domains.linkage.queries.weighing import PROBABLE, Weighed, reasons_of, weigh_pairs
from anju.domains.linkage.rules.clusters import Groups
from anju.domains.people import api as people
from anju.domains.register.api import comparing
from anju.foundation.actor import Actor
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import insert, joined, rows, run
from anju.foundation.errors import Conflict

Report = Callable[[int, int], None]
BLOCK = 5_000
"""Records of one transaction."""
LARGEST_GROUP = 30
"""In larger groups of linked records not every two are asked whether they were recorded apart."""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: records compared, pairs weighed, pairs that wait because of it."""

    records: int
    compared: int
    proposed: int


@dataclass(frozen=True, slots=True)
class _Proposal:
    pair: Pair
    weight: float
    reasons: str
    household: float


def note_changed(person_ids: Iterable[int]) -> None:
    """Compare these records in the next round. Call it inside a transaction."""
    ids = sorted(set(person_ids))
    if ids:
        with as_intake_role():
            insert(
                "linkage_changed_record",
                {"person_id": ("bigint", ids)},
                tail="ON CONFLICT (person_id) DO NOTHING",
            )


def note_everybody(*, actor: Actor) -> None:
    """Compare every record in the next round."""
    with acting(actor), as_intake_role():
        run(
            """INSERT INTO linkage_changed_record (person_id) SELECT id FROM people_person
            WHERE merged_into_id IS NULL AND withdrawn_at IS NULL ON CONFLICT (person_id) DO NOTHING"""
        )


def changed_records(*, actor: Actor) -> int:
    """How many records wait to be compared."""
    with acting(actor), as_intake_role():
        return int(rows("SELECT count(*) FROM linkage_changed_record")[0][0])


def run_round(
    *, actor: Actor, at: datetime, block: int = BLOCK, report: Report = lambda *_: None
) -> Round:
    """Compare what changed, block by block, each in a transaction of its own: what was done stays done. `report(done,
    of)`: records. Raises `Conflict` ``linkage_untrained`` while nothing was trained."""
    used = set_in_use()
    if used is None:
        raise Conflict("linkage_untrained")
    waiting = changed_records(actor=actor)
    done = weighed = proposed = 0
    while True:
        with acting(actor), as_intake_role():
            ids = _take(block)
            if ids:
                found = _propose(ids, used, at)
        if not ids:
            return Round(done, weighed, proposed)
        done, weighed, proposed = done + len(ids), weighed + found[0], proposed + found[1]
        report(done, max(waiting, done))


def _take(block: int) -> list[int]:
    return [
        int(p)
        for (p,) in rows(
            """DELETE FROM linkage_changed_record WHERE id IN (SELECT id FROM linkage_changed_record ORDER BY id
            LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING person_id""",
            [block],
        )
    ]


def _propose(ids: Sequence[int], used: ParameterSetView, at: datetime) -> tuple[int, int]:
    """Compare these records with all others; how many pairs were weighed, how many wait."""
    records = raw_records(ids)
    keys = keys_of(compared(records))
    _store_keys(ids, keys)
    pairs = pairs_around(set(records), sorted({k for some in keys.values() for k in some}))
    others = {p for pair in pairs for p in pair} - records.keys()
    records |= raw_records(sorted(others))
    whole = sorted(p for p in pairs if p[0] in records and p[1] in records)
    table = compared(records)
    proposals = _probable(weigh_pairs(used, table, whole), table, whole) if whole else []
    kept = _joinable(proposals)
    _store(ids, kept, used, at)
    return len(whole), len(kept)


def _probable(found: Weighed, table: Compared, pairs: Sequence[Pair]) -> list[_Proposal]:
    return [
        _Proposal(
            pairs[n],
            float(found.weights[n]),
            json.dumps([[r.fact, r.level, round(r.bits, 4)] for r in reasons_of(found, table, n)]),
            float(-found.less[n]),
        )
        for n in (found.probability >= PROBABLE).nonzero()[0].tolist()
    ]


def _joinable(proposals: Sequence[_Proposal]) -> list[_Proposal]:
    """The proposals that join nobody who is known to be two people, through any chain, the surest first."""
    standing = _open_around({p for x in proposals for p in x.pair}) if proposals else {}
    weights = standing | {x.pair: x.weight for x in proposals}
    place = {person: n for n, person in enumerate(sorted({p for pair in weights for p in pair}))}
    separate = _two_persons(list(weights))
    groups = Groups(len(place), separate=[(place[a], place[b]) for a, b in separate])
    joined_pairs = {
        pair
        for pair in sorted(weights, key=lambda p: (-weights[p], p))
        if groups.join(place[pair[0]], place[pair[1]])
    }
    return [x for x in proposals if x.pair in joined_pairs]


def _open_around(persons: set[int]) -> dict[Pair, float]:
    return {
        (int(a), int(b)): float(weight)
        for a, b, weight in rows(
            """SELECT one_id, other_id, weight FROM linkage_pair WHERE state = 'open'
            AND (one_id = ANY(%(ids)s) OR other_id = ANY(%(ids)s))""",
            {"ids": sorted(persons)},
        )
    }


def _two_persons(pairs: Sequence[Pair]) -> set[Pair]:
    """Of all that these pairs would join, which two are known to be two people."""
    groups: dict[int, int] = {}

    def leader(person: int) -> int:
        while groups.setdefault(person, person) != person:
            person = groups[person]
        return person

    for one, other in pairs:
        groups[leader(one)] = leader(other)
    members: dict[int, list[int]] = defaultdict(list)
    for person in sorted(groups):
        members[leader(person)].append(person)
    possible = set(pairs)
    for some in members.values():
        if len(some) <= LARGEST_GROUP:
            possible |= set(combinations(some, 2))
    asked = sorted(possible)
    return (
        people.of_one_household(asked)
        | comparing.on_one_roster(asked)
        | different_among(sorted(groups))
    )


def _store_keys(ids: Sequence[int], keys: dict[int, set[int]]) -> None:
    run("DELETE FROM linkage_record_key WHERE person_id = ANY(%s)", [list(ids)])
    flat = [(person, key) for person, some in keys.items() for key in sorted(some)]
    if flat:
        insert(
            "linkage_record_key",
            {
                "person_id": ("bigint", [p for p, _ in flat]),
                "key": ("bigint", [k for _, k in flat]),
            },
        )


def _store(
    ids: Sequence[int], kept: Sequence[_Proposal], used: ParameterSetView, at: datetime
) -> None:
    """What was proposed of these records before and is not any more is closed; what somebody decided stays."""
    source, values = joined(
        {
            "one": ("bigint", [x.pair[0] for x in kept]),
            "other": ("bigint", [x.pair[1] for x in kept]),
        }
    )
    run(
        f"""DELETE FROM linkage_pair l WHERE l.state = 'open' AND (l.one_id = ANY(%s) OR l.other_id = ANY(%s))
        AND NOT EXISTS (SELECT FROM {source} AS i(one, other) WHERE i.one = l.one_id AND i.other = l.other_id)""",  # noqa: S608
        [list(ids), list(ids), *values],
    )
    if not kept:
        return
    source, values = joined(
        {
            "one": ("bigint", [x.pair[0] for x in kept]),
            "other": ("bigint", [x.pair[1] for x in kept]),
            "weight": ("float8", [x.weight for x in kept]),
            "reasons": ("jsonb", [x.reasons for x in kept]),
            "household": ("float8", [x.household for x in kept]),
        }
    )
    run(
        f"""INSERT INTO linkage_pair (one_id, other_id, weight, reasons, household, state, parameter_set_id,
            proposed_at, note, decided_label)
        SELECT i.one, i.other, i.weight, i.reasons, i.household, 'open', %s, %s, '', ''
        FROM {source} AS i(one, other, weight, reasons, household)
        ON CONFLICT (one_id, other_id) DO UPDATE SET weight = excluded.weight, reasons = excluded.reasons,
            household = excluded.household, parameter_set_id = excluded.parameter_set_id
        WHERE linkage_pair.state = 'open'""",  # noqa: S608
        [used.number, at, *values],
    )
