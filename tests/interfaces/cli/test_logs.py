"""Errors of every kind on a running installation: no log holds a name, a number or a token."""

from __future__ import annotations

import contextlib
import urllib.error
import urllib.parse
import urllib.request

import psycopg
import pytest
from tests.factories.installations import Up, anju, prepare, wait_for

from anju.foundation.cluster import Layout, prepared

NAME, LATIN, NUMBER, PHONE = "植入名", "Planted Person", "430181199003079960", "13800138997"
TOKEN = "planted-token-0123456789abcdef"
STATEMENTS = (
    f"SELECT '{LATIN}'::int",
    f"SELECT '{NUMBER}x'::date",
    f"SELECT * FROM no_such_table WHERE name = '{NAME}'",
    f"DO $$ BEGIN RAISE EXCEPTION '{LATIN} {PHONE}'; END $$",
    f"SELECT '{LATIN}', pg_sleep(2.2)",
    f"SELECT '{PHONE}' FROM pg_sleep(0) WHERE 1 / 0 = 1",
    f"CREATE TEMP TABLE planted (name text PRIMARY KEY); INSERT INTO planted VALUES ('{LATIN}'), ('{LATIN}')",
)


def on_anju(admin_url: str) -> str:
    """The superuser's address of the register's database."""
    return admin_url.replace("/postgres?", "/anju?")


def request(port: int, path: str, body: bytes | None = None, **headers: str) -> None:
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers), timeout=120
        ).close()


@pytest.fixture(scope="module")
def logs(data_directory):
    """Text of each log after everything below went wrong."""
    prepare(data_directory)
    layout = Layout(data_directory)
    (layout.logs / "web.log").touch(0o644)
    up = Up(data_directory)
    up.until_ready()
    try:
        drive(layout, up.port)
    finally:
        anju("down", data=data_directory)
        up.process.wait(30)
    return {path: path.read_text(errors="replace") for path in layout.logs.iterdir()}


def drive(layout: Layout, port: int) -> None:
    """Errors of every kind."""
    with prepared(layout) as database:
        for statement in STATEMENTS:
            with (
                psycopg.connect(database.app_url, autocommit=True) as line,
                pytest.raises(psycopg.Error) as failed,
            ):
                line.execute(statement)
                raise psycopg.Error("it went well, slowly")
            assert failed
        with psycopg.connect(on_anju(database.admin_url), autocommit=True) as owner:
            owner.execute("ALTER SCHEMA public RENAME TO away")
            wrong = urllib.parse.quote(NAME)
            for path in (
                f"/i/{TOKEN}/",
                f"/i/{TOKEN}/?name={wrong}",
                f"/me/permit/yes/{TOKEN}/",
                f"/no/{wrong}/{TOKEN}",
            ):
                request(port, path)
                request(port, path, f"name={wrong}&number={NUMBER}&phone={PHONE}".encode())
            request(port, "/account/login/", f"login={LATIN}&password={TOKEN}".encode())
            request(port, f"/api/v1/people?q={wrong}", Authorization=f"Bearer anju_{TOKEN}")
            request(port, "/", Cookie=f"sessionid={TOKEN}")
            owner.execute("ALTER SCHEMA away RENAME TO public")
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'anju_app'"
            )
    wait_for(
        lambda: all(
            (layout.logs / f"{name}.log").exists() for name in ("postgres", "web", "worker")
        )
    )


@pytest.mark.long
def test_the_errors_were_written_down(logs):
    assert any("Error" in text for path, text in logs.items() if path.name == "web.log")


def test_no_log_holds_what_was_planted(logs):
    found = [
        (path.name, secret)
        for path, text in logs.items()
        for secret in (NAME, LATIN, NUMBER, PHONE, TOKEN)
        if secret in text or urllib.parse.quote(secret) in text
    ]
    assert found == []


def test_nobody_but_the_owner_reads_a_log(logs):
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in logs}
    assert set(modes) >= {"postgres.log", "web.log", "worker.log"}
    assert set(modes.values()) == {"0o600"}
    assert next(iter(logs)).parent.stat().st_mode & 0o077 == 0
