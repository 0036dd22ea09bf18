"""The drill: a backup is restored into another database, and the register goes on working there.

The server of the backup counted transactions far higher than the one it is restored into, and people
came after the backup.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.credentials.operations.status_lists import place_for
from anju.domains.permits.lifecycle.operations.issuing import next_number
from anju.domains.regions import api as regions
from anju.foundation import archive
from anju.foundation.actor import system
from anju.foundation.archive.read import after, jumped
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.events import api as events
from tests.conftest import Fresh, copied
from tests.factories.people import somebody
from tests.factories.register import Street, moved_in

PLATFORM = system("tests")
AHEAD = 5_000_000_000
"""By how many transactions the first server was ahead."""


@dataclass
class Restored:
    """The second database, and what the first one gave out after its backup was taken."""

    database: Fresh
    street: Street
    last: int
    later: dict[str, Any]
    epoch: int
    delivered: list[int]


def given_out(street: Street, number: int, room: int) -> dict[str, Any]:
    """Numbers of every public kind, as the installation gives them out."""
    with acting(PLATFORM), as_intake_role():
        place = place_for("430181", at=now())
        permit = next_number("430181124000", local_date(now()))
    person = moved_in(somebody("林小满", number), street.rooms[room])
    return {"person": person, "permit": permit, "status": (place.code, place.index)}


def caught_up() -> None:
    """Deliver and seal all that was committed; other tests' transactions may hold the horizon back for a moment."""
    for _ in range(2400):
        events.pump()
        audit.seal(now())
        if not audit.verify().unsealed:
            return
        time.sleep(0.05)


pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def restored(
    fresh_database: Fresh, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Restored]:
    file, delivered = tmp_path_factory.mktemp("drill") / "backup.zip", []
    events.on_batch("register.applied", size=100, key="drill")(
        lambda found: delivered.extend(p for e in found for p in e.payload["persons"])
    )
    try:
        with django_db_blocker.unblock():
            street, later = before_and_after_the_backup(fresh_database, file)
            last = later.pop("last")
            with copied(None) as second, django_db_blocker.unblock():
                archive.load(second.owner_url, file, lambda *_: None)
                with psycopg.connect(second.owner_url) as owner:
                    epoch = owner.execute(
                        "SELECT anju_begin_epoch(%s)", [datetime.now(UTC)]
                    ).fetchone()[0]
                yield Restored(second, street, last, later, epoch, delivered)
                connection.close()
    finally:
        events.forget("drill")


def before_and_after_the_backup(first: Fresh, file: Path) -> tuple[Street, dict[str, Any]]:
    with psycopg.connect(first.owner_url, autocommit=True) as owner:
        owner.execute("UPDATE audit_epoch SET shift = shift + %s", [AHEAD])
        owner.execute("SELECT anju_set_shift(shift) FROM audit_epoch")
    regions.load_tables(only={"430181124"})
    street = Street.built(at=now() - timedelta(minutes=1))
    given_out(street, 20, 2)
    caught_up()
    archive.write(first.owner_url, file, lambda *_: None)
    with psycopg.connect(first.owner_url) as owner:
        last = owner.execute("SELECT max(to_xid) FROM audit_seal").fetchone()[0]
    return street, {**given_out(street, 21, 3), "last": last}


@pytest.fixture
def unblocked(restored, django_db_blocker):
    with django_db_blocker.unblock():
        yield restored


def test_declarations_after_a_restore_are_delivered_and_the_audit_chain_is_whole(unblocked):
    assert unblocked.last > AHEAD
    new = moved_in(somebody("高远", 22), unblocked.street.rooms[4])
    caught_up()
    assert new in unblocked.delivered
    found = audit.verify()
    assert found.ok, found.problem
    assert found.unsealed == 0


def test_no_number_given_out_after_the_backup_names_somebody_else(unblocked):
    again = given_out(unblocked.street, 23, 5)
    for kind, number in unblocked.later.items():
        assert again[kind] != number, kind
    assert again["person"] > unblocked.later["person"]
    assert again["status"][0] != unblocked.later["status"][0], (
        "a status list from before the restore is closed"
    )


def test_the_restore_stands_in_the_audit_trail(unblocked):
    with psycopg.connect(unblocked.database.owner_url) as owner:
        rows = owner.execute(
            "SELECT subject_id FROM audit_entry WHERE action = 'register.restore'"
        ).fetchall()
    assert rows == [(str(unblocked.epoch),)]


def test_a_client_of_the_register_before_the_restore_is_told_the_new_epoch(unblocked):
    refused = Client().get(
        "/api/v1/openapi.json", headers={"anju-epoch": "0", "accept-language": "en"}
    )
    assert refused.status_code == 409
    assert refused.json()["code"] == "server_restored"
    assert refused.json()["params"]["epoch"] == unblocked.epoch
    assert f"epoch {unblocked.epoch}" in refused.json()["detail"]
    assert refused.headers["Anju-Epoch"] == str(unblocked.epoch)
    assert (
        Client()
        .get("/api/v1/openapi.json", headers={"anju-epoch": str(unblocked.epoch)})
        .status_code
        == 200
    )
    assert Client().get("/api/v1/openapi.json").headers["Anju-Epoch"] == str(unblocked.epoch)


def test_a_copy_made_by_other_tools_is_noticed_and_mended(unblocked):
    with psycopg.connect(unblocked.database.owner_url, autocommit=True) as owner:
        assert not audit.numbers_are_behind()
        owner.execute("SELECT anju_set_shift(0)")
        connection.close()
        assert audit.numbers_are_behind()
        owner.execute("SELECT anju_rebase_epoch()")
        connection.close()
        assert not audit.numbers_are_behind()


@given(st.integers(1_767_225_600, 4_733_510_400), st.integers(1, 10_000), st.integers(1, 9_000))
def test_a_second_restore_of_one_backup_lies_above_all_numbers_of_the_first(moment, seconds, rate):
    first = datetime.fromtimestamp(moment, UTC)
    assert after(first) + rate * seconds < after(first + timedelta(seconds=seconds + 1))
    assert after(first) < 2**53, "every client can hold it"


@given(st.integers(1, 999_999), st.integers(0, 499_998), st.integers(0, 249_998))
def test_a_serial_with_an_end_jumps_past_what_was_given_out(last, chance, lost):
    place = jumped(last, 999_999, chance)
    assert 1 <= place <= 999_999
    assert (place + 1 - last) % 999_999 > lost
