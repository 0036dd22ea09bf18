"""Short histories against the naive model: some of all there are, and those in which the register
once read otherwise.

A sample as part of the suite; ``ANJU_HISTORIES=4 ./anju test tests/model/test_short_histories.py
-s`` follows every history of up to four operations and says how many they are (some 45,000 for each
pair of homes; ``ANJU_HISTORIES_PAIR`` names one pair).
"""

from __future__ import annotations

import os
import random
import time

import pytest

from tests.factories.register import Street
from tests.model.short_histories import History, Search

pytestmark = pytest.mark.django_db
LONGEST = int(os.environ.get("ANJU_HISTORIES", "0"))
PAIRS = os.environ.get("ANJU_HISTORIES_PAIR", "one landlord,two landlords").split(",")


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def homes(street, pair):
    return [street.rooms[1], street.rooms[2] if pair == "one landlord" else street.far[0]]


@pytest.mark.parametrize("pair", PAIRS)
def test_short_histories_read_as_the_model(street, pair):
    begun = time.monotonic()
    search = Search(LONGEST or 5, 1.0 if LONGEST else 0.09, random.Random(20))
    for first in History.begun(street, homes(street, pair)).options(search.longest):
        search.follow(History.begun(street, homes(street, pair)), first)
        print(
            f"\n{pair}, {first}: {search.histories} histories so far, {search.refused} ended by a refusal,"
            f" {len(search.differing)} differ, {time.monotonic() - begun:.0f} s",
            flush=True,
        )
    assert not search.differing, search.report()


TWO = [
    (("arrive", 0, 0, one, None), ("arrive", 1, home, two, end))
    for one, two in ((-9, -4), (-4, -9), (-4, -4))
    for home in (0, 1)
    for end in (None, -2)
]
"""Two people about to be merged: in one home or two, whoever came first."""


@pytest.mark.parametrize("kept", [0, 1])
def test_who_was_merged_and_parted_reads_as_the_model(street, kept):
    """With two operations between the merge and the unmerge, or two less than the longer run has. (The
    longer run still lists some 3 in 1,000: two declarations of which the later was taken in as far
    as the two together allowed.)"""
    between = max(LONGEST - 2, 2)
    search = Search(
        4 + between,
        1.0 if LONGEST else 0.035,
        random.Random(20),
        last="unmerge",
    )
    for two in TWO:
        start = History.begun(street, homes(street, "two landlords"))
        search.after(start, (*two, ("merge", kept)))
        print(f"\n{two}: {search.histories} histories so far", flush=True)
    assert not search.differing, search.report()


KEPT = {
    "a declaration that waits since the unmerging and was refused holds nothing up": (
        ("arrive", 0, 0, -4, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("arrive", 1, 0, -9, None),
        ("correct", 0, 0, "since", -7),
        ("unmerge", 0),
        ("refuse", 0),
        ("undo", 2),
    ),
    "and one that was accepted then can be undone": (
        ("arrive", 0, 0, -4, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("arrive", 1, 0, -9, None),
        ("correct", 0, 0, "since", -7),
        ("unmerge", 0),
        ("accept", 0),
        ("undo", 2),
    ),
    "who moves out after the other's earlier first day keeps their own": (
        ("arrive", 0, 0, -4, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("arrive", 1, 0, -9, None),
        ("leave", 0, 0),
        ("unmerge", 0),
    ),
    "and has it back when the moving out is undone": (
        ("arrive", 0, 0, -4, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("arrive", 1, 0, -9, None),
        ("leave", 0, 0),
        ("unmerge", 0),
        ("undo", 3),
    ),
    "also when two followed, of which the later is undone": (
        ("arrive", 0, 0, -4, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("arrive", 1, 0, -9, None),
        ("leave", 0, 5),
        ("leave", 0, 0),
        ("unmerge", 0),
        ("undo", 4),
    ),
    "what the other's decided contradiction ended is there again": (
        ("arrive", 0, 0, -9, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("arrive", 0, 0, -4, None),
        ("accept", 0),
        ("unmerge", 0),
    ),
    "a stay that began later only because of the merge begins as before": (
        ("arrive", 0, 0, -4, None),
        ("arrive", 1, 1, -4, -2),
        ("merge", 1),
        ("leave", 0, 5),
        ("undo", 2),
        ("unmerge", 0),
    ),
    "who moves out is who was named, whosever stay was the later": (
        ("arrive", 0, 0, -9, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("leave", 0, 0),
        ("unmerge", 0),
        ("undo", 2),
    ),
    "also where they moved in again since": (
        ("arrive", 0, 0, -9, None),
        ("arrive", 1, 1, -9, None),
        ("merge", 1),
        ("leave", 0, -6),
        ("arrive", 0, 1, -4, None),
        ("unmerge", 0),
        ("undo", 3),
    ),
    "no stay is left without a day": (
        ("arrive", 0, 0, -4, None),
        ("arrive", 1, 1, -4, -2),
        ("merge", 0),
        ("arrive", 1, 0, -9, None),
        ("arrive", 0, 1, -4, -2),
        ("unmerge", 0),
    ),
    "what the kept person said of the other's home stands after the unmerging": (
        ("arrive", 0, 0, -9, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("arrive", 0, 1, -4, None),
        ("unmerge", 0),
    ),
    "also where it ended the other's stay": (
        ("arrive", 0, 0, -9, None),
        ("arrive", 1, 1, -4, None),
        ("merge", 0),
        ("arrive", 0, 1, -4, -2),
        ("unmerge", 0),
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_history_in_which_the_register_once_read_otherwise(street, name):
    history = History.begun(street, homes(street, "two landlords"))
    for operation in KEPT[name]:
        history.step(operation)
