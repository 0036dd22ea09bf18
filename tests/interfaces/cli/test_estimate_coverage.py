"""`./anju estimate-coverage` reads any table of overlapping lists, and says what is wrong with it."""

import json
import os
import subprocess
import sys

import pytest

from anju.interfaces.cli.__main__ import main

ROWS = [
    (1, 0, 0, 500),
    (0, 1, 0, 400),
    (0, 0, 1, 300),
    (1, 1, 0, 90),
    (1, 0, 1, 80),
    (0, 1, 1, 70),
    (1, 1, 1, 30),
]


def text(rows, titles="register,schools,leases,n"):
    return titles + "\n" + "".join(",".join(map(str, r)) + "\n" for r in rows)


@pytest.fixture
def asked(tmp_path, capsys):
    def ask(content, *words, encoding="utf-8"):
        path = tmp_path / "lists.csv"
        path.write_bytes(content.encode(encoding))
        status = main(["estimate-coverage", str(path), "--json", *words])
        return status, json.loads(capsys.readouterr().out)

    return ask


def test_the_report_holds_estimate_interval_models_and_assumptions(asked):
    status, report = asked(text(ROWS))
    assert status == 0
    assert report["seen"] == 1470
    assert report["interval"][0] < report["N"] < report["interval"][1]
    assert report["model_spread"][0] <= report["model_spread"][1]
    assert {"Mt", "Mt [12]", "Mt [12][13][23]"} <= {m["name"] for m in report["models"]}
    assert all(s.endswith((".", "。")) for s in report["assumptions"])


def test_splitting_n_over_rows_and_a_row_a_person_change_nothing(asked):
    _, whole = asked(text(ROWS))
    split = [(*r[:3], part) for r in ROWS for part in (r[3] - 10, 10)]
    assert asked(text(reversed(split)))[1] == whole
    people = [r[:3] for r in ROWS for _ in range(r[3])]
    assert asked(text(people, "register,schools,leases"))[1] == whole


def test_chinese_titles_and_gbk_are_read(asked):
    _, report = asked(text(ROWS, "登记,学校,租赁,人数"), encoding="gbk")
    assert report["lists"] == ["登记", "学校", "租赁"]


def test_there_is_one_estimate_an_area_and_one_refusal_does_not_hide_the_others(asked):
    rows = [("东区", *r) for r in ROWS] + [("西区", 1, 0, 0, 5), ("西区", 0, 1, 0, 5)]
    status, report = asked(text(rows, "区,register,schools,leases,n"), "--by", "区")
    east, west = report["parts"]
    assert status == 0
    assert east["N"] > 1470
    assert west["error"] == "coverage_disjoint"


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        ("a,b,n\n1,2,5\n", "coverage_cell", "“b”"),
        ("a,b,town,n\n1,1,East,5\n", "coverage_cell", "“town”"),
        ("a,b,n\n1,1,-5\n", "coverage_count", "“-5”"),
        ("a,b,n\n1,1,2.5\n", "coverage_count", "Line 2"),
        ("a,b,n\n1,1,\n", "coverage_count", "Line 2"),
        ("a,a,n\n1,1,5\n", "coverage_title_twice", "“a”"),
        ("a,,n\n1,1,5\n", "coverage_title_missing", "Column 2"),
        ("a,b,n\n1,1\n", "coverage_line_length", "Line 2"),
        ("a,b,n\n", "coverage_empty", "nobody"),
        ("", "coverage_empty", "nobody"),
        ("a,n\n1,5\n", "coverage_few_lists", "(a)"),
        ("a,b,n\n1,0,5\n0,1,9\n", "coverage_disjoint", "in common"),
    ],
)
def test_what_is_wrong_is_named_in_a_sentence(asked, monkeypatch, content, code, named):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    status, report = asked(content)
    assert (status, report["error"]) == (1, code)
    assert named in report["sentence"]


def test_a_missing_file_and_an_unknown_column_are_named(asked, tmp_path, capsys):
    assert main(["estimate-coverage", str(tmp_path / "none.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err
    assert asked(text(ROWS), "--by", "区")[1]["error"] == "coverage_column_unknown"
    assert asked(text(ROWS), "--without", "11")[1]["error"] == "coverage_pattern"


def test_the_text_shows_interval_models_and_assumptions(tmp_path, capsys):
    path = tmp_path / "lists.csv"
    path.write_text(text(ROWS))
    assert main(["estimate-coverage", str(path)]) == 0
    out = capsys.readouterr().out
    assert "95% interval" in out
    assert "assumed:" in out


def test_a_refusal_is_a_sentence_without_any_installation(tmp_path):
    """As its own process: nothing has set Django up."""
    path = tmp_path / "lists.csv"
    path.write_text("a,b,n\n1,x,5\n")
    env = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "anju.interfaces.cli", "estimate-coverage", str(path)],
        env={**env, "PYTHONPATH": "src", "LC_ALL": "C.UTF-8", "ANJU_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("anju: Line 2, column “b” holds “x”")
