"""Is this holder entitled to that? Yes or no with a reason; never a file, never more than the answer;
always a trace."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.permits.api import benefits
from anju.domains.permits.models import Question
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.factories.people import somebody
from tests.factories.permits_held import permit
from tests.factories.register import ELSEWHERE, OTHER_STREET, RESIDENT, STRANGER, STREET
from tests.factories.staff import public, signed_in

_key = itertools.count()
TODAY = local_date(now())
SCHOOL = "compulsory_education"


def ask(caller, what=SCHOOL, *, key: str = "", purpose: str = "service", **holder):
    return caller(
        "post",
        "/entitlements/check",
        {"entitlement": what, "holder": holder},
        purpose=purpose,
        **{"idempotency-key": key or f"q-{next(_key)}"},
    )


def said(answer) -> tuple[bool, str, str | None]:
    assert answer.status_code == 200, answer.content.decode()
    body = answer.json()
    return body["entitled"], body["reason"], body["since"]


def document(who) -> dict[str, dict[str, str]]:
    return {"document": {"number": who.doc_number}}


def lines(person: int) -> list[tuple[str, str, tuple[str, ...]]]:
    with acting(system("tests")):
        return [
            (e.actor_label, e.purpose, e.fields)
            for e in audit.reads_of(person)
            if e.action == benefits.ACTION
        ]


def test_a_holder_is_known_by_permit_person_or_document_and_the_answer_is_the_same(
    street, department
):
    number = permit(street.resident)
    for holder in (
        {"permit_number": number},
        {"person": street.resident},
        document(RESIDENT),
        {"document": {"number": RESIDENT.doc_number.lower()}},
    ):
        assert said(ask(department, **holder)) == (True, "entitled", None)


def test_the_answer_holds_nothing_of_the_person(street, department):
    permit(street.resident)
    answer = ask(department, **document(RESIDENT))
    assert set(answer.json()) == {
        "entitlement",
        "purpose",
        "on",
        "entitled",
        "reason",
        "detail",
        "since",
        "repeated",
    }
    for secret in (RESIDENT.name, RESIDENT.doc_number, RESIDENT.phone, STREET):
        assert secret not in answer.content.decode()
    assert not {street.resident, str(street.resident)} & set(answer.json().values())


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        (PermitState.ACTIVE, 1, "entitled"),
        (PermitState.ACTIVE, 0, "functions_suspended"),
        (PermitState.SUSPENDED, -40, "functions_suspended"),
        (PermitState.IN_PRODUCTION, 300, "no_permit_here"),
        (PermitState.WITHDRAWN, 300, "permit_ended"),
        (PermitState.EXPIRED, 300, "permit_ended"),
        (PermitState.CANCELLED, 300, "permit_ended"),
    ],
)
def test_the_answer_follows_the_permits_state_on_the_day(street, department, state, days, expected):
    permit(street.resident, state, endorsed_until=TODAY + timedelta(days=days))
    entitled, reason, _ = said(ask(department, person=street.resident))
    assert (entitled, reason) == (expected == "entitled", expected)


def test_a_suspended_permit_says_since_when_in_words(street, department):
    since = TODAY - timedelta(days=12)
    permit(street.resident, PermitState.SUSPENDED, suspended_on=since, endorsed_until=since)
    answer = ask(department, person=street.resident)
    assert said(answer) == (False, "functions_suspended", since.isoformat())
    assert f"suspended since {since}" in answer.json()["detail"]


def test_an_endorsement_that_ran_out_suspends_even_before_anybody_noted_it(street, department):
    permit(street.resident, endorsed_until=TODAY - timedelta(days=3))
    assert (
        said(ask(department, person=street.resident))[2] == (TODAY - timedelta(days=3)).isoformat()
    )


def test_a_lost_permits_number_opens_nothing_but_its_holder_stays_entitled(street, department):
    number = permit(street.resident, PermitState.LOST)
    assert said(ask(department, permit_number=number))[:2] == (False, "permit_reported_lost")
    assert said(ask(department, **document(RESIDENT)))[:2] == (True, "entitled")


def test_a_cards_own_term_ends_it(street, department):
    permit(street.resident, valid_until=TODAY)
    assert said(ask(department, person=street.resident))[1] == "permit_ended"


def test_the_live_permit_counts_and_not_the_one_before(street, department):
    permit(street.resident, PermitState.CANCELLED)
    permit(street.resident)
    permit(street.worker, PermitState.CANCELLED)
    assert said(ask(department, person=street.resident))[0] is True
    assert said(ask(department, person=street.worker))[1] == "permit_ended"


UNKNOWN = somebody("无名氏", 4711)


def test_unknown_permitless_and_out_of_area_are_answered_alike_to_the_letter(street, department):
    permit(street.stranger, region=ELSEWHERE)
    answers = [ask(department, **document(who)) for who in (UNKNOWN, RESIDENT, STRANGER)]
    answers += [ask(department, person=p) for p in (2**40, street.worker, street.stranger)]
    bodies = [a.json() for a in answers]
    assert bodies == [bodies[0]] * len(bodies)
    assert bodies[0]["reason"] == "no_permit_here"
    headers = [{k: v for k, v in a.headers.items() if k != "X-Request-ID"} for a in answers]
    assert headers == [headers[0]] * len(headers)


def test_and_they_cost_the_same_statements(street, department):
    far = permit(street.stranger, region=ELSEWHERE)
    ask(department, permit_number="X0")
    counts = []
    for holder in (
        {"permit_number": far},
        {"permit_number": "430181T999"},
        document(STRANGER),
        document(UNKNOWN),
        {"person": street.stranger},
        {"person": 2**40},
    ):
        with CaptureQueriesContext(connection) as queries:
            assert said(ask(department, **holder))[1] == "no_permit_here"
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[2] == counts[3]
    assert counts[4] == counts[5]
    assert max(counts) <= 20


def test_every_question_stands_in_the_persons_log_with_purpose_and_answer(street, department):
    permit(street.resident)
    ask(department, **document(RESIDENT))
    ask(department, "driving_licence", purpose="verification", person=street.resident)
    assert lines(street.resident) == [
        ("department", "verification", ("entitlement:driving_licence", "answer:entitled")),
        ("department", "service", ("entitlement:compulsory_education", "answer:entitled")),
    ]


def test_who_was_asked_about_from_another_area_sees_that_too(street, department):
    permit(street.stranger, region=ELSEWHERE)
    ask(department, **document(STRANGER))
    assert [fields[1] for _, _, fields in lines(street.stranger)] == ["answer:no_permit_here"]


def test_questions_about_nobody_are_noted_without_inventing_a_person(street, department):
    ask(department, person=2**40)
    with acting(system("tests")):
        assert audit.reads_of(2**40) == []
        assert rows("SELECT kind, person_id FROM audit_entry WHERE action = 'permit.ask'") == [
            ("refused", None)
        ]


def test_the_person_reads_the_question_and_the_answer_in_words(street, department):
    permit(street.resident)
    ask(department, **document(RESIDENT))
    user = public("13911110077", person_id=street.resident)
    page = signed_in(user).get("/me/looked/").content.decode()
    assert "询问能否享受“义务教育”，答复：能" in page
    assert (
        "Benefit check “Compulsory education”; answer: Yes"
        in signed_in(user, language="en").get("/me/looked/").content.decode()
    )


def test_the_same_key_is_asked_once_and_answered_as_the_first_time(street, department):
    permit(street.resident)
    first, again = (ask(department, key="k1", person=street.resident) for _ in range(2))
    assert {**first.json(), "repeated": True} == again.json()
    assert len(lines(street.resident)) == 1


def test_a_key_of_another_question_is_a_conflict_and_of_another_asker_is_not(
    street, department, caller
):
    permit(street.resident)
    ask(department, key="k1", person=street.resident)
    other = ask(department, "driving_licence", key="k1", person=street.resident)
    assert (other.status_code, other.json()["code"]) == (409, "question_key_used")
    wrong_purpose = ask(department, key="k1", purpose="verification", person=street.resident)
    assert wrong_purpose.status_code == 409
    second = caller("second", {"role": "client", "region": STREET})
    assert said(ask(second, key="k1", person=street.resident))[0] is True


def test_a_key_is_forgotten_after_a_day_and_nothing_about_the_person_was_kept_with_it(
    street, department
):
    permit(street.resident)
    ask(department, key="k1", **document(RESIDENT))
    with acting(system("tests")):
        kept = rows("SELECT to_jsonb(q)::text FROM permits_question q")[0][0]
        assert RESIDENT.doc_number not in kept
        assert benefits.forget_questions(at=now() + timedelta(hours=23)) == 0
        assert benefits.forget_questions(at=now() + timedelta(hours=25)) == 1


def test_a_stale_key_asks_anew_even_before_it_was_swept(street, department):
    ask(department, key="k1", person=street.resident)
    from anju.foundation.db.scope import as_intake_role

    with acting(system("tests")), as_intake_role():
        Question.objects.update(at=now() - timedelta(hours=25))
    permit(street.resident)
    assert said(ask(department, key="k1", person=street.resident))[0] is True


DENIED = {
    "a department of another street": (
        "client",
        OTHER_STREET,
        (),
        "service",
        (200, "no_permit_here"),
    ),
    "a department of the whole city": ("client", "4301", (), "service", (200, "entitled")),
    "a department of another province": (
        "client",
        "31",
        (),
        "verification",
        (200, "no_permit_here"),
    ),
    "without a purpose": ("client", STREET, (), "", (403, "purpose_missing")),
    "for a purpose it does not hold": (
        "client",
        STREET,
        (),
        "statistics",
        (403, "purpose_unknown"),
    ),
    "for a purpose the catalogue does not list": (
        "client",
        STREET,
        (),
        "safety",
        (422, "entitlement_purpose"),
    ),
    "narrowed to questions": ("client", STREET, ("permit.ask",), "service", (200, "entitled")),
    "narrowed to something else": (
        "client",
        STREET,
        ("person.see",),
        "service",
        (403, "not_allowed"),
    ),
    "a street office": ("street", STREET, (), "service", (403, "not_allowed")),
    "a leader": ("leader", STREET, (), "statistics", (403, "not_allowed")),
    "an auditor": ("auditor", STREET, (), "audit", (403, "not_allowed")),
}


@pytest.mark.parametrize("who", DENIED)
def test_who_may_ask_and_what_they_hear(street, caller, who):
    role, region, scopes, purpose, expected = DENIED[who]
    permit(street.resident)
    one = caller(
        "asker",
        {"role": role, "region": region},
        kind="client" if role == "client" else "staff",
        scopes=scopes,
    )
    answer = ask(one, person=street.resident, purpose=purpose)
    body = answer.json()
    assert (answer.status_code, body.get("reason") or body["code"]) == expected


def test_a_token_for_questions_opens_no_file(street, caller):
    narrow = caller("narrow", {"role": "client", "region": STREET}, scopes=("permit.ask",))
    assert narrow("get", f"/people/{street.resident}", purpose="service").status_code == 403


def test_a_grant_for_one_purpose_does_not_ask_for_another(street, caller):
    permit(street.resident)
    one = caller("asker", {"role": "client", "region": STREET, "purposes": ["verification"]})
    assert ask(one, person=street.resident, purpose="service").json()["code"] == "purpose_unknown"
    assert said(ask(one, person=street.resident, purpose="verification"))[0] is True


def test_residents_strangers_and_sessions_ask_nothing(street, client):
    permit(street.resident)
    body = {"entitlement": SCHOOL, "holder": {"person": street.resident}}
    for one in (
        client,
        signed_in(public("13911110078", person_id=street.resident)),
        signed_in(public("13911110079")),
    ):
        answer = one.post(
            "/api/v1/entitlements/check",
            body,
            content_type="application/json",
            headers={"idempotency-key": "x", "x-purpose": "own"},
        )
        assert answer.status_code == 401
    assert lines(street.resident) == []


def test_a_residents_own_token_may_not_ask_either(street):
    from anju.domains.access import api as access
    from tests.interfaces.rest.conftest import Caller

    permit(street.resident)
    user = public("13911110080", person_id=street.resident)
    token = access.issue_token(system("tests"), user_id=user, name="own", at=now())
    assert (
        ask(Caller(token.secret, user), person=street.resident, purpose="own").json()["code"]
        == "not_allowed"
    )


@pytest.mark.parametrize(
    "holder",
    [
        {},
        {"person": 1, "permit_number": "A1"},
        {"permit_number": ""},
        {"person": 0},
        {"name": "单文静"},
        {"document": {"number": "1", "kind": "999"}},
    ],
)
def test_the_holder_is_named_in_exactly_one_way(street, department, holder):
    answer = ask(department, **holder)
    assert answer.status_code == 422
    assert answer.json()["code"] in {"holder_unclear", "request_invalid"}


def test_what_is_not_in_the_catalogue_cannot_be_asked(street, department):
    assert ask(department, "fame", person=street.resident).json()["code"] == "entitlement_unknown"
    assert (
        ask(department, "other_services", person=street.resident).json()["code"]
        == "entitlement_purpose"
    )


def test_trying_numbers_is_stopped_and_honest_questions_are_not(street, department, monkeypatch):
    from anju.domains.access.data import Limit
    from anju.domains.access.operations import throttle

    monkeypatch.setitem(throttle.LIMITS, "entitlement.miss", Limit(3, 3600))
    permit(street.resident)
    for _ in range(5):
        assert said(ask(department, person=street.resident))[0] is True
    for n in range(3):
        assert said(ask(department, person=2**40 + n))[1] == "no_permit_here"
    assert ask(department, person=2**40).json()["code"] == "too_many_tries"
    assert ask(department, person=street.resident).json()["code"] == "too_many_tries"
    monkeypatch.setitem(throttle.LIMITS, "entitlement.miss", Limit(60, 3600))
    monkeypatch.setitem(throttle.LIMITS, "entitlement.account", Limit(5, 3600))
    assert ask(department, person=street.resident).json()["code"] == "too_many_tries"


def test_a_failed_line_in_the_trail_means_no_answer(street, department, monkeypatch):
    from anju.domains.permits.benefits import operations as asking

    permit(street.resident)
    monkeypatch.setattr(asking.audit, "record_read", lambda *a, **k: 1 / 0)
    assert ask(department, person=street.resident).status_code == 500


def test_the_catalogue_is_public_dated_and_in_both_languages(client, db):
    found = client.get("/api/v1/entitlements", headers={"accept-language": "en"}).json()
    assert [e["article"] for e in found["items"]] == ["12"] * 3 + [
        f"12({n})" for n in range(1, 7)
    ] + [f"13({n})" for n in range(1, 8)]
    assert found["items"][3] == {
        "code": SCHOOL,
        "kind": "service",
        "article": "12(1)",
        "name": "Compulsory education",
        "region": "",
        "purposes": ["service", "verification"],
        "valid_from": "2016-01-01",
        "valid_to": None,
        "confidence": "H",
        "source": "Interim Regulations on Residence Permits (State Council Order 663)",
    }
    assert (
        client.get("/api/v1/entitlements", headers={"accept-language": "zh"}).json()["items"][3][
            "name"
        ]
        == "义务教育"
    )
    assert client.get("/api/v1/entitlements?on=2015-12-31").json()["items"] == []
