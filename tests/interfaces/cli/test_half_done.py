"""What a killed operation leaves, and keys that are not the register's: found, named, gone on from."""

from __future__ import annotations

import argparse
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from anju.foundation.cluster import ClusterError, Database, Layout
from anju.foundation.crypto import encrypt
from anju.foundation.crypto import keyring as rings
from anju.interfaces.cli import restoring
from anju.interfaces.cli.installation import Installation, installation
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.setup import keyring, migrations


@pytest.fixture
def here(fresh_database, tmp_path, django_db_blocker):
    found = Installation(
        Layout(tmp_path), Database(fresh_database.owner_url, fresh_database.app_url)
    )
    with psycopg.connect(fresh_database.owner_url, autocommit=True) as owner:
        owner.execute("DELETE FROM keystore_keyring_check")
    with django_db_blocker.unblock():
        yield found


def test_an_index_that_a_killed_upgrade_left_is_built_anew(here):
    loader = MigrationLoader(None)
    node = ("register", "0010_what_came_in")
    migration, before = (
        loader.get_migration(*node),
        loader.project_state(loader.graph.node_map[node].parents.copy().pop().key),
    )
    with here.as_owner():
        assert "register_batch_created" in migrations.half_built([migration])
        assert migrations.half_built([migration]) == []
        with connection.schema_editor(atomic=False) as editor:
            migration.apply(before, editor)
        with connection.cursor() as cur:
            cur.execute(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = 'register_batch_created'::regclass"
            )
            assert cur.fetchone() == (True,)


def test_a_migration_that_had_removed_a_column_when_it_was_killed_goes_on(here):
    """Of the columns that it removes none is there any more: as when it was killed right before it was noted."""
    loader = MigrationLoader(None)
    node = ("people", "0004_fewer_keys")
    migration = loader.get_migration(*node)
    before = loader.project_state(("people", "0003_statistics"))
    with here.as_owner():
        migrations.put_back_removed([migration])
        with connection.schema_editor(atomic=False) as editor:
            migration.apply(before, editor)
        with connection.cursor() as cur:
            cur.execute(
                "SELECT count(*) FROM information_schema.columns WHERE table_name IN"
                " ('people_finding', 'people_document')"
                " AND column_name IN ('doc_tail4', 'doc_tail5', 'tail4', 'tail5')"
            )
            assert cur.fetchone() == (0,)


def test_a_directory_with_an_interrupted_restore_is_used_by_nothing_else(tmp_path):
    layout = Layout(tmp_path)
    with pytest.raises(KeyboardInterrupt), restoring.held(layout) as interrupted:
        assert interrupted == ""
        restoring.begin(layout, Path("backup.zip"))
        raise KeyboardInterrupt
    with (
        pytest.raises(ClusterError, match=r"interrupted \(backup.zip\).*restore again"),
        installation(argparse.Namespace(data=tmp_path, database_url="")),
    ):
        pytest.fail("it was served")
    with restoring.held(layout) as interrupted:
        assert interrupted == "backup.zip"
        with pytest.raises(ClusterError, match="is at work"), restoring.held(layout):
            pytest.fail("two at once")
        restoring.finished(layout)
    assert not restoring.note(layout).exists()


def test_a_restore_refused_before_it_began_leaves_no_note_on_a_register(tmp_path):
    layout = Layout(tmp_path)
    with pytest.raises(ClusterError), restoring.held(layout):
        raise ClusterError("already holds a register")
    restoring.must_be_over(layout)
    with restoring.held(layout) as interrupted:
        assert interrupted == "", "nothing may be emptied"


def test_keys_are_noted_once_and_prove_themselves_from_then_on(here):
    assert keyring.needed(here)
    keyring.run(here, Progress())
    own = rings.load(here.layout.keyring)
    assert not keyring.needed(here)
    rings.save(own.rotated(), here.layout.keyring)
    assert keyring.needed(here), "a new key is noted too"
    keyring.run(here, Progress())
    rings.save(own, here.layout.keyring)
    with pytest.raises(ClusterError, match="key data 2"):
        keyring.needed(here)
    rings.save(rings.new_keyring(), here.layout.keyring)
    with pytest.raises(ClusterError, match="not the one this register is encrypted under"):
        keyring.needed(here)


SHORT = '{"keys": [{"version": 1, "suite": "AES-256-GCM", "secret": "AAAA"}], "index_key": "", "digest": "sha256"}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"keys": [], "index_key": "", "digest": "sha256"}',
        SHORT,
        SHORT[:20],
    ],
)
def test_a_damaged_keyring_stops_everything_with_a_sentence(here, text):
    here.layout.keyring.parent.mkdir()
    here.layout.keyring.write_text(text)
    with pytest.raises(ClusterError, match="not a whole keyring"):
        keyring.needed(here)


def test_a_second_directory_on_a_used_database_gets_no_keyring_of_its_own(here, tmp_path):
    keyring.run(here, Progress())
    other = Installation(Layout(tmp_path / "other"), here.database)
    with pytest.raises(ClusterError, match="is missing, but the register is encrypted"):
        keyring.run(other, Progress())


def test_where_no_check_values_are_kept_yet_the_oldest_and_newest_numbers_are_opened(here):
    rings.save(rings.new_keyring(), here.layout.keyring)
    own = keyring.of(here)
    with psycopg.connect(here.database.owner_url) as owner:
        owner.execute(
            "CREATE TEMPORARY TABLE people_document (id serial, number_cipher bytea, number_index bytea)"
        )
        owner.execute("SET search_path = pg_temp, public")
        owner.execute(
            "INSERT INTO people_document (number_cipher, number_index) VALUES (%s, 'row')",
            [encrypt("430181199001019972", "document.number", own, row=b"row")],
        )
        assert keyring.opens_sample(own, owner)
        assert not keyring.opens_sample(rings.new_keyring(), owner)
