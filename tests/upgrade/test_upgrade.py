"""A register that an earlier release wrote, brought to the present version in one step: nothing of it is lost."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from anju.domains.people.rules.keys import NUMBER
from anju.foundation import archive
from anju.foundation.cluster import Database, Layout
from anju.foundation.crypto import decrypt
from anju.foundation.crypto import keyring as keys
from anju.foundation.crypto.fields import BOUND
from tests.conftest import PROJECT, on
from tests.factories.definitions import meaning
from tests.guard.test_database_roles import NEVER_PROTECTED
from tests.upgrade.make import SUMS

RELEASES = Path(__file__).parent / "releases"
KNOWN = sorted(p.name for p in RELEASES.iterdir())


@dataclass(frozen=True)
class Upgraded:
    """A release's register after the upgrade; `tables` are those of the archive."""

    release: Path
    owner_url: str
    expected: dict[str, Any]
    tables: tuple[archive.Table, ...]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.owner_url, autocommit=True) as line:
            return line.execute(query).fetchall()


@pytest.fixture(scope="module", params=KNOWN)
def upgraded(request, django_db_setup, django_db_blocker) -> Iterator[Upgraded]:
    """Empty database → tables as that release had them → its rows → all migrations of today, as `restore` does it."""
    from anju.interfaces.cli.installation import Installation
    from anju.interfaces.cli.progress import Progress
    from anju.interfaces.cli.setup import migrations

    folder = RELEASES / request.param
    name, admin = f"upgrade_{uuid.uuid4().hex[:12]}", os.environ["ANJU_ADMIN_URL"]
    here, app = os.environ["ANJU_OWNER_URL"], os.environ["ANJU_DATABASE_URL"]
    with psycopg.connect(on(admin, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} OWNER anju_owner")
    owner_url = urlunsplit(urlsplit(here)._replace(path=f"/{name}"))
    found = Installation(Layout(Path(os.environ["ANJU_DATA"])), Database(owner_url, on(app, name)))
    try:
        with django_db_blocker.unblock():
            wanted = archive.manifest_of(folder / "release.zip")
            migrations.bring_to(found, wanted.migrations)
            archive.load(owner_url, folder / "release.zip", lambda *_: None)
            if migrations.needed(found):
                migrations.run(found, Progress())
            assert not migrations.needed(found)
        yield Upgraded(
            folder,
            owner_url,
            json.loads((folder / "expected.json").read_text("utf-8")),
            wanted.tables,
        )
    finally:
        with psycopg.connect(on(admin, "postgres"), autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


SHRINKS = {"django_content_type", "auth_permission", "register_rule"}
"""Django's own lists of models, made anew by it; rules that a release wrote itself stand in the files of law now."""


@pytest.mark.long
def test_no_table_of_the_release_has_lost_a_row(upgraded):
    now = {
        t: upgraded.ask(f'SELECT count(*) FROM "{t}"')[0][0]
        for t in upgraded.expected["rows"]
        if t not in SHRINKS
    }
    lost = {t: (n, now[t]) for t, n in upgraded.expected["rows"].items() if t in now and now[t] < n}
    assert not lost, "table → rows then, rows now"
    filled = [t for t, n in upgraded.expected["rows"].items() if n]
    assert len(filled) > 25, "the archive is complete enough to notice"


def test_only_rules_that_the_installation_wrote_itself_stay_in_the_table(upgraded):
    """Those of the release hold from the files, so that a new file reaches this installation too."""
    assert upgraded.ask("SELECT region, key FROM register_rule") == []


@pytest.mark.parametrize("table", sorted(SUMS))
def test_what_the_rows_said_they_still_say(upgraded, table):
    assert (
        str(upgraded.ask(f"SELECT {SUMS[table]} FROM {table}")[0][0])
        == upgraded.expected["sums"][table]
    )


def test_row_security_stands_on_every_table(upgraded):
    bare = {
        r[0]
        for r in upgraded.ask(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relrowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
    }
    assert bare <= NEVER_PROTECTED


def test_every_constraint_is_valid_and_every_index_is_whole(upgraded):
    assert (
        upgraded.ask(
            "SELECT conname FROM pg_constraint WHERE NOT convalidated AND connamespace = 'public'::regnamespace"
        )
        == []
    )
    assert upgraded.ask("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid") == []


def test_the_tables_are_those_of_a_new_installation(upgraded):
    """Columns, their types, constraints and indexes: an upgraded register and a fresh one cannot be told apart."""
    look = """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND
        c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2"""
    names = """SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1, 2"""
    indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
    policies = "SELECT tablename, policyname, cmd, roles::text, qual, with_check FROM pg_policies ORDER BY 1, 2"
    with psycopg.connect(os.environ["ANJU_OWNER_URL"]) as fresh:
        for question in (look, names, policies):
            assert upgraded.ask(question) == fresh.execute(question).fetchall()
        new = fresh.execute(indexes).fetchall()
    assert [(n, meaning(d)) for n, d in upgraded.ask(indexes)] == [(n, meaning(d)) for n, d in new]


def test_the_keys_of_the_release_still_open_its_numbers_which_are_bound_to_their_rows(
    upgraded, monkeypatch, django_db_blocker
):
    from anju.interfaces.cli.installation import Installation
    from anju.interfaces.cli.progress import Progress
    from anju.interfaces.cli.setup import binding

    ring = keys.load(upgraded.release / "keyring.json")
    monkeypatch.setattr(keys, "_current", [ring])
    here = Installation(
        Layout(Path(os.environ["ANJU_DATA"])), Database(upgraded.owner_url, upgraded.owner_url)
    )
    with django_db_blocker.unblock():
        assert binding.needed(here)
        binding.run(here, Progress())
        assert not binding.needed(here)
    ciphers = upgraded.ask(
        "SELECT number_cipher, number_index FROM people_document ORDER BY id LIMIT 50"
    )
    numbers = {decrypt(bytes(row[0]), NUMBER, ring, row=bytes(row[1])) for row in ciphers}
    assert len(numbers) > 40
    assert {bytes(row[0])[0] for row in ciphers} == {BOUND}, "written anew, bound to their rows"
    assert all(re.fullmatch(r"[0-9A-Z]{8,18}", number) for number in numbers)


def test_the_list_of_releases_names_every_archive_with_a_day_and_a_commit():
    page = (PROJECT / "docs" / "releases.md").read_text("utf-8")
    for name in KNOWN:
        assert re.search(
            rf"^\| {re.escape(name)} \| 20\d\d-\d\d-\d\d \| `[0-9a-f]{{7,40}}` \| `tests/upgrade/releases/"
            rf"{re.escape(name)}` \|",
            page,
            re.MULTILINE,
        ), name
