"""Migrations after a release run while ten million people's register is in use: none may hold a table for long."""

from __future__ import annotations

import os
import re
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from anju.foundation import archive
from tests.factories.installations import wait_for
from tests.upgrade.test_upgrade import KNOWN, RELEASES

LARGE = re.compile(
    r"people_\w+|places_(?:home|address|building)|register_(?:stay|job|absence|declaration|review|batch)|"
    r"register_previewpart|audit_\w+|events_event|employers_employer",
    re.IGNORECASE,
)
REASONED: dict[str, str] = {
    "people.0004_fewer_keys": "only drops a reference and its index: 0.03 s each at ten million people",
    "register.0013_sheet_names": "varchar(60) to text: PostgreSQL changes the catalogue alone",
    "people.0011_lapsed_merge_requests": (
        "requests to merge are few: one for each contradiction that staff found"
    ),
    "people.0005_keys_of_what_is_there": (
        "of the reference to the record one was merged into only the index goes, as there"
    ),
}
"""app.name of a migration → why it may hold a large table; to be argued, with the time measured."""
MODELS = {
    "people": "people_",
    "places": "places_",
    "register": "register_",
    "audit": "audit_",
    "events": "events_",
    "employers": "employers_",
}


_NEW_TABLE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", re.IGNORECASE)


def released() -> set[tuple[str, str]]:
    return {
        tuple(one)
        for name in KNOWN
        for one in archive.manifest_of(RELEASES / name / "release.zip").migrations
    }


def later() -> list[migrations.Migration]:
    """Migrations of ours that no release had."""
    known = released()
    loader = MigrationLoader(None)
    return [
        m
        for key, m in loader.disk_migrations.items()
        if key not in known and m.__module__.startswith("anju.")
    ]


def faults(migration: migrations.Migration) -> list[str]:
    """What in a migration would hold a large table that others are using."""
    made = {
        f"{migration.app_label}.{o.name_lower}"
        for o in migration.operations
        if isinstance(o, migrations.CreateModel)
    }
    tables = {
        _table(migration, o) for o in migration.operations if isinstance(o, migrations.CreateModel)
    }
    tables |= {m[1].lower() for o in _sql(migration) for m in _NEW_TABLE.finditer(o)}
    found = [f for o in _flat(migration.operations) for f in _of_operation(o, migration, made)]
    return found + [f for text in _sql(migration) for f in _of_sql(text, tables)]


def _flat(operations: list[Operation]) -> list[Operation]:
    out: list[Operation] = []
    for one in operations:
        out += (
            [one]
            if not isinstance(one, migrations.SeparateDatabaseAndState)
            else _flat(list(one.database_operations))
        )
    return out


def _table(migration: migrations.Migration, create: migrations.CreateModel) -> str:
    return str(create.options.get("db_table", f"{migration.app_label}_{create.name_lower}")).lower()


def _of_operation(one: Operation, migration: migrations.Migration, made: set[str]) -> list[str]:
    from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently

    model = getattr(one, "model_name", "")
    if not model or f"{migration.app_label}.{model.lower()}" in made:
        return []  # nobody uses it yet
    if not LARGE.fullmatch(f"{migration.app_label}_{model.lower()}"):
        return []
    if isinstance(one, migrations.AddIndex) and not isinstance(one, AddIndexConcurrently):
        return [f"index {one.index.name} is not made concurrently"]
    if isinstance(one, migrations.AddConstraint) and not isinstance(one, AddConstraintNotValid):
        return [f"constraint {one.constraint.name} is checked while the table is held"]
    if isinstance(one, migrations.AddField):
        return _of_field(one)
    if isinstance(one, migrations.AlterField):
        return [f"{model}.{one.name} is altered: say what PostgreSQL does with it"]
    return []


def _of_field(one: migrations.AddField) -> list[str]:
    field, found = one.field, []
    if not isinstance(field, models.ForeignKey) and (field.unique or field.db_index):
        found.append(f"{one.model_name}.{one.name} makes an index at once")
    if isinstance(field, models.ForeignKey) and (field.db_index or field.db_constraint):
        found.append(f"{one.model_name}.{one.name} makes an index or a foreign key at once")
    if (field.has_default() and callable(field.default)) or getattr(field, "generated", False):
        found.append(f"{one.model_name}.{one.name} is computed for every row")
    return found


_STATEMENT = re.compile(r"'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|--[^\n]*", re.DOTALL)
_COMPUTED = (
    r"(?:GENERATED ALWAYS AS \(|DEFAULT (?:\w*random|clock_timestamp|gen_random_uuid|nextval))"
)
_RULES = (
    (
        r"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*?\bON (?:ONLY )?(\w+)",
        "an index not made concurrently",
    ),
    (r"DROP INDEX (?!CONCURRENTLY)(?:IF EXISTS )?(\w+)", "an index not dropped concurrently"),
    (
        (
            r"ALTER TABLE (?:ONLY )?(\w+)(?:(?!;).)*\bADD (?:CONSTRAINT \w+ )?(?:CHECK|FOREIGN KEY)(?:(?!NOT"
            r" VALID)[^;])*(?:;|$)"
        ),
        "a constraint checked at once",
    ),
    (
        (
            r"ALTER TABLE (?:ONLY )?(\w+)(?:(?!;).)*\bADD (?:CONSTRAINT \w+ )?(?:UNIQUE|PRIMARY"
            r" KEY|EXCLUDE)(?!\s+USING INDEX)[^;]*"
        ),
        "a unique or exclusion constraint made at once",
    ),
    (
        r"ALTER TABLE (?:ONLY )?(\w+)(?:(?!;).)*\bSET NOT NULL",
        "NOT NULL without a validated check before it",
    ),
    (
        r"ALTER TABLE (?:ONLY )?(\w+)(?:(?!;).)*\bALTER (?:COLUMN )?\w+ (?:SET DATA )?TYPE",
        "a changed type",
    ),
    (
        r"ALTER TABLE (?:ONLY )?(\w+)(?:(?!;).)*\bADD (?:COLUMN )?(?:IF NOT EXISTS )?\w+[^;]*\b"
        + _COMPUTED,
        "a column computed for every row",
    ),
    (
        r"(?:CLUSTER|VACUUM FULL|LOCK TABLE|REINDEX (?:TABLE|INDEX)) (?!CONCURRENTLY)(\w+)",
        "a table held whole",
    ),
    (r"\bUPDATE (?:ONLY )?(\w+) SET", "every row rewritten in one statement"),
)


def _of_sql(text: str, made: set[str]) -> list[str]:
    plain = " ".join(_STATEMENT.sub("''", text).split())
    return [
        f"{what}: {hit[0][:80]}"
        for pattern, what in _RULES
        for hit in re.finditer(pattern, plain, re.IGNORECASE)
        if LARGE.match(hit[1]) and hit[1].lower() not in made
    ]


def _sql(migration: migrations.Migration) -> list[str]:
    out = []
    for one in _flat(list(migration.operations)):
        if isinstance(one, migrations.RunSQL):
            given = [one.sql] if isinstance(one.sql, str) else list(one.sql)
            out += [g if isinstance(g, str) else str(g[0]) for g in given]
    return out


def test_no_migration_after_the_release_holds_a_large_table():
    found = {f"{m.app_label}.{m.name}": f for m in later() if (f := faults(m))}
    assert {name: f for name, f in found.items() if name not in REASONED} == {}
    assert set(REASONED) <= set(found), "a reason for what is no longer there"


def test_released_migrations_are_still_there():
    on_disk = set(MigrationLoader(None).disk_migrations)
    assert not {one for one in released() if one[0] in MODELS and one not in on_disk}


@pytest.mark.parametrize(
    ("sql", "faulty"),
    [
        ("CREATE INDEX a ON people_person (name)", True),
        ("CREATE INDEX CONCURRENTLY a ON people_person (name)", False),
        ("CREATE INDEX a ON access_token (name)", False),
        ("ALTER TABLE register_stay ADD CONSTRAINT x CHECK (a > 0)", True),
        ("ALTER TABLE register_stay ADD CONSTRAINT x CHECK (a > 0) NOT VALID", False),
        ("ALTER TABLE register_stay VALIDATE CONSTRAINT x", False),
        ("ALTER TABLE people_person ALTER COLUMN name SET NOT NULL", True),
        ("ALTER TABLE people_person ALTER COLUMN name TYPE text", True),
        ("ALTER TABLE people_person ADD COLUMN note text DEFAULT ''", False),
        ("ALTER TABLE people_person ADD COLUMN key uuid DEFAULT gen_random_uuid()", True),
        ("ALTER TABLE register_job ADD CONSTRAINT x EXCLUDE USING gist (a WITH =)", True),
        ("UPDATE people_person SET name = upper(name)", True),
        (
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE people_person SET name = '' $$",
            False,
        ),
        ("CREATE TABLE people_new (id int); CREATE INDEX b ON people_new (id)", False),
    ],
)
def test_the_reading_knows_what_locks(sql, faulty):
    made = type("Migration", (migrations.Migration,), {"operations": [migrations.RunSQL(sql)]})(
        "0099_x", "people"
    )
    assert bool(faults(made)) is faulty


def test_the_reading_knows_what_django_makes_of_a_model():
    from django.contrib.postgres.operations import AddIndexConcurrently

    index = models.Index(fields=["name"], name="people_person_x")
    for operations, faulty in (
        ([migrations.AddIndex("person", index)], True),
        ([AddIndexConcurrently("person", index)], False),
        ([migrations.AddField("person", "note", models.TextField(default=""))], False),
        ([migrations.AddField("person", "key", models.UUIDField(default=time.time))], True),
        ([migrations.AlterField("person", "name", models.TextField())], True),
        (
            [
                migrations.CreateModel("new", [("id", models.IntegerField(primary_key=True))]),
                migrations.AddIndex("new", index),
            ],
            False,
        ),
    ):
        one = type("Migration", (migrations.Migration,), {"operations": operations})(
            "0099_x", "people"
        )
        assert bool(faults(one)) is faulty, operations


@pytest.fixture
def table(owner: psycopg.Connection) -> str:
    """A table that others use."""
    owner.execute(
        "DROP TABLE IF EXISTS people_locked; CREATE TABLE people_locked (id bigint PRIMARY KEY, name text)"
    )
    owner.execute("INSERT INTO people_locked SELECT n, 'x' || n FROM generate_series(1, 1000) n")
    yield "people_locked"
    owner.execute("DROP TABLE people_locked")


WRITES = "UPDATE people_locked SET name = 'y' WHERE id = %s"
RETYPES = "ALTER TABLE people_locked ALTER COLUMN name TYPE varchar(99) USING name || ''"


def reads_or_writes_it_all(line: psycopg.Connection, statement: str, table: str) -> bool:
    """Whether a statement that locks out everybody keeps the lock for as long as the table is large."""
    asked = "SELECT pg_relation_filenode(%(t)s), pg_stat_get_xact_numscans(%(t)s::regclass)"
    with line.transaction(force_rollback=True):
        before = line.execute(asked, {"t": table}).fetchone()
        line.execute(statement)
        return line.execute(asked, {"t": table}).fetchone() != before


@pytest.mark.parametrize(
    ("statement", "long"),
    [
        ("ALTER TABLE people_locked ADD CONSTRAINT c CHECK (id > 0) NOT VALID", False),
        ("ALTER TABLE people_locked ADD COLUMN note text NOT NULL DEFAULT ''", False),
        ("ALTER TABLE people_locked ADD CONSTRAINT c CHECK (id > 0)", True),
        (RETYPES, True),
    ],
    ids=["check later", "column", "check at once", "retyped"],
)
def test_a_lock_on_everybody_is_held_for_a_moment_by_what_is_allowed(owner, table, statement, long):
    assert reads_or_writes_it_all(owner, statement, table) is long


@pytest.mark.long
@pytest.mark.parametrize("how", ["CONCURRENTLY", ""])
def test_others_write_while_an_index_is_built_as_allowed(owner, table, how):
    def build() -> None:
        with psycopg.connect(os.environ["ANJU_OWNER_URL"], autocommit=True) as line:
            line.execute(f"CREATE INDEX {how} people_locked_name ON people_locked (name)")

    waiting = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE query ~ 'INDEX.*people_locked_name' AND wait_event_type = 'Lock'"
    )
    builder = threading.Thread(target=build)
    with psycopg.connect(os.environ["ANJU_OWNER_URL"]) as other:
        other.execute(WRITES, [1])  # the index is built once this has ended
        builder.start()
        wait_for(lambda: owner.execute(waiting).fetchone() != (0,))
        owner.execute("SET lock_timeout = '500ms'")
        if how:
            owner.execute(WRITES, [2])
        else:
            with pytest.raises(psycopg.errors.LockNotAvailable):
                owner.execute(WRITES, [2])
    builder.join()


def test_a_migration_with_concurrent_indexes_opens_no_transaction():
    wrong = [m.name for m in later() if m.atomic and any("CONCURRENTLY" in s for s in _sql(m))]
    assert not wrong


def test_the_archives_name_the_migrations_the_page_names():
    page = (Path(__file__).resolve().parents[2] / "docs" / "releases.md").read_text("utf-8")
    ours = {
        m.app_label
        for m in MigrationLoader(None).disk_migrations.values()
        if m.__module__.startswith("anju.")
    }
    for name in KNOWN:
        line = next(one for one in page.splitlines() if one.startswith(f"| {name} |"))
        leaves: dict[str, str] = {}
        for app, migration in archive.manifest_of(RELEASES / name / "release.zip").migrations:
            if app in ours:
                leaves[app] = max(leaves.get(app, ""), migration[:4])
        assert dict(re.findall(r"(\w+) (\d{4})[,\s|]", line.rpartition("` |")[2])) == leaves
