"""``./anju import FILE --as rental-listings``: every row accounted for, dry runs keep nothing, undo takes it back."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import openpyxl
import pytest

from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.interfaces.cli.commands import import_
from anju.interfaces.cli.progress import Progress

pytestmark = pytest.mark.django_db
ACTOR = system("tests")
LINES = (
    "安居房产房源表,,,,,",
    "编号,小区,户型,面积,租金,电话",
    "A1,浏阳安居苑,2室1厅1卫,约56平,1.8k,13912345678",
    "A2,浏阳幸福里,单间,20㎡,面议,138****0000",
    "A3,浏阳星城,2室,56,-900,",
    "A4,浏阳星城,2室,56,300000,",
    "A1,浏阳安居苑,2室1厅1卫,约56平,1.8k,13912345678",
    "合计,5套,,,,",
)


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    import_.configure(parser)
    return parser.parse_args(words)


def taken(file: Path, *words: str) -> dict:
    args = arguments(str(file), "--as", "rental-listings", "--region", "430181", *words)
    return import_.take_in(args, file.read_bytes(), Progress())


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "房源.csv"
    path.write_text("\n".join(LINES), "utf-8")
    return path


def count(table: str = "housing_listing") -> int:
    with acting(ACTOR):
        return rows(f"SELECT count(*) FROM {table}")[0][0]


FIGURES = {
    "rows": 5,
    "accepted": 4,
    "rejected": 1,
    "taken": 2,
    "same": 1,
    "doubtful": 1,
    "refused": 1,
}


def test_a_dry_run_says_what_would_become_of_each_row_and_keeps_nothing(file):
    report = taken(file, "--dry-run", "--json")
    assert {k: report[k] for k in FIGURES} == FIGURES
    assert report["problems"] == {"listing_rent_negative": 1}
    assert report["warnings"] == {
        "listing_area_about": 2,
        "listing_phone_masked": 1,
        "listing_rent_for_area_unlikely": 1,
        "listing_rent_negotiable": 1,
        "listing_rent_unlikely": 1,
    }
    assert [r["what"] for r in report["reading"]["rows"]] == ["left_out_total"]
    first = report["accepted_rows"][0]
    assert (first["rent"], first["area"], first["bedrooms"], first["phone"]) == (
        "1800",
        "56",
        2,
        "139****5678",
    )
    json.dumps(report, default=str)
    assert (count(), count("register_batch")) == (0, 0)


def test_what_was_foreseen_is_done_listed_and_taken_back(file, tmp_path):
    problems = tmp_path / "problems.xlsx"
    report = taken(file, "--problems", str(problems))
    assert {k: report[k] for k in FIGURES} == FIGURES
    assert report["state"] == "applied" and report["import"]
    assert count() == 3
    sheet = openpyxl.load_workbook(io.BytesIO(problems.read_bytes())).active
    assert [[c.value for c in row] for row in sheet.iter_rows()][1][:5] == [
        "A3",
        "浏阳星城",
        "2室",
        "56",
        "-900",
    ]
    assert "租金是负数" in sheet.cell(2, 7).value
    again = taken(file)
    assert {k: again[k] for k in ("taken", "same", "doubtful", "refused")} == {
        "taken": 0, "same": 4, "doubtful": 0, "refused": 1,
    }  # fmt: skip
    with acting(ACTOR):
        assert [i.form for i in register.imports(limit=5)] == ["rental-listings"] * 2
        register.undo(again["import"], actor=ACTOR, at=now())
        assert register.undo(report["import"], actor=ACTOR, at=now()) == 3
        assert rows("SELECT count(*) FROM housing_listing WHERE state <> 'closed'") == [(0,)]
    assert count("housing_listing_key") == 0


def test_it_is_said_to_a_person_in_words(file, capsys):
    report = taken(file)
    import_._report_reading(report)
    said = capsys.readouterr().out
    assert "vacancies" in said or "房源" in said
    assert "listing_rent_negative: " in said and f"./anju undo {report['import']}" in said


def test_without_a_place_the_rows_are_taken_and_it_is_said(tmp_path):
    path = tmp_path / "list.json"
    path.write_text(
        '[{"estate": "安居苑", "price": 900}, {"estate": "长沙市岳麓区幸福里", "price": 950}]'
    )
    args = arguments(str(path), "--as", "rental-listings", "--json")
    report = import_.take_in(args, path.read_bytes(), Progress())
    assert (report["taken"], report["notes"].keys()) == (2, {"region_assumed_unknown"})
    with acting(ACTOR):
        assert rows("SELECT region FROM housing_listing ORDER BY row") == [("",), ("430104",)]
