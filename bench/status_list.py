"""The status lists of `--permits` permits (10,000,000 unless said), built from the tables: time, size
on the wire, memory.

Fills the tables once by COPY with invented permits (3 in 100 withdrawn, 5 in 100 suspended, at the places that the
house's own permutation gives), then publishes as the job does. Baseline of the same run: reading those rows that are
not in force and doing nothing with them.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from typing import Any

from bench.harness import Report, arguments, ready, show
from bench.memory import Memory

SIZE = 1 << 20
LIMIT = 1_500_000


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(
        words, __doc__ or "", lambda p: p.add_argument("--permits", type=int, default=10_000_000)
    )
    with ready(args) as found:
        fill(found, args.permits)
        report = measure(args.permits)
    return show(report, as_json=args.json)


def fill(found: Any, permits: int) -> None:
    """As the owner, by SQL; nothing is done when the tables hold as many already."""
    import psycopg

    with psycopg.connect(found.database.owner_url) as line:
        if line.execute("SELECT count(*) FROM permits_credential").fetchone() == (permits,):
            return
        line.execute("TRUNCATE permits_credential, permits_status_list, permits_permit CASCADE")
        line.execute(
            """INSERT INTO permits_permit (id, number, person_id, region, issuer, state, state_since, path,
            issued_on, gap_days, version, created_at)
            SELECT n, 'B' || n, n, '430102001001', '430102001', CASE WHEN h < 5 THEN 'suspended'
            ELSE 'active' END, now(),
            '', current_date, 0, 1, now() FROM generate_series(1, %s) n, LATERAL (SELECT
            abs(hashint8(n)) %% 100) r(h)""",
            [permits],
        )
        for number in range(-(-permits // SIZE)):
            _list(line, number, permits)
        line.commit()
        line.autocommit = True
        line.execute("VACUUM ANALYZE permits_credential, permits_permit")


def _list(line: Any, number: int, permits: int) -> None:
    from anju.domains.permits.credentials.operations.status_lists import place

    line.execute(
        """INSERT INTO permits_status_list (id, code, region, width, size, issued, bits, version, key, created_at)
        VALUES (%s, %s, '4301', 2, %s, %s, ''::bytea, 0, '', now())""",
        [number + 1, f"4301-{number + 1}", SIZE, SIZE],
    )
    first, last = number * SIZE, min(permits, (number + 1) * SIZE)
    with line.cursor().copy(
        "COPY permits_credential (permit_id, status_list_id, index, format, key, issued_at, expires_at,"
        " revoked_at, revoked_why) FROM STDIN"
    ) as copy:
        for n in range(first, last):
            gone = n * 2654435761 % 1000 < 30
            copy.write_row(
                (
                    n + 1,
                    number + 1,
                    place(b"bench", n - first, SIZE),
                    "code",
                    "k",
                    "2026-01-01",
                    "2036-01-01",
                    "2026-06-01" if gone else None,
                    "test" if gone else "",
                )
            )


def measure(permits: int) -> Report:
    from anju.domains.permits import api
    from anju.domains.permits.credentials.operations import status_lists
    from anju.domains.permits.models import StatusList
    from anju.foundation.actor import Actor, Grant, system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.keystore import api as keystore

    people = [
        Actor(
            "staff",
            user_id=n,
            label=f"bench {n}",
            grants=(Grant("x", frozenset({"permit.keys"}), ""),),
        )
        for n in (1, 2)
    ]
    with acting(people[0]):
        if not keystore.public_keys():
            key = keystore.make(
                kind=keystore.Kind.SIGN,
                algorithm=keystore.Algorithm.ES256,
                region="4301",
                actor=people[0],
                at=now(),
            )
            asked = keystore.ask(
                key.id, action=keystore.Action.ACTIVATE, reason="bench", actor=people[0], at=now()
            )
            keystore.decide(asked, approve=True, actor=people[1], at=now())
    actor, report = system("bench"), Report("status-list", rows=permits)
    with acting(actor), as_intake_role():
        begun = time.perf_counter()
        rows = sum(1 for _ in status_lists._stream(now()))  # noqa: SLF001
        report.baseline = {
            "read_only_seconds": round(time.perf_counter() - begun, 2),
            "not_in_force": rows,
        }
    with Memory() as memory, acting(actor):
        begun = time.perf_counter()
        lists = api.publish(actor=actor, at=now())
        report.seconds = time.perf_counter() - begun
    with acting(actor):
        tokens = [bytes(t) for t in StatusList.objects.values_list("token", flat=True)]
    size = sum(map(len, tokens))
    report.figures = {
        "lists": lists,
        "bytes": size,
        "bytes_per_10_million": round(size * 10_000_000 / permits),
        "gzip_bytes": sum(len(zlib.compress(t, 9)) for t in tokens),
        "under_1_5_mb": size <= LIMIT,
        "peak_mib_while_building": round(memory.peak, 1),
    }
    report.ratio = report.seconds / report.baseline["read_only_seconds"]
    return report


if __name__ == "__main__":
    from bench import harness, status_list

    harness.main(status_list)
