"""``./anju import``: exactly the truth of the samples, applied, compared, taken back, killed in the middle."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.factories.spreadsheets import delimited, person

from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.cli.__main__ import main
from anju.interfaces.cli.commands import import_
from anju.interfaces.cli.progress import Progress

SAMPLES = next(
    (
        p
        for p in (Path(__file__).parents[n] / "shared" / "samples" for n in range(3, 6))
        if p.exists()
    ),
    Path(os.environ.get("ANJU_SAMPLES", "/nonexistent")),
)
samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the samples do not lie beside the project"
)
ACTOR = system("tests")
LEDGER = (
    "people_person",
    "people_document",
    "people_contact",
    "people_scope",
    "people_finding",
    "register_stay",
    "register_job",
    "register_absence",
    "places_home",
    "places_building",
    "places_address",
    "register_batch",
    "register_declaration",
    "employers_employer",
)


@pytest.fixture(scope="session")
def tables(django_db_setup, django_db_blocker):
    """The upper three levels whole, and everything in 浏阳市. Committed once: public facts that no test changes."""
    with django_db_blocker.unblock():
        return regions.load_tables(only={"430181"})


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    import_.configure(parser)
    return parser.parse_args(words)


def taken(file: Path, *words: str) -> dict:
    args = arguments(str(file), *words)
    return import_.take_in(args, file.read_bytes(), Progress())


def truth(name: str) -> dict:
    return json.loads((SAMPLES / f"{name}.truth.json").read_text("utf-8"))


def agrees(report: dict, true: dict) -> None:
    assert {k: report[k] for k in ("rows", "accepted", "problems")} == {
        k: true[k] for k in ("rows", "accepted", "problems")
    }
    assert report["rejected"] == true["rows"] - true["accepted"]
    assert report["warnings"].get("phone_invalid", 0) == true["phone_warnings"]
    for figure in ("unchanged", "changed", "left", "joined"):
        if figure in true:
            assert report[figure] == true[figure], figure


def counted() -> dict[str, int]:
    with acting(ACTOR):
        return {t: rows(f"SELECT count(*) FROM {t}")[0][0] for t in LEDGER}


def reading() -> dict[str, list]:
    """What the register says now, without when it was recorded."""
    with acting(ACTOR):
        return {
            "stays": sorted(
                rows(
                    "SELECT person_id, home_id, period::text, reason, dwelling FROM register_stay "
                    "WHERE superseded_at IS NULL"
                )
            ),
            "jobs": sorted(
                rows(
                    "SELECT person_id, employer_id, period::text, position FROM register_job "
                    "WHERE superseded_at IS NULL"
                )
            ),
            "away": sorted(
                rows(
                    "SELECT person_id, period::text, destination_text FROM register_absence "
                    "WHERE superseded_at IS NULL"
                )
            ),
            "people": sorted(rows("SELECT id, name FROM people_person WHERE withdrawn_at IS NULL")),
            "phones": sorted(
                rows("SELECT person_id, encode(value_index, 'hex') FROM people_contact WHERE live")
            ),
            "scopes": sorted(rows("SELECT person_id, scope, current FROM people_scope")),
            "found": sorted(rows("SELECT person_id, region, slot FROM people_finding")),
            "homes": sorted(rows("SELECT id, code FROM places_home")),
        }


WEEK46, WEEK47 = "employer-roster-week46.xlsx", "employer-roster-week47.xlsx"
FILES = [
    (WEEK46, "employer-roster", WEEK46),
    ("rental-tenants-gbk.csv", "rental-tenants", "rental-tenants-gbk.csv"),
    ("community-ledger.xls", "inflow", "community-ledger.xls.inflow"),
    ("community-ledger.xls", "outflow", "community-ledger.xls.outflow"),
]


@samples
@pytest.mark.parametrize(("file", "form", "true"), FILES)
def test_a_dry_run_tells_the_truth_and_keeps_nothing(tables, db, file, form, true):
    before = counted()
    report = taken(SAMPLES / file, "--as", form, "--dry-run")
    agrees(report, truth(true))
    assert report["import"] is None
    assert counted() == before
    if form == "employer-roster":
        assert (report["joined"], report["left"]) == (report["accepted"], 0)


@samples
@pytest.mark.parametrize(("file", "form", "true"), FILES)
def test_applying_and_undoing_leaves_the_register_exactly_as_it_was(tables, db, file, form, true):
    before = reading()
    report = taken(SAMPLES / file, "--as", form, "--region", "430181124205")
    agrees(report, truth(true))
    assert report["applied"] + report["waiting"] == report["accepted"]
    assert reading() != before
    with acting(ACTOR):
        register.undo(report["import"], actor=ACTOR, at=now())
    assert reading() == before


@samples
def test_a_week_later_the_roster_says_who_joined_left_and_changed(tables, db):
    first = taken(SAMPLES / WEEK46, "--as", "employer-roster", "--employer", "E46TEST")
    assert first["employer"] == {"code": "E46TEST", "name": "蓝湘精密制造有限公司", "entered": True}
    between = reading()
    agrees(
        taken(SAMPLES / WEEK47, "--as", "employer-roster", "--employer", "e46test", "--dry-run"),
        truth(WEEK47),
    )
    assert reading() == between
    second = taken(
        SAMPLES / WEEK47, "--as", "employer-roster", "--employer", "E46TEST", "--confirm-left"
    )
    agrees(second, truth(WEEK47))
    assert second["applied"] >= 18 + 19 + 18
    again = taken(SAMPLES / WEEK47, "--as", "employer-roster", "--employer", "E46TEST")
    assert (again["unchanged"], again["changed"], again["joined"], again["left"]) == (378, 0, 0, 0)
    for one in (again, second):
        with acting(ACTOR):
            register.undo(one["import"], actor=ACTOR, at=now())
    assert reading() == between


@samples
def test_nobody_missing_from_a_roster_is_removed_by_silence(tables, db):
    taken(SAMPLES / WEEK46, "--as", "employer-roster", "--employer", "E46TEST")
    second = taken(SAMPLES / WEEK47, "--as", "employer-roster", "--employer", "E46TEST")
    assert second["left_confirmed"] == 0
    with acting(ACTOR):
        (employer,) = rows("SELECT id FROM employers_employer WHERE code = 'E46TEST'")[0]
        assert register.head_count(employer, as_of=now().date()) == 378 + 18


def roster(path: Path, count: int) -> Path:
    lines = [["姓名", "身份证号", "手机号码", "入职日期", "部门", "宿舍楼栋", "房间号"]]
    for seed in range(count):
        name, number, phone = person(seed)
        lines.append(
            [name, number, phone, "2026-09-01", "装配", f"{seed % 12 + 1}栋", str(101 + seed % 400)]
        )
    path.write_bytes(delimited(lines))
    return path


def test_who_only_works_elsewhere_in_the_firm_is_unchanged_and_counted_apart(tables, db, tmp_path):
    file = roster(tmp_path / "名单.csv", 4)
    words = ("--as", "employer-roster", "--employer", "E46TEST")
    taken(file, *words)
    lines = file.read_text("gb18030").splitlines()
    lines[1], lines[2] = (
        lines[1].replace("装配", "质检"),
        lines[2].replace("装配", "质检").replace(",102", ",103"),
    )
    file.write_bytes("\n".join(lines).encode("gb18030"))
    report = taken(file, *words, "--dry-run")
    assert (report["unchanged"], report["changed"], report["position_changed"]) == (3, 1, 1)
    assert (report["joined"], report["left"]) == (0, 0)
    assert taken(file, *words)["applied"] == 2
    assert taken(file, *words)["unchanged"] == 4


def test_wrong_words_are_answered_in_json_where_json_was_asked_for(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["import", "名单.xlsx", "--as", "nonsense", "--json"])
    said = capsys.readouterr()
    assert stopped.value.code == 2
    assert json.loads(said.out)["error"] == "arguments_wrong"
    assert "nonsense" in json.loads(said.out)["sentence"]
    assert "usage:" in said.err


def test_an_unknown_place_is_refused_and_a_stranger_file_too(tables, db, tmp_path):
    file = roster(tmp_path / "名单.csv", 3)
    with pytest.raises(NotFound, match="region_unknown"):
        taken(file, "--as", "employer-roster", "--region", "999999999999")
    with pytest.raises(Refused, match="sheet_missing"):
        taken(file, "--as", "employer-roster", "--sheet", "没有的表")


def test_an_employer_is_entered_by_its_credit_code_and_a_wrong_code_is_refused(
    tables, db, tmp_path
):
    file = roster(tmp_path / "名单.csv", 3)
    taken(file, "--as", "employer-roster", "--employer", "91110000600037341L")
    with acting(ACTOR):
        assert rows("SELECT uscc, length(code) FROM employers_employer WHERE uscc <> ''") == [
            ("91110000600037341L", 8)
        ]
    again = taken(file, "--as", "employer-roster", "--employer", "91110000600037341L")
    assert not again["employer"]["entered"]
    for code, problem in (
        ("91110000600037342L", "uscc_checksum"),
        ("E-1234567890123", "employer_code_form"),
        ("九号厂", "employer_code_form"),
    ):
        with pytest.raises(Refused, match=problem):
            taken(file, "--as", "employer-roster", "--employer", code)


def test_refused_rows_are_written_where_asked(tables, db, tmp_path):
    import openpyxl

    file = tmp_path / "a.csv"
    file.write_bytes(
        delimited([["姓名", "身份证号", "入职日期"], ["王伟", "43018119900101", "2026-09-01"]])
    )
    report = taken(
        file, "--as", "employer-roster", "--dry-run", "--problems", str(tmp_path / "p.xlsx")
    )
    sheet = openpyxl.load_workbook(report["problems_file"]).active
    assert "位数不对" in list(sheet.iter_rows(values_only=True))[-1][-1]


RUN = """
import argparse, json, sys, django
django.setup()
from pathlib import Path
from anju.interfaces.cli.__main__ import main
from anju.interfaces.cli.commands import import_
from anju.interfaces.cli.progress import Progress
parser = argparse.ArgumentParser()
import_.configure(parser)
args = parser.parse_args(sys.argv[1:])
print(json.dumps(import_.take_in(args, args.file.read_bytes(), Progress()), default=str))
"""


@pytest.mark.long
def test_killed_in_the_middle_nothing_is_half_applied_and_a_repeat_works(
    fresh_database, django_db_blocker, tmp_path
):
    file = roster(tmp_path / "花名册.csv", 20_000)
    command = [
        sys.executable,
        "-c",
        RUN,
        str(file),
        "--as",
        "employer-roster",
        "--employer",
        "E7777",
        "--region",
        "430181124205",
    ]
    with django_db_blocker.unblock():
        regions.forget()
        regions.load_tables(only={"430181"})
        before, log = counted(), tmp_path / "log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                command, env=fresh_database.environment(), stdout=said, stderr=said
            )
        while b"Reading" not in log.read_bytes() and process.poll() is None:
            time.sleep(0.02)
        time.sleep(1.5)  # well into applying, which takes several times as long
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, log.read_text()
        assert counted() == before
        done = subprocess.run(
            command, env=fresh_database.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        assert report["accepted"] == report["applied"] + report["waiting"]
        assert counted()["register_job"] == before["register_job"] + report["applied"]
        regions.forget()


@pytest.mark.long
def test_one_file_imported_three_times_at_once_counts_once(
    fresh_database, django_db_blocker, tmp_path
):
    file = roster(tmp_path / "同一份.csv", 2_000)
    command = [
        sys.executable,
        "-c",
        RUN,
        str(file),
        "--as",
        "employer-roster",
        "--employer",
        "E7778",
        "--region",
        "430181124205",
    ]
    with django_db_blocker.unblock():
        regions.forget()
        regions.load_tables(only={"430181"})
        before = counted()
        running = [
            subprocess.Popen(
                command,
                env=fresh_database.environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        ended = [process.communicate(timeout=600) for process in running]
        assert [p.returncode for p in running] == [0, 0, 0], [e[1][-2_000:] for e in ended]
        reports = [json.loads(e[0]) for e in ended]
        assert len({r["import"] for r in reports}) == 3
        assert sorted(r["applied"] for r in reports) == [0, 0, max(r["applied"] for r in reports)]
        assert counted()["register_job"] == before["register_job"] + max(
            r["applied"] for r in reports
        )
        regions.forget()
