"""``./anju sources``: list what departments may send, check the folder of a source, simulate its nights, take in what
lies in its folder or database, try a connection to one. Taking in and trying need an installation."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from anju.domains.exchange.api import mapping, sources
from anju.foundation.clock import local_date, now
from anju.foundation.days import day_in
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import language, show, table
from anju.interfaces.texts.sentences import sentence

NAME = "sources"
HELP = "departments’ data: list, check FOLDER, simulate SOURCE --into DIR, take, try and again SOURCE, sftp HOST"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, with which source."""
    parser.add_argument(
        "action",
        choices=("list", "check", "simulate", "take", "try", "again", "sftp"),
        help="list: every source; check: is a folder as it should be, and do its test rows hold; simulate: lay the "
        "files of a night into a directory; take: take in what lies in the folder or database of a source that is in "
        "use; try: reach its database and look at the table; again: have its database read from the beginning; "
        "sftp: the host keys that an SFTP server (HOST or HOST:PORT) shows, to be compared and pinned",
    )
    parser.add_argument(
        "what", nargs="?", default="", help="a source, the folder of one, or a host"
    )
    parser.add_argument("--trouble", choices=[t.value for t in sources.Trouble], default="none")
    parser.add_argument("--day", type=_day, default=None, help="the night, as 2026-11-30")
    parser.add_argument("--into", type=Path, help="directory for the files of a night")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def _day(text: str) -> date:
    found = day_in(text)
    if found is None:
        raise argparse.ArgumentTypeError(text)
    return found


def run(args: argparse.Namespace) -> int:
    """0: done. 1: the folder is not as it should be, or a file was refused. 2: something was not given."""
    if args.action == "list":
        return _list(as_json=args.json)
    if not args.what or (args.action == "simulate" and args.into is None):
        return 2
    if args.action == "sftp":
        return _sftp(args.what, as_json=args.json)
    if args.action == "take":
        with installation(args):
            return _take(args.what, as_json=args.json)
    if args.action in ("try", "again"):
        with installation(args):
            return _database(args)
    return _check(args) if args.action == "check" else _simulate(args)


def _list(*, as_json: bool) -> int:
    chinese = 0 if language().startswith("zh") else 1
    found = [
        {
            "source": s.code,
            "title": s.title[chinese],
            "department": s.department[chinese],
            "about": s.subject.value,
            "fields": len(s.fields),
        }
        for s in sources.sources().values()
    ]
    if as_json:
        show({"sources": found})
    else:
        print(table([[str(v) for v in f.values()] for f in found]))
    return 0


def _sftp(what: str, *, as_json: bool) -> int:
    """1 where the server shows no key."""
    from anju.interfaces.jobs.sftp_folders import offered_keys

    host, _, port = what.partition(":")
    try:
        found = offered_keys(host, int(port or "22"))
    except (Refused, ValueError) as error:
        text = sentence(error, language()) if isinstance(error, Refused) else str(error)
        show({"error": str(error)}) if as_json else print(f"anju: {text}")
        return 1
    show({"keys": found}) if as_json else print("\n".join(found))
    return 0


def _source(what: str) -> sources.Source:
    folder = Path(what)
    return sources.read_source(folder) if folder.is_dir() else sources.source(what)


def _check(args: argparse.Namespace) -> int:
    from anju.domains.exchange.api import mapping_versions

    try:
        source = _source(args.what)
        first = mapping.first_mapping(source)
        mapping_versions.require_tested(source, first)
        rows = len(sources.sample_rows(source))
    except AnjuError as wrong:
        return _reported({"sound": False, "code": wrong.code, **_plain(wrong.params)}, args, 1)
    return _reported({"sound": True, "tests": len(first.tests), "sample_rows": rows}, args, 0)


def _simulate(args: argparse.Namespace) -> int:
    try:
        files = sources.Department(_source(args.what)).night(
            args.day or local_date(now()), sources.Trouble(args.trouble)
        )
    except AnjuError as wrong:
        return _reported({"sound": False, "code": wrong.code, **_plain(wrong.params)}, args, 1)
    args.into.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (args.into / name).write_bytes(data)
    return _reported({"files": sorted(files)}, args, 0)


def _database(args: argparse.Namespace) -> int:
    """Try the database of a source, or have it read from the beginning."""
    from anju.domains.exchange.api import databases
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting

    actor = system("cli.sources")
    try:
        with acting(actor):
            described = databases.database(args.what)
            if described is None:
                raise NotFound("database_none")
            if args.action == "again":
                databases.read_again(args.what, actor=actor, at=now())
                return _reported({"source": args.what, "position": ""}, args, 0)
            found = databases.try_connection(args.what, described.selection, actor=actor)
    except AnjuError as wrong:
        report = {"code": wrong.code, "why": sentence(wrong, language()), **_plain(wrong.params)}
        return _reported({"reached": False, **report}, args, 1)
    report = {**asdict(found), "position": described.position, "fault": described.fault}
    return _reported({"reached": True, **report}, args, int(bool(found.missing)))


def _take(source: str, *, as_json: bool) -> int:
    from anju.interfaces.jobs import source_folders

    taken = source_folders.look(source, at=now())
    found = [
        {"name": d.name, "state": d.state.value, "reason": d.reason, **asdict(d.counts)}
        for d in taken
    ]
    if as_json:
        show({"deliveries": found})
    for line in () if as_json else found:
        print(json.dumps(line, ensure_ascii=False))
    return int(any(d.state.value == "refused" for d in taken))


def _plain(params: Any) -> dict[str, str]:  # noqa: ANN401 - whatever the error names
    return {k: str(v) for k, v in params.items()}


def _reported(report: dict[str, Any], args: argparse.Namespace, status: int) -> int:
    if args.json:
        show(report)
    else:
        print("  ".join(f"{k}: {v}" for k, v in report.items()))
    return status
