"""A city's rules of dwellings are files of its own, read at once; a mistake is named with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from anju.domains.housing.api.standards import KINDS, dwelling_rules
from anju.foundation import law
from tests.factories.law import put

DAY = date(2026, 11, 29)
CHANGSHA = "430102001001"
FILE = """region: "4301"
zh: 长沙市
en: Changsha
revised: 2026-11-29

dwelling:
  - key: area_per_person
    square_metres: "6.5"
    article: {zh: 长沙测试规定第三条, en: "Test rule of Changsha, art. 3"}
    valid_from: 2026-03-01
    confidence: L
  - key: never_let
    purposes: [kitchen]
    article: {zh: 长沙测试规定第四条, en: "Test rule of Changsha, art. 4"}
    valid_from: 2026-01-01
    valid_to: 2026-06-01
    confidence: L
"""


def test_a_city_enters_its_figures_in_a_file_of_its_own(law_folder):
    assert "area_per_person" not in {r.key for r in dwelling_rules(CHANGSHA, DAY)}
    put(law_folder, FILE)
    by_key = {r.key: r for r in dwelling_rules(CHANGSHA, DAY)}
    assert by_key["area_per_person"].article[1] == "Test rule of Changsha, art. 3"
    assert len(by_key["never_let"].parameters["purposes"]) == 7
    then = {r.key: r for r in dwelling_rules(CHANGSHA, date(2026, 2, 1))}
    assert then["never_let"].parameters["purposes"] == ("kitchen",)
    assert "area_per_person" not in then
    assert "area_per_person" not in {r.key for r in dwelling_rules("430281001001", DAY)}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("area_per_person", "area_a_person", 7, "one of never_let"),
        ('"6.5"', '"0"', 8, "above zero"),
        ('"6.5"', '"6.555"', 8, "two decimals"),
        ('"6.5"', "6.5", 8, "decimals as text"),
        ("[kitchen]", "[cellar]", 13, "cellar is none of"),
        ('    article: {zh: 长沙测试规定第三条, en: "Test rule of Changsha, art. 3"}\n', "", 7, "article"),
        ("    valid_from: 2026-03-01\n", "    least: 1\n    valid_from: 2026-03-01\n", 10, "unknown: least"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_and_the_other_rules_hold(law_folder, old, new, line, problem):
    assert old in FILE
    put(law_folder, FILE.replace(old, new, 1))
    (fault,) = law.faults()
    assert fault.where.startswith(f"4301.yaml:{line} "), fault
    assert problem in fault.problem
    assert [r.key for r in dwelling_rules(CHANGSHA, DAY)] == ["never_let"]


def test_every_kind_is_described_on_the_page_of_the_domain():
    page = Path(__file__).parents[4] / "docs" / "domains" / "housing.md"
    text = page.read_text("utf-8")
    assert not [kind for kind in KINDS if f"`{kind}`" not in text]
