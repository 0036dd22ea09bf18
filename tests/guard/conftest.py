"""The town of the guard tests, built once a module on a database of its own."""

from __future__ import annotations

import pytest

from tests.guard import town as towns


@pytest.fixture(scope="module")
def town(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield towns.build(seed=20261121, size=120)
