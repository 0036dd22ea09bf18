"""Who lives where on a day is answered alike by lists, figures, homes, records, search and pages; also
for a stay of one day and for a move-out that is still to come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.domains.register.ledger import data as presence
from anju.domains.register.ledger.operations import visibility_scope
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound
from tests.factories.people import somebody
from tests.factories.register import ELSEWHERE, HERE, PLATFORM, RESIDENT, Street, building, declared

DAY = date(2026, 6, 1)
WHO = [somebody(f"单{c}", 940 + n) for n, c in enumerate("甲乙丙丁")]


@given(since=st.integers(-40, 40), length=st.none() | st.integers(1, 40), day=st.integers(-60, 90))
def test_a_period_holds_from_its_first_day_until_before_its_end(since, length, day):
    first, until = (
        DAY + timedelta(days=since),
        None if length is None else DAY + timedelta(days=since + length),
    )
    inside = day in range(since, since + (length if length is not None else 10_000))
    assert presence.holds_on(first, until, DAY + timedelta(days=day)) == inside
    state = presence.state_on(first, until, DAY + timedelta(days=day))
    assert (state in (presence.HERE, presence.LEAVING)) == inside
    assert (state == presence.LEFT) == presence.over_on(until, DAY + timedelta(days=day))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    stays=st.lists(
        st.tuples(st.integers(-6, 0), st.none() | st.integers(0, 9)), min_size=1, max_size=4
    )
)
def test_every_reading_of_the_register_agrees_on_each_day(stays):
    today = local_date(now())
    with transaction.atomic():
        rooms = building(ELSEWHERE, "北正路77号", ["1", "2", "3", "4"], party="holder:77")
        expected: dict[int, range] = {}
        for who, room, (began, lasted) in zip(WHO, rooms, stays, strict=False):
            start = today + timedelta(days=began)
            person = (
                declared([{**who.item, "kind": "arrive", "home_code": room.code, "start": start}])
                .outcomes[0]
                .person_id
            )
            if lasted is not None:
                left = declared(
                    [
                        {
                            **who.item,
                            "kind": "leave",
                            "home_code": room.code,
                            "end": start + timedelta(days=lasted),
                        }
                    ]
                ).outcomes[0]
                assert left.status == "applied"
            expected[person] = range(began, began + max(lasted, 1) if lasted is not None else 99)
        for offset in range(-8, 12):
            day = today + timedelta(days=offset)
            there = sorted(p for p, span in expected.items() if offset in span)
            _agree(there, sorted(expected), rooms, day)
        _agree_today(sorted(p for p, span in expected.items() if 0 in span), expected, today)
        transaction.set_rollback(True)


def _agree(there, everyone, rooms, day):
    with acting(PLATFORM):
        assert (
            sorted(s.person_id for s in register.occupants([r.id for r in rooms], as_of=day))
            == there
        )
        assert sorted({s.person_id for s in register.stays_of(everyone, as_of=day)}) == there
        assert (
            sorted({s.person_id for s in register.stays_of(everyone) if s.holds_on(day)}) == there
        )
        assert register.living_in(ELSEWHERE, as_of=day) == len(there)
        assert register.population([ELSEWHERE], actor=PLATFORM, day=day).living == len(there)
        assert len(register.living_ids([ELSEWHERE], actor=PLATFORM, today=day)) == len(there)
        assert sum(register.lodged([r.id for r in rooms], as_of=day).values()) == len(there)


def _agree_today(there, expected, today):
    leader = Actor(
        "staff", 1, grants=(Grant("leader", frozenset({"stats.see"}), region=ELSEWHERE),)
    )
    landlord = Actor(
        "public", 2, grants=(Grant("landlord", frozenset({"person.see"}), party="holder:77"),)
    )
    with acting(leader):
        assert register.figures(actor=leader, at=now()).living == len(there)
    upcoming = {p for p, span in expected.items() if span.stop > 0}
    with acting(landlord):
        assert set(people.persons(sorted(expected))) == upcoming
    with acting(PLATFORM), as_intake_role():
        current = {
            r[0]
            for r in rows(
                "SELECT person_id FROM people_scope WHERE current AND scope = %s AND person_id = ANY(%s)",
                [ELSEWHERE, sorted(expected)],
            )
        }
    assert current == upcoming


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def sender(street):
    return Sender(street.holder, "landlord", "周房东", party=street.holder, region=HERE)


def leaves(street, day, *, by=None):
    return declared(
        [{**RESIDENT.item, "kind": "leave", "home_code": street.rooms[0].code, "end": day}],
        sender=by or sender(street),
    ).outcomes[0]


def the_stay(street):
    with acting(PLATFORM):
        return register.stays_of([street.resident])[-1]


def test_a_planned_move_out_is_declared_anew_said_twice_and_taken_back(street):
    landlord = Actor(
        "public",
        5,
        "周房东",
        (Grant("landlord", frozenset({"declare", "person.see", "home.see"}), party=street.holder),),
    )
    before = the_stay(street)
    assert leaves(street, street.today + timedelta(days=9)).status == "applied"
    assert leaves(street, street.today + timedelta(days=9)).status == "unchanged"
    assert the_stay(street).state_on(street.today) == presence.LEAVING
    with acting(landlord):
        register.withdraw_planned_move_out(the_stay(street).id, actor=landlord, at=now())
    undone = the_stay(street)
    assert (undone.until, undone.since, undone.line) == (before.until, before.since, before.line)
    with acting(landlord), pytest.raises(Conflict, match="leave_not_planned"):
        register.withdraw_planned_move_out(undone.id, actor=landlord, at=now())


def test_a_move_out_that_has_come_is_not_taken_back_and_a_strangers_is_out_of_sight(street):
    other = Actor(
        "public",
        6,
        "别人",
        (Grant("landlord", frozenset({"declare", "person.see"}), party="holder:999"),),
    )
    leaves(street, street.today + timedelta(days=2))
    with acting(other), pytest.raises(NotFound):
        register.withdraw_planned_move_out(the_stay(street).id, actor=other, at=now())
    with acting(PLATFORM), pytest.raises(Conflict, match="leave_reached"):
        register.withdraw_planned_move_out(
            the_stay(street).id, actor=PLATFORM, at=now() + timedelta(days=2)
        )


def test_a_reached_day_takes_the_person_out_of_the_landlords_sight_by_the_nightly_round(
    street, monkeypatch
):
    landlord = Actor(
        "public", 5, "周房东", (Grant("landlord", frozenset({"person.see"}), party=street.holder),)
    )
    leaves(street, street.today + timedelta(days=2))

    def seen():
        with acting(landlord):
            return street.resident in people.persons([street.resident])

    assert seen()
    later = now() + timedelta(days=2)
    monkeypatch.setattr(visibility_scope, "now", lambda: later)
    with acting(PLATFORM):
        assert register.publish_ended(at=later) == 1
    assert not seen()


def test_a_same_day_check_out_repeated_is_unchanged_and_a_job_that_will_end_is_still_held(street):
    who = somebody("单一日", 949)
    stay = {**who.item, "home_code": street.rooms[4].code}
    assert declared([{**stay, "kind": "arrive", "start": street.today}]).counts == {"applied": 1}
    out = {**stay, "kind": "leave", "end": street.today}
    assert [declared([out]).outcomes[0].status for _ in "12"] == ["applied", "unchanged"]
    job = {**who.item, "employer_code": street.firm.code}
    declared([{**job, "kind": "hire", "start": street.today - timedelta(days=9)}])
    soon = {**job, "kind": "dismiss", "end": street.today + timedelta(days=5)}
    assert [declared([soon]).outcomes[0].status for _ in "12"] == ["applied", "unchanged"]
    again = declared([{**job, "kind": "hire", "start": street.today - timedelta(days=9)}]).outcomes[
        0
    ]
    assert again.status == "unchanged"
    with acting(PLATFORM):
        assert [j.until for j in register.jobs_of([again.person_id])] == [
            street.today + timedelta(days=5)
        ]
