"""Searches after a restart: the database is stopped, the system is asked to forget the files of its cluster, and every
look-up is made once for each text, each text for the first time."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from bench.harness import Report, ready, spread

PER_KIND = 60


def after_restart(
    args: Any, report: Report, asked: dict[str, list[str]], region: str = "430181"
) -> None:
    """Adds `after_restart` (by kind) and `dropped_from_cache` to the figures. On a database of
    somebody else's, which we may not stop, the connections alone are new."""
    from django.db import connections

    connections.close_all()
    report.figures["dropped_from_cache"] = forget(args)
    with ready(args, warm=False):
        report.figures["after_restart"] = {
            kind: _first(texts[-PER_KIND:], region) for kind, texts in asked.items()
        }
        connections.close_all()


def forget(args: Any) -> dict[str, Any]:
    """Drop the cluster's files from the system's file cache; needs no right but that of reading them."""
    from anju.foundation.cluster import Layout

    folder, files, left = Layout(args.data).known_pgdata(), 0, 0
    if args.database_url or not folder.exists():
        return {"files": 0, "why_not": "the database is not ours to stop"}
    os.sync()
    for path in _files(folder):
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError:
            left += 1
            continue
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            files += 1
        finally:
            os.close(handle)
    return {"files": files, "unreadable": left}


def _files(folder: Path) -> list[Path]:
    return [p for p in (folder / "base").rglob("*") if p.is_file()]


def _first(texts: list[str], region: str) -> dict[str, float]:
    """One caller, each text once."""
    from anju.domains.people import api as people
    from anju.foundation.actor import Actor, Grant
    from anju.foundation.db.scope import acting

    actor = Actor(
        "staff", user_id=1, grants=(Grant("district", frozenset({"person.see"}), region),)
    )
    taken = []
    for text in texts:
        with acting(actor):
            begun = time.perf_counter()
            people.search(text, regions=(region,))
            taken.append(time.perf_counter() - begun)
    return spread(taken)
