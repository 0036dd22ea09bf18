"""``./anju import FILE --as FORM``: read a spreadsheet, say what is in it, and let it count."""

from __future__ import annotations

import argparse
import getpass
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.cli.import_account import accepted_rows, chosen, further_columns, print_reading
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import language, refuse, show
from anju.interfaces.cli.progress import Progress
from anju.interfaces.texts.imports import FORMS as FORM_NAMES
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.listings import ACCOUNT
from anju.interfaces.texts.reasons import sentence

if TYPE_CHECKING:
    from datetime import datetime

    from anju.domains.register.api import Applied, ImportView
    from anju.foundation.actor import Actor
    from anju.interfaces.cli.import_sender import ImportSender

NAME = "import"
HELP = "take in a spreadsheet: a roster, tenants, inflow, outflow, vacancies"
VACANCIES = "rental-listings"
FORMS = ("employer-roster", "rental-tenants", "inflow", "outflow", VACANCIES)
NOTHING: dict[str, Any] = {"rows": 0, "accepted": 0, "rejected": 0, "problems": {}, "warnings": {}}
"""The figures of a header without rows: it is refused, for a roster of nobody would propose that all have left."""
ROWS_OF_VACANCIES = {
    "taken": "taken",
    "same": "same",
    "doubtful": "doubtful",
    "refused": "rejected",
}
"""What becomes of rows of vacancies → the figure that counts them: each row is one of these."""
COMPARED = ("unchanged", "joined", "left", "unclear", "changed", "doubtful")


def configure(parser: argparse.ArgumentParser) -> None:
    """Which file, what it is, whose, and how to report."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=".xlsx, .xls, .ods, .csv, .json, text, HTML, or a zip of these",
    )
    parser.add_argument("--as", dest="form", required=True, choices=FORMS, help="what the file is")
    parser.add_argument(
        "--employer",
        default="",
        metavar="CODE",
        help="whose roster it is: own code or credit code; one not on file yet is entered",
    )
    parser.add_argument(
        "--region",
        default="",
        metavar="CODE",
        help="code of the community it speaks of (default: ANJU_REGION, else the employer's)",
    )
    parser.add_argument(
        "--sheet", default="", metavar="NAME", help="the sheet (default: the one that fits best)"
    )
    parser.add_argument(
        "--header-row", type=int, default=0, metavar="N", help="the row in which the header begins"
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=LETTER",
        help="the column of a field where it is not found, or not the right one, e.g. name=C; "
        "of the second table 2.end=C",
    )
    parser.add_argument(
        "--start",
        default="",
        metavar="DATE",
        help="the first day of people who have none in the file",
    )
    parser.add_argument("--skip-hidden", action="store_true", help="leave out hidden rows")
    parser.add_argument(
        "--skip-struck", action="store_true", help="leave out rows that are struck through"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only say what would happen; nothing is kept"
    )
    parser.add_argument(
        "--confirm-left",
        action="store_true",
        help="end the jobs of those who are missing from a roster (else they are only counted)",
    )
    parser.add_argument(
        "--many-left",
        action="store_true",
        help="with --confirm-left: also when more than a fifth of the employer's people would leave",
    )
    parser.add_argument(
        "--problems",
        type=Path,
        metavar="FILE.xlsx",
        help="write the refused rows there, with reasons",
    )
    parser.add_argument("--json", action="store_true", help="report as one JSON object")


def run(args: argparse.Namespace) -> int:
    """0: taken in, even with refused rows. 1: nothing could be read or taken in. 2: the arguments make no sense."""
    try:
        data = args.file.read_bytes()
    except OSError:
        return refuse(NotFound("file_missing", path=str(args.file)), as_json=args.json)
    progress = Progress()
    with installation(args, parts=("register", "regions"), progress=progress):
        try:
            report = take_in(args, data, progress)
        except AnjuError as error:
            return refuse(
                error, as_json=args.json, figures=NOTHING if error.code == "rows_missing" else None
            )
    if args.json:
        show(report)
    else:
        _report_reading(report)
    return 0


def take_in(args: argparse.Namespace, data: bytes, progress: Progress) -> dict[str, Any]:
    """Everything in one transaction, which a dry run rolls back."""
    from django.db import transaction

    from anju.domains.register import api as register
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    begun, at = time.monotonic(), now()
    actor = system(f"cli:{getpass.getuser()}", channel="import")
    with acting(actor):
        with progress.step(f"Reading {args.file.name}"):
            register.await_same_file(data)
            sending = _import_sender(args, data, actor)
            found = _received(args, data, sending, actor, at)
        rows = accepted_rows(found.id, at) if args.json and args.dry_run else None
        seen, receipt = found, None
        if args.problems:
            args.problems.write_bytes(
                register.problems_workbook(
                    found.id,
                    sentence=lambda code: sentence(code, "zh-hans"),
                    at=at,
                    actor=actor,
                    purpose="register",
                )
            )
        if args.dry_run:
            transaction.set_rollback(True)
        else:
            with progress.step("Applying"):
                left = _left(found.id) if args.confirm_left else None
                seen, receipt = register.apply_import(
                    found.id,
                    actor=actor,
                    at=at,
                    left=left,
                    many=args.many_left,
                    progress=lambda done, total: progress.tell("rows", done, total),
                )
    report = _report(args, sending, found, seen, receipt, time.monotonic() - begun)
    return report | ({"accepted_rows": rows} if rows is not None else {})


def _received(
    args: argparse.Namespace, data: bytes, sending: ImportSender, actor: Actor, at: datetime
) -> ImportView:
    """The file read, under what the caller decided of its layout."""
    from anju.domains.register import api as register

    choices = chosen(args)
    if choices:
        kept = register.take_file(
            data,
            args.file.name,
            form=args.form,
            sender=sending.sender,
            actor=actor,
            at=at,
            sheet=args.sheet,
        )
        found = register.correct_rows(kept.id, actor=actor, at=at, choices=choices)
    else:
        found = register.receive(
            data,
            args.file.name,
            form=args.form,
            sender=sending.sender,
            actor=actor,
            at=at,
            sheet=args.sheet,
        )
    if args.form == VACANCIES:
        return found
    for table, columns in further_columns(args, found):
        found = register.correct_rows(found.id, actor=actor, at=at, columns=columns, table=table)
    return found


def _import_sender(args: argparse.Namespace, data: bytes, actor: Actor) -> ImportSender:
    from anju.foundation.clock import now
    from anju.interfaces.cli import import_sender

    if args.form != "employer-roster":
        return import_sender.of_list(args.region, actor)
    return import_sender.of_roster(
        args.employer,
        args.region,
        data=data,
        file_name=args.file.name,
        actor=actor,
        at=now(),
        dry=args.dry_run,
    )


def _left(batch_id: int) -> list[int]:
    from anju.domains.register import api as register
    from anju.foundation.clock import now

    _, _, compared = register.preview(batch_id, at=now())
    return [m.person_id for m in compared.left if m.person_id] if compared else []


def _report(
    args: argparse.Namespace,
    sending: ImportSender,
    found: ImportView,
    seen: ImportView,
    receipt: Applied | None,
    seconds: float,
) -> dict[str, Any]:
    counts, employer = found.counts, sending.employer
    foreseen = counts.get("foreseen") or {}
    report: dict[str, Any] = {
        "import": None if args.dry_run else found.id,
        "form": args.form,
        "file": args.file.name,
        "sheet": counts.get("sheet", found.sheet),
        "dry_run": args.dry_run,
        "state": "" if args.dry_run else seen.state,
        **{key: counts[key] for key in ("rows", "accepted", "rejected", "problems", "warnings")},
        **_compared(counts),
        **_outcomes(args.form, (seen if receipt else found).counts),
        **counts.get("kinds", {}),
        "reading": counts.get("reading", {}),
        "foreseen": counts.get("foreseen"),
    }
    if receipt is None and "new_homes" in foreseen:
        report["new_homes"] = foreseen["new_homes"]
    if receipt is not None:
        report |= {
            "applied": receipt.counts.get("applied", 0),
            "waiting": receipt.counts.get("waiting", 0),
            "new_homes": seen.counts["new_homes"],
            "outcomes": receipt.counts,
            "outcome_reasons": receipt.reasons,
        }
        if args.form == "employer-roster":
            report["left_confirmed"] = seen.counts["left_confirmed"]
    names = {"code": employer.code, "name": employer.name} if employer else {}
    if employer and "employer_not_given" not in sending.notes:
        report["employer"] = names | {"entered": sending.created and not args.dry_run}
    report["region"] = sending.sender.region
    report["other_sheets"] = counts.get("other_sheets", [])
    report["notes"] = {code: sentence(code, language(), **names) for code in sending.notes}
    if args.problems:
        report["problems_file"] = str(args.problems)
    return report | {"seconds": round(seconds, 3)}


def _outcomes(form: str, counts: dict[str, Any]) -> dict[str, int]:
    return {k: counts[f] for k, f in ROWS_OF_VACANCIES.items()} if form == VACANCIES else {}


def _compared(counts: dict[str, Any]) -> dict[str, int]:
    """A roster's figures. `changed` are moves and phones; who only works elsewhere in the employer
    stays `unchanged`."""
    if "changed" not in counts:
        return {}
    figures, moved = {key: counts[key] for key in COMPARED}, counts["position_only"]
    return figures | {
        "unchanged": figures["unchanged"] + moved,
        "changed": figures["changed"] - moved,
        "position_changed": moved,
    }


def _report_reading(report: dict[str, Any]) -> None:
    """The same for a person."""
    tongue = language()
    print(f"{report['file']} · {report['sheet']} · {label_in(FORM_NAMES, report['form'], tongue)}")
    print(
        f"  rows {report['rows']:,}   accepted {report['accepted']:,}   rejected {report['rejected']:,}"
    )
    for code, count in {**report["problems"], **report["warnings"]}.items():
        print(f"  {count:>7,}  {code}: {sentence(code, tongue)}")
    print_reading(report)
    if "joined" in report:
        print("  " + "   ".join(f"{key} {report[key]:,}" for key in COMPARED))
    if report["form"] == VACANCIES:
        print(
            "  "
            + "   ".join(f"{label_in(ACCOUNT, k, tongue)} {report[k]:,}" for k in ROWS_OF_VACANCIES)
        )
        if not report["dry_run"]:
            print(f"  import {report['import']}; take it back with: ./anju undo {report['import']}")
    elif "applied" in report:
        print(
            f"  applied {report['applied']:,}   waiting {report['waiting']:,}   new homes {report['new_homes']:,}"
        )
        print(f"  import {report['import']}; take it back with: ./anju undo {report['import']}")
    if report["dry_run"]:
        print("  dry run: nothing was kept")
    if "problems_file" in report:
        print(f"  refused rows: {report['problems_file']}")
    for notes in report["notes"].values():
        print(f"  {notes}", file=sys.stderr)
    print(f"  {report['seconds']:.1f} s")
