"""Every code that a person may be told has a sentence, and every code on a page has a label."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import anju
from anju.domains.people.rules import documents
from anju.domains.register.declarations.data.kinds import FORMS
from anju.domains.register.intake.data import cell_vocabulary
from anju.foundation.errors import Refused
from anju.interfaces import texts
from anju.interfaces.texts import imports, labels
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.reasons import sentence
from anju.interfaces.texts.sentences import reasons
from anju.interfaces.texts.sentences import sentence as read_out
from anju.interfaces.web.office.counter import form_labels

SOURCE = Path(anju.__file__ or Path(anju.__path__[0]) / "x").parent
ERRORS = {"Refused", "NotAllowed", "NotFound", "Conflict", "AnjuError"}
STATUSES = {"REFUSED", "WAITING", "refused", "waiting"}
CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+|confirm|contradiction")


def named(node: ast.AST) -> str:
    """The name of a call's function, or of a plain name or text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def all_texts(node: ast.AST) -> Iterator[str]:
    """The text constants in an expression."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def codes_in(path: Path) -> Iterator[str]:
    """Codes raised as errors, paired with a status, written into a frame, or returned by a check."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and named(node.func) in ERRORS and node.args:
            yield from all_texts(node.args[0])
        elif (
            isinstance(node, ast.Tuple) and len(node.elts) == 2 and named(node.elts[0]) in STATUSES
        ):
            yield from all_texts(node.elts[1])
        elif (
            isinstance(node, ast.Call)
            and named(node.func) == "lit"
            and "rules" in path.with_suffix("").parts
        ):
            yield from all_texts(node)
        elif (
            isinstance(node, ast.FunctionDef)
            and node.returns
            and ast.unparse(node.returns) == "str | None"
            and {"rules", "foundation"} & set(path.with_suffix("").parts)
            and (node.name.startswith("check_") or node.name.endswith("_fault"))
        ):
            for line in ast.walk(node):
                if isinstance(line, ast.Return) and line.value is not None:
                    yield from all_texts(line.value)


FOUND = {
    c: p.relative_to(SOURCE)
    for p in sorted(SOURCE.rglob("*.py"))
    for c in codes_in(p)
    if CODE.fullmatch(c)
}


def test_the_walk_finds_the_codes_we_know_of() -> None:
    assert {
        "id_checksum",
        "duplicate_in_file",
        "home_not_yours",
        "stay_not_open",
        "review_decided",
        "uscc_length",
        "kind_unknown",
        "file_unreadable",
        "grant_held_already",
    } <= set(FOUND)


@pytest.mark.parametrize("code", sorted(FOUND))
def test_every_code_in_the_source_has_a_sentence_in_both_languages(code: str) -> None:
    pair = reasons().get(code)
    assert pair is not None, f"{code} ({FOUND[code]}) has no sentence in interfaces/words"
    assert re.search("[\u4e00-\u9fff]", pair[0])
    assert re.match("[A-Z{]", pair[1])


def test_no_code_stands_in_two_tables() -> None:
    tables = [
        getattr(importlib.import_module(f"{texts.__name__}.{m.name}"), "REASONS", {})
        for m in pkgutil.iter_modules(texts.__path__)
    ]
    own = [
        set(t)
        for t in {
            id(t): t for t in tables if all(isinstance(v, tuple) for v in t.values())
        }.values()
    ]
    assert [
        c for n, t in enumerate(own) for c in t if any(c in other for other in own[n + 1 :])
    ] == []


def test_both_languages_name_the_same_parameters() -> None:
    holes = re.compile(r"{(\w+)")
    for code, (zh, en) in reasons().items():
        assert set(holes.findall(zh)) == set(holes.findall(en)), code


def test_a_sentence_reads_lists_out_and_survives_missing_parameters() -> None:
    chinese = sentence("sheet_missing", "zh-hans", sheet="甲", sheets=["乙", "丙"])
    assert chinese == "文件中没有名为“甲”的工作表。现有：乙、丙。"
    assert sentence("sheet_missing", "en", sheet="A", sheets=["B", "C"]).endswith(
        "There are: B, C."
    )
    assert "{sheet}" in sentence("sheet_missing", "en")
    assert sentence("never_heard_of", "en") == "never_heard_of"


def test_codes_that_a_sentence_lists_are_read_out_in_words() -> None:
    lacking = Refused("card_incomplete", fields=("name_picture", "photo"))
    assert (
        read_out(lacking, "zh-hans") == "卡片还缺：姓名图像（姓名含自造字）、相片。补齐后才能制作。"
    )
    assert "picture of the name" in read_out(lacking, "en")
    assert "name_picture" not in read_out(
        Refused("batch_card_incomplete", number="1", fields=("name_picture",)), "en"
    )


def test_labels_cover_the_codes_of_the_domains_in_their_own_words() -> None:
    assert set(FORMS) <= set(imports.FORMS)
    assert {code for _, code in cell_vocabulary.DOCUMENT_TEXTS} == set(labels.DOCUMENTS)
    kinds = {
        getattr(documents, n)
        for n in (
            "CITIZEN",
            "TEMPORARY",
            "HUKOU_BOOK",
            "PASSPORT",
            "TAIWAN_PASS",
            "EXIT_PASS",
            "RETURN_PASS",
            "FOREIGN_PERMANENT",
            "HMT_PERMIT",
        )
    }
    assert kinds == set(labels.DOCUMENTS)


def test_a_label_comes_in_the_language_asked_for() -> None:
    assert label_in(labels.SEXES, "2", "zh-hans") == "女"
    assert label_in(labels.SEXES, "2", "en") == "Female"
    assert label_in(labels.SEXES, "7", "en") == "7"


def test_the_counter_draws_every_state_and_kind_that_has_a_name() -> None:
    assert set(form_labels.STATUS) == set(labels.STATUSES)
    assert set(form_labels.KINDS) == set(labels.REVIEWS)
