"""Taking a batch back asks the actor's right where it is done, whichever door asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound
from tests.factories.people import somebody
from tests.factories.register import HERE, OTHER_STREET, STREET, Street, declared
from tests.factories.staff import actor, public, staff

pytestmark = pytest.mark.django_db
WHO = somebody("单强", 62)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def sent(street, source, *, channel="counter", party=""):
    return declared(
        [
            {
                **WHO.item,
                "kind": "arrive",
                "home_code": street.rooms[2].code,
                "region": HERE,
                "start": street.today,
            }
        ],
        sender=Sender(source, channel, "某人", party=party, region=HERE),
    )


def tried(receipt, who, undo=register.undo, at=None):
    with acting(who):
        return undo(receipt.batch_id, actor=who, at=at or now())


def test_the_clerk_who_sent_a_form_and_the_office_of_the_street_take_it_back(street):
    clerk = staff("clerk01", ("counter", STREET))
    assert tried(sent(street, f"user:{clerk}"), actor(clerk)) == 1
    assert tried(sent(street, f"user:{clerk}"), actor(staff("office01", ("street", STREET)))) == 1


@pytest.mark.parametrize("role", ["grid", "leader"])
def test_a_colleague_who_may_not_apply_imports_does_not(street, role):
    receipt = sent(street, f"user:{staff('clerk01', ('counter', STREET))}")
    with pytest.raises((NotAllowed, NotFound)):
        tried(receipt, actor(staff("colleague", (role, STREET))))
    with acting(actor(staff("reader", ("street", STREET)))):
        assert len(register.occupants([street.rooms[2].id], as_of=street.today)) == 1


def test_another_street_does_not_even_learn_that_it_exists(street):
    receipt = sent(street, "user:0")
    with pytest.raises(NotFound):
        tried(receipt, actor(staff("far01", ("street", OTHER_STREET))))


def test_a_landlord_takes_back_what_the_party_sent_and_nothing_of_the_counter(street):
    landlord = actor(public("13711110003", grants=(("landlord", street.holder, HERE),)))
    own = sent(street, street.holder, channel="landlord", party=street.holder)
    assert tried(own, landlord) == 1
    with pytest.raises((NotAllowed, NotFound)):
        tried(sent(street, "user:0"), landlord)


def test_a_resident_takes_nothing_back_that_others_sent(street):
    resident = actor(public("13711110004", person_id=street.resident))
    with pytest.raises((NotAllowed, NotFound)):
        tried(sent(street, "user:0"), resident)


def test_a_slip_is_undone_by_its_clerk_within_the_working_day_only(street):
    clerk = actor(staff("clerk01", ("counter", STREET)))
    receipt = sent(street, f"user:{clerk.user_id}")
    with pytest.raises(Conflict) as refused:
        tried(receipt, clerk, register.undo_own, now() + timedelta(hours=13))
    assert refused.value.code == "undo_too_late"
    assert tried(receipt, clerk, register.undo_own) == 1


def test_questions_are_answered_by_those_in_charge_only(street):
    outcome = declared(
        [
            {
                **WHO.item,
                "kind": "arrive",
                "region": HERE,
                "address": "新开路口小楼",
                "room": "9",
                "start": street.today,
            }
        ]
    ).outcomes[0]
    with acting(actor(staff("office01", ("street", STREET)))):
        review = register.line_of(outcome.declaration_id).review_id
    for name, role, region in (("far01", "street", OTHER_STREET), ("lead01", "leader", STREET)):
        who = actor(staff(name, (role, region)))
        with acting(who), pytest.raises((NotAllowed, NotFound)):
            register.decide(review, decision="refuse", note="查无此楼", actor=who, at=now())


def test_many_confirmed_at_once_are_each_the_actors_to_answer(street):
    phone = "13711110005"
    sender = Sender(f"user:{public(phone)}", "resident", "本人", region=HERE)
    asked = declared(
        [
            {
                **WHO.item,
                "kind": "arrive",
                "home_code": street.rooms[2].code,
                "region": HERE,
                "start": street.today,
            }
        ],
        sender=sender,
    ).outcomes[0]
    landlord = actor(public("13711110003", grants=(("landlord", street.holder, HERE),)))
    with acting(landlord):
        (question,) = register.waiting_for(street.holder)
    stranger = actor(public("13711110006"))
    early = actor(staff("office01", ("street", STREET)))
    for who in (stranger, early):  # staff answer only after the landlord's time
        with acting(who), pytest.raises((NotAllowed, NotFound)):
            register.confirm_many([question.id], actor=who, at=now())
    with acting(landlord):
        assert register.confirm_many([question.id], actor=landlord, at=now()) == 1
        assert register.line_of(asked.declaration_id).status == "applied"
