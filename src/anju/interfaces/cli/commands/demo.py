"""Load the demo town into this installation."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from anju.foundation.cluster import ClusterError
from anju.interfaces.cli import second_city
from anju.interfaces.cli.demo_town import FULL, SEED, begun, load, register_is_empty
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import table
from anju.interfaces.cli.progress import Progress

NAME = "demo"
HELP = "load an invented town of N newcomers into an empty register"


def configure(parser: argparse.ArgumentParser) -> None:
    """How large, and which one."""
    parser.add_argument(
        "--people",
        type=int,
        default=FULL,
        metavar="N",
        help="newcomers living there today, at least 200 (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=SEED,
        metavar="S",
        help="which of the invented towns (default: %(default)s)",
    )
    parser.add_argument(
        "--second-city",
        action="store_true",
        help="set up a second, small city beside this demo town and start it: both exchange messages",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=second_city.PORT,
        help="port of the second city's web server (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: loaded, now or before. 1: refused. 2: the arguments make no sense."""
    if args.people < 200:
        print("anju: a town has at least 200 people", file=sys.stderr)
        return 2
    progress = Progress()
    if args.second_city:
        return _second_city(args, progress)
    with installation(args, progress=progress) as found:
        earlier = begun(found)
        if earlier is not None and (earlier.people, earlier.seed) != (args.people, args.seed):
            raise ClusterError(
                f"A demo town of {earlier.people} people (seed {earlier.seed}) is loaded here already; "
                "choose another --data."
            )
        if earlier is None and not register_is_empty():
            raise ClusterError(
                "This register is in use; a demo town is loaded into an empty one only."
            )
        if earlier is not None and found.demo_sign_ins.exists():
            return _report(
                {"loaded": "before"},
                json.loads(found.demo_sign_ins.read_text("utf-8")),
                as_json=args.json,
            )
        with progress.step("Demo town"):
            loaded, lines = load(found, people=args.people, seed=args.seed, progress=progress)
    return _report(asdict(loaded), [line.as_dict() for line in lines], as_json=args.json)


def _second_city(args: argparse.Namespace, progress: Progress) -> int:
    """Set it up, start it, say where it is and what to look at."""
    found = second_city.set_up(args, progress)
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    print(f"\n  The second city: {found['address']}  (data in {found['data']})")
    print(
        f"  {found['moved_here']} people moved here and {found['moved_there']} moved there; "
        "open 两地交换 (Exchange) as city or district in either place and watch the answers come."
    )
    if found["agreement"]:
        print(
            "  Their agreement, with duties, service days and reviews, stands under 合作协议 (Agreements)."
        )
    if not found["first_runs"]:
        print("  The first city is not running: its messages wait until ./anju up.")
    print(sign_in_table(found["sign_ins"]))
    print("  ./anju down stops both.")
    return 0


def _report(facts: dict[str, object], sign_ins: list[dict[str, str]], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({**facts, "sign_ins": sign_ins}, ensure_ascii=False))
        return 0
    print("  " + "  ".join(f"{name}: {value}" for name, value in facts.items()))
    print(sign_in_table(sign_ins))
    return 0


def sign_in_table(sign_ins: list[dict[str, str]]) -> str:
    """Who may sign in, as a person reads it."""
    head = ("角色 role", "", "用户 user", "密码 password", "页面 page", "")
    return table(
        [
            head,
            *((s["zh"], s["en"], s["user"], s["password"], s["page"], s["note"]) for s in sign_ins),
        ]
    )
