"""Records of files find each other without labels."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from anju.domains.linkage.api import by_groups, by_pairs, core, link, read_columns
from anju.domains.linkage.queries import pairs
from tests.domains.linkage.invented import table, two_lists


def linked(left, right=None, **more):
    reading = read_columns(left, right)
    found = link(left, right, reading, **more)
    truth = [core(reading.truth, v) for v in left[reading.truth.left]] if reading.truth else []
    if right is not None and reading.truth:
        truth += [core(reading.truth, v) for v in right[reading.truth.right]]
    return found, truth


def test_two_lists_are_linked_one_to_one():
    left, right = map(table, two_lists(250))
    found, truth = linked(left, right)
    assert found.once
    assert by_pairs(found.groups, truth, found.side).f1 >= 0.985
    assert by_groups(found.groups, truth).f1 >= 0.985


def test_one_list_with_duplicates_is_freed_of_them():
    left, right = two_lists(250, seed=3)
    found, truth = linked(table(left + right))
    assert by_pairs(found.groups, truth).f1 >= 0.985


def test_other_titles_and_other_ways_of_writing_change_nothing():
    left, right = two_lists(250, seed=5)
    renamed = {
        "given_name": "First Name",
        "surname": "LastName",
        "date_of_birth": "DOB",
        "soc_sec_id": "SSN",
    }
    right = [{renamed.get(k, k): v for k, v in r.items()} for r in right]
    for row in right:
        born = row["DOB"]
        row["DOB"] = f"{born[6:8]}/{born[4:6]}/{born[:4]}" if len(born) == 8 else born
        row["SSN"] = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in row["SSN"])
    found, truth = linked(table(left), table(right))
    assert by_pairs(found.groups, truth, found.side).f1 >= 0.985


def test_lists_without_a_person_in_common_are_left_apart():
    left, _ = two_lists(200, seed=11)
    _, strangers = two_lists(200, seed=12)
    for n, row in enumerate(strangers):
        row["rec_id"] = f"rec-{9000 + n}-dup-0"
    found, truth = linked(table(left), table(strangers))
    assert len(set(found.groups)) == len(truth)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({}, {}),
        ({"rec_id": [], "surname": []}, {"rec_id": ["rec-1-org"], "surname": ["adams"]}),
        ({"surname": ["adams"]}, {"postcode": ["2000"]}),
        ({"surname": ["adams"]}, None),
    ],
)
def test_lists_with_nothing_to_compare_link_nobody(left, right):
    found, _ = linked(left, right)
    assert len(set(found.groups)) == len(found.side)


def test_people_known_to_be_two_are_never_one():
    left, right = map(table, two_lists(150, seed=2))
    before, _ = linked(left, right)
    pairs = {}
    for place, group in enumerate(before.groups):
        pairs.setdefault(group, []).append(place)
    separate = [tuple(p) for p in pairs.values() if len(p) == 2][:5]
    after, _ = linked(left, right, separate=separate)
    assert all(after.groups[a] != after.groups[b] for a, b in separate)


def test_people_recorded_in_one_household_under_two_names_are_never_one():
    home = {
        "household": "h1",
        "surname": "adams",
        "date_of_birth": "20110506",
        "address": "fern street 3",
    }
    twins = [{"given_name": g, **home} for g in ("mia", "mila")]
    others = [
        {k: v for k, v in p.items() if k in ("given_name", "surname", "date_of_birth")}
        | {"household": f"h{n + 2}", "address": p["address_1"]}
        for n, p in enumerate(two_lists(60)[0])
    ]
    rows = table([*twins, *others])
    reading = read_columns(rows, None)
    assert reading.household == ("household", "household")
    found = link(rows, None, reading, threshold=1e-9)
    assert found.groups[0] != found.groups[1]


def test_pairs_compared_a_part_at_a_time_are_those_compared_at_once(monkeypatch):
    left, right = map(table, two_lists(600))
    at_once = linked(left, right)[0].pairs
    monkeypatch.setattr(pairs, "RECORDS_AT_ONCE", 300)
    in_parts = linked(left, right)[0].pairs
    assert len(at_once.one) > 1000
    assert np.array_equal(in_parts.one, at_once.one)
    assert np.array_equal(in_parts.other, at_once.other)
    assert all(np.array_equal(in_parts.levels[n], x) for n, x in at_once.levels.items())


def test_files_are_linked_without_an_installation():
    """The benchmark of files runs where no database and no settings are."""
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "ANJU"))}
    done = subprocess.run(
        [sys.executable, "-c", "import anju.domains.linkage.api"],
        env={**bare, "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
