"""The ways that docs/architecture.md tells are ways of real functions, and a check-in goes that way."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from anju.domains.register import api as register
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.interfaces.web.declaring import keyed
from tests.factories.people import somebody
from tests.factories.register import STREET, Street, clerk
from tests.factories.staff import signed_in, staff

PAGE = (Path(__file__).parents[1] / "docs" / "architecture.md").read_text("utf-8")
MOST = 12


def way(title: str) -> list[str]:
    """The functions of a numbered list, in its order."""
    part = PAGE.split(f"## The way of a {title}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\d+\. `([\w.]+)`", part, re.M)


def function(name: str) -> Any:
    """What a dotted name below `anju` stands for."""
    path = name.split(".")
    for cut in range(len(path) - 1, 0, -1):
        try:
            found: Any = import_module("anju." + ".".join(path[:cut]))
        except ModuleNotFoundError:
            continue
        for part in path[cut:]:
            found = getattr(found, part)
        return found
    raise AssertionError(name)


@pytest.mark.parametrize("title", ["check-in", "roster"])
def test_the_ways_name_functions_that_there_are(title: str) -> None:
    steps = way(title)
    assert 0 < len(steps) <= MOST
    assert all(callable(function(step)) for step in steps)


def test_a_check_in_goes_the_way_that_is_told(db: None) -> None:
    street = Street.built()
    sender, actor = clerk(7, street.rooms[0].region[:9])
    item = {
        **somebody("林新来", 72).item,
        "kind": "arrive",
        "home_code": street.rooms[1].code,
        "start": local_date(now()),
    }
    wanted = {function(step).__code__: step for step in way("check-in")[2:]}
    gone: list[str] = []

    def note(frame: FrameType, event: str, _value: object) -> None:
        step = wanted.get(frame.f_code)
        if event == "call" and step and step not in gone:
            gone.append(step)

    sys.setprofile(note)
    try:
        with acting(actor):
            receipt = register.declare_family(
                keyed([item], "way"), sender=sender, actor=actor, at=now(), batch_key="way"
            )
    finally:
        sys.setprofile(None)
    assert receipt.outcomes[0].status == register.APPLIED
    assert gone == way("check-in")[2:]


def test_from_the_form_to_the_insert_it_is_at_most_twelve_functions_and_files(
    db: None,
) -> None:
    street = Street.built()
    user = signed_in(staff("clerk12", ("counter", STREET), name="陈窗口"))
    newcomer = somebody("林远来", 73)
    form = {
        "key": "3b9d1c5e-0000-4000-8000-000000000012",
        "m0-doc_type": "111",
        "m0-doc_number": newcomer.doc_number,
        "m0-name": newcomer.name,
        "home_code": street.rooms[1].code,
        "start": str(local_date(now())),
        "reason": "01",
        "dwelling": "02",
    }
    wanted = {function(step).__code__: step for step in way("check-in")}
    running = function("foundation.db.statements.run").__code__
    passed: list[str] = []
    nested: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, _value: object) -> None:
        if event != "call":
            return
        step = wanted.get(frame.f_code)
        if step and step not in passed:
            passed.append(step)
        statement = frame.f_locals.get("sql", "") if frame.f_code is running else ""
        if str(statement).startswith("INSERT INTO register_stay ") and not nested:
            nested.extend(_ours(frame))

    sys.setprofile(note)
    try:
        page = user.post("/office/counter/", form)
    finally:
        sys.setprofile(None)
    assert page.status_code == 302, page.content.decode()
    assert passed == way("check-in")
    view = next(n for n, (_, name) in enumerate(nested) if name == "counter")
    between = nested[: view + 1]
    print(*between, sep="\n")
    assert len(between) <= MOST, between
    assert len({file for file, _ in between}) <= MOST, between


def _ours(frame: FrameType | None) -> Iterator[tuple[str, str]]:
    """File and name of each function of ours that is under way, the innermost first; a generator or a comprehension is
    part of its function."""
    while frame is not None:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if "/src/anju/" in file and not name.startswith("<"):
            yield file.split("/src/anju/", 1)[1], name
        frame = frame.f_back


def test_the_page_of_changes_names_files_that_there_are() -> None:
    root = Path(__file__).parents[1]
    text = (root / "docs" / "where-to-change.md").read_text("utf-8")
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|po|html))`", text)
    below = (root, root / "src" / "anju", root / "src" / "anju" / "domains")
    below = (*below, root / "src" / "anju" / "interfaces" / "web")
    assert len(named) >= 15
    assert not [n for n in named if not any((b / n).is_file() for b in below)]
