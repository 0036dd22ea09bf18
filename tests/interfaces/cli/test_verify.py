"""``./anju verify``: offline, with an exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.foundation.credentials.cases import NOW, cases, document, lists

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "issuers.json").write_text(json.dumps(document()))
    for n, text in enumerate(lists().values()):
        (tmp_path / f"{n}.jwt").write_text(text)
    (tmp_path / "junk.jwt").write_text("junk")
    return tmp_path


def verify(*words, at=NOW):
    code = ("import sys, datetime as d; from anju.interfaces.cli.commands import verify as v;"
            f"v.now = lambda: d.datetime.fromtimestamp({at}, d.UTC);"
            "from anju.interfaces.cli.__main__ import main; sys.exit(main(sys.argv[1:]))")
    return subprocess.run([sys.executable, "-c", code, "verify", *words], capture_output=True, text=True, check=False,
                          cwd=PROJECT, env={**os.environ, "PYTHONPATH": "src", "LANG": "zh_CN.UTF-8", "LC_ALL": ""})


@pytest.mark.parametrize("name", ["code", "altered at the end", "withdrawn", "expired", "no list", "a clock set back"])
def test_the_verdict_and_its_exit_status(kept, name):
    case = next(c for c in cases() if c.name == name)
    done = verify(case.text, "--lists", str(kept), "--json", at=case.at)
    told = json.loads(done.stdout)
    assert told["outcome"] == case.outcome and done.returncode == (0 if case.outcome == "valid" else 1)
    assert told["sentence"]


def test_a_file_is_read_and_people_are_told_in_words(kept):
    (kept / "code.txt").write_text(next(c for c in cases() if c.name == "code").text)
    done = verify(str(kept / "code.txt"), "--lists", str(kept))
    assert done.returncode == 0 and "有效" in done.stdout and "张·建国" in done.stdout


def test_without_lists_it_says_what_to_do(tmp_path):
    done = verify("AJ1:X", "--lists", str(tmp_path / "none"))
    assert done.returncode == 1 and "--fetch" in done.stderr


def test_an_address_that_is_no_web_address_is_refused(tmp_path):
    done = verify("--fetch", "file:///etc", "--lists", str(tmp_path))
    assert done.returncode == 1 and not list(tmp_path.iterdir())
