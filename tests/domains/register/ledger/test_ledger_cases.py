"""Cases of the ledger that a naive model of it found: moves told late, stays told twice, records merged and parted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.people import api as people
from anju.domains.permits.api import eligibility as permits
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict
from tests.factories.people import somebody
from tests.factories.register import (
    COUNTER,
    HERE,
    PLATFORM,
    STREET,
    Street,
    clerk,
    declared,
    moved_in,
)

pytestmark = pytest.mark.django_db
WHO, DOUBLE = somebody("覃晚秋", 601), somebody("覃晚秋", 602)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def days(street, ago):
    return street.today - timedelta(days=ago)


def lives(person):
    """(home, since, until) of every present stay, oldest first; those that are not habitual marked."""
    with acting(PLATFORM):
        return [
            (s.home_id, s.since, s.until, *(() if s.habitual else ("beside",)))
            for s in register.stays_of([person])
        ]


def known(person, moment):
    with acting(PLATFORM):
        return [
            (s.home_id, s.since, s.until, s.habitual)
            for s in register.stays_of([person], known_at=moment)
        ]


def merged(kept, other, at=None):
    with acting(PLATFORM):
        return register.merge_people(kept, other, actor=PLATFORM, reason="同一人", at=at or now())


def unmerged(entry):
    with acting(PLATFORM):
        register.unmerge_people(entry, actor=PLATFORM, at=now())


def undone(receipt):
    with acting(PLATFORM):
        register.undo(receipt.batch_id, actor=PLATFORM, at=now())


def arrives(who, home, start, **more):
    return declared(
        [
            {
                **who.item,
                "kind": "arrive",
                "home_code": home.code,
                "region": home.region,
                "start": start,
                **more,
            }
        ]
    )


def test_who_is_said_to_live_elsewhere_since_before_they_left_lives_there_today(street):
    who = moved_in(WHO, street.rooms[1], days(street, 100))
    declared([{**WHO.item, "kind": "leave", "end": days(street, 30), "region": HERE}])
    assert arrives(WHO, street.far[0], days(street, 44)).counts == {"applied": 1}
    assert lives(who) == [
        (street.rooms[1].id, days(street, 100), days(street, 44)),
        (street.far[0].id, days(street, 44), None),
    ]


def test_a_stay_told_again_with_an_earlier_first_day_begins_then(street):
    who = moved_in(WHO, street.rooms[1], days(street, 40))
    again = arrives(WHO, street.rooms[1], days(street, 70))
    assert again.counts == {"applied": 1}
    assert lives(who) == [(street.rooms[1].id, days(street, 70), None)]
    assert arrives(WHO, street.rooms[1], days(street, 40)).counts == {"unchanged": 1}
    undone(again)
    assert lives(who) == [(street.rooms[1].id, days(street, 40), None)]


def test_an_arrival_undone_and_declared_again_brings_the_same_record_back(street):
    first = arrives(WHO, street.rooms[1], days(street, 10))
    undone(first)
    with acting(PLATFORM):
        assert first.outcomes[0].person_id not in people.persons([first.outcomes[0].person_id])
    again = arrives(WHO, street.rooms[2], days(street, 5))
    assert again.outcomes[0].person_id == first.outcomes[0].person_id
    assert lives(again.outcomes[0].person_id) == [(street.rooms[2].id, days(street, 5), None)]
    with acting(PLATFORM):
        assert register.inconsistencies() == {}


def test_after_a_merge_one_home_is_left_and_it_is_ended_like_any_other(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.far[0], days(street, 20)),
    )
    entry = merged(kept, other)
    assert lives(kept) == [
        (street.rooms[1].id, days(street, 90), days(street, 20)),
        (street.far[0].id, days(street, 20), None),
    ]
    with acting(PLATFORM):
        there = register.occupants([street.rooms[1].id, street.far[0].id], as_of=street.today)
        assert [s.home_id for s in there if s.person_id == kept] == [street.far[0].id]
    assert declared(
        [
            {
                **WHO.item,
                "kind": "leave",
                "end": days(street, 2),
                "home_code": street.far[0].code,
                "region": street.far[0].region,
            }
        ]
    ).counts == {"applied": 1}
    unmerged(entry)
    assert lives(kept) == [(street.rooms[1].id, days(street, 90), None)]
    assert lives(other) == [(street.far[0].id, days(street, 20), days(street, 2))]


def test_what_was_known_before_a_merge_is_known_so_after_it(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.far[0], days(street, 20)),
    )
    moment = now()
    before = known(kept, moment), known(other, moment)
    entry = merged(kept, other)
    assert (known(kept, moment), known(other, moment)) == before
    unmerged(entry)
    assert (known(kept, moment), known(other, moment)) == before


def test_a_stay_corrected_on_the_merged_record_does_not_hinder_unmerging(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.far[0], days(street, 60)),
    )
    declared(
        [{**DOUBLE.item, "kind": "leave", "end": days(street, 50), "region": street.far[0].region}]
    )
    arrives(DOUBLE, street.rooms[3], days(street, 45))
    entry = merged(kept, other)
    with acting(PLATFORM):
        beside = next(s for s in register.stays_of([kept]) if s.home_id == street.far[0].id)
        register.correct_stay(
            beside.id,
            changes={"until": days(street, 40)},
            note="记错了",
            sender=COUNTER,
            key="c",
            actor=PLATFORM,
            at=now(),
        )
    unmerged(entry)
    assert lives(kept) == [(street.rooms[1].id, days(street, 90), None)]
    assert lives(other) == [
        (street.far[0].id, days(street, 60), days(street, 45)),
        (street.rooms[3].id, days(street, 45), None),
    ]


def test_a_job_whose_only_source_was_undone_does_not_come_back_with_unmerging(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.far[0], days(street, 20)),
    )
    work = {"kind": "hire", "employer_code": street.firm.code, "start": days(street, 15)}
    declared([{**WHO.item, **work}])
    job = declared([{**DOUBLE.item, **work}])
    entry = merged(kept, other)
    with pytest.raises(Conflict):
        undone(job)
    unmerged(entry)
    undone(job)
    with acting(PLATFORM):
        assert [j.person_id for j in register.jobs_of([kept, other])] == [kept]


def test_an_import_is_not_undone_under_a_merge_and_the_person_stays_in_sight(street):
    brought = arrives(DOUBLE, street.far[0], days(street, 20))
    entry = merged(street.resident, brought.outcomes[0].person_id)
    with pytest.raises(Conflict):
        undone(brought)
    unmerged(entry)
    undone(brought)
    again = arrives(DOUBLE, street.far[0], days(street, 20))
    assert lives(again.outcomes[0].person_id) == [(street.far[0].id, days(street, 20), None)]
    with acting(PLATFORM):
        assert register.inconsistencies() == {}


def test_a_question_about_a_person_merged_meanwhile_is_answered_for_the_record_that_stands(street):
    other = moved_in(DOUBLE, street.far[0], days(street, 20))
    waiting = declared(
        [
            {
                **DOUBLE.item,
                "name": "覃晚球",
                "kind": "arrive",
                "home_code": street.rooms[3].code,
                "region": HERE,
                "start": days(street, 3),
            }
        ]
    ).outcomes[0]
    assert waiting.reason == "name_differs"
    entry = merged(street.resident, other)
    with acting(PLATFORM):
        (question,) = register.reviews_about(street.resident)
        assert question.facts["candidates"] == [street.resident]
        done = register.decide(
            question.id, decision="same", person_id=other, actor=PLATFORM, at=now()
        )
    assert (done.status, done.person_id) == ("applied", street.resident)
    assert lives(street.resident)[-1] == (street.rooms[3].id, days(street, 3), None)
    unmerged(entry)
    with acting(PLATFORM):
        assert register.inconsistencies() == {}


def test_the_number_of_a_merged_record_leads_to_the_one_that_stands_for_whoever_may_see_it(street):
    one, two = moved_in(WHO, street.rooms[1]), moved_in(DOUBLE, street.rooms[2])
    merged(street.resident, one)
    merged(two, street.resident)
    _, actor = clerk(7, HERE)
    with acting(actor):
        assert people.canonical(one) == two == people.canonical(street.resident)
        assert set(people.persons([two])[two].merged_ids) == {one, street.resident}


def test_a_departments_feed_about_a_merged_record_is_kept_for_the_one_that_stands(street):
    other = moved_in(DOUBLE, street.far[0], days(street, 20))
    merged(street.resident, other)
    facts = [
        permits.Proven(other, "insurance", "430181", days(street, 200)),
        permits.Proven(street.worker, "insurance", "430181", days(street, 200)),
    ]
    with acting(PLATFORM):
        assert permits.prove(facts, source="department:insurance", actor=PLATFORM, at=now()) == 2


def test_naming_a_record_that_was_withdrawn_is_refused_in_words(street):
    first = arrives(WHO, street.rooms[1], days(street, 10))
    undone(first)
    with acting(PLATFORM):
        assert people.lock([first.outcomes[0].person_id]) == {}


def test_a_list_that_names_both_numbers_of_a_merged_record_is_taken_in(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.far[0], days(street, 20)),
    )
    merged(kept, other)
    work = {
        "kind": "hire",
        "employer_code": street.firm.code,
        "start": days(street, 15),
        "phone": None,
    }
    receipt = declared([{**WHO.item, **work}, {**DOUBLE.item, **work}])
    assert [(o.status, o.person_id) for o in receipt.outcomes] == [
        ("applied", kept),
        ("unchanged", kept),
    ]
    with acting(PLATFORM):
        assert [j.since for j in register.jobs_of([kept])] == [days(street, 15)]


def test_taking_back_a_planned_leave_asks_nothing_about_a_home_that_was_left_before(street):
    who = moved_in(WHO, street.rooms[1], days(street, 40))
    police = Sender("client:1", "api", "公安", region=STREET)
    declared(
        [
            {
                **WHO.item,
                "kind": "arrive",
                "home_code": street.rooms[1].code,
                "region": HERE,
                "start": days(street, 30),
            }
        ],
        sender=police,
    )
    arrives(WHO, street.far[0], days(street, 10))
    planned = declared(
        [
            {
                **WHO.item,
                "kind": "leave",
                "end": street.today + timedelta(days=9),
                "region": street.far[0].region,
            }
        ]
    )
    undone(planned)
    assert lives(who)[-1] == (street.far[0].id, days(street, 10), None)
    with acting(PLATFORM):
        assert register.reviews_about(who) == []


def test_a_stay_that_comes_back_by_unmerging_stands_in_no_second_list_of_occupants(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], street.today),
        moved_in(DOUBLE, street.rooms[1], days(street, 5)),
    )
    entry = merged(kept, other)
    arrives(WHO, street.far[0], days(street, 1))
    unmerged(entry)
    with acting(PLATFORM):
        assert register.inconsistencies() == {}
    assert [s for s in lives(kept) if s[2] is None] == [(street.far[0].id, days(street, 1), None)]


def test_a_planned_leave_is_taken_back_whole_or_not_at_all(street):
    landlord = Sender(street.holder, "landlord", "周房东", party=street.holder, region=HERE)
    kept, other = (
        moved_in(WHO, street.far[0], days(street, 90)),
        moved_in(DOUBLE, street.rooms[1], street.today),
    )
    leaves = {**DOUBLE.item, "kind": "leave", "home_code": street.rooms[1].code, "region": HERE}
    declared([{**leaves, "end": street.today + timedelta(days=19)}], sender=landlord)
    merged(kept, other)
    declared([{**leaves, "end": street.today + timedelta(days=4)}], sender=landlord)
    before = lives(kept)
    with acting(PLATFORM):
        (stay,) = [s for s in register.stays_of([kept]) if s.home_id == street.rooms[1].id]
        with pytest.raises(Conflict):
            register.withdraw_planned_move_out(stay.id, actor=PLATFORM, at=now())
    assert lives(kept) == before


def test_a_stay_to_which_a_merged_one_gave_way_is_not_undone_under_the_merge(street):
    work = {"kind": "hire", "employer_code": street.firm.code, "start": days(street, 15)}
    kept = declared([{**WHO.item, **work}]).outcomes[0].person_id
    stay, other = (
        arrives(WHO, street.rooms[1], street.today),
        moved_in(DOUBLE, street.far[0], street.today),
    )
    entry = merged(kept, other)
    with pytest.raises(Conflict):
        undone(stay)
    assert lives(kept) == [(street.rooms[1].id, street.today, None)]
    unmerged(entry)
    undone(stay)
    assert (lives(kept), lives(other)) == ([], [(street.far[0].id, street.today, None)])


def test_a_question_raised_under_a_merge_is_answered_for_whose_number_it_is_after_unmerging(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.far[0], days(street, 20)),
    )
    entry = merged(kept, other)
    waiting = arrives(DOUBLE, street.rooms[3], days(street, 95)).outcomes[0]
    assert (waiting.status, waiting.reason) == ("waiting", "contradiction")
    unmerged(entry)
    with acting(PLATFORM):
        (question,) = register.reviews_about(other)
        register.decide(question.id, decision="accept", actor=PLATFORM, at=now())
    assert lives(kept) == [(street.rooms[1].id, days(street, 90), None)]
    assert lives(other) == [(street.rooms[3].id, days(street, 95), None)]


def test_what_was_declared_under_a_number_while_merged_is_about_its_holder_once_parted(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.rooms[2], days(street, 20)),
    )
    entry = merged(kept, other)
    move = arrives(DOUBLE, street.far[0], days(street, 5))
    assert lives(kept)[-1] == (street.far[0].id, days(street, 5), None)
    unmerged(entry)
    assert lives(kept) == [(street.rooms[1].id, days(street, 90), None)]
    assert lives(other) == [
        (street.rooms[2].id, days(street, 20), days(street, 5)),
        (street.far[0].id, days(street, 5), None),
    ]
    undone(move)
    assert lives(kept) == [(street.rooms[1].id, days(street, 90), None)]
    assert lives(other) == [(street.rooms[2].id, days(street, 20), None)]


def test_who_moved_under_the_one_number_moved_nobody_else(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.rooms[2], days(street, 20)),
    )
    entry = merged(kept, other)
    move = arrives(WHO, street.far[0], days(street, 5))
    unmerged(entry)
    assert lives(kept) == [
        (street.rooms[1].id, days(street, 90), days(street, 5)),
        (street.far[0].id, days(street, 5), None),
    ]
    assert lives(other) == [(street.rooms[2].id, days(street, 20), None)]
    undone(move)
    assert lives(kept) == [(street.rooms[1].id, days(street, 90), None)]
    assert lives(other) == [(street.rooms[2].id, days(street, 20), None)]


def test_what_only_confirmed_a_home_while_merged_is_the_home_of_whom_it_names(street):
    kept = moved_in(WHO, street.rooms[1], days(street, 90))
    other = moved_in(DOUBLE, street.rooms[2], days(street, 20))
    declared([{**DOUBLE.item, "kind": "leave", "end": days(street, 15), "region": HERE}])
    entry = merged(kept, other)
    arrives(DOUBLE, street.rooms[1], days(street, 9))
    assert (street.rooms[1].id, days(street, 90), None) in lives(kept)
    unmerged(entry)
    assert lives(kept) == [(street.rooms[1].id, days(street, 90), None)]
    assert lives(other) == [
        (street.rooms[2].id, days(street, 20), days(street, 15)),
        (street.rooms[1].id, days(street, 9), None),
    ]
    with acting(PLATFORM):
        assert [(d.kind, d.status) for d in register.declarations_about([other])] == [
            ("arrive", "applied"),
            ("leave", "applied"),
            ("arrive", "applied"),
        ]


def test_a_job_declared_under_a_number_while_merged_is_its_holders(street):
    kept, other = (
        moved_in(WHO, street.rooms[1], days(street, 90)),
        moved_in(DOUBLE, street.rooms[2], days(street, 20)),
    )
    work = {"kind": "hire", "employer_code": street.firm.code}
    declared([{**WHO.item, **work, "start": days(street, 40), "position": "装配"}])
    entry = merged(kept, other)
    declared([{**DOUBLE.item, **work, "start": days(street, 9), "position": "质检"}])
    unmerged(entry)
    with acting(PLATFORM):
        assert [
            (j.person_id, j.since, j.until, j.position) for j in register.jobs_of([kept, other])
        ] == [(kept, days(street, 40), None, "装配"), (other, days(street, 9), None, "质检")]
