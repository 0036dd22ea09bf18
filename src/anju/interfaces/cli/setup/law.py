"""The files of law that the installation added: whoever starts Anju reads what is wrong with them.

Working days that an earlier version kept in ``working-days.json`` become a file of law.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from django.conf import settings

from anju.foundation.law import look_again
from anju.interfaces.cli.checks import law_files
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 35
PART = "web"
TITLE = "Files of law"
_HEAD = """# From working-days.json of an earlier version. Say where they are published (docs/law.md).
region: ""
zh: 中华人民共和国
en: The whole country
revised: 2026-11-30

working_days:
"""


def needed(installation: Installation) -> bool:
    """True while a file has a fault, or there are working days in the old form."""
    return _old_file().exists() or law_files().state != "ok"


def run(installation: Installation, progress: Progress) -> None:
    """Move the working days, and name each fault with its file and line; the rest of the law is in force."""
    _move_working_days(_old_file())
    finding = law_files()
    if finding.state != "ok":
        print(f"{finding.text}. {finding.remedy}", file=sys.stderr)


def _old_file() -> Path:
    return Path(settings.DATA) / "working-days.json"


def _move_working_days(old: Path) -> None:
    """A file that cannot be read stays, and its years count as unknown, as they did."""
    if not old.exists():
        return
    try:
        years = json.loads(old.read_text("utf-8"))
        entries = "".join(
            f"  - year: {int(year)}\n    free: [{', '.join(days['off'])}]\n    worked: [{', '.join(days['on'])}]\n"
            f"    confidence: L\n"
            for year, days in sorted(years.items())
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        print(f"{old} cannot be read and counts as missing: {error}.", file=sys.stderr)
        return
    new = old.parent / "law" / "working-days.yaml"
    new.parent.mkdir(exist_ok=True)
    new.write_text(_HEAD + entries, "utf-8")
    old.rename(old.with_suffix(".json.moved"))
    look_again()
