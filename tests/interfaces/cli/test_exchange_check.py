"""``./anju exchange check`` and ``errors``: what is wrong with messages, without an installation."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json

from tests.domains.exchange.catalogue.test_entries import ENTRY

from anju.domains.exchange.api import messages
from anju.foundation.credentials.signing import HeldKey
from anju.interfaces.cli.commands import exchange


def run(*words):
    parser = argparse.ArgumentParser()
    exchange.configure(parser)
    return exchange.run(parser.parse_args([*words, "--json"]))


def test_sound_messages_pass_and_a_fault_is_named_with_its_place(tmp_path, capsys):
    good = messages.reference_messages()["withdrawal"]
    file = tmp_path / "messages.json"
    file.write_text(json.dumps([good], ensure_ascii=False), "utf-8")
    assert run("check", str(file)) == 0
    assert json.loads(capsys.readouterr().out)["messages"][0]["faults"] == []
    file.write_text(json.dumps([good, {**good, "to": "x"}]), "utf-8")
    assert run("check", str(file)) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["messages"][1]["faults"] == [
        {"code": "envelope_invalid", "at": "/to", "severity": "error"}
    ]


def test_a_file_that_cannot_be_read_is_no_report(tmp_path):
    (tmp_path / "x.json").write_text("{", "utf-8")
    assert run("check", str(tmp_path / "x.json")) == run("check", str(tmp_path / "none")) == 2
    assert run("check") == 2


def test_the_catalogue_is_printed_whole(capsys):
    assert run("errors") == 0
    printed = json.loads(capsys.readouterr().out)["errors"]
    assert [e["code"] for e in printed] == list(messages.errors())


def test_an_exported_log_is_checked_by_anybody_and_an_altered_one_is_found(tmp_path, capsys):
    key = HeldKey.make()
    base = b"what was signed"
    content = json.dumps(
        {
            "keyid": key.key.kid,
            "base": base64.b64encode(base).decode(),
            "signature": base64.b64encode(key.sign(base)).decode(),
        }
    )
    own = hashlib.sha256(f"\n{content}".encode()).hexdigest()
    entry = {"number": 1, "previous": "", "hash": own, "content": content}
    file = tmp_path / "log.jsonl"
    lines = [{"keys": [key.key.jwk()]}, entry]
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert run("verify", str(file)) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 1
    file.write_text("\n".join(map(json.dumps, [lines[0], {**entry, "content": "{}"}])), "utf-8")
    assert run("verify", str(file)) == 1
    assert json.loads(capsys.readouterr().out)["problem"] == "log_altered"
    file.write_text("nothing", "utf-8")
    assert run("verify", str(file)) == 2


def test_an_entry_by_a_shared_secret_is_counted_as_one_that_only_the_two_can_check(
    tmp_path, capsys
):
    content = json.dumps({"assurance": "headers", "keyid": "r_1", "base": "", "signature": ""})
    own = hashlib.sha256(f"\n{content}".encode()).hexdigest()
    entry = {"number": 1, "previous": "", "hash": own, "content": content}
    file = tmp_path / "log.jsonl"
    file.write_text("\n".join(map(json.dumps, [{"keys": []}, entry])), "utf-8")
    assert run("verify", str(file)) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["entries"], found["shared"]) == (1, 1)


def test_a_file_of_catalogue_entries_is_checked_without_an_installation(tmp_path, capsys):
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps([ENTRY.written(), {**ENTRY.written(), "code": "1"}]), "utf-8")
    assert run("catalogue", str(file)) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(f["code"], f["line"]) for f in found["faults"]] == [("resource_code", 2)]
    file.write_text(json.dumps([ENTRY.written()]), "utf-8")
    assert run("catalogue", str(file)) == 0
    assert run("catalogue", str(tmp_path / "none")) == 2
