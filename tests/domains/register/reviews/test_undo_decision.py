"""Whoever decided a review item takes the decision back, and the register reads as before it, field by field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotFound
from tests.domains.register.corrections.test_undoing_histories import reading
from tests.domains.register.intake.test_relationships import framed
from tests.factories import staff
from tests.factories.people import somebody
from tests.factories.register import CHILD, HERE, PLATFORM, RESIDENT, STREET, Street, declared

pytestmark = pytest.mark.django_db
LOST, SECOND = somebody("游子甲", 301), somebody("游子乙", 302)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk(street):
    return staff.actor(staff.staff("office01", ("street", STREET), name="刘审核"))


def lost(street, who=LOST, **more):
    return {
        **who.item,
        "kind": "arrive",
        "region": HERE,
        "address": "新开路口小楼",
        "room": "9",
        "start": street.today,
        **more,
    }


def item_of(outcome):
    with acting(PLATFORM):
        return register.line_of(outcome.declaration_id).review_id


def state(outcome):
    with acting(PLATFORM):
        line, asked = register.line_of(outcome.declaration_id), register.review(item_of(outcome))
        return (
            reading(),
            line.status,
            line.reason,
            line.person_id,
            asked.decision,
            asked.decided_at,
            asked.facts,
        )


def decide(clerk, review, **answer):
    with acting(clerk):
        return register.decide(review, actor=clerk, at=now(), **answer)


def take_back(clerk, review, at=None):
    with acting(clerk):
        return register.undo_decision(review, actor=clerk, at=at or now())


def test_an_accepted_declaration_waits_again_and_leaves_nothing_in_the_register(street, clerk):
    outcome, other = declared(
        [
            lost(street),
            {
                **SECOND.item,
                "kind": "arrive",
                "home_code": street.rooms[3].code,
                "region": HERE,
                "start": street.today,
            },
        ]
    ).outcomes
    before = state(outcome)
    assert (
        decide(clerk, item_of(outcome), decision="accept", home_code=street.rooms[2].code).status
        == "applied"
    )
    assert state(outcome)[0] != before[0]
    assert take_back(clerk, item_of(outcome)) == outcome.declaration_id
    assert state(outcome) == before
    with acting(PLATFORM):
        assert [
            s.person_id for s in register.occupants([street.rooms[3].id], as_of=street.today)
        ] == [other.person_id]
    again = decide(clerk, item_of(outcome), decision="accept", home_code=street.rooms[4].code)
    assert (again.status, again.home_id) == ("applied", street.rooms[4].id)


def test_a_refused_declaration_waits_again_with_its_reason(street, clerk):
    outcome = declared([lost(street)]).outcomes[0]
    before = state(outcome)
    decide(clerk, item_of(outcome), decision="refuse", note="查无此楼")
    take_back(clerk, item_of(outcome))
    assert state(outcome) == before


def test_the_person_named_by_one_key_is_named_no_more_and_the_answer_before_can_be_taken_back_too(
    street, clerk
):
    twin = {
        "kind": "arrive",
        "name": RESIDENT.name,
        "birth_date": date(1991, 4, 12),
        "doc_type": "414",
        "doc_number": "E12345678",
        "region": HERE,
        "address": "无名路9号",
        "room": "1",
        "start": street.today,
    }
    outcome = declared([twin]).outcomes[0]
    first, begun = item_of(outcome), state(outcome)
    decide(clerk, first, decision="accept", home_code=street.rooms[3].code)
    second, between = item_of(outcome), state(outcome)
    assert (second != first, between[2]) == (True, "same_person")
    assert decide(clerk, second, decision="same", person_id=street.resident).status == "applied"
    assert "414" in papers(street.resident)
    with pytest.raises(Conflict) as refused:
        take_back(clerk, first)
    assert refused.value.code == "undo_changed_since"
    for _again in range(2):
        take_back(clerk, second)
        assert state(outcome) == between
        decide(clerk, second, decision="same", person_id=street.resident)
    take_back(clerk, second)
    assert "414" not in papers(street.resident)
    take_back(clerk, first)
    with acting(PLATFORM):
        assert register.review(second).decision == "undone"
        assert register.review(first).decided_at is None
        assert (reading(), register.line_of(outcome.declaration_id).reason) == (
            begun[0],
            "home_not_found",
        )


def papers(person):
    with acting(PLATFORM):
        return {d.kind for d in people.persons([person])[person].documents if d.live}


def test_a_tie_entered_with_the_papers_seen_is_taken_out_again(street, clerk):
    head = somebody("郭靖安", 331)
    at = now()
    frame = framed(
        {
            **head.item,
            "key": "1",
            "row": 1,
            "kind": "arrive",
            "relation": "02",
            "start": street.today,
            "home_code": street.rooms[3].code,
        },
        {
            **CHILD.item,
            "key": "2",
            "row": 2,
            "kind": "arrive",
            "relation": "30",
            "start": street.today,
            "home_code": street.rooms[3].code,
        },
    )
    sender = register.Sender(f"user:{clerk.user_id}", "counter", "窗口", region=HERE)
    with acting(clerk):
        register.declare_family(frame, sender=sender, actor=clerk, at=at, batch_key="tie")
        for open_item in register.waiting_in([STREET], at=now()):
            if open_item.kind != "tie":
                register.decide(open_item.id, decision="accept", actor=clerk, at=now())
        (tie,) = [r for r in register.waiting_in([STREET], at=now()) if r.kind == "tie"]
        before = ties(street.child)
        register.decide(tie.id, decision="accept", actor=clerk, at=now())
        assert ties(street.child) != before
        register.undo_decision(tie.id, actor=clerk, at=now())
        assert ties(street.child) == before
        assert register.review(tie.id).decided_at is None
        register.decide(tie.id, decision="accept", actor=clerk, at=now())


def ties(person):
    with as_intake_role():
        found = people.relationships_of([person])
        return [sorted(map(str, found[kind].values())) for kind in ("member", "ward")]


def test_an_older_stay_that_the_decision_ended_goes_on(street, clerk):
    outcome = declared(
        [
            {
                **RESIDENT.item,
                "kind": "arrive",
                "home_code": street.rooms[4].code,
                "region": HERE,
                "start": street.today - timedelta(days=400),
                "end": street.today - timedelta(days=100),
            }
        ]
    ).outcomes[0]
    before = state(outcome)
    decide(clerk, item_of(outcome), decision="accept")
    assert state(outcome)[0] != before[0]
    take_back(clerk, item_of(outcome))
    assert state(outcome) == before


def test_a_decision_is_taken_back_once_within_the_day_by_whoever_made_it(street, clerk):
    outcome = declared([lost(street)]).outcomes[0]
    review = item_of(outcome)
    decide(clerk, review, decision="accept", home_code=street.rooms[2].code)
    other = staff.actor(staff.staff("office02", ("street", STREET)))
    with pytest.raises(NotFound):
        take_back(other, review)
    with pytest.raises(Conflict) as late:
        take_back(clerk, review, now() + timedelta(hours=13))
    assert late.value.code == "undo_too_late"
    take_back(clerk, review)
    with pytest.raises(Conflict) as twice:
        take_back(clerk, review)
    assert twice.value.code == "decision_undone"
    auditor = staff.actor(staff.staff("auditor.cao", ("auditor", "43")))
    with acting(auditor):
        assert len(audit.entries(auditor, action="register.undecide")) == 1


def test_what_somebody_else_went_on_writing_stays_and_the_decision_stands(street, clerk):
    outcome = declared([lost(street)]).outcomes[0]
    review = item_of(outcome)
    decide(clerk, review, decision="accept", home_code=street.rooms[2].code)
    declared([{**LOST.item, "kind": "leave", "region": HERE, "end": street.today}])
    before = reading()
    with pytest.raises(Conflict) as refused:
        take_back(clerk, review)
    assert refused.value.code == "undo_changed_since"
    assert reading() == before


def test_the_undo_of_a_batch_after_a_decision_was_taken_back_and_given_again_restores_exactly(
    street, clerk
):
    begun = reading()
    receipt = declared(
        [
            {
                **RESIDENT.item,
                "kind": "arrive",
                "home_code": street.rooms[4].code,
                "region": HERE,
                "start": street.today - timedelta(days=400),
                "end": street.today - timedelta(days=100),
            }
        ]
    )
    review = item_of(receipt.outcomes[0])
    decide(clerk, review, decision="accept")
    take_back(clerk, review)
    decide(clerk, review, decision="accept")
    with acting(PLATFORM):
        register.undo(receipt.batch_id, actor=PLATFORM, at=now())
    assert reading() == begun
    with pytest.raises(Conflict) as gone:
        take_back(clerk, review)
    assert gone.value.code == "decision_undone"
