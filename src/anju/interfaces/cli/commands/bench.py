"""Measure this installation's software on this machine: one benchmark at a time, on data of its own."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[5]
NAME = "bench"
HELP = "run a benchmark (see bench/README.md): ./anju bench NAME [--people N] [--json]; without NAME: the list"
PASSTHROUGH = True
_ENTRANCE = "\ndef run(words"
"""What a module of `bench/` has when it is a benchmark, and the pieces shared by several have not."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The rest is the benchmark's own."""
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="which benchmark")


def run(args: argparse.Namespace) -> int:
    """Run it; 2 when there is none of that name."""
    known = names()
    if args.name.replace("-", "_") not in known:
        print("benchmarks: " + "  ".join(n.replace("_", "-") for n in known), file=sys.stderr)
        return 0 if not args.name else 2
    sys.path.insert(0, str(PROJECT))
    module = importlib.import_module(f"bench.{args.name.replace('-', '_')}")
    own = [] if args.data == PROJECT / "data" else ["--data", str(args.data)]
    if args.database_url:
        own += ["--database-url", args.database_url]
    status: int = module.run([*own, *args.rest])
    return status


def names() -> list[str]:
    """Modules of `bench/` that are benchmarks."""
    return sorted(
        p.stem for p in (PROJECT / "bench").glob("*.py") if _ENTRANCE in p.read_text("utf-8")
    )
