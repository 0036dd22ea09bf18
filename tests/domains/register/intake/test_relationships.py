"""Who is known already gets a guardian or a household only with the guardian on record or with papers shown."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.models import Review
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import NotAllowed, NotFound
from tests.factories import register as town
from tests.factories.people import somebody
from tests.factories.staff import actor, public, staff

pytestmark = pytest.mark.django_db
STRANGER = somebody("冒名者", 81, phone="13911110081")
LATER = now() + timedelta(days=40)
BABY = somebody("单小苗", 82, area="510823", born=now().date() - timedelta(days=900), phone="")


@pytest.fixture(scope="module")
def street(once) -> town.Street:
    return once(town.Street.built)


@pytest.fixture
def landlord(street) -> int:
    return public("13700000001", grants=(("landlord", street.holder, town.HERE),))


def guardians(person: int) -> list[int]:
    with as_intake_role():
        return people.wards_of([person]).get(person, [])


def household_of(person: int) -> list[tuple[object, ...]]:
    with as_intake_role():
        return [m for m in people.relationships_of([person])["member"].values() if m[2] is None]


def framed(*items: dict[str, object]) -> pl.DataFrame:
    names = {n for i in items for n in i}
    return pl.DataFrame(
        [{n: i.get(n) for n in names} for i in items],
        schema_overrides={n: register.ITEM_SCHEMA[n] for n in names},
    )


def family(
    street,
    user: int,
    *,
    channel: str,
    child=town.CHILD,
    seen=None,
    head=STRANGER,
    by_number: bool = False,
):
    """A head and somebody declared as the head's son, by this account."""
    who, day = actor(user), now().date()
    party = street.holder if channel == "landlord" else ""
    sender = register.Sender(f"user:{user}", channel, "x", party=party, region=town.HERE)
    rows = [
        {**head.item, "key": "1", "relation": "02"},
        {
            **child.item,
            "key": "2",
            "relation": "30",
            **({"head": head.doc_number} if by_number else {}),
        },
    ]
    frame = framed(
        *(
            {**r, "row": n, "kind": "arrive", "home_code": street.rooms[3].code, "start": day}
            for n, r in enumerate(rows, 1)
        )
    )
    with acting(who):
        return register.declare_family(
            frame, sender=sender, actor=who, at=now(), batch_key=f"t{user}{channel}", seen=seen
        )


def asked() -> list[Review]:
    with acting(town.PLATFORM):
        return list(Review.objects.filter(kind="tie", decided_at=None))


@pytest.fixture
def officer() -> int:
    return staff("police01", ("police", "430181"))


def answered(street, landlord: int, officer: int) -> None:
    """The landlord and staff say yes to everything but ties."""
    for _ in range(4):
        for user in (landlord, officer):
            who = actor(user)
            with acting(who):
                mine = (
                    register.waiting_for(street.holder)
                    if user == landlord
                    else register.waiting_in(["430181"], at=LATER)
                )
                for question in mine:
                    if question.kind != "tie":
                        register.decide(
                            question.id,
                            decision="accept",
                            actor=who,
                            at=now() if user == landlord else LATER,
                        )


@pytest.mark.parametrize("by_number", [False, True])
def test_a_known_child_is_no_strangers_ward_by_a_landlords_word(
    street, landlord, officer, by_number
):
    before = household_of(street.child)
    family(street, landlord, channel="landlord", by_number=by_number)
    answered(street, landlord, officer)
    assert guardians(street.child) == [street.resident]
    assert household_of(street.child) == before
    assert len(asked()) == 1


def test_a_known_child_declared_by_a_stranger_stays_hidden_after_the_landlords_yes(
    street, landlord, officer
):
    before = household_of(street.child)
    family(street, public(STRANGER.phone), channel="resident")
    answered(street, landlord, officer)
    (question,) = asked()
    assert guardians(street.child) == [street.resident]
    who = actor(officer)
    with acting(who):
        register.decide(question.id, decision="refuse", actor=who, at=LATER, note="没有证明")
    assert guardians(street.child) == [street.resident]
    assert household_of(street.child) == before


def test_papers_seen_by_staff_enter_the_tie_and_the_undo_takes_it_back(street, landlord, officer):
    receipt = family(street, landlord, channel="landlord")
    answered(street, landlord, officer)
    (question,) = asked()
    who = actor(officer)
    with acting(who):
        register.decide(question.id, decision="accept", actor=who, at=now())
    assert len(guardians(street.child)) == 2
    with acting(town.PLATFORM):
        register.undo(receipt.batch_id, actor=town.PLATFORM, at=now())
    assert guardians(street.child) == [street.resident]


def test_a_landlord_cannot_answer_for_the_papers(street, landlord, officer):
    family(street, landlord, channel="landlord")
    answered(street, landlord, officer)
    (question,) = asked()
    who = actor(landlord)
    with acting(who), pytest.raises((NotAllowed, NotFound)):
        register.decide(question.id, decision="accept", actor=who, at=now())


def test_staff_with_the_papers_in_hand_enter_the_tie_at_once(street, officer):
    family(
        street,
        officer,
        channel="counter",
        seen={"2": {register.RELATIONSHIP: "household_register"}},
    )
    assert asked() == []
    assert len(guardians(street.child)) == 2


def test_a_family_that_nobody_knew_is_entered_with_its_ties(street, landlord):
    receipt = family(street, landlord, channel="landlord", child=BABY)
    head, child = (o.person_id for o in receipt.outcomes)
    assert guardians(child) == [head]
    assert asked() == []


def test_the_guardian_on_record_agrees_by_declaring(street, landlord, officer):
    family(street, public(town.RESIDENT.phone, person_id=street.resident), channel="resident")
    answered(street, landlord, officer)
    assert asked() == []
    assert len(guardians(street.child)) == 2


def test_a_tie_whose_declaration_was_undone_is_asked_no_more(street, landlord, officer):
    receipt = family(street, landlord, channel="landlord")
    answered(street, landlord, officer)
    assert len(asked()) == 1
    with acting(town.PLATFORM):
        register.undo(receipt.batch_id, actor=town.PLATFORM, at=now())
    assert asked() == []
