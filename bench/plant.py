"""One plant of 31,000 workers in a filled register: a step of its own, so that a register of ten million needs no new
filling. The workers are people who are there already; they are hired through intake, and every third of them
moves into the plant's dormitories.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from bench import province
from bench.harness import Report, arguments, ready, show

WORKERS = 31_000
LODGED = 10_000
HOUSES, FLOORS, ROOMS_A_FLOOR, BEDS = 12, 7, 20, 8
PIECE = 10_000
HIRED, MOVED = date(2026, 11, 2), date(2026, 11, 15)
"""Who came to the province later than they would have been hired is passed over."""


def run(words: Sequence[str] | None = None) -> int:
    """Fill the register if need be, and build the plant in it."""
    args = arguments(words, __doc__ or "")
    report = Report("plant")
    with ready(args) as found:
        province.fill(found, args)
        begun = time.perf_counter()
        report.figures["plant"] = plant(args)
        report.rows, report.seconds = (
            report.figures["plant"]["workers"],
            time.perf_counter() - begun,
        )
    return show(report, as_json=args.json)


def plant(args: argparse.Namespace) -> dict[str, Any]:
    """The plant of this register: `employer`, `code`, `region`, `workers`, `houses`. Made at the first call."""
    from anju.interfaces.cli.progress import Progress

    known = province.state(args.data)
    if known.get("plant"):
        return dict(known["plant"])
    with Progress().step("Building the plant"):
        made = _build(known["people"])
    province.remember(args.data, {**known, "plant": made})
    return made


def _build(people: int) -> dict[str, Any]:
    from anju.domains.employers import api as employers
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    platform, region = system("bench"), province.communities()[0]
    with acting(platform):
        firm = employers.by_code("PLANT") or employers.add_employer(
            actor=platform,
            name="安居电子厂",
            region=region,
            address="工业大道1号",
            code="PLANT",
            at=now(),
        )
        houses, codes = _dormitories(firm.party, region)
    workers = _workers(people)
    _declare(
        firm,
        [{"kind": "hire", "employer_code": firm.code, "start": HIRED, **w} for w in workers],
        "hire",
    )
    lodged = workers[::3][:LODGED]
    _declare(
        firm,
        [
            {
                "kind": "arrive",
                "home_code": codes[n % len(codes)],
                "start": MOVED,
                "reason": "01",
                **w,
            }
            for n, w in enumerate(lodged)
        ],
        "lodge",
    )
    _vacuum()
    return {
        "employer": firm.id,
        "code": firm.code,
        "region": region,
        "workers": len(workers),
        "lodged": len(lodged),
        "houses": houses,
    }


def _dormitories(party: str, region: str) -> tuple[list[int], list[str]]:
    """Buildings and the plates of their rooms."""
    import polars as pl

    from anju.domains.places import api as places
    from anju.foundation.clock import now

    at = now()
    houses = places.add_buildings(
        pl.DataFrame(
            {
                "region": [region] * HOUSES,
                "address": ["工业大道1号"] * HOUSES,
                "name": [f"{n + 1}栋" for n in range(HOUSES)],
                "party": [party] * HOUSES,
                "kind": ["dormitory"] * HOUSES,
                "use": ["01"] * HOUSES,
                "floors": [FLOORS] * HOUSES,
            }
        ),
        at=at,
    )
    rooms = [
        (h, f, f"{f}{r:02}")
        for h in houses
        for f in range(1, FLOORS + 1)
        for r in range(1, ROOMS_A_FLOOR + 1)
    ]
    made = places.add_homes(
        pl.DataFrame(
            {
                "building_id": [r[0] for r in rooms],
                "unit": [""] * len(rooms),
                "room": [r[2] for r in rooms],
                "floor": [r[1] for r in rooms],
                "capacity": [BEDS] * len(rooms),
                "dwelling": ["03"] * len(rooms),
                "area": pl.Series([None] * len(rooms), dtype=pl.Float64),
            }
        ),
        at=at,
    )
    views = places.homes(made)
    return list(houses), [views[h].code for h in made]


def _workers(people: int) -> list[dict[str, Any]]:
    """People of the register who came before the plant hired, and were sixteen then."""
    import polars as pl

    frame = province.people_slice(0, min(people, province.CHUNK)).filter(
        (pl.col("start") < HIRED)
        & (pl.col("doc_number").str.slice(6, 8) <= f"{HIRED.year - 16}{HIRED:%m%d}")
    )
    return frame.head(WORKERS).select("name", "doc_number", "phone").to_dicts()


def _declare(firm: Any, items: list[dict[str, Any]], key: str) -> None:
    import polars as pl

    from anju.domains.register import api as register
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    sender, platform = (
        register.Sender("user:0", "file", "bench", employer_id=firm.id, region=firm.region),
        system("bench"),
    )
    for at in range(0, len(items), PIECE):
        part = [
            {**item, "key": f"plant-adults-{key}-{at + n}", "row": n + 1}
            for n, item in enumerate(items[at : at + PIECE])
        ]
        with acting(platform):
            receipt = register.declare(
                pl.DataFrame(part),
                sender=sender,
                actor=platform,
                at=now(),
                batch_key=f"plant-adults-{key}-{at}",
            )
        wrong = {k: n for k, n in receipt.counts.items() if k not in ("applied", "unchanged") and n}
        assert not wrong, wrong


def _vacuum() -> None:
    """What autovacuum would have done by the time anybody measures."""
    import os

    import psycopg

    with psycopg.connect(os.environ["ANJU_OWNER_URL"], autocommit=True) as owner:
        for table in (
            "register_job",
            "register_stay",
            "register_declaration",
            "places_home",
            "people_scope",
            "people_finding",
        ):
            owner.execute(f"VACUUM (ANALYZE) {table}")


if __name__ == "__main__":
    from bench import harness, plant

    harness.main(plant)
