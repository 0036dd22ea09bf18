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


@pytest.fixture
def street():
    return Street.built()


def homes(street, pair):
    return [street.rooms[1], street.rooms[2] if pair == "one landlord" else street.far[0]]


@pytest.mark.parametrize("pair", PAIRS)
def test_short_histories_read_as_the_model(street, pair):
    begun = time.monotonic()
    search = Search(LONGEST or 5, 1.0 if LONGEST else 0.09, random.Random(20))
    for first in History.begun(street, homes(street, pair)).options(search.longest):
        search.follow(History.begun(street, homes(street, pair)), first)
        print(
            f"\n{pair}, {first}: {search.histories} histories so far, {search.refused} ended by a refusal, "
            f"{time.monotonic() - begun:.0f} s",
            flush=True,
        )
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
