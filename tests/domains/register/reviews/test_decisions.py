"""What a clerk decides is applied, and nothing else; nobody ever lives in two homes at once."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, Refused
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street, building, declared

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 1)
_seed = itertools.count(3000)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def decide(review_id, **answer):
    with acting(PLATFORM):
        return register.decide(review_id, actor=PLATFORM, at=now(), **answer)


def stays(person):
    with acting(PLATFORM):
        return [(s.home_id, s.since, s.until) for s in register.stays_of([person]) if s.habitual]


def question(outcome):
    with acting(PLATFORM):
        return register.line_of(outcome.declaration_id).review_id


def contradicting(street):
    """The resident lives in room 101 for 200 days; somebody says she came to 201 before that."""
    start = street.today - timedelta(days=300)
    return declared(
        [{**RESIDENT.item, "kind": "arrive", "home_code": street.far[0].code, "start": start}]
    ).outcomes[0]


def test_an_accepted_contradiction_prevails_from_its_start(street):
    outcome = contradicting(street)
    assert (outcome.status, outcome.reason) == ("waiting", "contradiction")
    assert decide(question(outcome), decision="accept").status == "applied"
    assert stays(street.resident) == [(street.far[0].id, street.today - timedelta(days=300), None)]


def test_an_accepted_contradiction_may_end_where_the_known_stay_begins(street):
    outcome, known = contradicting(street), stays(street.resident)
    decide(question(outcome), decision="accept", until=known[0][1])
    assert stays(street.resident) == [
        (street.far[0].id, street.today - timedelta(days=300), known[0][1]),
        *known,
    ]


def test_a_refused_contradiction_changes_nothing(street):
    outcome, known = contradicting(street), stays(street.resident)
    decide(question(outcome), decision="refuse", note="合同不符")
    assert stays(street.resident) == known


def test_two_clerks_cannot_answer_the_same_question(street):
    review = question(contradicting(street))
    decide(review, decision="accept")
    with pytest.raises(Conflict) as second:
        decide(review, decision="refuse", note="不对")
    assert second.value.code == "review_decided"


def test_finding_the_home_does_not_decide_who_it_is(street):
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
    assert outcome.reason == "home_not_found"
    after = decide(question(outcome), decision="accept", home_code=street.rooms[3].code)
    assert (after.status, after.reason) == ("waiting", "same_person")
    last = decide(question(outcome), decision="same", person_id=street.resident)
    assert last.person_id == street.resident and last.status == "applied"
    with acting(PLATFORM):
        kinds = {
            d.kind for d in people.persons([street.resident])[street.resident].documents if d.live
        }
    assert "414" in kinds and stays(street.resident)[-1][0] == street.rooms[3].id


def test_a_number_on_file_under_another_name_makes_no_second_record(street):
    outcome = declared(
        [
            {
                **RESIDENT.item,
                "name": "张三丰",
                "kind": "arrive",
                "home_code": street.rooms[3].code,
                "start": street.today,
            }
        ]
    ).outcomes[0]
    with pytest.raises(Refused) as refused:
        decide(question(outcome), decision="new")
    assert refused.value.code == "document_on_file"


periods = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 60),
        st.one_of(st.none(), st.integers(0, 30)),
        st.sampled_from(["accept", "refuse", "end"]),
    ),
    min_size=1,
    max_size=7,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(periods)
def test_whatever_is_declared_and_decided_nobody_lives_twice(said):
    homes = building(HERE, f"性质路{next(_seed)}号", ["101", "102", "103"])
    who = somebody("柳随风", next(_seed))
    person = None
    for home, start, length, answer in said:
        first = DAY + timedelta(days=start)
        end = first + timedelta(days=length) if length is not None else None
        said = {
            **who.item,
            "kind": "arrive",
            "home_code": homes[home].code,
            "start": first,
            "end": end,
        }
        outcome = declared([said]).outcomes[0]
        if outcome.status == "waiting":
            if answer == "refuse":
                decide(question(outcome), decision="refuse", note="不符")
            else:
                until = first + timedelta(days=1) if answer == "end" else None
                assert decide(question(outcome), decision="accept", until=until).status == "applied"
                lived = [
                    s
                    for s in stays(outcome.person_id)
                    if s[0] == homes[home].id and s[1] <= first and (s[2] is None or s[2] > first)
                ]
                assert lived
        person = outcome.person_id or person
    found = stays(person)
    for (_, _, until), (_, since, _) in itertools.pairwise(found):
        assert until is not None and until <= since
