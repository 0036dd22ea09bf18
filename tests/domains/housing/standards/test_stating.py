"""Landlord and staff state what a home is like; nobody else, nothing twice, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from anju.domains.housing.api import standards
from anju.domains.housing.api.standards import Dwelling, Space
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound, Refused
from tests.factories.register import ELSEWHERE, HERE, PLATFORM, STREET, Street

pytestmark = pytest.mark.django_db
ROOM = Dwelling((Space(1, name="主卧", area=Decimal("11.5"), people=2, window=True),), households=1)
MAY = frozenset({"home.edit", "home.see", "person.see"})


@pytest.fixture
def street() -> Street:
    return Street.built()


def landlord(street: Street) -> Actor:
    return Actor("public", 9, "周房东", (Grant("landlord", MAY, party=street.holder),))


def officer(region: str, permissions: frozenset[str] = MAY) -> Actor:
    return Actor("staff", 7, "网格员", (Grant("grid", permissions, region=region),))


def state(street: Street, actor: Actor, dwelling: Dwelling = ROOM, room: int = 0) -> object:
    with acting(actor):
        return standards.state_dwelling(
            street.rooms[room].code, dwelling, channel="landlord", actor=actor, at=now()
        )


def versions(street: Street) -> list[tuple[object, ...]]:
    with acting(PLATFORM):
        return rows(
            "SELECT households, superseded_at IS NULL,"
            " (SELECT count(*) FROM housing_space s WHERE s.dwelling_id = d.id)"
            " FROM housing_dwelling d WHERE home_id = %s ORDER BY id",
            [street.rooms[0].id],
        )


def test_what_is_stated_is_read_back_as_it_was_and_the_next_statement_keeps_the_former(street):
    full = Dwelling(
        (
            ROOM.spaces[0],
            Space(2, "kitchen", let=False),
            Space(3, "living", partition="living", people=0, hoods=1, whistles=0, torches=2),
        ),
        households=2,
        living_area=Decimal("14.25"),
        extinguishers=2,
        extinguisher_kilograms=Decimal("3.5"),
        detectors=0,
        emergency_lights=1,
        bars="opens",
        ebike=False,
        gas="bottle",
        gas_in_kitchen=True,
    )
    state(street, landlord(street))
    state(street, officer(HERE), full)
    with acting(landlord(street)):
        record = standards.dwellings_of([street.rooms[0].id])[street.rooms[0].id]
    assert record.dwelling == full
    assert record.by_label == "网格员"
    assert versions(street) == [(1, False, 1), (2, True, 3)]


def test_the_same_again_changes_nothing(street):
    for _ in range(2):
        state(street, landlord(street))
    assert versions(street) == [(1, True, 1)]
    with acting(PLATFORM):
        ((told,),) = rows("SELECT count(*) FROM audit_entry WHERE action = 'housing.dwelling'")
        ((news,),) = rows(
            "SELECT count(*) FROM events_event WHERE name = %s", [standards.STATED_EVENT]
        )
    assert (told, news) == (1, 1)


@pytest.mark.parametrize(
    "role", ["street", "other street", "only looking", "other landlord", "nobody"]
)
def test_only_who_answers_for_the_home_states_anything_and_others_see_nothing(street, role):
    actors = {
        "street": officer(STREET),
        "other street": officer(ELSEWHERE),
        "only looking": officer(STREET, frozenset({"home.see", "person.see"})),
        "other landlord": Actor("public", 8, "他人", (Grant("landlord", MAY, party="holder:999"),)),
        "nobody": Actor("public"),
    }
    actor = actors[role]
    if role == "street":
        state(street, actor)
    else:
        with pytest.raises(NotFound, match="home_unknown"):
            state(street, actor)
        state(street, landlord(street))
    with acting(actor):
        seen = standards.dwellings_of([street.rooms[0].id])
        counted = rows("SELECT count(*) FROM housing_space")[0][0]
    sees = role in ("street", "only looking")
    assert (bool(seen), counted) == (sees, int(sees))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Dwelling(tuple(Space(n) for n in range(1, 62))), "dwelling_spaces_many"),
        (Dwelling((Space(2),)), "dwelling_word_unknown"),
        (Dwelling((Space(1, "cellar"),)), "dwelling_word_unknown"),
        (Dwelling((Space(1, partition="glass"),)), "dwelling_word_unknown"),
        (Dwelling(bars="wood"), "dwelling_word_unknown"),
        (Dwelling(gas="coal"), "dwelling_word_unknown"),
        (Dwelling((Space(1, area=Decimal(-3)),)), "dwelling_number_out_of_range"),
        (Dwelling((Space(1, area=Decimal(0)),)), "dwelling_number_out_of_range"),
        (Dwelling((Space(1, area=Decimal("8.125")),)), "dwelling_number_out_of_range"),
        (Dwelling((Space(1, area=Decimal("Infinity")),)), "dwelling_number_out_of_range"),
        (Dwelling((Space(1, people=-1),)), "dwelling_number_out_of_range"),
        (Dwelling(extinguishers=1000), "dwelling_number_out_of_range"),
        (Dwelling(extinguisher_kilograms=Decimal("3.25")), "dwelling_number_out_of_range"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(street, wrong, code):
    with pytest.raises(Refused, match=code):
        state(street, landlord(street), wrong)
    assert versions(street) == []


def test_a_home_is_judged_with_what_the_register_knows_of_persons_and_building(street):
    home = street.rooms[0]
    kin = replace(ROOM.spaces[0], people=None, area=Decimal(6), kin=False)
    state(street, landlord(street), Dwelling((kin,)))
    with acting(landlord(street)):
        found = standards.assess(home, at=street.at)
    assert (found.registered, found.stated, found.people_differ) == (2, 0, True)
    assert found.breaches == () and found.record is not None
    with acting(PLATFORM):
        nothing = standards.assess(street.far[0], at=street.at)
    assert nothing.record is None and nothing.breaches == ()
