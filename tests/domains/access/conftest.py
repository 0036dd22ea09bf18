"""Until the suite's own conftest is here: use the database given by the environment, already migrated."""

import pytest


@pytest.fixture(scope="session")
def django_db_setup():
    """Nothing to create."""
