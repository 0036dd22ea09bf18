"""A long list as a file: what the request does (count, note, put the job in), then what the worker does with 200,000
residents of a province and with as many lines of the audit trail: rows a second, bytes, and the memory it takes.

Each list is written in a process of its own, as `memory` of that process says what the writing needs beside what any
process of ours holds.
"""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Sequence
from itertools import islice
from typing import Any

from bench import province
from bench.harness import Report, arguments, ready, show
from bench.memory import Memory

ROWS = 200_000
GOAL_MIB, GOAL_ASKED_S = 600, 3.0


def run(words: Sequence[str] | None = None) -> int:
    """Fill the register if need be, and export from it."""
    args = arguments(
        words,
        __doc__ or "",
        lambda p: p.add_argument("--rows", type=int, default=ROWS, help="(default: %(default)s)"),
    )
    report = Report("exports")
    with ready(args) as found:
        province.fill(found, args)
        for name in ("people", "trail"):
            figures = _apart(found, name, args.rows)
            report.figures[name] = figures
            report.rows += figures["rows"]
            report.seconds += figures["written_s"]
            report.at_most(f"{name}: MiB of the process that writes", figures["peak_mib"], GOAL_MIB)
            report.at_most(f"{name}: seconds of the request", figures["asked_s"], GOAL_ASKED_S)
    return show(report, as_json=args.json)


def _apart(found: Any, name: str, rows: int) -> dict[str, Any]:
    """One list, written in a new process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(
        target=_child, args=(theirs, dict(found.serving()), name, rows), daemon=True
    )
    child.start()
    figures: dict[str, Any] = json.loads(ours.recv())
    child.join()
    return figures


def _child(line: Any, environment: dict[str, str], name: str, rows: int) -> None:
    import os

    os.environ.update(environment)
    import django

    django.setup()
    line.send(json.dumps(_measured(name, rows)))


def _measured(name: str, rows: int) -> dict[str, Any]:
    from dataclasses import replace

    from django.utils.translation import override

    from anju.domains.access import api as access
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting
    from anju.foundation.exports import api as exports
    from anju.interfaces.exports import registry, writing
    from anju.interfaces.exports.listing import AT_ONCE
    from anju.interfaces.exports.rights import fingerprint

    platform, role = system("bench"), "auditor" if name == "trail" else "city"
    with acting(platform):
        user = access.create_user(
            platform,
            kind="staff",
            username=f"bench.export.{name}.{time.time_ns()}",
            display_name="bench",
            at=now(),
        )
        region = "" if name == "trail" else province.communities()[0][:2]
        access.grant(platform, user_id=user.id, role=role, region=region, at=now())
    kind, asked = {
        "people": ("office.people", {}),
        "trail": (
            "office.trail_sheet",
            dict.fromkeys(("kind", "user", "person", "action", "since", "until", "order"), ""),
        ),
    }[name]
    known, actor = registry.lists()[kind], access.actor_for(user.id, at=now(), channel="web")
    begun = time.perf_counter()
    with acting(actor), override("zh-hans"):
        reader = writing.Reader(actor, now())
        listing = known.listing(reader, asked, AT_ONCE + 1)
        noted, _new = exports.ask(
            actor,
            kind=kind,
            title=listing.sheet,
            file_name="x.xlsx",
            asked=asked,
            language="zh-hans",
            rights=fingerprint(actor),
            at=now(),
        )
    asked_s = time.perf_counter() - begun
    really, blocks = known.listing, -(-rows // 2_000)

    def cut(*about: Any) -> Any:
        whole = really(*about)
        return replace(whole, count=rows, blocks=islice(iter(whole.blocks), blocks))

    registry.lists = lambda: {kind: replace(known, listing=cut)}  # type: ignore[assignment]
    writing.lists = registry.lists
    before = Memory().now()
    first: list[float] = []
    begun = time.perf_counter()
    with Memory() as memory:
        writing.make(
            noted.id, lambda *_: first.append(time.perf_counter() - begun) if not first else None
        )
    written = time.perf_counter() - begun
    with acting(actor):
        made = exports.one(noted.selector)
        exports.delete(actor, made, at=now())
    return {
        "rows": made.rows,
        "bytes": made.size,
        "asked_s": round(asked_s, 2),
        "first_block_s": round(first[0], 2),
        "written_s": round(written, 2),
        "rows_per_s": round(made.rows / written),
        "peak_mib": round(memory.peak),
        "before_mib": round(before),
    }


if __name__ == "__main__":
    from bench import exports, harness

    harness.main(exports)
