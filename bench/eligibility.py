"""Who is eligible to a residence permit: everybody's answer recomputed set-based and stored, then computed again when
nothing changed. Beside it the same rules asked one person at a time (a sample, extrapolated), and a bare scan of the
same facts, which no way of computing can go below.

The register of `province` gets what this question needs besides: a declaration for every stay (registration is counted
from what was said), a job for seven people in ten, proofs for one in twenty.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from bench import province
from bench.harness import Report, arguments, ready, show
from bench.memory import Memory
from bench.province_rows import AT

SAMPLE = 200
TABLES = (
    "register_declaration",
    "register_batch",
    "register_job",
    "permits_proof",
    "permits_entitlement",
)


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    with ready(args) as found:
        province.fill(found, args)
        prepare(found, args)
        report = measure(found, args)
    return show(report, as_json=args.json)


def prepare(found: Any, args: Any) -> None:
    """Fill in what `province` leaves out, once; its own numbers of declarations are kept."""
    known = province.state(args.data)
    if known.get("eligibility") == known["people"]:
        return
    import psycopg

    with psycopg.connect(found.database.owner_url, autocommit=True) as owner:
        owner.execute("SET synchronous_commit = off")
        owner.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")
        batch = owner.execute(
            "INSERT INTO register_batch (source, key, channel, label, form, region, party, by_label,"
            " file_name, sheet, state, counts, made_homes, leaving, created_at) VALUES ('bench', 'bench',"
            " 'bulk', 'bench', '', '', '', '', '', '', 'applied', '{}', '[]', '[]', %s) RETURNING id",
            [AT],
        ).fetchone()[0]
        owner.execute(
            "INSERT INTO register_declaration (id, batch_id, source, key, row, kind, status, reason,"
            " person_id, home_id, region, party, effective, said_at, payload_cipher) SELECT DISTINCT ON"
            " (s.declaration_id) s.declaration_id, %s, 'bench', s.declaration_id::text, 0, 'arrive',"
            " 'applied', '', s.person_id, s.home_id, s.region, '', lower(s.period), lower(s.period) +"
            " (s.person_id %% 5) * interval '1 day', decode(repeat('00', 400), 'hex') FROM register_stay s",
            [batch],
        )
        owner.execute(
            "INSERT INTO register_job (id, line, person_id, employer_id, region, party, period, position,"
            " declaration_id, channel, recorded_at) SELECT p.id, p.id, p.id, 1 + p.id %% 1000, s.region,"
            " 'employer:1', daterange(lower(s.period) + (p.id %% 90)::int, NULL), '', s.declaration_id,"
            " 'bulk', %s FROM people_person p JOIN register_stay s ON s.person_id = p.id AND s.superseded_at"
            " IS NULL AND upper_inf(s.period) WHERE p.id %% 10 < 7",
            [AT],
        )
        owner.execute(
            "INSERT INTO permits_proof (person_id, code, region, period, source, reference, recorded_at,"
            " recorded_by) SELECT s.person_id, 'insurance', left(s.region, 4), daterange(lower(s.period),"
            " NULL), 'department:insurance', s.person_id::text, %s, '' FROM register_stay s WHERE"
            " s.superseded_at IS NULL AND upper_inf(s.period) AND s.person_id %% 20 = 0",
            [AT],
        )
        for table in ("register_declaration", "register_job", "permits_proof"):
            owner.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
            owner.execute(f"VACUUM (ANALYZE) {table}")
    province.remember(args.data, {**known, "eligibility": known["people"]})


def measure(found: Any, args: Any) -> Report:
    from anju.domains.permits.api import eligibility as entitled
    from anju.foundation.actor import system

    actor, report = system("bench"), Report("eligibility", rows=args.people)
    _owner(found, "TRUNCATE permits_entitlement")
    with Memory() as memory:
        processor = time.process_time()
        report.seconds, first = _timed(lambda: entitled.recompute_all(actor=actor, at=AT))
        processor = time.process_time() - processor
        again, second = _timed(lambda: entitled.recompute_all(actor=actor, at=AT))
    assert first.people == args.people, f"{first.people} people were worked out"
    assert second.changed == 0, f"{second.changed} answers changed without news"
    alone, one_by_one = _one_by_one(args.people)
    scan = _scan(args.people)
    report.figures |= {
        "entitled": first.entitled,
        "stored": first.changed,
        "again_seconds": round(again, 2),
        "own_processor_seconds": round(processor, 2),
        "again_changed": second.changed,
        "peak_mib_own": round(memory.peak),
        "as_stored_one_by_one": one_by_one,
        "under_60_s_a_million": report.seconds * 1e6 / args.people < 60,
    }
    report.baseline = {
        "one_person_at_a_time_ms": round(alone * 1000, 2),
        "extrapolated_seconds": round(alone * args.people, 1),
        "sample": SAMPLE,
        "scan_of_the_same_facts_seconds": round(scan, 2),
        "times_the_scan": round(report.seconds / scan, 2),
    }
    report.ratio = alone * args.people / report.seconds
    return report


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def _one_by_one(people: int) -> tuple[float, int]:
    """Seconds a person when each is asked alone, without storing; and that the answer is the stored one."""
    from anju.domains.permits.api import eligibility as entitled
    from anju.foundation.actor import system
    from anju.foundation.clock import local_date
    from anju.foundation.db.scope import acting

    ids = [1 + n * people // SAMPLE for n in range(SAMPLE)]
    with acting(system("bench")):
        seconds, found = _timed(
            lambda: [entitled.assess([i], on=local_date(AT), at=AT)[i] for i in ids]
        )
        kept = entitled.stored(ids)
    same = [
        a
        for a in found
        if a.person_id not in kept
        or (kept[a.person_id].entitled, kept[a.person_id].entitled_from)
        == (a.entitled, a.entitled_from)
    ]
    assert len(same) == SAMPLE, "asked alone, somebody is answered otherwise than among all"
    return seconds / SAMPLE, len(same)


def _scan(people: int) -> float:
    """Seconds to read the same facts and do nothing with them, by the same statements in the same pieces."""
    from anju.domains.permits.eligibility.operations import CHUNK
    from anju.domains.permits.eligibility.queries.assessing import facts_of
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role

    def read() -> None:
        for start in range(1, people + 1, CHUNK):
            with acting(system("bench")), as_intake_role():
                facts_of(range(start, min(start + CHUNK, people + 1)))

    return _timed(read)[0]


def _owner(found: Any, sql: str) -> None:
    import psycopg

    with psycopg.connect(found.database.owner_url, autocommit=True) as owner:
        owner.execute(sql)


if __name__ == "__main__":
    from bench import eligibility, harness

    harness.main(eligibility)
