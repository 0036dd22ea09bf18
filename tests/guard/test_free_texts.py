"""No identity number stands in what people write in their own words, whatever the operation that takes it."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.errors import Refused
from anju.foundation.free_text import holds_identity_number, require_no_identity_number
from tests.factories.spreadsheets import number

DOMAINS = Path(__file__).resolve().parents[2] / "src" / "anju" / "domains"
WORDS = {"note", "words", "text", "why", "reason", "remark"}
ASKS = "require_no_identity_number"
ELSEWHERE = {
    "exchange/shields/operations.py": "a code",
    "casework/cases/operations/appointing.py": "asked by `recording.take`",
    "health/clinics/operations/stock.py": "asked by `move`",
    "health/doses/operations/deciding.py": "asked by `_reason`",
    "casework/cases/operations/filing.py": "asked by `recording.take`",
    "casework/cases/operations/handling.py": "asked by `recording.take`",
    "casework/respondents/operations.py": "asked by `recording.take`",
    "casework/stock/operations.py": "asked by `_noted`",
    "casework/rescue/operations/caring.py": "asked by `recording.take`",
    "casework/rescue/operations/recording.py": "asked by `rules.admitting.sound`",
    "casework/enrolment/operations/reviewing.py": "asked by `recording.sound`",
    "casework/enrolment/operations/recording.py": "asked by `sound`",
    "groups/membership/operations.py": "asked by `rules.sound`",
    "groups/activities/operations.py": "asked by `membership.rules.sound`",
    "groups/mediation/operations/mediating.py": "asked by `membership.rules.sound`",
    "groups/meetings/operations/calling.py": "asked by `membership.rules.sound`",
    "employers/service_days/operations.py": "asked by `rules.after`",
    "housing/rentals/operations/filing.py": "asked by `rules.stepping.after`",
    "housing/premises/operations/inspecting.py": "asked by `rules.stepping.require_text`",
    "housing/listings/operations/writing.py": "asked by `_sound`",
    "assessment/sampling/operations/finding.py": "asked by `_words`",
    "assessment/quality/operations/deciding.py": "asked by `_words`",
    "exchange/transfers/operations/office.py": "asked by `_clean`",
    "exchange/transfers/operations/steps.py": "called by `office`, which asks, and with days and codes",
    "fieldwork/tasks/operations/visiting.py": "refuses every longer number, telephone numbers too",
    "permits/transitions/operations.py": "a code, from the operations of this domain",
    "permits/lifecycle/operations/loss_and_replacement.py": "a code",
    "permits/credentials/operations/status_lists.py": "a code",
    "fieldwork/staffing/operations/absences.py": "a code",
    "people/operations/merging.py": "called by `register`, which asks",
    "places/operations/rekeying.py": "an address",
    "places/operations/building.py": "an address",
    "regions/operations/boundary_files.py": "the file itself",
    "housing/listings/operations/taking_files.py": "cells of a file, whose numbers `public_text` leaves out",
    "housing/listings/operations/storing.py": "a code",
}
"""Operations that take a text and do not ask themselves, and why."""


INNER = {"join_records", "merge_people", "decide_listings", "write_line"}
"""Called by operations that ask, or asking through `_require_sound`."""


def takers() -> dict[str, set[str]]:
    """Public operations that take words of somebody who acts, by file: those that do not ask."""
    found: dict[str, set[str]] = {}
    for path in DOMAINS.rglob("*.py"):
        if "operations" not in str(path.relative_to(DOMAINS)):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            taken = {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
            if "actor" in taken and taken & WORDS and ASKS not in ast.unparse(node):
                found.setdefault(str(path.relative_to(DOMAINS)), set()).add(node.name)
    return found


def test_every_operation_that_takes_words_refuses_identity_numbers():
    left = {path: names - INNER for path, names in takers().items() if path not in ELSEWHERE}
    left = {path: names for path, names in left.items() if names}
    assert left == {}


@given(st.integers(1, 400), st.integers(0, 10**6), st.sampled_from(["", "我的是", "见 ", "（"]))
def test_a_number_is_seen_however_it_is_written(sequence, seed, before):
    chance, plain = random.Random(seed), number(sequence)
    spaced = "".join(c + chance.choice(["", "", " ", "-", "·"]) for c in plain)
    wide = plain.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})
    chinese = "".join("零一二三四五六七八九"[int(c)] if c.isdecimal() else c for c in plain)
    for written in (plain, plain.lower(), spaced, wide, chinese, plain[:6] + plain[8:17]):
        assert holds_identity_number(f"{before}{written}，请更正"), written


def test_a_figure_of_the_words_around_it_hides_no_number():
    for text in ("张三{}", "他和李四，{}三人", "第一{}二"):
        assert holds_identity_number(text.format(number(7))), text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "住在 2026-11-30 到 2027-01-01，电话 13800000000",
        "案号 202611300900112233",
        "银行卡 6222021001122334455",
        "信用代码 91430181MA4L16JQ9B",
        "12 345 678 901 234 567 890 12",
        "430181124205012",
    ],
)
def test_other_numbers_may_stand_in_a_text(text):
    assert not holds_identity_number(text)
    require_no_identity_number(text)


def test_the_refusal_has_a_code():
    with pytest.raises(Refused, match="identity_number_in_text"):
        require_no_identity_number("好", f"他是 {number(7)}")
