"""What an installation says of its database reaches the driver; a restart of it reaches no request."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from anju.config.settings import database

PLANS = "-c plan_cache_mode=force_generic_plan"


def test_settings_of_the_server_named_in_the_address_stay(monkeypatch):
    monkeypatch.delenv("ANJU_POOL", raising=False)
    assert (
        database("postgresql://me@/anju?options=-c%20work_mem%3D9MB")["OPTIONS"]["options"]
        == f"-c work_mem=9MB {PLANS}"
    )


def test_what_libpq_understands_passes_through(monkeypatch):
    monkeypatch.delenv("ANJU_POOL", raising=False)
    found = database(
        "postgresql://me:p%40ss@db.example:5433/anju?sslmode=verify-full&sslrootcert=%2Fca.pem&connect_timeout=3"
    )
    assert found["OPTIONS"] == {
        "sslmode": "verify-full",
        "sslrootcert": "/ca.pem",
        "connect_timeout": "3",
        "options": PLANS,
    }
    assert (found["HOST"], found["PORT"], found["USER"], found["PASSWORD"]) == (
        "db.example",
        "5433",
        "me",
        "p@ss",
    )


def test_the_socket_and_port_are_no_options_and_the_pool_stays(monkeypatch):
    monkeypatch.setenv("ANJU_POOL", "1")
    found = database("postgresql://me@/anju?host=/run/db&port=7&sslmode=require")
    assert (found["HOST"], found["PORT"]) == ("/run/db", "7")
    assert set(found["OPTIONS"]) == {"sslmode", "options", "pool"}
    assert found["CONN_HEALTH_CHECKS"] is True


SCRIPT = """
import django; django.setup()
import os, psycopg
from django.db import connection, close_old_connections
from django.core.signals import request_started, request_finished
def ask():
    request_started.send(None)
    with connection.cursor() as cur:
        cur.execute("SELECT pg_backend_pid()"); pid = cur.fetchone()[0]
    request_finished.send(None)
    return pid
first = ask()
with psycopg.connect(os.environ["ANJU_OWNER_URL"], autocommit=True) as owner:
    owner.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
print(ask() != first)
"""


@pytest.mark.parametrize("pool", ["1", None])
def test_a_request_after_a_restart_of_the_database_meets_a_living_connection(fresh_database, pool):
    environment = {k: v for k, v in fresh_database.environment().items() if k != "ANJU_POOL"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**environment, **({"ANJU_POOL": pool} if pool else {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout.strip() == "True", done.stderr
    assert os.environ.get("ANJU_POOL") is None
