"""Yes or no about one person, and nothing else: one no for everything, always a trace, never more than was agreed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.exchange.api import answers
from anju.domains.exchange.models import AnswerAgreement
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.factories.answers import NUMBER, about, agreed, lives_in
from tests.factories.people import somebody
from tests.factories.permits_held import permit
from tests.factories.register import (
    ELSEWHERE,
    HERE,
    NEXT_DOOR,
    OTHER_STREET,
    PLATFORM,
    RESIDENT,
    STRANGER,
    STREET,
    moved_in,
)

TODAY = local_date(now())
UNKNOWN = somebody("无名氏", 4711)


@pytest.fixture
def school(department):
    agreed(user_id=department.user_id)
    return department


def ask(caller, *questions, number=NUMBER, purpose="service", **headers):
    return caller(
        "post",
        "/answers",
        {"agreement": number, "questions": list(questions)},
        purpose=purpose,
        **headers,
    )


def said(answer) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [a["answer"] for a in answer.json()["answers"]]


def refused(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def lines(person: int) -> list[tuple[str, str, tuple[str, ...]]]:
    with acting(PLATFORM):
        return [
            (e.actor_label, e.purpose, e.fields)
            for e in audit.reads_of(person)
            if e.action == answers.ACTION
        ]


def test_a_person_lives_in_their_community_street_and_county_and_nowhere_else(street, school):
    found = ask(
        school,
        lives_in(RESIDENT, HERE),
        lives_in(RESIDENT, STREET),
        lives_in(RESIDENT, STREET + "000"),
        lives_in(RESIDENT, "430181"),
        lives_in(RESIDENT, "430181000000"),
        lives_in(RESIDENT, NEXT_DOOR),
        lives_in(RESIDENT, "430182"),
    )
    assert said(found) == ["yes"] * 5 + ["no"] * 2


def test_a_day_before_the_stay_is_answered_no(street, school):
    day = street.today - timedelta(days=100)
    earlier = street.today - timedelta(days=300)
    assert said(
        ask(school, lives_in(RESIDENT, on=str(day)), lives_in(RESIDENT, on=str(earlier)))
    ) == ["yes", "no"]


@pytest.mark.parametrize(
    ("state", "days", "value"),
    [
        (PermitState.ACTIVE, 1, "yes"),
        (PermitState.ACTIVE, 0, "no"),
        (PermitState.LOST, 9, "yes"),
        (PermitState.SUSPENDED, 9, "no"),
        (PermitState.CANCELLED, 9, "no"),
    ],
)
def test_a_permit_is_valid_as_its_state_and_its_days_say(street, school, state, days, value):
    permit(street.resident, state, endorsed_until=TODAY + timedelta(days=days))
    assert said(ask(school, about(RESIDENT, "holds_valid_permit"))) == [value]


def test_the_door_plate_of_the_home_is_compared(street, school):
    home, other = street.rooms[0].code, street.rooms[1].code
    plates = [home, home.lower(), f"{home[:4]}-{home[4:]}", other, "ZZZZZZZZZZ"]
    found = ask(school, *(about(RESIDENT, "registered_at_home", home=p) for p in plates))
    assert said(found) == ["yes", "yes", "yes", "no", "no"]


def test_school_age_is_counted_on_the_last_of_august_and_in_the_streets_named(street, school):
    year = TODAY.year
    children = [
        (somebody("童一", 8101, born=TODAY.replace(year=year - 6, month=8, day=31)), "yes"),
        (somebody("童二", 8102, born=TODAY.replace(year=year - 6, month=9, day=1)), "no"),
        (somebody("童三", 8103, born=TODAY.replace(year=year - 15, month=9, day=1)), "yes"),
        (somebody("童四", 8104, born=TODAY.replace(year=year - 15, month=8, day=31)), "no"),
    ]
    for n, (child, _) in enumerate(children):
        relation = "20" if int(child.doc_number[16]) % 2 else "30"
        moved_in(child, street.rooms[n + 1], head=RESIDENT.doc_number, relation=relation)
    asked = [
        about(c, "school_age_in_divisions", divisions=[NEXT_DOOR, HERE], year=year)
        for c, _ in children
    ]
    assert said(ask(school, *asked)) == [value for _, value in children]
    elsewhere = about(children[0][0], "school_age_in_divisions", divisions=[NEXT_DOOR])
    assert said(ask(school, elsewhere)) == ["no"]


def test_yes_only_where_everything_said_of_the_person_agrees(street, school):
    number = RESIDENT.doc_number
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    sex = "1" if int(number[16]) % 2 else "2"
    other = "2" if sex == "1" else "1"
    asked = [
        lives_in(RESIDENT, birth_date=born, sex=sex),
        lives_in(RESIDENT, name=f" {RESIDENT.name} "),
        lives_in(RESIDENT, name=STRANGER.name),
        lives_in(RESIDENT, birth_date="1990-01-01"),
        lives_in(RESIDENT, sex=other),
        lives_in(RESIDENT, number=STRANGER.doc_number),
    ]
    assert said(ask(school, *asked)) == ["yes", "yes", "no", "no", "no", "no"]


def shielded(street) -> None:
    with acting(PLATFORM):
        answers.shield(
            street.resident, region=STREET, reason="protection_order", actor=PLATFORM, at=now()
        )


NEGATIVES = {
    "unknown": lambda: lives_in(UNKNOWN),
    "another name": lambda: lives_in(RESIDENT, name="单文婧"),
    "not so": lambda: lives_in(RESIDENT, NEXT_DOOR),
    "another area": lambda: lives_in(STRANGER, OTHER_STREET),
    "another day": lambda: lives_in(RESIDENT, on=str(TODAY - timedelta(days=300))),
}


def bytes_and_statements(caller, question) -> tuple[bytes, dict[str, str], list[str]]:
    """The answer to the byte, its headers, and the statements as they are written, without what they are given."""
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        asked.append(re.sub(r'"s\d+_x\d+"', "a savepoint", str(sql)))
        return execute(sql, params, many, context)

    question["id"] = "q"
    with connection.execute_wrapper(note):
        answer = ask(caller, question)
    headers = {k: v for k, v in answer.headers.items() if k != "X-Request-ID"}
    return answer.content, headers, asked


def test_every_no_is_the_same_to_the_byte_and_asks_the_same_statements(street, school):
    ask(school, lives_in(RESIDENT))
    found = {name: bytes_and_statements(school, make()) for name, make in NEGATIVES.items()}
    shielded(street)
    found["shielded"] = bytes_and_statements(school, lives_in(RESIDENT))
    first = found["unknown"]
    for name, one in found.items():
        assert one[0] == b'{"answers": [{"id": "q", "answer": "no"}]}', name
        assert one == first, name


def test_a_yes_takes_the_same_statements_as_a_no(street, school):
    ask(school, lives_in(RESIDENT))
    yes = bytes_and_statements(school, lives_in(RESIDENT))[2]
    no = bytes_and_statements(school, lives_in(UNKNOWN))[2]
    assert yes == no


def test_a_hundred_questions_take_as_many_statements_as_one(street, school):
    ask(school, lives_in(RESIDENT))
    counts = []
    for size in (1, 100):
        with CaptureQueriesContext(connection) as asked:
            ask(school, *(lives_in(RESIDENT) for _ in range(size)))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


def test_every_question_shows_in_the_log_of_the_person_named_whatever_the_answer(street, school):
    ask(school, lives_in(RESIDENT), lives_in(RESIDENT, name="单文婧"), lives_in(STRANGER))
    yes = ("department", "service", ("question:lives_in_division", "answer:yes"))
    no = ("department", "service", ("question:lives_in_division", "answer:no"))
    assert sorted(lines(street.resident)) == sorted([yes, no])
    assert lines(street.stranger) == [no]


def test_a_question_about_nobody_on_file_stands_in_the_trail_alone(street, school):
    ask(school, lives_in(UNKNOWN))
    with acting(PLATFORM):
        assert rows(
            "SELECT subject_id, person_id, fields, detail->>'agreement' FROM audit_entry WHERE action = %s",
            [answers.ACTION],
        ) == [("unknown", None, ["question:lives_in_division", "answer:no"], NUMBER)]


def test_a_merged_person_is_found_by_either_document(street, school):
    other = moved_in(somebody("单文静", 730), street.rooms[1])
    with acting(PLATFORM):
        register.merge_people(street.resident, other, actor=PLATFORM, reason="同一人", at=now())
    assert said(ask(school, lives_in(somebody("单文静", 730)))) == ["yes"]
    shielded(street)
    assert said(ask(school, lives_in(somebody("单文静", 730)), lives_in(RESIDENT))) == ["no", "no"]


def test_a_shield_ends_and_then_it_is_answered_again(street, school):
    shielded(street)
    assert said(ask(school, lives_in(RESIDENT))) == ["no"]
    with acting(PLATFORM):
        assert answers.shield_reason_of(street.resident) == "protection_order"
        answers.end_shield(street.resident, actor=PLATFORM, at=now())
    assert said(ask(school, lives_in(RESIDENT))) == ["yes"]


def test_nobody_hears_of_people_beyond_their_grant_however_wide_the_agreement(street, school):
    AnswerAgreement.objects.update(region="43")
    assert said(ask(school, lives_in(RESIDENT, "430181"), lives_in(STRANGER, "430181"))) == [
        "yes",
        "no",
    ]


def test_nobody_hears_of_people_beyond_the_agreement_however_wide_the_grant(street, caller):
    wide = caller("wide", {"role": "client", "region": "43"})
    agreed(user_id=wide.user_id)
    assert said(ask(wide, lives_in(RESIDENT, "430181"), lives_in(STRANGER, "430181"))) == [
        "yes",
        "no",
    ]


def changed(**fields):
    return lambda: AnswerAgreement.objects.update(**fields)


DAY = timedelta(days=1)
REFUSALS = {
    "another department's": (changed(user_id=0), "service", (422, "answer_agreement_unknown")),
    "over": (changed(last=TODAY - DAY), "service", (422, "answer_agreement_ended")),
    "to come": (
        changed(first=TODAY + DAY, last=TODAY + DAY),
        "service",
        (422, "answer_agreement_ended"),
    ),
    "ended": (changed(state="ended"), "service", (422, "answer_agreement_ended")),
    "proposed": (changed(state="proposed"), "service", (422, "answer_agreement_ended")),
    "about other things": (
        changed(services=["holds_valid_permit"]),
        "service",
        (422, "answer_not_agreed"),
    ),
    "wrong purpose": (changed(), "register", (422, "answer_purpose")),
    "purpose nobody granted": (changed(), "schooling", (403, "not_allowed")),
    "no purpose": (changed(), "", (403, "purpose_missing")),
    "used up": (changed(per_day=1, negatives_per_day=1), "service", (422, "answer_quota_used")),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_what_is_not_agreed_is_refused_whole_and_counted(street, school, why):
    change, purpose, expected = REFUSALS[why]
    change()
    before = len(lines(street.resident))
    assert refused(ask(school, lives_in(RESIDENT), lives_in(RESIDENT), purpose=purpose)) == expected
    assert len(lines(street.resident)) == before
    if purpose:
        with acting(PLATFORM):
            (use,) = answers.uses(TODAY, TODAY)
        assert (use.outcome, use.count, use.service) == (expected[1], 1, "")
        assert use.agreement == ("" if "another" in why else NUMBER)


def test_an_agreement_that_is_not_there_reads_as_one_of_another_department(street, school, caller):
    other = caller("other-office", {"role": "client", "region": STREET})
    one, two = ask(other, lives_in(RESIDENT)), ask(other, lives_in(RESIDENT), number="XX-1")
    assert refused(one) == refused(two) == (422, "answer_agreement_unknown")


def test_a_token_without_the_right_asks_nothing(street, caller):
    narrow = caller("narrow", {"role": "client", "region": STREET}, scopes=("permit.ask",))
    agreed(user_id=narrow.user_id)
    assert refused(ask(narrow, lives_in(RESIDENT))) == (403, "not_allowed")


def test_a_token_for_questions_alone_opens_no_record(street, caller):
    narrow = caller("narrow", {"role": "client", "region": STREET}, scopes=("answer.ask",))
    agreed(user_id=narrow.user_id)
    assert said(ask(narrow, lives_in(RESIDENT))) == ["yes"]
    assert narrow("get", f"/people/{street.resident}", purpose="service").status_code in (403, 404)


def test_numbers_that_are_guessed_end_at_the_limit_of_negative_answers(street, school):
    AnswerAgreement.objects.update(negatives_per_day=10)
    guesses = [lives_in(somebody("单文静", seed)) for seed in range(3000, 3010)]
    assert said(ask(school, *guesses)) == ["no"] * 10
    assert refused(ask(school, lives_in(RESIDENT))) == (422, "answer_negatives_used")


@pytest.mark.parametrize("kind", NEGATIVES)
def test_the_limit_counts_every_no_alike_so_that_it_tells_nothing(street, school, kind):
    AnswerAgreement.objects.update(negatives_per_day=3)
    outcomes = [refused_or_said(ask(school, NEGATIVES[kind]())) for _ in range(5)]
    assert outcomes == ["no"] * 3 + ["answer_negatives_used"] * 2


def refused_or_said(answer) -> str:
    return said(answer)[0] if answer.status_code == 200 else answer.json()["code"]


def test_a_yes_does_not_count_against_the_limit_of_negative_answers(street, school):
    AnswerAgreement.objects.update(negatives_per_day=3)
    assert [said(ask(school, lives_in(RESIDENT))) for _ in range(5)] == [["yes"]] * 5


UNSOUND = {
    "the same id twice": (
        lambda: [lives_in(RESIDENT) | {"id": "a"}, lives_in(STRANGER) | {"id": "a"}],
        "answer_question_twice",
    ),
    "no division": (lambda: [about(RESIDENT, "lives_in_division")], "answer_parameter"),
    "a parameter of another service": (
        lambda: [about(RESIDENT, "holds_valid_permit", division=STREET)],
        "answer_parameter",
    ),
    "tomorrow": (lambda: [lives_in(RESIDENT, on=str(TODAY + DAY))], "answer_parameter"),
    "long ago": (lambda: [lives_in(RESIDENT, on="2019-01-01")], "answer_parameter"),
    "a year far off": (
        lambda: [about(RESIDENT, "school_age_in_divisions", divisions=[HERE], year=2100)],
        "answer_parameter",
    ),
    "no question": (list, "request_invalid"),
    "too many": (lambda: [lives_in(RESIDENT)] * 101, "request_invalid"),
    "an unknown service": (lambda: [about(RESIDENT, "where_does_he_live")], "request_invalid"),
}


@pytest.mark.parametrize("what", UNSOUND)
def test_an_unsound_request_is_refused_whole(street, school, what):
    make, code = UNSOUND[what]
    assert refused(ask(school, *make())) == (422, code)


def test_the_catalogue_of_services_is_open_to_everybody(client, db):
    found = client.get("/api/v1/answers/services").json()["items"]
    assert [s["code"] for s in found] == list(answers.services())
    assert all(s["basis"] and s["purposes"] for s in found)
    assert {tuple(s["answer"]) for s in found} == {("yes", "no"), ("count",)}


def test_nobody_asks_without_a_token(client, db):
    answer = client.post("/api/v1/answers", "{}", content_type="application/json")
    assert answer.status_code == 401


def test_somebody_of_another_street_may_not_be_named_by_their_stay_there(street, school):
    assert said(ask(school, lives_in(STRANGER, ELSEWHERE))) == ["no"]
