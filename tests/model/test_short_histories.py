"""Short histories against the naive model: some of all there are.

A sample as part of the suite; ``ANJU_HISTORIES=4 ./anju test tests/model/test_short_histories.py -s`` follows every history of
up to four operations and says how many they are (some 45,000 for each pair of homes; ``ANJU_HISTORIES_PAIR`` names one pair).
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
