"""Every package that an installation needs stands on the page of licences, and the one that must stay apart does."""

from __future__ import annotations

import json
import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "licences.md").read_text("utf-8")


def tables():
    """The names in the tables of the page."""
    cells = [line.split("|")[2] for line in PAGE.splitlines() if line.startswith("| ")]
    return {re.split(r"[ (]", name.strip())[0] for cell in cells for name in cell.split(",")}


def test_every_locked_package_is_listed_with_its_licence():
    text = (PROJECT / "requirements.lock").read_text("utf-8")
    locked = {
        name.lower().replace("_", "-")
        for name in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)
    }
    browser = set(json.loads((PROJECT / "package.json").read_text("utf-8"))["dependencies"])
    assert (locked | browser) - tables() == set()


def test_asyncssh_is_imported_by_one_module_alone():
    importing = [
        path.name
        for path in (PROJECT / "src").rglob("*.py")
        if re.search(r"^\s*(?:import|from) asyncssh", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert importing == ["sftp_folders.py"]
