"""Departments' databases on a real PostgreSQL and a real MariaDB."""

from __future__ import annotations

import pytest

from anju.domains.exchange.api import databases, deliveries
from anju.domains.exchange.api.databases import Selection
from anju.domains.exchange.deliveries.models import Fact
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.department_databases import COLUMNS, on_mariadb, on_postgresql
from tests.factories.mariadb import mariadb
from tests.factories.register import PLATFORM, Street

SCHOOL = "school_enrolment"


@pytest.fixture(scope="session")
def maria():
    with mariadb() as server:
        yield server


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture(params=["postgresql", "mariadb"])
def department(request):
    """A department's own table; it commits by itself."""
    found = (
        on_postgresql()
        if request.param == "postgresql"
        else on_mariadb(request.getfixturevalue("maria"))
    )
    found.empty()
    yield found
    found.run("DROP VIEW IF EXISTS dept.seen")
    found.run("DROP TABLE IF EXISTS {t}")
    found.owner.close()


@pytest.fixture
def connections(street, tmp_path, monkeypatch):
    """The operator's folder; the school's data are in use."""
    folder = tmp_path / "databases"
    folder.mkdir()
    monkeypatch.setenv("ANJU_SOURCE_DATABASES", str(folder))
    monkeypatch.setenv("ANJU_EXCHANGE_DIR", str(tmp_path / "exchange"))
    with acting(PLATFORM):
        deliveries.connect(SCHOOL, region="4301", every_hours=24, actor=PLATFORM, at=now())
    return folder


@pytest.fixture
def bureau(department, connections):
    """The department with its connection file laid down."""
    department.laid(connections)
    return department


def selection(**more):
    given = {
        "connection": "bureau",
        "schema": "dept",
        "table": "pupils",
        "columns": COLUMNS,
        "change_column": "gxsj",
        "part_rows": 100,
        "row_limit": 5_000,
    }
    return Selection(**given | more)


def described(**more):
    with acting(PLATFORM):
        databases.describe(SCHOOL, selection(**more), actor=PLATFORM, at=now())


def read(at=None):
    return databases.read_database(SCHOOL, at=at or now())


def kept():
    with acting(PLATFORM):
        return databases.database(SCHOOL)


def facts():
    with acting(PLATFORM):
        return Fact.objects.filter(ended_at=None).count()
