"""A place is given once, who is known is found, the day reads as it was entered, and others see nothing."""

from __future__ import annotations

import itertools
from datetime import timedelta

import polars as pl
import pytest

from anju.domains.register import api as register
from anju.domains.register.api import Sender, arrivals
from anju.foundation.actor import Actor
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories import register as town
from tests.factories.people import somebody
from tests.factories.register import HERE, NEXT_DOOR, WORKER, Street
from tests.factories.staff import actor, public, staff

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = (somebody(n, 300 + i) for i, n in enumerate(("覃秀英", "石大勇", "韦小妹")))
_turn = itertools.count()


@pytest.fixture(scope="module")
def street(once) -> Street:
    return once(Street.built)


@pytest.fixture
def manager(street) -> Actor:
    return actor(public("13700000001", grants=(("landlord", street.holder, HERE),)))


@pytest.fixture
def dormitory(street) -> Actor:
    return actor(public("13700000002", grants=(("employer", street.firm.party, HERE),)))


def of_holder(street: Street) -> Sender:
    return Sender(street.holder, "landlord", "周房东", party=street.holder, region=HERE)


def of_firm(street: Street) -> Sender:
    firm = street.firm
    return Sender(
        firm.party, "employer", firm.name, party=firm.party, employer_id=firm.id, region=HERE
    )


def arrival(who, home, key: str = "", **more: object) -> dict[str, object]:
    return {
        **who.item,
        "kind": "arrive",
        "home_code": home.code,
        "start": now().date(),
        "key": key or f"reception.{next(_turn)}",
        "row": 1,
        **more,
    }


def arrived(by: Actor, sender: Sender, item: dict[str, object], *, about: int | None = None):
    with acting(by):
        return arrivals.check_in(
            item, sender=sender, actor=by, at=now(), batch_key=f"form:{item['key']}", about=about
        )


def day(by: Actor, *parties: str) -> list[arrivals.DayEntry]:
    with acting(by):
        return arrivals.entries(
            parties,
            regions=[HERE, NEXT_DOOR],
            since=now() - timedelta(hours=1),
            until=now() + timedelta(hours=1),
        )


def living(home) -> list[int]:
    with acting(town.PLATFORM):
        return [s.person_id for s in register.occupants([home.id], as_of=now().date())]


def test_the_last_bed_is_given_once_and_the_same_request_again_is_answered_as_before(
    street, manager
):
    room, sender = street.rooms[1], of_holder(street)
    first = arrival(ONE, room)
    arrived(manager, sender, first)
    last = arrival(TWO, room)
    given = arrived(manager, sender, last)
    with pytest.raises(Refused, match="no_free_bed"):
        arrived(manager, sender, arrival(THREE, room))
    assert arrived(manager, sender, last) == given, "the full room does not change the answer"
    assert len(living(room)) == 2


def test_a_home_that_nobody_verified_is_not_filled_beyond_its_beds_either(street, dormitory):
    from anju.foundation.db.scope import as_intake_role
    from anju.foundation.db.statements import run

    room, sender = street.dormitory[1], of_firm(street)
    with acting(town.PLATFORM), as_intake_role():
        run("UPDATE places_home SET verified = false, capacity = 1 WHERE id = %s", [room.id])
    assert arrived(dormitory, sender, arrival(ONE, room)).status == "applied"
    with pytest.raises(Refused, match="no_free_bed"):
        arrived(dormitory, sender, arrival(TWO, room))


def test_a_worker_moves_to_another_room_and_the_day_tells_from_where(street, dormitory):
    sender = of_firm(street)
    item = arrival(WORKER, street.dormitory[1])
    assert arrived(dormitory, sender, item, about=street.worker).status == "applied"
    assert living(street.dormitory[0]) == []
    (entry,) = day(dormitory, street.firm.party)
    assert (entry.kind, entry.home_id, entry.before_home_id) == (
        arrivals.MOVED,
        street.dormitory[1].id,
        street.dormitory[0].id,
    )
    with acting(dormitory):
        register.undo(entry.batch_id, actor=dormitory, at=now())
    assert living(street.dormitory[0]) == [street.worker]
    assert [e.counts for e in day(dormitory, street.firm.party)] == [False]


def test_homes_of_others_are_refused(street, manager, dormitory):
    for by, sender, home in (
        (manager, of_holder(street), street.dormitory[1]),
        (dormitory, of_firm(street), street.rooms[1]),
        (dormitory, of_firm(street), street.far[0]),
    ):
        with pytest.raises(Refused, match="home_not_yours"):
            arrived(by, sender, arrival(ONE, home))
    with pytest.raises(NotAllowed):
        arrived(dormitory, of_holder(street), arrival(ONE, street.rooms[1]))


def found(by: Actor, q: str, homes, employer: int | None = None) -> list[tuple[str, int | None]]:
    with acting(by):
        return [
            (m.name, m.home_id)
            for m in arrivals.find(
                q, homes=[h.id for h in homes], employer_id=employer, as_of=now().date()
            )
        ]


def test_who_lives_or_works_there_is_found_by_name_sound_and_last_four(street, manager, dormitory):
    room = street.rooms[0].id
    for q in ("单文静", "单文", "swj", "shanwenjing", "1234", town.RESIDENT.doc_number[-4:]):
        assert ("单文静", room) in found(manager, q, street.rooms), q
    firm, (first, second) = street.firm, street.dormitory
    assert found(dormitory, "欧阳", (first, second), firm.id) == [("欧阳志强", first.id)]
    assert found(dormitory, "5678", (first, second), firm.id) == [("欧阳志强", first.id)]
    assert found(dormitory, "欧阳", (second,), firm.id) == [("欧阳志强", None)], "without a bed"


def test_nobody_is_found_by_others(street, manager, dormitory):
    other = actor(public("13700000003", grants=(("landlord", "holder:999999", HERE),)))
    clerk = actor(staff("reception.other", ("counter", "430181100")))
    resident = actor(public("13700000004", person_id=street.stranger))
    homes = [*street.rooms, *street.dormitory, *street.far]
    for by in (other, clerk, resident):
        for q in ("单文静", "欧阳志强"):
            assert found(by, q, homes, street.firm.id) == [], by.kind
        assert day(by, street.holder, street.firm.party) == []
        with acting(by):
            assert arrivals.guests_waiting([street.holder]) == []
            assert arrivals.sexes_in([h.id for h in street.rooms], as_of=now().date()) == {}
    assert found(dormitory, "单文静", homes, street.firm.id) == []
    assert found(manager, "欧阳志强", homes, street.firm.id) == []


def invited(street: Street, manager: Actor, room: int, *who) -> str:
    with acting(manager):
        link = register.invite(
            home_code=street.rooms[room].code, actor=manager, at=now(), link=lambda t: t
        ).link
    guest = actor(public("13911110091"))
    rows = [
        {"key": str(n), "row": n, **w.item, "start": now().date()} for n, w in enumerate(who, 1)
    ]
    with acting(guest):
        register.accept_invitation(
            link,
            actor=guest,
            at=now(),
            items=pl.DataFrame(
                rows, schema_overrides={c: register.ITEM_SCHEMA[c] for c in rows[0]}
            ),
        )
    return link


def guests(by: Actor, street: Street, token: str) -> list[int]:
    with acting(by):
        return [
            q.id for q in arrivals.guests_of_invitation(token, parties=[street.holder], at=now())
        ]


def test_a_family_that_filled_in_an_invitation_is_confirmed_at_once_or_not_at_all(street, manager):
    token, sender = invited(street, manager, 1, ONE, TWO), of_holder(street)
    asked = guests(manager, street, token)
    with acting(manager):
        assert len(arrivals.guests_waiting([street.holder])) == 2
    arrived(manager, sender, arrival(THREE, street.rooms[1]))

    def confirm(home_code: str = ""):
        with acting(manager):
            return arrivals.confirm_guests(
                asked, home_code=home_code, sender=sender, actor=manager, at=now()
            )

    with pytest.raises(Refused, match="no_free_bed"):
        confirm()
    assert len(living(street.rooms[1])) == 1
    done = confirm(street.rooms[2].code)
    assert [o.status for o in done] == ["applied", "applied"]
    assert len(living(street.rooms[2])) == 2
    assert [o.person_id for o in confirm(street.rooms[2].code)] == [o.person_id for o in done]
    assert [e.by for e in day(manager, street.holder)][:3] == [manager.label] * 3
    other = actor(public("13700000005", grants=(("landlord", street.holder, HERE),)))
    with acting(other), pytest.raises(Conflict, match="review_decided"):
        arrivals.confirm_guests(asked, sender=sender, actor=other, at=now())
    with pytest.raises(NotFound, match="invitation_answered"):
        guests(manager, street, token)


def test_an_invitation_says_how_it_stands_to_its_own_party_alone(street, manager):
    with acting(manager):
        link = register.invite(
            home_code=street.rooms[1].code, actor=manager, at=now(), link=lambda t: t
        ).link
    with pytest.raises(NotFound, match="invitation_open"):
        guests(manager, street, link)
    for token in (link[:-1] + "x", "x", link[:11] + "A" * 32):
        with pytest.raises(NotFound, match="invitation_not_here"):
            guests(manager, street, token)
    with acting(manager), pytest.raises(NotFound, match="invitation_not_here"):
        arrivals.guests_of_invitation(link, parties=["holder:1000000"], at=now())
