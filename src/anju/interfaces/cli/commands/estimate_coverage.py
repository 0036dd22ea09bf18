"""``./anju estimate-coverage``: how many people there are, those on no list included, from a table of
overlapping lists."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import Any

from anju.domains.statistics import api as statistics
from anju.foundation.errors import Refused
from anju.interfaces.cli.output import language, refuse, show, table
from anju.interfaces.texts.reasons import sentence

NAME = "estimate-coverage"
HELP = (
    "estimate how many people there are from lists that overlap: a CSV with a column of 0 and 1 a list, and a"
    " column n"
)
SHOWN = 8


def configure(parser: argparse.ArgumentParser) -> None:
    """The table, and how to read it."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="CSV in UTF-8 or GBK; without n: a line a person"
    )
    parser.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="COLUMN",
        help="one estimate a value of this column",
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="PATTERN",
        help="keep a pattern (as 1101) out of the models; its people are added as counted",
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="of the drawing for the interval (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON, with every model")


def run(args: argparse.Namespace) -> int:
    """0: estimated. 1: not estimable, or the table is wrong."""
    try:
        parts = statistics.read(_lines(args.file), by=args.by)
        if not args.by:
            return _one(parts[()], args)
    except Refused as error:
        return _refused(error, args)
    reports = [
        _part(dict(zip(args.by, key, strict=True)), found, args)
        for key, found in sorted(parts.items())
    ]
    if args.json:
        show({"by": args.by, "parts": reports})
    return 0 if any("N" in one for one in reports) else 1


def _one(found: statistics.Overlap | statistics.Frequencies, args: argparse.Namespace) -> int:
    result = _estimate(found, args)
    if args.json:
        show(_report(result, found))
    else:
        print(_text(result))
    return 0


def _part(
    part: dict[str, str],
    found: statistics.Overlap | statistics.Frequencies,
    args: argparse.Namespace,
) -> dict[str, Any]:
    """An area or group that cannot be estimated does not keep the others from it."""
    head = ", ".join(f"{title} {value}" for title, value in part.items())
    try:
        result = _estimate(found, args)
    except Refused as error:
        text = sentence(error.code, language(), **error.params)
        if not args.json:
            print(f"{head}\n    {text}\n")
        return {**part, "seen": found.seen, "error": error.code, "sentence": text, **_bound(error)}
    if not args.json:
        print(f"{head}\n{_text(result)}\n")
    return {**part, **_report(result, found)}


def _estimate(
    found: statistics.Overlap | statistics.Frequencies, args: argparse.Namespace
) -> statistics.Estimate:
    if isinstance(found, statistics.Frequencies):
        return statistics.estimate_from_times(found)
    without = {_pattern(text, len(found.lists)) for text in args.without}
    return statistics.estimate(found, without=without, seed=abs(args.seed))


def _pattern(text: str, lists: int) -> tuple[int, ...]:
    if len(text) != lists or set(text) - {"0", "1"} or "1" not in text:
        raise Refused("coverage_pattern", value=text[:40], lists=lists)
    return tuple(int(c) for c in text)


def _lines(path: Path) -> list[list[str]]:
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise Refused("coverage_file", name=str(path)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            if "\0" not in text:
                return list(csv.reader(io.StringIO(text, newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise Refused("coverage_not_text", name=str(path))


def _refused(error: Refused, args: argparse.Namespace) -> int:
    return refuse(error, as_json=args.json, figures={"estimable": False, **_bound(error)})


def _bound(error: Refused) -> dict[str, Any]:
    bound = error.params.get("lower_bound")
    return {} if bound is None else {"lower_bound": bound}


def _report(
    result: statistics.Estimate, found: statistics.Overlap | statistics.Frequencies
) -> dict[str, Any]:
    return {
        "estimable": True,
        "lists": list(found.lists) if isinstance(found, statistics.Overlap) else [],
        "seen": result.seen,
        "N": result.total,
        "estimate": result.total,
        "interval": [result.low, result.high],
        "coverage": result.seen / result.total,
        "coverage_interval": [result.seen / result.high, result.seen / result.low],
        "method": result.method,
        "model": result.model,
        "model_spread": list(result.spread),
        "lower_bound": result.lower_bound,
        "models": [
            {
                "name": f.name,
                "terms": list(f.terms),
                "N": f.total,
                "se": f.standard_error,
                "deviance": f.deviance,
                "df": f.freedom,
                "aic": f.aic,
                "bic": f.bic,
                "weight": f.weight,
                "aic_weight": f.aic_weight,
                "bic_weight": f.bic_weight,
            }
            for f in result.fits
        ],
        "models_not_estimable": list(result.not_estimable),
        "warnings": [
            {"code": w.code, "sentence": sentence(w.code, language(), **w.params)}
            for w in result.warnings
        ],
        "assumptions": [sentence(code, language()) for code in result.assumptions],
    }


def _text(result: statistics.Estimate) -> str:
    low, high = result.spread
    out = [
        f"{result.total:,.0f} people, 95% interval {result.low:,.0f} to {result.high:,.0f} ({result.method})",
        (
            f"    on a list: {result.seen:,}, {result.seen / result.total:.1%} of them "
            f"({result.seen / result.high:.1%} to {result.seen / result.low:.1%})"
        ),
        f"    models that count: {low:,.0f} to {high:,.0f}; heaviest: {result.model}",
        table(
            [["model", "people", "weight"]]
            + [[f.name, f"{f.total:,.1f}", f"{f.weight:.3f}"] for f in result.fits[:SHOWN]]
        ),
    ]
    out += ["    ! " + sentence(w.code, language(), **w.params) for w in result.warnings]
    out += ["    assumed: " + sentence(code, language()) for code in result.assumptions]
    return "\n".join(out)
