"""``./anju verify``: offline, with an exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.foundation.credentials.cases import ISSUER, NOW, cases, code, document, lists

from anju.foundation.credentials import status_list

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "issuers.json").write_text(json.dumps(document()))
    for n, text in enumerate(lists().values()):
        (tmp_path / f"{n}.jwt").write_text(text)
    (tmp_path / "junk.jwt").write_text("junk")
    return tmp_path


def verify(*words, at=NOW):
    code = (
        "import sys, datetime as d; from anju.interfaces.cli.commands import verify as v;"
        f"v.now = lambda: d.datetime.fromtimestamp({at}, d.UTC);"
        "from anju.interfaces.cli.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, "verify", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": "src", "LANG": "zh_CN.UTF-8", "LC_ALL": ""},
    )


@pytest.mark.parametrize(
    "name", ["code", "altered at the end", "withdrawn", "expired", "no list", "a clock set back"]
)
def test_the_verdict_and_its_exit_status(kept, name):
    case = next(c for c in cases() if c.name == name)
    done = verify(case.text, "--lists", str(kept), "--json", "--offline", at=case.at)
    told = json.loads(done.stdout)
    assert told["outcome"] == case.outcome and done.returncode == (
        0 if case.outcome == "valid" else 1
    )
    assert told["sentence"]


def test_a_file_is_read_and_people_are_told_in_words(kept):
    (kept / "code.txt").write_text(next(c for c in cases() if c.name == "code").text)
    done = verify(str(kept / "code.txt"), "--lists", str(kept), "--offline")
    assert done.returncode == 0 and "有效" in done.stdout and "张·建国" in done.stdout


@pytest.mark.parametrize(
    "name",
    ["suspended", "wallet suspended", "withdrawn", "no list", "wallet without proof of its holder"],
)
def test_no_line_says_that_a_permit_is_held_when_it_is_not_accepted(kept, name):
    text = next(c for c in cases() if c.name == name).text
    done = verify(text, "--lists", str(kept), "--offline")
    assert done.returncode == 1 and "持有有效居住证" not in done.stdout
    told = json.loads(verify(text, "--lists", str(kept), "--offline", "--json").stdout)
    assert "holds_permit" not in told["claims"], told


def test_online_it_asks_for_the_newest_list_and_offline_it_says_how_old_its_own_is(tmp_path):
    """The kept list is from before the loss was reported; the issuer's own list knows of it."""
    newest = {}

    class Issuer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path in newest else 404)
            self.end_headers()
            self.wfile.write(newest.get(self.path, "").encode())

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Issuer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        uri = f"{site}/status/4301-1"
        (tmp_path / "issuers.json").write_text(
            json.dumps({**document(), "issuer": site, "status_lists": [uri]})
        )
        (tmp_path / "4301-1.jwt").write_text(listed(uri, NOW - 7200, 0))
        text = code(uri=uri)
        assert (
            json.loads(verify(text, "--lists", str(tmp_path), "--json").stdout)["list_age_seconds"]
            == 7200
        )
        newest["/status/4301-1"] = listed(uri, NOW - 60, 2)
        assert (
            json.loads(verify(text, "--lists", str(tmp_path), "--json").stdout)["outcome"]
            == "suspended"
        )
        offline = verify(text, "--lists", str(tmp_path), "--offline")
        assert offline.returncode == 0 and "2 h 0 min 前签发的状态名单" in offline.stdout
        newest["/status/4301-1"] = "<html>sign in to this network</html>"
        assert verify(text, "--lists", str(tmp_path)).returncode == 0
        server.shutdown()


def listed(uri: str, issued: int, state: int) -> str:
    packed = status_list.pack(1 << 10, [(0, state)])
    return status_list.write(
        packed, ISSUER, uri=uri, issued=issued, expires=issued + 172_800, ttl=300
    )


def test_without_lists_it_says_what_to_do(tmp_path):
    done = verify("AJ1:X", "--lists", str(tmp_path / "none"))
    assert done.returncode == 1 and "--fetch" in done.stderr


def test_an_address_that_is_no_web_address_is_refused(tmp_path):
    done = verify("--fetch", "file:///etc", "--lists", str(tmp_path))
    assert done.returncode == 1 and not list(tmp_path.iterdir())
