"""``./anju linkage``: train the weights by which records are proposed as one person, and compare records."""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING, Any

from anju.foundation.clock import local_text
from anju.foundation.errors import AnjuError
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import refuse, show
from anju.interfaces.cli.progress import Progress

if TYPE_CHECKING:
    from anju.domains.linkage.api.records import ParameterSetView
    from anju.foundation.actor import Actor

NAME = "linkage"
HELP = "find records that may be one person: train the weights, compare records, list trainings"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument(
        "action",
        choices=["train", "compare", "sets", "use"],
        help="train: learn from this register and use the result; compare: propose pairs among changed records (the "
        "worker does it hourly); sets: list trainings; use: go back to an earlier one",
    )
    parser.add_argument("number", nargs="?", type=int, help="of the training to use")
    parser.add_argument(
        "--sample", type=int, metavar="N", help="train on N records drawn by chance (300,000)"
    )
    parser.add_argument(
        "--everybody", action="store_true", help="compare all records, not only changed ones"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: done. 1: not, and why."""
    if args.action == "use" and args.number is None:
        print("./anju linkage use NUMBER: give the number of a training (./anju linkage sets)")
        return 2
    with installation(args):
        try:
            report, text = _ACTIONS[args.action](args)
        except AnjuError as error:
            return refuse(error, as_json=args.json)
    if args.json:
        show(report)
    else:
        print(text)
    return 0


Outcome = tuple[dict[str, Any], str]


def _actor() -> Actor:
    from anju.foundation.actor import system

    return system(f"cli:{getpass.getuser()}", channel="cli")


def _train(args: argparse.Namespace) -> Outcome:
    from anju.domains.linkage.api import records as linkage
    from anju.foundation.clock import now

    progress = Progress(2 if args.everybody else 1)
    sample = {"sample": args.sample} if args.sample else {}
    with progress.step("Training"):
        view = linkage.train_parameters(
            actor=_actor(), at=now(), report=lambda d, of: progress.tell("records", d, of), **sample
        )
    if args.everybody:
        _compared(args, progress)
    return _report(view), _line(view)


def _compare(args: argparse.Namespace) -> Outcome:
    return _compared(args, Progress(1))


def _compared(args: argparse.Namespace, progress: Progress) -> Outcome:
    from anju.domains.linkage.api import records as linkage
    from anju.foundation.clock import now

    actor = _actor()
    if args.everybody:
        linkage.note_everybody(actor=actor)
    with progress.step("Comparing"):
        found = linkage.run_round(
            actor=actor, at=now(), report=lambda d, of: progress.tell("records", d, of)
        )
    report = {"records": found.records, "compared": found.compared, "proposed": found.proposed}
    text = f"{found.records:,} records: {found.compared:,} pairs compared, {found.proposed:,} wait for people"
    return report, text


def _sets(_: argparse.Namespace) -> Outcome:
    from anju.domains.linkage.api import records as linkage

    sets = linkage.parameter_sets()
    text = "\n".join(map(_line, sets)) or "Nothing was trained yet: ./anju linkage train"
    return {"sets": [_report(s) for s in sets]}, text


def _use(args: argparse.Namespace) -> Outcome:
    from anju.domains.linkage.api import records as linkage
    from anju.foundation.clock import now

    linkage.use_parameters(args.number, actor=_actor(), at=now())
    return {"in_use": args.number}, f"Training {args.number} is in use."


_ACTIONS = {"train": _train, "compare": _compare, "sets": _sets, "use": _use}


def _report(view: ParameterSetView) -> dict[str, Any]:
    return {
        "number": view.number,
        "trained_by": view.trained_label,
        "trained_at": view.trained_at.isoformat(),
        "in_use": view.in_use,
        "usable": view.usable,
        **view.figures,
    }


def _line(view: ParameterSetView) -> str:
    state = "in use" if view.in_use else "" if view.usable else "of an earlier version"
    return (
        f"{view.number:>4}  {local_text(view.trained_at)}  {view.trained_label}: "
        f"{view.figures['records']:,} records, {view.figures['compared_pairs']:,} pairs compared, "
        f"{view.figures['likely_pairs']:,} probable  {state}"
    ).rstrip()
