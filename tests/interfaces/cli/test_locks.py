"""The lock files name every package by hash and no place to load from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anju.interfaces.cli.locks import differing, findings, of_node, of_python

HASH = "--hash=sha256:" + "0a" * 32
INTEGRITY = "sha512-" + "A" * 86 + "=="


def test_ours_are_clean():
    assert findings(Path(__file__).resolve().parents[3]) == []


@pytest.mark.parametrize(
    "text",
    [
        f"a==1 \\\n    {HASH} \\\n    {HASH}\n",
        f"# said\na[x,y]==1.0 ; python_version < '3.12' \\\n    {HASH}\n",
    ],
)
def test_a_hashed_line_is_fine(text):
    assert list(of_python(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a==1\n",
        f"a>=1 \\\n    {HASH}\n",
        "a==1 \\\n    --hash=md5:00\n",
        f"a==1 \\\n    {HASH}\nb==2\n",
        f"a @ https://files.example/a.whl \\\n    {HASH}\n",
        f"--index-url https://mirror.example/simple\na==1 \\\n    {HASH}\n",
        f"-e .\na==1 \\\n    {HASH}\n",
        f"# from https://mirror.example\na==1 \\\n    {HASH}\n",
        f"a==1 \\\n    {HASH}\n--trusted-host mirror.example\n",
        f"a==1 \\\n    {HASH[:-2]}\n",
    ],
)
def test_a_bare_line_or_an_address_is_found(text):
    assert list(of_python(text))


def node(**entry):
    return json.dumps(
        {"packages": {"": {"name": "anju"}, "node_modules/a": {"version": "1", **entry}}}
    )


def test_a_package_with_its_hash_is_fine():
    assert list(of_node(node(integrity=INTEGRITY))) == []


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"integrity": "sha1-abc"},
        {"integrity": INTEGRITY, "resolved": "https://mirror.example/a.tgz"},
        {"integrity": INTEGRITY, "link": True},
        {"integrity": INTEGRITY, "funding": "https://fund.example"},
    ],
)
def test_a_package_without_or_with_an_address_is_found(entry):
    assert list(of_node(node(**entry)))


def test_both_python_locks_name_one_version_of_a_package():
    ours = f"a==1 \\\n    {HASH}\nb[x]==2.0.post1 ; python_version > '3' \\\n    {HASH}\n"
    assert list(differing(ours, ours + f"c==3 \\\n    {HASH}\n")) == []
    assert list(differing(ours, ours.replace("a==1", "a==2"))) == ["a is 2, in requirements.lock 1"]
    assert list(differing(ours, "a==1 \\\n")) == ["b is missing, in requirements.lock 2.0.post1"]
