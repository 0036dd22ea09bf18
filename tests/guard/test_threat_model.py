"""The page of threats names tests that exist, and every threat has one or says what to do instead."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs" / "threat-model.md").read_text("utf-8")
LINES = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| threat ")
]
NAMED = sorted({name for line in LINES for name in re.findall(r"`(tests/[\w/.:]+)`", line[-1])})


def defined(path: Path) -> set[str]:
    """Classes and functions of a test file, methods among them."""
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name):
    place, *parts = name.split("::")
    path = PROJECT / place
    if path.is_dir():
        assert list(path.glob("test_*.py"))
        return
    assert path.is_file(), f"there is no {place}"
    assert not [
        part
        for part in parts
        if not any(d == part or d.startswith(part + "_") for d in defined(path))
    ]


def test_every_threat_has_its_test_or_says_what_to_do_instead():
    assert len(LINES) > 35
    bare = [
        line[0]
        for line in LINES
        if not re.search(r"`tests/|`\./anju", line[-1]) and line[-1] != "–"
    ]
    assert not bare
    assert [line[0] for line in LINES if line[-1] == "–"] == ["Stolen backup *with* the keyring"]


def test_no_test_is_named_by_half_a_path():
    assert not re.findall(r"`(?!tests/)(?:\w+/)*test_\w+", PAGE)
