"""Trying a connection: what a person reads when a database does not answer, and who may look at its rows."""

from __future__ import annotations

import socket

import pytest

from anju.domains.exchange.api import databases, mapping
from anju.domains.exchange.databases.operations.reaching import is_encrypted, reached
from anju.domains.exchange.databases.queries.connections import connection
from anju.foundation.actor import Actor, Grant
from anju.foundation.audit.models import Entry
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from tests.domains.exchange.databases.conftest import SCHOOL, selection
from tests.factories.department_databases import COLUMNS, on_mariadb, write
from tests.factories.mariadb import WRITER, mariadb
from tests.factories.register import PLATFORM, RESIDENT, clerk


def tried(**more):
    with acting(PLATFORM):
        return databases.try_connection(SCHOOL, selection(**more), actor=PLATFORM)


def refusal(**more):
    """The sentence a person reads."""
    with pytest.raises(AnjuError) as refused:
        tried(**more)
    for language in ("zh-hans", "en"):
        text = sentence(refused.value, language)
        assert text != refused.value.code
        assert "{" not in text
    return refused.value.code


def test_a_sound_connection_says_what_it_found(bureau):
    bureau.enter(0, 3)
    bureau.run("UPDATE {t} SET gxsj = NULL WHERE xh = 1")
    found = tried()
    assert "dept.pupils" in found.tables
    assert set(COLUMNS) < set(found.columns)
    assert (found.missing, found.without_change) == ((), 1)
    assert found.encrypted == (bureau.kind == "mariadb")
    assert tried(columns=("XM", "NICHT")).missing == ("NICHT",)


def test_the_server_alone_can_be_looked_at_before_a_table_is_chosen(bureau):
    found = tried(table="", columns=())
    assert "dept.pupils" in found.tables
    assert found.columns == {}


def test_an_account_that_may_write_is_pointed_out(bureau, connections):
    if bureau.kind == "mariadb":
        assert not tried().writes
        bureau.laid(connections, user=WRITER)
    assert tried().writes


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"table": "absent"}, "database_table"),
        ({"change_column": "XD2"}, None),
        ({"connection": "absent"}, "database_connection_unknown"),
    ],
)
def test_what_is_not_there_is_named(bureau, wrong, code):
    if code is None:
        assert tried(**wrong).missing == ("XD2",)
    else:
        assert refusal(**wrong) == code


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ({"host": "absent.invalid", "tls": "none"}, "database_host"),
        ({"host": "127.0.0.1", "port": 1, "tls": "none"}, "database_refused"),
        ({"database": "absent"}, {"database_name", "database_denied"}),
        ({"user": "nobody_here"}, {"database_login", "database_denied"}),
        ({"kind": "oracle"}, "database_connection"),
        ({"port": 0}, "database_connection"),
        ({"tls": "maybe"}, "database_connection"),
        ({"host": ""}, "database_connection"),
        ({"hots": "x"}, "database_connection"),
    ],
)
def test_what_is_wrong_with_a_connection_is_said_in_words(bureau, connections, file, code):
    bureau.laid(connections, **file)
    assert refusal() in (code if isinstance(code, set) else {code})


def test_a_server_that_never_answers_is_given_up(bureau, connections, monkeypatch):
    monkeypatch.setattr("anju.domains.exchange.databases.operations.reaching.PATIENCE", 1)
    monkeypatch.setattr("anju.domains.exchange.databases.operations.trying.SECONDS", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        bureau.laid(connections, host="127.0.0.1", port=silent.getsockname()[1], tls="none")
        assert refusal() in {"database_silent", "database_cut"}


def test_a_password_others_may_read_is_refused(bureau, connections):
    (connections / "bureau.yaml").chmod(0o644)
    assert refusal() == "database_secret_open"


def test_a_password_may_stand_in_a_file_of_its_own_and_never_leaves(bureau, connections):
    secret = bureau.file["password"]
    stored = {k: v for k, v in bureau.file.items() if k != "password"}
    write(connections, "bureau", {**stored, "password_file": "bureau.secret"})
    assert refusal() == "database_connection"
    (connections / "bureau.secret").write_text(secret + "\n", "utf-8")
    (connections / "bureau.secret").chmod(0o600)
    assert tried().tables
    assert secret not in repr(connection("bureau"))
    write(connections, "bureau", {**stored, "password_file": "../bureau.secret"})
    assert refusal() == "database_connection"


def test_a_connection_outside_the_folder_is_not_read(bureau, connections):
    for name in ("../bureau", "/etc/passwd", "bureau.yaml", "BUREAU", ""):
        with pytest.raises(NotFound):
            connection(name)


def test_tls_checks_the_certificate_and_the_name(maria, connections):
    bureau = on_mariadb(maria)
    bureau.laid(connections)
    with reached(connection("bureau"), seconds=5) as link:
        assert is_encrypted(link)
    bureau.laid(connections, ca=None)
    assert refusal(schema="", table="") == "database_certificate"
    bureau.laid(connections, host="127.0.0.1")
    assert refusal(schema="", table="") == "database_certificate"
    bureau.laid(connections, host="127.0.0.1", ca=None, tls="encrypted")
    assert tried(schema="", table="").encrypted
    bureau.owner.close()


def test_a_server_without_tls_gets_no_password_unless_the_file_says_so(connections):
    with mariadb(tls=False) as server:
        bureau = on_mariadb(server)
        for tls in ("full", "encrypted"):
            bureau.laid(connections, tls=tls, ca=None)
            assert refusal(schema="", table="") == "database_tls"
        bureau.laid(connections, tls="none")
        assert not tried(schema="", table="").encrypted
        bureau.owner.close()


def test_a_preview_shows_the_last_changed_rows_and_stands_in_the_access_log(bureau):
    bureau.enter(0, 30)
    bureau.run(
        """UPDATE {t} SET "XM" = %s, "SFZH" = %s, gxsj = '2026-11-20' WHERE xh = 4""",
        RESIDENT.name,
        RESIDENT.doc_number,
    )
    first = mapping.first_mapping(mapping.source(SCHOOL))
    with acting(PLATFORM):
        table = databases.preview(SCHOOL, selection(), first, actor=PLATFORM, at=now())
        reads = Entry.objects.filter(action="exchange.database_previewed")
        assert reads.count() == 1
        assert Entry.objects.filter(action="exchange.database_tried").count() == 1
    assert table.cells.height == 20
    assert table.cells["XM"][0] == RESIDENT.name


def test_only_who_keeps_the_exchange_of_this_area_may_look(bureau):
    elsewhere = Actor(
        kind="staff",
        user_id=3,
        label="other city",
        grants=(Grant("city", frozenset({"exchange.manage"}), region="4401"),),
    )
    first = mapping.first_mapping(mapping.source(SCHOOL))
    for actor, error in ((clerk(9, "4301")[1], NotAllowed), (elsewhere, NotFound)):
        for act in (
            lambda who: databases.try_connection(SCHOOL, selection(), actor=who),
            lambda who: databases.preview(SCHOOL, selection(), first, actor=who, at=now()),
            lambda who: databases.describe(SCHOOL, selection(), actor=who, at=now()),
            lambda who: databases.read_again(SCHOOL, actor=who, at=now()),
            lambda who: databases.forget(SCHOOL, actor=who, at=now()),
        ):
            with acting(actor), pytest.raises(error):
                act(actor)


def test_what_cannot_be_ordered_is_no_change_column(bureau):
    kind = {"postgresql": "boolean", "mariadb": "blob"}[bureau.kind]
    bureau.run(f"ALTER TABLE {{t}} ADD odd {kind}")
    with pytest.raises(Refused, match="database_change_kind"):
        tried(change_column="odd")
