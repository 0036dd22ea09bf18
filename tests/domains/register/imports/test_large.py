"""Large batches: blocks, chunks and writes while the work goes on change nothing of what is answered and kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import DataError, transaction

from anju.domains.people.operations import intake
from anju.domains.register import api as register
from anju.domains.register.intake.operations import declare as door
from anju.foundation.clock import now
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows, run
from tests.factories.people import somebody
from tests.factories.register import RESIDENT, STREET, Street, clerk, what_was_kept

pytestmark = pytest.mark.django_db
SINCE = date(2026, 9, 1)
SENDER, CLERK = clerk(31, STREET)


@pytest.fixture(scope="module")
def street(once) -> Street:
    return once(Street.built)


@pytest.fixture
def small(monkeypatch):
    """Limits at which a hundred rows go the way of a million."""
    for name, value in (("FIRST", 10), ("MOST", 7), ("BLOCK", 20)):
        monkeypatch.setattr(door, name, value)
    monkeypatch.setattr(intake, "FEW", 2)


def list_of(street: Street) -> list[dict[str, object]]:
    """A hundred newcomers, one who has moved, one whose number is wrong, one in a home nobody knows, one said again."""
    placed = {"home_code": street.rooms[1].code, "region": street.rooms[1].region, "start": SINCE}
    new = [{**somebody(f"甘{chr(0x4E00 + n)}", 8000 + n).item, **placed} for n in range(100)]
    wrong = somebody("尹错", 8200)
    new[17:17] = [{**RESIDENT.item, **placed, "start": street.today - timedelta(days=3)}]
    new[42:42] = [{**wrong.item, **placed, "doc_number": wrong.wrong_number}]
    new[77:77] = [
        {
            **somebody("尹远", 8201).item,
            "region": STREET,
            "address": "查无此路1号",
            "room": "9",
            "start": SINCE,
        }
    ]
    return [
        {"key": f"large:{n}", "row": n, "kind": "arrive", **item} for n, item in enumerate(new, 1)
    ]


def declared(items: list[dict[str, object]]) -> list[tuple[object, ...]]:
    receipt = register.declare(
        door.framed(items), sender=SENDER, actor=CLERK, at=now(), batch_key="large"
    )
    return [(o.key, o.row, o.status, o.reason, o.home_id) for o in receipt.outcomes]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        mark = transaction.savepoint()
        yield
        transaction.savepoint_rollback(mark)


def test_a_large_list_is_answered_and_kept_as_a_small_one(street, request):
    items = list_of(street)
    with undone():
        one = declared(items), what_was_kept(["large"])
    request.getfixturevalue("small")
    with undone():
        many = declared(items), what_was_kept(["large"])
    assert many == one
    assert {o[2] for o in one[0]} == {"applied", "refused", "waiting"}


def test_a_write_that_fails_takes_the_whole_list_back(street, small, monkeypatch):
    real, told = door.storing.store, []

    def broken(*args):
        told.append(args)
        if len(told) == 4:
            run("SELECT 1/0")
        return real(*args)

    monkeypatch.setattr(door.storing, "store", broken)
    with pytest.raises(DataError), transaction.atomic():
        declared(list_of(street))
    assert len(told) >= 4
    with as_intake_role():
        assert rows("SELECT count(*) FROM register_batch WHERE key = 'large'") == [(0,)]
        assert rows("SELECT count(*) FROM people_person WHERE name LIKE '甘%%'") == [(0,)]
