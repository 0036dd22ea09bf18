"""What may be wrong with an installation, each check in plain words. The first half needs no database."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from anju.foundation import calendar
from anju.foundation.clock import local_date, now
from anju.foundation.cluster import ClusterError, Layout
from anju.foundation.cluster import credentials as stored
from anju.foundation.crypto import keyring
from anju.interfaces.cli import database_checks
from anju.interfaces.cli.database_checks import Connection, Finding, ok
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.only_one import holder
from anju.interfaces.cli.setup import steps

PROJECT = Path(__file__).resolve().parents[4]
GIB = 1 << 30


def of_machine(layout: Layout) -> Iterator[Finding]:
    """Everything that can be seen without the database."""
    for look in (
        _python,
        _packages,
        _front_end,
        lambda: _disk(layout),
        lambda: _data(layout),
        lambda: _keyring(layout),
        lambda: _running(layout),
    ):
        yield look()


def _python() -> Finding:
    return ok("python", f"Python {'.'.join(map(str, sys.version_info[:3]))} in {sys.prefix}")


def _packages() -> Finding:
    wanted = re.findall(
        r"^([\w.-]+)==([^\s;\\]+)", (PROJECT / "requirements.lock").read_text("utf-8"), re.MULTILINE
    )
    locked: dict[str, set[str]] = {}
    for name, want in wanted:  # a package may be locked once for each range of Python versions
        locked.setdefault(name, set()).add(want)
    wrong = [
        f"{name} {' or '.join(sorted(wants))}"
        for name, wants in locked.items()
        if (have := _version(name)) is not None and have not in wants
    ]
    if wrong:
        return Finding(
            "packages",
            "wrong",
            f"Not as locked: {', '.join(wrong[:5])}.",
            "Remove .venv and .anju/stamps, then run any command again.",
        )
    return ok("packages", f"{len(locked)} locked Python packages")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None  # for another platform, or its absence shows at import


def _front_end() -> Finding:
    packages = json.loads((PROJECT / "package-lock.json").read_text("utf-8"))["packages"]
    wrong = []
    packages.pop("")  # the project itself
    for path, entry in packages.items():
        manifest = PROJECT / path / "package.json"
        have = json.loads(manifest.read_text("utf-8"))["version"] if manifest.exists() else None
        if have != entry["version"]:
            wrong.append(path)
    if wrong:
        return Finding(
            "front-end",
            "wrong",
            f"Missing or not as locked: {', '.join(wrong[:5])}.",
            "Remove node_modules and .anju/stamps, then run any command again.",
        )
    return ok("front-end", "front-end packages as locked")


def _disk(layout: Layout) -> Finding:
    free = shutil.disk_usage(
        next(p for p in (layout.data, *layout.data.parents) if p.exists())
    ).free
    text = f"{free / GIB:,.1f} GiB free for {layout.data}"
    if free < 2 * GIB:
        return Finding(
            "disk",
            "wrong" if free < GIB // 2 else "warning",
            text + ".",
            "Make room: at least 2 GiB.",
        )
    return ok("disk", text)


def _data(layout: Layout) -> Finding:
    if not layout.secrets.exists():
        return Finding(
            "data",
            "wrong",
            f"There is no installation in {layout.data}.",
            "Run ./anju up, or name another --data.",
        )
    if not os.access(layout.data, os.W_OK) or not os.access(layout.secrets, os.R_OK):
        return Finding(
            "data",
            "wrong",
            f"{layout.data} belongs to another account.",
            "Run Anju as the account that set it up.",
        )
    if stat.S_IMODE(layout.secrets.stat().st_mode) & 0o077:
        return Finding(
            "data",
            "wrong",
            f"Others can read the passwords in {layout.secrets}.",
            f"chmod 600 {layout.secrets}",
        )
    return ok("data", f"data directory {layout.data}")


def _keyring(layout: Layout) -> Finding:
    if not layout.keyring.exists():
        return Finding(
            "keyring",
            "wrong",
            f"There is no keyring at {layout.keyring}: encrypted fields cannot be read.",
            "Put your copy of it back.",
        )
    if stat.S_IMODE(layout.keyring.stat().st_mode) & 0o077:
        return Finding(
            "keyring",
            "wrong",
            f"Others can read the keys in {layout.keyring}.",
            f"chmod 600 {layout.keyring}",
        )
    try:
        ring = keyring.load(layout.keyring)
    except (OSError, ValueError, KeyError) as failure:
        return Finding(
            "keyring",
            "wrong",
            f"The keyring cannot be read: {failure}.",
            "Put your copy of it back.",
        )
    return ok("keyring", f"keyring with {len(ring.keys)} key(s), newest {ring.newest.suite}")


def _running(layout: Layout) -> Finding:
    other = holder(layout)
    if other is None:
        return ok("up", "./anju up is not running")
    return ok("up", f"./anju up runs as process {other.get('pid')} at {other.get('address')}")


def working_days(today: date) -> Finding:
    """Are the working days known of this year and, once they are usually published, of the next? Django must be
    set up."""
    from anju.domains.register import api as register

    published = register.published_days()
    wanted = [today.year, *([today.year + 1] if today.month >= PUBLISHED_BY else [])]
    unknown = [year for year in wanted if not calendar.known_year(year, published=published)]
    if unknown:
        years = " and ".join(map(str, unknown))
        return Finding(
            "calendar",
            "warning",
            f"The working days of {years} are not known: deadlines in working days that "
            "reach into it give more time than the rule.",
            "Put the published days into a file of law (docs/law.md), or update Anju.",
        )
    return ok("calendar", f"working days known to the end of {wanted[-1]}")


PUBLISHED_BY = 11
"""The month in which the State Council usually publishes the days off of the next year."""


def addresses(serving: str, configured: str, written: Iterable[str]) -> Finding:
    """Do credentials name the address under which this installation is reached? `serving`: where
    ``up`` runs now ("" not),
    `configured`: ANJU_PUBLIC_URL ("" not set), `written`: addresses in the signed status lists."""
    named = sorted({origin for origin in map(_origin, written) if origin})
    real = _origin(serving) or _origin(configured)
    if not real:
        return ok(
            "address",
            "./anju up is not running: the address of credentials is compared when it does",
        )
    if configured and _origin(configured) != real:
        return Finding(
            "address",
            "wrong",
            f"ANJU_PUBLIC_URL is {configured}, but ./anju up serves {real}.",
            f"Start ./anju up with --public-url {configured}, or set ANJU_PUBLIC_URL={real} for every command.",
        )
    if strange := [origin for origin in named if origin != real]:
        return Finding(
            "address",
            "wrong",
            f"Status lists of credentials name {', '.join(strange)}, but this installation is "
            f"reached at {real}: verifiers ask there in vain.",
            f"Serve it at {strange[0]} again (--public-url, "
            "--port), or let the worker publish the lists anew and holders renew their wallet credentials.",
        )
    return ok("address", f"credentials name {real}, where this installation is reached")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _written(connection: Connection) -> list[str]:
    """The address each signed status list gives as its own (`sub`)."""
    known = connection.execute(
        "SELECT to_regclass('public.permits_status_list') IS NOT NULL"
    ).fetchone()
    if not known or not known[0]:
        return []
    tokens = connection.execute(
        "SELECT convert_from(token, 'UTF8') FROM permits_status_list WHERE token IS NOT NULL"
    )
    return [_subject(str(token)) for (token,) in tokens.fetchall()]


def _subject(token: str) -> str:
    try:
        body = token.split(".")[1]
        return str(
            json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))).get("sub", "")
        )
    except (IndexError, ValueError):
        return ""


def law_files() -> Finding:
    """Can the files of law that this installation added be read? Django must be set up."""
    from anju.foundation import law

    wrong = law.faults()
    if wrong:
        return Finding(
            "law",
            "wrong",
            "; ".join(f"{fault.where}: {fault.problem}" for fault in wrong),
            "What stands there is left out. Correct it as docs/law.md shows.",
        )
    return ok("law", "the files of law can be read")


def of_database(found: Installation) -> Iterator[Finding]:
    """Everything that is asked of the running database."""
    looks: tuple[Callable[[Connection], Finding], ...] = (
        database_checks.server,
        database_checks.roles,
        database_checks.ownership,
        database_checks.heartbeat,
    )
    yield law_files()
    yield working_days(local_date(now()))
    with psycopg.connect(found.database.owner_url, autocommit=True) as connection:
        for look in looks:
            yield look(connection)
        yield addresses(
            str((holder(found.layout) or {}).get("address", "")),
            os.environ.get("ANJU_PUBLIC_URL", ""),
            _written(connection),
        )
    for step in steps(("register", "regions")):
        try:
            needed = step.needed(found)
        except ClusterError as failure:
            yield Finding("set-up", "wrong", str(failure), "Nothing starts before this is mended.")
            return
        if needed:
            yield Finding(
                "set-up", "wrong", f"“{step.TITLE}” is not complete.", "Run ./anju up once."
            )
            return
    yield ok("set-up", "tables, keys and divisions are complete")


def of_register() -> Finding:
    """Do the records of the register agree with each other?"""
    from anju.domains.register import api as register
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting

    with acting(system("doctor")):
        found = register.inconsistencies()
    if not found:
        return ok(
            "register",
            "no row hangs on a merged or withdrawn record, and nobody lives in two homes",
        )
    named = [f"{text} ({found[code]:,})" for code, text in BROKEN.items() if code in found]
    return Finding(
        "register",
        "wrong",
        f"{'; '.join(named)}.",
        "Open the persons concerned, undo or correct the latest change of each, then ask again.",
    )


BROKEN = {
    "stays_of_nobody": "stays of merged or withdrawn records",
    "jobs_of_nobody": "jobs of merged or withdrawn records",
    "absences_of_nobody": "absences of merged or withdrawn records",
    "documents_of_withdrawn": "documents in force of withdrawn records",
    "documents_of_merged": "documents in force of records merged away",
    "places_of_nobody": "merged or withdrawn records that still belong somewhere",
    "search_rows_of_nobody": "merged or withdrawn records that are still found",
    "accounts_of_nobody": "accounts of merged or withdrawn records",
    "declared_but_withdrawn": "withdrawn records about which an accepted declaration stands",
    "living_but_not_found": "people who live somewhere and are not found there",
    "two_open_stays": "people who live in two homes",
}
"""What `register.inconsistencies` names, in words."""


def known(layout: Layout) -> bool:
    """True when there is an installation whose database can be asked."""
    return stored.load(layout.secrets) is not None
