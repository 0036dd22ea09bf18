"""Several sessions write about one person at the same moment: the register reads as after some order
of them, and nobody whose declaration was acknowledged is out of sight."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import transaction

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotFound
from tests.factories.at_once import at_once
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, building, declared, moved_in

SINCE = date(2026, 9, 1)


@pytest.fixture(scope="module")
def rooms(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield building(HERE, "东风路88号", [str(101 + n) for n in range(40)], capacity=20)


def arrival(who, home, start=SINCE):
    return {
        **who.item,
        "kind": "arrive",
        "home_code": home.code,
        "region": home.region,
        "start": start,
    }


def sound():
    with transaction.atomic(), acting(PLATFORM), as_intake_role():
        return register.inconsistencies()


def refused(answer):
    return isinstance(answer, Conflict | NotFound)


def answered(answers):
    """Everything but a refusal in words is a fault."""
    assert not [a for a in answers if isinstance(a, BaseException) and not refused(a)], answers
    return answers


def undone(batch):
    with transaction.atomic(), acting(PLATFORM):
        return register.undo(batch, actor=PLATFORM, at=now())


def merged(kept, other):
    with transaction.atomic(), acting(PLATFORM):
        return register.merge_people(kept, other, actor=PLATFORM, reason="同一人", at=now())


def unmerged(entry):
    with transaction.atomic(), acting(PLATFORM):
        return register.unmerge_people(entry, actor=PLATFORM, at=now())


def said(item):
    with transaction.atomic():
        return declared([item])


def seen(person, home):
    """Is the person found under their own number, and do they live there?"""
    with transaction.atomic(), acting(PLATFORM):
        stands = people.canonical(person)
        living = [s.home_id for s in register.stays_of([stands]) if s.until is None]
        return stands in people.persons([stands]) and living == [home.id]


@pytest.mark.parametrize("turn", range(6))
def test_a_check_in_beside_the_undo_of_the_batch_that_brought_the_person_is_never_lost(rooms, turn):
    everybody = [
        somebody(f"王{chr(0x4E00 + turn)}{chr(0x5000 + n)}", 9000 + turn * 8 + n) for n in range(4)
    ]
    batch = said_all([arrival(w, rooms[n]) for n, w in enumerate(everybody)])
    moves = [
        partial(said, arrival(w, rooms[n + 10], SINCE + timedelta(days=9)))
        for n, w in enumerate(everybody)
    ]
    _, *receipts = answered(at_once(partial(undone, batch.batch_id), *moves))
    assert sound() == {}
    for n, receipt in enumerate(receipts):
        assert receipt.counts == {"applied": 1}, receipt
        assert seen(receipt.outcomes[0].person_id, rooms[n + 10])


def said_all(items):
    with transaction.atomic():
        return declared(items)


@pytest.mark.parametrize("turn", range(6))
def test_a_move_beside_a_merge_ends_on_the_record_that_stands(rooms, turn):
    one, other = (somebody(f"李{chr(0x4E00 + turn)}", 9100 + turn * 8 + n) for n in range(2))
    with transaction.atomic():
        kept, away = moved_in(one, rooms[0], SINCE), moved_in(other, rooms[1], SINCE)
    move = partial(said, arrival(other, rooms[12], SINCE + timedelta(days=9)))
    entry, receipt = answered(at_once(partial(merged, kept, away), move))
    assert sound() == {}
    assert receipt.counts == {"applied": 1}, receipt
    assert seen(receipt.outcomes[0].person_id, rooms[12])
    unmerged(entry)
    assert sound() == {}
    with transaction.atomic(), acting(PLATFORM):
        assert {kept, away} == set(people.persons([kept, away]))


@pytest.mark.parametrize("seed", range(10))
def test_whatever_happens_at_once_nobody_is_lost_and_nothing_hangs_on_nobody(rooms, seed):
    chance = random.Random(seed)
    everybody = [
        somebody(f"赵{chr(0x4E00 + seed)}{chr(0x5000 + n)}", 9200 + seed * 8 + n) for n in range(4)
    ]
    first = said_all([arrival(w, rooms[n]) for n, w in enumerate(everybody)])
    ids, batches, entries, lives = [o.person_id for o in first.outcomes], [first.batch_id], [], {}
    for day in range(1, 5):
        calls = []
        for n in chance.sample(range(4), 3):
            home = chance.choice(rooms)
            calls.append(
                (n, partial(said, arrival(everybody[n], home, SINCE + timedelta(days=day))), home)
            )
        if chance.random() < 0.6:
            calls.append((None, partial(merged, *chance.sample(ids, 2)), None))
        if entries and chance.random() < 0.6:
            calls.append((None, partial(unmerged, chance.choice(entries)), None))
        calls.append((None, partial(undone, chance.choice(batches)), None))
        for (n, _, home), answer in zip(
            calls, answered(at_once(*(c for _, c, _ in calls))), strict=True
        ):
            if isinstance(answer, int) and n is None and answer > 4:
                entries.append(answer)
            elif n is not None:
                batches.append(answer.batch_id)
                lives[n] = (answer.outcomes[0].status, home)
        assert sound() == {}
