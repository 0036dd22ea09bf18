"""Random histories through the public channels, compared with a naive model after every operation: what is so now, what
was so on a day, what was known at a moment.

Short as part of the suite; ``ANJU_MODEL_OPERATIONS=3000 ANJU_MODEL_SEEDS=10 ./anju test tests/model`` for longer.
"""

from __future__ import annotations

import os

import pytest
from django.core.cache import cache

from anju.foundation.db import committed
from tests.factories.register import Street, roomy
from tests.model.channels import opened
from tests.model.walking import Walk

OPERATIONS = int(os.environ.get("ANJU_MODEL_OPERATIONS", "60"))
SEEDS = int(os.environ.get("ANJU_MODEL_SEEDS", "3"))
FIRST = int(os.environ.get("ANJU_MODEL_FIRST_SEED", "1"))


@pytest.fixture(scope="module")
def town(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        cache.clear()
        street = Street.built()
        roomy()
        yield opened(street)
        cache.clear()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_the_register_reads_as_the_naive_model(town, monkeypatch, seed):
    monkeypatch.setattr(
        committed, "MARGIN", committed.MARGIN * 0
    )  # one client: nothing is under way beside it
    walk = Walk(town, seed)
    for _ in range(OPERATIONS):
        walk.step()
    walk.compare_everything()
    walk.nothing_contradicts()
