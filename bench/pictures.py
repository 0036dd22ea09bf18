"""Pictures of people from all sources, each field computed anew by a naive reading of its rule from what the sources
said: how many differ. And how long a picture takes."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bench.harness import Report, arguments, ready, show


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--pictures", type=int, default=10_000)

    args = arguments(words, __doc__ or "", more)
    with ready(args) as found:
        report = measure(args.pictures, found)
    return show(report, as_json=args.json)


def measure(count: int, _: Any) -> Report:
    """Pictures of people drawn from the register, block by block."""
    from anju.domains.exchange.api import picture
    from anju.foundation.actor import system
    from anju.foundation.clock import local_date, now
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import rows

    report, day, wrong, fields = Report("pictures"), local_date(now()), [], 0
    with acting(system("bench")):
        everybody = [
            r[0] for r in rows("SELECT id FROM people_person WHERE merged_into_id IS NULL")
        ]
        chosen = random.Random(1).sample(everybody, min(count, len(everybody)))
        for first in range(0, len(chosen), 500):
            begun = time.perf_counter()
            found = picture.pictures(chosen[first : first + 500], day=day)
            report.seconds += time.perf_counter() - begun
            for one in found.values():
                fields += len(one.fields)
                wrong += differing(one)
            report.rows += len(found)
    report.figures["fields"] = fields
    report.figures["wrong"] = wrong[:20]
    report.at_least("pictures", report.rows, count)
    report.holds("every field as the naive reading of its rule", not wrong, f"{len(wrong)} differ")
    return report


def differing(one: Any) -> list[str]:
    """Fields of a picture that a naive reading of the rule chooses otherwise."""
    out = []
    for field in one.fields:
        expected = naive(field.candidates, rule_on(field.field, one.day), one.day)
        held = (field.chosen.source, field.chosen.value) if field.chosen else None
        against = {c.value for c in field.contradicting}
        if (held, against) != expected:
            out.append(f"{one.person_id} {field.field}: {held} {expected}")
    return out


def rule_on(field: str, day: date) -> dict[str, Any]:
    """The rule of a day as the file has it: the last that had begun, else the first."""
    from pathlib import Path

    import yaml

    import anju.domains.exchange.picture.data as data

    if not _FILE:
        text = (Path(data.__path__[0]) / "rules.yaml").read_text("utf-8")
        _FILE.update(yaml.safe_load(text)["fields"])
    begun = [r for r in _FILE[field]["rules"] if r["since"] <= day]
    return max(begun or _FILE[field]["rules"][:1], key=lambda r: r["since"])


_FILE: dict[str, Any] = {}


def naive(
    candidates: Iterable[Any], rule: dict[str, Any], day: date
) -> tuple[tuple[str, str] | None, set[str]]:
    """((source, value), contradicting values): going through the candidates as a person would with the rule in hand."""
    held = []
    for c in candidates:
        old = rule.get("days") and (day - c.day).days > rule["days"]
        if c.source in rule["order"] and c.value != "" and c.day <= day and not old:
            held.append(c)
    if not held:
        return None, set()
    if rule["by"] == "order":
        first = next(s for s in rule["order"] if any(c.source == s for c in held))
        same = [c for c in held if c.source == first]
        newest = max(c.day for c in same)
        same = [c for c in same if c.day == newest]
    else:
        newest = max(c.day for c in held)
        same = [c for c in held if c.day == newest]
        first = next(s for s in rule["order"] if any(c.source == s for c in same))
        same = [c for c in same if c.source == first]
    best = sorted(c.value for c in same)[0]
    return (first, best), {c.value for c in held if c.value != best}
