"""Waiting is not applying, a list replaces nobody's phone, and an undo takes back one declaration only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.domains.register.intake.operations import resubmitted_rows
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from tests.domains.register.corrections.test_undoing_histories import reading
from tests.factories.people import somebody
from tests.factories.register import (
    COUNTER,
    HERE,
    PLATFORM,
    RESIDENT,
    STREET,
    WORKER,
    Street,
    building,
    declared,
)
from tests.factories.staff import public

pytestmark = pytest.mark.django_db
DEPARTMENT = Sender("client:9", "api", "公安", region=STREET)
POLICE = Sender("client:8", "api", "派出所", region=STREET)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def landlord(street):
    return Sender(street.holder, "landlord", "周房东", party=street.holder, region=HERE)


def phone(person):
    with acting(PLATFORM):
        return people.phones([person]).get(person, "")


def jobs(person):
    with acting(PLATFORM):
        return [
            (j.position, j.since, j.until, j.declaration_id) for j in register.jobs_of([person])
        ]


def undo(receipt):
    with acting(PLATFORM):
        return register.undo(receipt.batch_id, actor=PLATFORM, at=now())


def lives(street):
    with acting(PLATFORM):
        return {
            (o.person_id, o.since)
            for o in register.occupants([street.rooms[3].id], as_of=street.today)
        }


def contradicting(street):
    return declared(
        [
            {
                **WORKER.item,
                "kind": "hire",
                "employer_code": street.firm.code,
                "position": "班长",
                "region": HERE,
                "home_code": street.rooms[3].code,
                "start": street.today - timedelta(days=60),
                "phone": "13511110001",
                "hukou_text": "别处",
            }
        ]
    )


@pytest.mark.parametrize("ending", ["wait", "refuse", "undo"])
def test_a_contradicting_declaration_touches_neither_phone_nor_job(street, ending):
    before = jobs(street.worker), phone(street.worker)
    receipt = contradicting(street)
    assert receipt.outcomes[0].reason == "contradiction"
    if ending == "refuse":
        with acting(PLATFORM):
            review = register.line_of(receipt.outcomes[0].declaration_id).review_id
            register.decide(review, decision="refuse", actor=PLATFORM, at=now(), note="不属实")
    elif ending == "undo":
        undo(receipt)
    assert (jobs(street.worker), phone(street.worker)) == before


@pytest.mark.parametrize("channel", ["landlord", "employer", "api", "file", "import"])
def test_a_list_of_others_fills_in_a_phone_and_never_replaces_one(street, channel):
    sender = {"landlord": landlord(street)}.get(
        channel, Sender(f"{channel}:1", channel, "名单", region=STREET)
    )
    silent = somebody("单无话", 903, phone="")
    for number, expected in (("13511110001", "13511110001"), ("13511110002", "13511110001")):
        done = declared(
            [
                {
                    **silent.item,
                    "phone": number,
                    "kind": "arrive",
                    "home_code": street.rooms[3].code,
                    "region": HERE,
                    "start": street.today,
                }
            ],
            sender=sender,
        ).outcomes[0]
        assert phone(done.person_id) == expected


def test_the_person_and_the_counter_replace_a_phone(street):
    own = Sender(
        f"user:{public('13511110003', person_id=street.resident)}", "resident", "本人", region=HERE
    )
    stranger = Sender(f"user:{public('13511110004')}", "resident", "某人", region=HERE)
    item = {
        **RESIDENT.item,
        "kind": "arrive",
        "home_code": street.rooms[0].code,
        "region": HERE,
        "start": street.today - timedelta(days=200),
    }
    for sender, number, expected in (
        (stranger, "13511110004", RESIDENT.phone),
        (own, "13511110003", "13511110003"),
        (COUNTER, "13511110005", "13511110005"),
    ):
        done = declared([{**item, "phone": number}], sender=sender).outcomes[0]
        if done.status == "waiting":
            with acting(PLATFORM):
                review = register.line_of(done.declaration_id).review_id
                register.decide(
                    review, decision="accept", actor=PLATFORM, at=now() + timedelta(days=30)
                )
        assert phone(street.resident) == expected


def arrives(street, sender, day=1, who=None):
    return declared(
        [
            {
                **(who or somebody("单又来", 904)).item,
                "kind": "arrive",
                "home_code": street.rooms[3].code,
                "region": HERE,
                "start": street.today - timedelta(days=day),
            }
        ],
        sender=sender,
    )


def test_what_the_landlord_declared_too_stays_when_the_department_is_undone(street):
    first, second = arrives(street, DEPARTMENT, day=3), arrives(street, landlord(street), day=1)
    assert (first.outcomes[0].status, second.outcomes[0].status) == ("applied", "unchanged")
    undo(first)
    assert lives(street) == {(first.outcomes[0].person_id, street.today - timedelta(days=1))}
    with acting(PLATFORM):
        (stay,) = register.stays_of([first.outcomes[0].person_id])
        assert (stay.channel, stay.declaration_id) == (
            "landlord",
            second.outcomes[0].declaration_id,
        )
        assert register.line_of(second.outcomes[0].declaration_id).status == "applied"
    undo(second)
    assert lives(street) == set()


def test_an_end_that_two_declared_stays_when_one_of_them_is_undone(street):
    who = somebody("单去也", 905)
    came = arrives(street, COUNTER, day=9, who=who).outcomes[0]
    leave = {
        **who.item,
        "kind": "leave",
        "home_code": street.rooms[3].code,
        "region": HERE,
        "end": street.today - timedelta(days=1),
    }
    first, second = declared([leave], sender=DEPARTMENT), declared([leave], sender=landlord(street))
    undo(first)
    assert lives(street) == set()
    undo(second)
    assert lives(street) == {(came.person_id, street.today - timedelta(days=9))}


def test_a_roster_keeps_the_room_it_confirmed_while_it_brought_the_job(street):
    who = somebody("单上工", 906)
    first = declared(
        [
            {
                **who.item,
                "kind": "arrive",
                "home_code": street.dormitory[0].code,
                "region": HERE,
                "start": street.today - timedelta(days=3),
            }
        ],
        sender=DEPARTMENT,
    )
    firm = street.firm
    declared(
        [
            {
                **who.item,
                "kind": "hire",
                "employer_code": firm.code,
                "start": street.today - timedelta(days=3),
                "home_code": street.dormitory[0].code,
            }
        ],
        sender=Sender(
            firm.party, "employer", firm.name, party=firm.party, employer_id=firm.id, region=HERE
        ),
    )
    undo(first)
    person = first.outcomes[0].person_id
    assert len(jobs(person)) == 1
    with acting(PLATFORM):
        (stay,) = register.stays_of([person])
    assert (stay.home_id, stay.channel) == (street.dormitory[0].id, "employer")


def test_a_list_sent_again_upholds_what_the_first_sending_brought():
    homes = building(HERE, "东风路88号", [str(101 + n) for n in range(60)], capacity=4)
    crowd = [somebody(f"王{chr(0x4E00 + n)}", 5200 + n) for n in range(resubmitted_rows.FEWEST + 5)]
    items = [
        {
            **p.item,
            "kind": "arrive",
            "home_code": homes[n // 2].code,
            "region": HERE,
            "start": now().date(),
        }
        for n, p in enumerate(crowd)
    ]
    sender = replace(COUNTER, source="user:7", channel="file")
    first, second = declared(items, sender=sender), declared(items[1:], sender=sender)
    assert second.counts == {"unchanged": len(crowd) - 1}
    undo(first)
    with acting(PLATFORM):
        living = [
            o.person_id for o in register.occupants([h.id for h in homes], as_of=now().date())
        ]
    assert sorted(living) == sorted(o.person_id for o in first.outcomes[1:])
    with acting(PLATFORM), as_intake_role():
        assert rows("SELECT keys, declarations, counts FROM register_repeat") == [([], [], [])]
        assert rows(
            "SELECT count(*) FROM register_declaration WHERE batch_id = %s AND status = 'applied'",
            [second.batch_id],
        ) == [(len(crowd) - 1,)]
    undo(second)
    with acting(PLATFORM):
        assert register.occupants([h.id for h in homes], as_of=now().date()) == []


def test_who_was_declared_by_two_remains_when_the_first_is_undone_and_goes_with_the_second(street):
    who = somebody("单留步", 907)
    first = arrives(street, DEPARTMENT, who=who)
    second = declared(
        [{**who.item, "kind": "hire", "employer_code": street.firm.code, "start": street.today}]
    )
    person = first.outcomes[0].person_id
    undo(first)
    with acting(PLATFORM):
        assert people.persons([person])[person].name == "单留步"
    assert len(jobs(person)) == 1
    undo(second)
    with acting(PLATFORM):
        assert people.persons([person]) == {}


def came(street, who, home, days, *, sender=COUNTER, **more):
    return declared(
        [
            {
                **who.item,
                "kind": "arrive",
                "home_code": home.code,
                "region": home.region,
                "start": street.today - timedelta(days=days),
                **more,
            }
        ],
        sender=sender,
    )


def test_what_waits_after_an_undo_leaves_neither_phone_nor_field(street):
    """It had confirmed what the department declared; alone it contradicts the police."""
    who = somebody("单又回", 951, phone="")
    came(street, who, street.far[0], 9, end=street.today - timedelta(days=5), sender=POLICE)
    before = reading()
    first = came(street, who, street.rooms[1], 4, sender=DEPARTMENT)
    second = came(street, who, street.rooms[1], 9, phone="13511110007", hukou_text="甲县")
    assert second.outcomes[0].status == "applied"
    undo(first)
    with acting(PLATFORM):
        line = register.line_of(second.outcomes[0].declaration_id)
    assert (line.status, line.reason, reading()) == ("waiting", "contradiction", before)
    with acting(PLATFORM):
        register.decide(line.review_id, decision="accept", actor=PLATFORM, at=now())
    assert phone(second.outcomes[0].person_id) == "13511110007"
    undo(second)
    assert reading() == before


def test_what_waits_after_an_unmerge_leaves_no_phone(street):
    one, two = somebody("单又回", 951, phone=""), somebody("单又回", 952, phone="")
    kept = came(street, one, street.rooms[1], 4).outcomes[0].person_id
    other = came(street, two, street.far[0], 4).outcomes[0].person_id
    before = reading()
    with acting(PLATFORM):
        entry = register.merge_people(kept, other, actor=PLATFORM, reason="同一人", at=now())
    said = came(street, two, street.rooms[1], 9, phone="13511110007", hukou_text="甲县")
    assert said.outcomes[0].status == "applied"
    with acting(PLATFORM):
        register.unmerge_people(entry, actor=PLATFORM, at=now())
        assert register.line_of(said.outcomes[0].declaration_id).status == "waiting"
    assert reading() == before


def test_what_confirmed_a_room_and_a_job_keeps_both_when_each_is_undone(street):
    who = somebody("单两全", 953, phone="")
    room = came(street, who, street.rooms[1], 9, sender=DEPARTMENT)
    hired = {
        **who.item,
        "kind": "hire",
        "employer_code": street.firm.code,
        "start": street.today - timedelta(days=9),
    }
    job = declared([hired], sender=POLICE)
    both = declared(
        [{**hired, "home_code": street.rooms[1].code, "region": HERE, "phone": "13511110008"}]
    )
    before = reading()
    undo(room)
    undo(job)
    assert reading() == before
    assert {j[3] for j in jobs(room.outcomes[0].person_id)} == {both.outcomes[0].declaration_id}
