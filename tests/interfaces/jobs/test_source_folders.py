"""The folder of a source: half files wait, whole ones are taken and answered, and whoever is killed anywhere in between
loses nothing and doubles nothing."""

from __future__ import annotations

import hashlib
import io
import json
import random
import subprocess
import sys
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import psycopg
import pytest
from bench.mapping import number
from tests.domains.exchange.deliveries.test_deliveries import pupils
from tests.factories.installations import environment, prepare
from tests.factories.register import PLATFORM, Street

from anju.domains.exchange.api import deliveries, mapping
from anju.domains.exchange.api.sources import Department, Trouble
from anju.domains.exchange.deliveries.models import Delivery, Fact
from anju.domains.exchange.deliveries.operations import storing
from anju.foundation.clock import local_date, now
from anju.foundation.cluster import Layout, prepared
from anju.foundation.db.scope import acting
from anju.foundation.sheets import write_xlsx
from anju.interfaces.jobs import source_folders
from anju.interfaces.jobs.source_folders import folder_of, look

SCHOOL = mapping.source("school_enrolment")


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def folders(street, tmp_path, monkeypatch):
    monkeypatch.setenv("ANJU_EXCHANGE_DIR", str(tmp_path))
    with acting(PLATFORM):
        deliveries.connect(SCHOOL.code, region="4301", every_hours=24, actor=PLATFORM, at=now())
    return folder_of(SCHOOL.code)


def laid(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


def night(day=0, trouble=Trouble.NONE, rows=30):
    department = Department(SCHOOL, pupils(rows))
    return department.night(local_date(now()) + timedelta(days=day), trouble)


def figures():
    with acting(PLATFORM):
        return (
            Fact.objects.filter(ended_at=None).count(),
            Fact.objects.count(),
            sorted(Delivery.objects.values_list("state", flat=True)),
        )


def note():
    with acting(PLATFORM):
        return deliveries.connector(SCHOOL.code).note


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_whole_file_is_taken_answered_and_removed(folders):
    coming, answers = folders
    laid(coming, night())
    (taken,) = look(SCHOOL.code, at=now())
    assert taken.counts.applied == 30
    assert names(coming) == []
    (receipt,) = names(answers)
    stored = json.loads((answers / receipt).read_text())
    assert (stored["state"], stored["received"], stored["applied"]) == ("applied", 30, 30)
    assert look(SCHOOL.code, at=now()) == []


def test_refused_rows_go_back_as_a_file_in_which_nothing_runs(folders):
    coming, answers = folders
    rows = pupils(3)
    rows[1]["XM"] = "=HYPERLINK(1)"
    rows[1]["SFZH"] = "@SUM(1)"
    laid(coming, Department(SCHOOL, rows).night(local_date(now())))
    look(SCHOOL.code, at=now())
    (name,) = [n for n in names(answers) if n.endswith(".refused.xlsx")]
    book = openpyxl.load_workbook(answers / name)
    head, row = [[c.value for c in line] for line in book.active.iter_rows()]
    assert head[:2] == ["行号", "退回原因"]
    assert "证件号码" in row[1]
    assert row[3] == "'=HYPERLINK(1)"
    assert row[4] == "'@SUM(1)"
    assert all(c.data_type != "f" for line in book.active.iter_rows() for c in line)


@pytest.mark.parametrize("trouble", [Trouble.DOWN, Trouble.SLOW])
def test_when_nothing_whole_lies_there_nothing_happens(folders, trouble):
    laid(folders[0], night(trouble=trouble))
    before = names(folders[0])
    assert look(SCHOOL.code, at=now()) == []
    assert names(folders[0]) == before


def test_a_half_file_waits_while_it_may_still_arrive_and_is_refused_afterwards(folders):
    files = night(trouble=Trouble.HALF)
    laid(folders[0], files)
    assert look(SCHOOL.code, at=now()) == []
    assert note() == "delivery_arriving"
    (refused,) = look(SCHOOL.code, at=now() + timedelta(seconds=900))
    assert refused.reason == "delivery_half"
    assert figures()[0] == 0
    laid(folders[0], night())
    assert look(SCHOOL.code, at=now())[0].counts.applied == 30


def test_a_file_without_its_manifest_waits_for_it(folders):
    files = night()
    laid(folders[0], {n: d for n, d in files.items() if not n.endswith(deliveries.MANIFEST)})
    assert look(SCHOOL.code, at=now()) == []
    assert note() == "delivery_no_manifest"
    laid(folders[0], files)
    assert len(look(SCHOOL.code, at=now())) == 1


def test_a_manifest_that_says_nothing_leaves_the_file_where_it_is(folders):
    files = {n: b"{" if n.endswith(deliveries.MANIFEST) else d for n, d in night().items()}
    laid(folders[0], files)
    assert look(SCHOOL.code, at=now()) == []
    assert note() == "delivery_manifest"


def test_a_link_in_the_folder_is_not_followed(folders, tmp_path):
    for name, data in night().items():
        (tmp_path / name).write_bytes(data)
        (folders[0] / name).symlink_to(tmp_path / name)
    assert look(SCHOOL.code, at=now()) == []


def test_what_shrank_stays_in_the_folder_until_a_person_has_decided(folders):
    laid(folders[0], night())
    look(SCHOOL.code, at=now())
    later = now() + timedelta(days=1)
    laid(folders[0], night(1, Trouble.SHRUNK))
    (asked,) = look(SCHOOL.code, at=later)
    assert asked.state == "asking"
    assert len(names(folders[0])) == 2
    with acting(PLATFORM):
        deliveries.decide(asked.id, right=True, actor=PLATFORM, at=now())
    (done,) = look(SCHOOL.code, at=later)
    assert (done.state, done.counts.absent) == ("applied", 27)
    assert names(folders[0]) == []


def test_a_bomb_is_refused_and_the_next_file_is_taken(folders):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<a>" + b"0" * 600_000_000)
        packed.writestr("[Content_Types].xml", "<x/>")
    data = bomb.getvalue()
    stated = {"sha256": hashlib.sha256(data).hexdigest(), "rows": 1}
    files = {"a.xlsx": data, f"a.xlsx{deliveries.MANIFEST}": json.dumps(stated).encode()}
    laid(folders[0], {**files, **night()})
    found = {d.name: d for d in look(SCHOOL.code, at=now())}
    assert found["a.xlsx"].reason in ("file_built_oddly", "file_too_large")
    assert sorted(d.state for d in found.values()) == ["applied", "refused"]


class Killed(BaseException):
    """The process is gone."""


STEPS = (
    (storing, "store_facts"),
    (storing, "mark_absent"),
    (storing, "store_refused"),
    (deliveries, "take_file"),
    (source_folders, "_answer"),
    (source_folders, "write"),
    (Path, "replace"),
    (Path, "unlink"),
    (deliveries, "looked"),
)


@pytest.mark.parametrize(("module", "name"), STEPS, ids=lambda s: getattr(s, "__name__", s))
@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_step_nothing_is_lost_and_nothing_doubled(
    folders, monkeypatch, module, name, after
):
    laid(folders[0], night())
    laid(folders[0], night(1, Trouble.CONTRADICTORY, rows=40))
    real = getattr(module, name)

    def dies(*args, **more):
        if after:
            real(*args, **more)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(module, name, dies)
        with pytest.raises(Killed):
            look(SCHOOL.code, at=now() + timedelta(days=1))
    for _ in range(2):
        look(SCHOOL.code, at=now() + timedelta(days=1))
    assert names(folders[0]) == []
    assert figures() == (40, 40, ["applied", "applied"])
    assert [n for n in names(folders[1]) if n.endswith(".part")] == []
    assert len([n for n in names(folders[1]) if n.endswith(".receipt.json")]) == 2


_USE = """
import argparse, pathlib, sys
from anju.interfaces.cli.installation import installation
args = argparse.Namespace(data=pathlib.Path(sys.argv[1]), database_url='')
with installation(args, parts=('register',)):
    from anju.domains.exchange.api import deliveries
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting
    with acting(system('test')) as _:
        deliveries.connect('school_enrolment', region='4301', every_hours=24, actor=system('test'), at=now())
"""


@pytest.mark.long
def test_a_process_that_is_killed_again_and_again_takes_every_row_once(data_directory):
    """Signal 9 at random moments, to a real process on a database of its own."""
    prepare(data_directory)
    env = {**environment(), "ANJU_DATA": str(data_directory)}
    subprocess.run(
        [sys.executable, "-c", _USE, str(data_directory)], env=env, check=True, timeout=300
    )
    coming = data_directory / "exchange" / SCHOOL.code / "in"
    coming.mkdir(parents=True)
    department = Department(SCHOOL, [dict(r, SFZH=number(n)) for n, r in enumerate(pupils(3000))])
    for day in range(2):
        laid(coming, department.night(date(2026, 11, 20 + day)))
        department.rows[:500] = [dict(r, NJ=f"{day}年级") for r in department.rows[:500]]
    words = [sys.executable, "-m", "anju.interfaces.cli", "sources", "--data", str(data_directory)]
    drawn, killed = random.Random(9), 0
    for _ in range(8):
        process = subprocess.Popen(
            [*words, "take", SCHOOL.code], env=env, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 2 + drawn.random() * 4
        while process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        killed += process.poll() is None
        process.kill()
        process.wait()
    done = subprocess.run([*words, "take", SCHOOL.code], env=env, timeout=300, check=False)
    assert done.returncode == 0
    assert killed > 0
    with prepared(Layout(data_directory)) as database, psycopg.connect(database.owner_url) as owner:
        facts = owner.execute(
            "SELECT count(*) FILTER (WHERE ended_at IS NULL), count(*),"
            " count(DISTINCT item_index) FROM exchange_fact"
        ).fetchone()
        states = owner.execute("SELECT state FROM exchange_delivery ORDER BY id").fetchall()
    assert facts[0] == facts[2]
    assert facts[1] == facts[0] + 500
    assert states == [("applied",), ("applied",)]
    assert list(coming.iterdir()) == []
    assert names(data_directory / "exchange" / SCHOOL.code / "out")


@pytest.mark.parametrize("form", ["xlsx", "json", "parquet"])
def test_a_file_of_another_form_is_taken_like_a_csv(folders, form):
    rows = [dict(r, SJRQ="2026-11-01") for r in pupils(3)]
    frame = pl.DataFrame(rows)
    out = io.BytesIO()
    if form == "parquet":
        frame.write_parquet(out)
    data = {
        "xlsx": lambda: write_xlsx(frame),
        "json": lambda: json.dumps(rows, ensure_ascii=False).encode(),
        "parquet": out.getvalue,
    }[form]()
    stated = {"sha256": hashlib.sha256(data).hexdigest(), "rows": 3}
    name = f"a.{form}"
    laid(folders[0], {name: data, f"{name}{deliveries.MANIFEST}": json.dumps(stated).encode()})
    (taken,) = look(SCHOOL.code, at=now())
    assert taken.counts.applied == 3, taken
