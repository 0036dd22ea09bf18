"""Two clerks give the last bed of a room at the same moment: one of them is told that it is full."""

from __future__ import annotations

from functools import partial

import pytest

from anju.domains.register import api as register
from anju.domains.register.api import Sender, arrivals
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from tests.factories.at_once import at_once
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Street, building
from tests.factories.staff import actor, public


@pytest.fixture
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield Street.built()


def test_of_two_clerks_at_the_last_bed_one_is_refused(street, django_db_blocker):
    rooms = building(
        HERE, "新屋路14号", [str(n) for n in range(101, 109)], party=street.holder, capacity=1
    )
    sender = Sender(street.holder, "landlord", "周房东", party=street.holder, region=HERE)
    clerks = [
        actor(public(f"1370000010{n}", grants=(("landlord", street.holder, HERE),)))
        for n in range(2)
    ]

    def give(room, clerk: int, turn: int) -> str:
        who, by = somebody("覃秀英" if clerk else "石大勇", 400 + 2 * turn + clerk), clerks[clerk]
        item = {
            **who.item,
            "kind": "arrive",
            "home_code": room.code,
            "key": f"reception.{turn}.{clerk}",
        }
        try:
            with acting(by):
                return arrivals.check_in(
                    {**item, "start": local_date(now()), "row": 1},
                    sender=sender,
                    actor=by,
                    at=now(),
                    batch_key=str(item["key"]),
                ).status
        except Refused as refused:
            return refused.code

    for turn, room in enumerate(rooms):
        answers = at_once(partial(give, room, 0, turn), partial(give, room, 1, turn))
        assert sorted(answers, key=str) == ["applied", "no_free_bed"], (room.room, answers)
        with acting(PLATFORM):
            assert len(register.occupants([room.id], as_of=local_date(now()))) == 1
