"""Records of one or two files that are one person: found without labels, measured against the truth in the files.

Without files: an invented Chinese city of `--people` (see `chinese_register.py`). `--left A.csv [--right B.csv]`: any
tables with titles (FEBRL's or Chinese ones); what was taken for what stands in the report.
The truth is a column of its own (entity, cluster, truth …) or the common core of the record numbers
(rec-7-org, rec-7-dup-0);
without one there are counts only. Beside it Splink as its manual has it, on the same records (`--alone`: without).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.chinese_register import two_lists
from bench.harness import PROJECT, Report, arguments, show

GOAL = 0.985


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--left", metavar="FILE")
        parser.add_argument("--right", metavar="FILE", help="without it: one file with duplicates")
        parser.add_argument(
            "--truth",
            metavar="COLUMN",
            help="the column that says which records are one; none: no truth",
        )
        parser.add_argument(
            "--threshold",
            type=float,
            default=None,
            help="probability from which a pair counts (0.5)",
        )
        parser.add_argument("--alone", action="store_true", help="without plain Splink beside it")
        parser.add_argument(
            "--pairs", metavar="FILE", help="write the groups found, a line a record"
        )

    args = arguments(words, __doc__ or "", more)
    if args.threshold is not None and not 0 < args.threshold < 1:
        return refused("--threshold lies between 0 and 1", as_json=args.json)
    if not args.left and not args.right:
        return show(measure(*two_lists(args.people), args), as_json=args.json)
    if not args.left:
        return refused("--right needs --left", as_json=args.json)
    try:
        tables = [table(p) for p in (args.left, args.right) if p]
    except (OSError, ValueError) as problem:
        return refused(str(problem), as_json=args.json)
    if args.pairs and not Path(args.pairs).absolute().parent.is_dir():
        return refused(
            f"{args.pairs} cannot be written: there is no such directory", as_json=args.json
        )
    known = [title for t in tables for title in t]
    if args.truth not in (None, "none") and any(args.truth not in t for t in tables[:1]):
        return refused(
            f"no column “{args.truth}” in the left file; its columns: {', '.join(known) or 'none'}",
            as_json=args.json,
        )
    report = measure(tables[0], tables[1] if args.right else None, args)
    return show(report, as_json=args.json)


def refused(text: str, *, as_json: bool) -> int:
    """Say what is wrong; status 1."""
    if as_json:
        print(json.dumps({"name": "linkage", "error": text}, ensure_ascii=False))
    else:
        print(f"linkage: {text}", file=sys.stderr)
    return 1


def table(path: str) -> dict[str, list[str | None]]:
    """A file as a table; ValueError says what is wrong with it."""
    from anju.domains.linkage.api import NotTextError, read_table

    try:
        found = read_table(Path(path).read_bytes())
        if not any(found.values()):
            raise ValueError(
                f"{path} holds no records: a line of titles and a line a record are needed"
            )
        return found
    except NotTextError:
        raise ValueError(f"{path} is no text file: save the sheet as CSV and give that") from None
    except OSError as problem:
        raise ValueError(f"{path} cannot be read: {problem.strerror}") from None


Table = dict[str, list[str | None]]


def measure(left: Table, right: Table | None, args: Any) -> Report:
    from anju.domains.linkage import api as linkage
    from anju.domains.linkage.queries.linking import THRESHOLD

    begun = time.perf_counter()
    reading = linkage.read_columns(left, right, truth=args.truth)
    threshold = args.threshold or THRESHOLD
    found = linkage.link(left, right, reading, threshold=threshold)
    report = Report("linkage", rows=len(found.side), seconds=time.perf_counter() - begun)
    truth, remark = truth_of(reading, left, right, found)
    report.figures = {
        "left_rows": found.side.count(0),
        "right_rows": found.side.count(1) if right is not None else None,
        **taken_for(reading, remark if truth is None else ""),
        "one_record_a_person_in_each_file": found.once,
        "threshold": threshold,
        "compared_pairs": len(found.pairs.one),
        "keys_that_made_the_pairs": found.pairs.rules,
        **result(found.groups, found, truth),
    }
    if args.pairs:
        Path(args.pairs).write_text(
            "file,row,group\n"
            + "".join(
                f"{s},{n},{g}\n"
                for n, (s, g) in enumerate(zip(found.side, found.groups, strict=True))
            )
        )
    if not args.alone:
        report.baseline = {"plain_splink": plain(found, truth, threshold)}
    if truth is not None:
        for kind in ("pairwise", "by_cluster"):
            report.at_least(f"F1 {kind}", report.figures[kind]["f1"], GOAL)
            other = report.baseline.get("plain_splink", {}).get(kind)
            if other:
                report.at_least(
                    f"F1 {kind} beside plain Splink", report.figures[kind]["f1"], other["f1"]
                )
    return report


def truth_of(
    reading: Any, left: Table, right: Table | None, found: Any
) -> tuple[list[str | None] | None, str]:
    """The entity of each record, or None and why."""
    from anju.domains.linkage import api as linkage

    truth = reading.truth
    if truth is None:
        return None, "no column says which records are one entity: counts only"
    values = [linkage.core(truth, v) for v in left[truth.left]]
    if right is not None:
        values += [linkage.core(truth, v) for v in right[truth.right]]
    names = [c.name for c in found.comparisons if c.role not in ("sex", "state")]
    if not truth.named and not linkage.records_agree(values, found.columns, names):
        return None, (
            f"the values of “{truth.left}” coincide, but the records that share one do not agree in anything: "
            "taken for numbers of lines, counts only"
        )
    return values, ""


def taken_for(reading: Any, remark: str) -> dict[str, Any]:
    """What was taken for what."""
    return {
        "taken_for": {
            f.name: {"as": str(f.role), "left": list(f.left), "right": list(f.right)}
            for f in reading.fields
        },
        "not_compared": reading.ignored,
        "truth": {"known": False, "remark": remark}
        if remark
        else {
            "known": True,
            "left": reading.truth.left,
            "right": reading.truth.right,
            "read_as": reading.truth.core,
        },
    }


def result(groups: list[int], found: Any, truth: list[str | None] | None) -> dict[str, Any]:
    """Counts, and where the truth is known precision, recall and F1."""
    from anju.domains.linkage import api as linkage

    sizes = Counter(groups)
    counts: dict[str, Any] = {
        "groups": len(sizes),
        "groups_of_two_or_more": sum(n > 1 for n in sizes.values()),
        "linked_records": sum(n for n in sizes.values() if n > 1),
    }
    if truth is None:
        return counts
    side = found.side if len(set(found.side)) == 2 and found.once else None
    pairs = linkage.by_pairs(groups, truth, side)
    return {
        **counts,
        "pairs_counted": "between the two files" if side else "all",
        "pairwise": figures(pairs),
        "by_cluster": figures(linkage.by_groups(groups, truth)),
    }


def figures(measure: Any) -> dict[str, Any]:
    """A measure for JSON."""
    return {
        "precision": round(measure.precision, 6),
        "recall": round(measure.recall, 6),
        "f1": round(measure.f1, 6),
        "right": measure.right,
        "found": measure.found,
        "true": measure.true,
    }


def plain(found: Any, truth: list[str | None] | None, threshold: float) -> dict[str, Any]:
    """Splink's own result on the same columns, or what it failed on."""
    from anju.domains.linkage import api as linkage

    begun = time.perf_counter()
    try:
        groups = linkage.plain_splink(
            found.columns, found.side, found.comparisons, threshold=threshold
        )
    except Exception as problem:
        return {"failed": f"{type(problem).__name__}: {str(problem).strip().splitlines()[0][:200]}"}
    return {
        **result(groups, found, truth),
        "seconds": round(time.perf_counter() - begun, 2),
    }


if __name__ == "__main__":
    sys.path[:0] = [str(PROJECT / "src"), str(PROJECT)]
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    sys.exit(run(sys.argv[1:]))
