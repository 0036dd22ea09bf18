"""The same file again, from the same sender on another day: every row is compared, and the register stays as it is.

Baseline in the same run: reading and checking the file, without a database.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from bench import intake_new, province
from bench.harness import Report, arguments, ready, show
from bench.memory import Memory

FIGURES = """SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM register_stay),
    (SELECT count(*) FROM people_finding), (SELECT count(*) FROM people_scope), (SELECT count(*) FROM places_home),
    (SELECT max(id) FROM people_contact)"""


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "", intake_new.options)
    with ready(args) as found:
        import psycopg

        path = args.data / "intake.csv"
        if province.state(args.data).get("file", {}).get("rows") != args.rows or not path.exists():
            args.no_baseline = True
            intake_new.measure(found, args)
        report = Report("intake-same", rows=args.rows)
        begun = time.perf_counter()
        read = sum(items.height for items in intake_new.pieces(path, ""))
        report.baseline = {
            "read_and_check_rows_per_second": round(read / (time.perf_counter() - begun))
        }
        with psycopg.connect(found.database.owner_url) as owner, Memory() as memory:
            before = owner.execute(FIGURES).fetchone()
            owner.commit()
            turn = f"#{int(time.time())}"
            begun = time.perf_counter()
            counts = intake_new.take_in(path, "again", lambda n: None, turn=turn)
            report.seconds = time.perf_counter() - begun
            after = owner.execute(FIGURES).fetchone()
        assert counts == {"unchanged": args.rows}, counts
        report.figures = {
            "outcomes": counts,
            "register_unchanged": before == after,
            "peak_intake_mib": round(memory.peak),
        }
        report.ratio = (
            report.rows / report.seconds / report.baseline["read_and_check_rows_per_second"]
        )
    return show(report, as_json=args.json)


if __name__ == "__main__":
    from bench import harness, intake_same

    harness.main(intake_same)
