from __future__ import annotations

import pytest

from anju.domains.regions import api as regions


@pytest.fixture(scope="session")
def tables(django_db_setup, django_db_blocker):
    """The upper three levels whole, and everything in 浏阳市. Committed once: public facts that no test changes."""
    with django_db_blocker.unblock():
        return regions.load_tables(only={"430181"})
