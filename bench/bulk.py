"""Indexes and constraints put aside while tables are filled, and built again. What was put aside stands in a file until
it is back, so that a killed run can be corrected."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from anju.foundation import archive

Tell = Callable[[str], None]


def put_aside(url: str, tables: Sequence[str], note: Path) -> None:
    """Drop the indexes and constraints of these tables, remembering them in `note` before it counts."""
    with psycopg.connect(url) as owner:
        known = archive.put_aside(owner, tables)
        note.write_text(
            json.dumps(
                {"constraints": known.constraints, "indexes": known.indexes}, ensure_ascii=False
            ),
            "utf-8",
        )


def bring_back(
    url: str, note: Path, tell: Tell, *, memory: str = "768MB", at_once: int = 2
) -> None:
    """Build everything again: keys first, then indexes two at a time, then references."""
    if not note.exists():
        return
    known = json.loads(note.read_text("utf-8"))
    with psycopg.connect(url, autocommit=True) as owner:
        have = {r[0] for r in owner.execute("SELECT conname FROM pg_constraint").fetchall()}
        made = {
            r[0]
            for r in owner.execute("SELECT indexrelid::regclass::text FROM pg_index").fetchall()
        }
    keys = [
        (n, f"ALTER TABLE {t} ADD CONSTRAINT {n} {d}")
        for t, n, d, k in reversed(known["constraints"])
        if k != "f" and n not in have
    ]
    indexes = [(n, d) for n, d in known["indexes"] if n not in made]
    references = [
        (n, f"ALTER TABLE {t} ADD CONSTRAINT {n} {d}")
        for t, n, d, k in known["constraints"]
        if k == "f" and n not in have
    ]
    _all(url, keys, tell, memory, at_once)
    _all(url, indexes, tell, memory, at_once)
    _all(url, references, tell, memory, 1)
    note.unlink()


def _all(
    url: str, statements: Sequence[tuple[str, str]], tell: Tell, memory: str, at_once: int
) -> None:
    waiting: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
    for one in statements:
        waiting.put(one)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with psycopg.connect(url, autocommit=True) as owner:
                owner.execute(f"SET maintenance_work_mem = '{memory}'")
                while not waiting.empty() and not failures:
                    name, sql = waiting.get_nowait()
                    tell(name)
                    owner.execute(sql)
        except queue.Empty:
            pass
        except BaseException as err:  # raised again by the caller's thread
            failures.append(err)

    threads = [threading.Thread(target=work) for _ in range(min(at_once, len(statements)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def tidy(url: str) -> None:
    """Remove the stays of nobody that the minimal endpoint of `check-in` left behind: they would be counted."""
    with psycopg.connect(url) as owner:
        owner.execute("DELETE FROM register_stay WHERE person_id < 0 AND superseded_at IS NULL")
