"""Fetching changes under an agreement: what it covers and nothing else, acknowledged by cursor, recorded, refused."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from datetime import timedelta

import jsonschema_rs
import pytest

from anju.domains.exchange.api import answers, changes, links, signing
from anju.domains.exchange.api.signing import HttpMessage
from anju.domains.exchange.changes.data.changes import Asked
from anju.domains.exchange.changes.operations.noting import HEARD, note_event
from anju.domains.exchange.changes.queries import feed
from anju.domains.exchange.models import Change, ChangeAgreement, ChangeUse, LogEntry
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import Actor, Grant, system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed, Refused
from anju.interfaces.rest.changes import read_signed
from tests.factories.changes import BASE, NUMBER, agreed
from tests.factories.exchange import THERE, THERE_NAME, linked
from tests.factories.people import somebody
from tests.factories.register import (
    ELSEWHERE,
    HERE,
    OTHER_STREET,
    PLATFORM,
    RESIDENT,
    STREET,
    Street,
    declared,
    moved_in,
)

USER = 4711
URL = BASE + changes.PATH
NEW = somebody("成安然", 8101)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture(scope="module")
def there(street, once):
    return once(linked)


@pytest.fixture(autouse=True)
def _ended(monkeypatch):
    """A test is one transaction, which never ends: as if all had."""
    monkeypatch.setattr(feed, "horizon", lambda: 2**62)


@pytest.fixture
def heard():
    """Call it to note everything that has happened since the fixture was made, in its order."""
    with acting(system("tests")):
        last = [rows("SELECT coalesce(max(id), 0) FROM events_event")[0][0]]

    def note():
        with acting(system("tests")):
            found = rows(
                "SELECT id, at, name, payload::text FROM events_event WHERE id > %s AND name = ANY(%s) ORDER BY id",
                [last[0], list(HEARD)],
            )
            for number, at, name, payload in found:
                note_event(name, json.loads(payload), at=at)
                last[0] = number

    return note


def partner(user=USER, region="430181", purpose="service", permission=changes.FETCH) -> Actor:
    grant = Grant("client", frozenset({permission}), region, frozenset({"service"}))
    return Actor(kind="client", user_id=user, label="系统", grants=(grant,), purpose=purpose)


def outcome(asked: Asked, actor: Actor | None = None, at=None):
    request = HttpMessage(b"", {}, "POST", f"{BASE}/api/v1/changes")
    with acting(PLATFORM):
        return changes.fetch_as_department(
            request, asked, base=BASE, actor=actor or partner(), at=at or now()
        )


def fetched(after="", *, number=NUMBER, limit=100, actor=None):
    found, reply = outcome(Asked(number, after, limit), actor)
    assert found.refusal is None, found.refusal
    for event in found.content["changes"]:
        jsonschema_rs.validate(changes.event_schema(), event)
    assert json.loads(reply.body) == found.content
    return found.content


def refused(asked: Asked, actor=None, at=None) -> str:
    found, reply = outcome(asked, actor, at)
    assert reply is None
    return found.refusal.code


def kinds(content) -> list[str]:
    return [e["type"].removeprefix("anju.").removesuffix(".v1") for e in content["changes"]]


def moved_out(person, home, day, who):
    return declared(
        [{**who.item, "kind": "leave", "home_code": home.code, "region": home.region, "end": day}]
    )


def test_somebody_who_moves_in_is_told_with_what_the_agreement_covers(street, there, heard):
    agreed(user_id=USER)
    person = moved_in(NEW, street.rooms[2])
    heard()
    (event,) = fetched()["changes"]
    assert event["source"] == f"{URL}/{NUMBER}"
    assert event["sequence"] == "0" * 19 + "1"
    data = event["data"]
    assert data["day"] == str(local_date(now()))
    assert data["division"] == HERE[:12]
    assert data["person"]["name"] == NEW.name
    assert data["person"]["document"]["number"] == NEW.doc_number
    assert data["home"]["code"] == street.rooms[2].code
    with acting(PLATFORM):
        (line,) = [e for e in audit.reads_of(person) if e.action == changes.ACTION]
    assert (line.actor_label, line.purpose) == ("教育局", "service")
    assert "document" in line.fields


def test_a_bare_agreement_tells_a_token_and_no_name(street, there, heard):
    agreed(user_id=USER, fields=())
    agreed("OTHER", user_id=USER, fields=())
    moved_in(NEW, street.rooms[2])
    heard()
    (event,), (other,) = fetched()["changes"], fetched(number="OTHER")["changes"]
    text = json.dumps(event, ensure_ascii=False)
    assert NEW.name not in text and NEW.doc_number not in text
    assert "person" not in event["data"] and "home" not in event["data"]
    assert {event["subject"], event["id"]}.isdisjoint({other["subject"], other["id"]})


def test_moving_on_within_the_town_is_told_as_leaving_one_home_and_coming_to_another(
    street, there, heard
):
    agreed(user_id=USER)
    day = local_date(now())
    moved_in(NEW, street.rooms[2], day - timedelta(days=9))
    moved_in(NEW, street.far[0], day)
    heard()
    found = fetched()
    assert kinds(found) == ["resident.moved_in", "resident.moved_out"]
    assert [e["data"]["day"] for e in found["changes"]] == [
        str(day - timedelta(days=9)),
        str(day),
    ]
    assert len({e["subject"] for e in found["changes"]}) == 1


def test_only_what_happens_in_the_division_and_is_of_the_agreed_kinds_is_told(street, there, heard):
    agreed(user_id=USER, kinds=("resident.moved_out",))
    agreed("FAR", user_id=USER, region=OTHER_STREET)
    moved_in(NEW, street.rooms[2])
    heard()
    assert fetched()["changes"] == []
    assert fetched(number="FAR")["changes"] == []
    moved_in(somebody("成安宁", 8102), street.far[0])
    heard()
    assert kinds(fetched(number="FAR")) == ["resident.moved_in"]


def test_a_move_that_was_entered_by_mistake_is_taken_back_for_the_partner_too(street, there, heard):
    agreed(user_id=USER)
    report = declared(
        [
            {
                **NEW.item,
                "kind": "arrive",
                "home_code": street.rooms[2].code,
                "region": HERE,
                "start": local_date(now()),
            }
        ]
    )
    heard()
    with acting(PLATFORM):
        register.undo(report.batch_id, actor=PLATFORM, at=now())
    heard()
    assert kinds(fetched()) == ["resident.moved_in", "resident.move_in_undone"]


def test_a_corrected_name_is_told_to_those_who_receive_names(street, there, heard):
    agreed(user_id=USER, fields=("name",))
    agreed("BARE", user_id=USER, fields=())
    with acting(PLATFORM):
        note_event(
            "register.corrected",
            {"person": street.resident, "fields": ["name"]},
            at=now(),
        )
    (event,) = fetched()["changes"]
    assert event["data"]["corrected"] == ["name"]
    assert event["data"]["person"] == {"name": RESIDENT.name}
    assert fetched(number="BARE")["changes"] == []


def test_two_records_that_become_one_are_told_with_both_tokens(street, there, heard):
    agreed(user_id=USER, fields=())
    one = moved_in(NEW, street.rooms[2])
    two = moved_in(somebody("成安然", 8103), street.rooms[3])
    heard()
    first, second = fetched()["changes"]
    with acting(PLATFORM):
        register.merge_people(one, two, reason="同一人", actor=PLATFORM, at=now())
    heard()
    merged = [e for e in fetched()["changes"] if e["type"] == "anju.resident.merged.v1"]
    assert {(e["subject"], e["data"]["other"]) for e in merged} == {
        (first["subject"], second["subject"])
    }


def test_whoever_is_shielded_is_told_to_nobody_and_leaves_no_gap(street, there, heard):
    agreed(user_id=USER)
    hidden = moved_in(NEW, street.rooms[2])
    moved_in(somebody("成安宁", 8102), street.rooms[3])
    with acting(PLATFORM):
        answers.shield(hidden, region="430181", reason="witness", actor=PLATFORM, at=now())
    heard()
    (event,) = fetched()["changes"]
    assert event["data"]["person"]["name"] == "成安宁"
    assert int(event["sequence"]) == 1
    with acting(PLATFORM):
        assert not [e for e in audit.reads_of(hidden) if e.action == changes.ACTION]


def test_what_was_not_acknowledged_comes_again_and_what_was_does_not(street, there, heard):
    agreed(user_id=USER)
    for n in range(5):
        moved_in(somebody("单文静", 8200 + n), street.rooms[n % 4])
    heard()
    first = fetched(limit=2)
    assert first["more"]
    assert fetched(limit=2)["changes"] == first["changes"]
    second = fetched(first["cursor"], limit=2)
    assert [int(e["sequence"]) for e in second["changes"]] == [3, 4]
    assert fetched(limit=2)["changes"] == second["changes"]
    assert fetched(first["cursor"], limit=2)["changes"] == second["changes"]
    last = fetched(second["cursor"])
    assert not last["more"] and len(last["changes"]) == 1
    assert fetched(last["cursor"])["changes"] == []
    assert fetched(first["cursor"])["changes"] == []


def test_a_replay_gives_the_same_ids_again_and_old_cursors_do_not_jump_over_it(
    street, there, heard
):
    made = agreed(user_id=USER)
    moved_in(NEW, street.rooms[2])
    heard()
    found = fetched()
    fetched(found["cursor"])
    with acting(PLATFORM):
        changes.replay_changes(made, since=now() - timedelta(hours=1), actor=PLATFORM, at=now())
    again = fetched(found["cursor"])
    assert [e["id"] for e in again["changes"]] == [e["id"] for e in found["changes"]]


def test_nothing_of_before_the_agreement_was_accepted_is_told(street, there, heard):
    made = agreed(user_id=USER, accepted=False)
    moved_in(NEW, street.rooms[2])
    heard()
    with acting(PLATFORM):
        changes.accept_changes(made, actor=PLATFORM, at=now())
        Change.objects.update(xid=2**61)
    assert fetched()["changes"] == []


def test_without_any_agreement_nothing_is_noted(street, there):
    from anju.domains.exchange.handlers import note_changes
    from anju.foundation.events.api import Event

    person = moved_in(NEW, street.rooms[2])
    with acting(PLATFORM):
        note_changes(
            [Event(1, now(), "register.corrected", {"person": person, "fields": ["name"]})]
        )
        assert not Change.objects.exists()


def test_the_quota_counts_changes_and_refusals_are_counted(street, there, heard):
    agreed(user_id=USER, per_day=2)
    for n in range(3):
        moved_in(somebody("单文静", 8200 + n), street.rooms[n])
    heard()
    found = fetched()
    assert len(found["changes"]) == 2
    assert refused(Asked(NUMBER, found["cursor"])) == "change_quota_used"
    use = ChangeUse.objects.get()
    assert (use.given, use.refused) == (2, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: ChangeAgreement.objects.update(state="ended"), "change_agreement_ended"),
        (
            lambda: ChangeAgreement.objects.update(last=local_date(now()) - timedelta(days=1)),
            "change_agreement_ended",
        ),
        (lambda: ChangeAgreement.objects.update(purpose="care"), "change_purpose"),
        (lambda: ChangeAgreement.objects.update(user_id=USER + 1), "change_agreement_unknown"),
    ],
)
def test_what_the_agreement_does_not_cover_is_refused(street, there, change, code):
    agreed(user_id=USER)
    change()
    assert refused(Asked(NUMBER)) == code


def test_a_strangers_cursor_and_nonsense_are_refused(street, there):
    agreed(user_id=USER)
    agreed("OTHER", user_id=USER)
    other = fetched(number="OTHER")["cursor"]
    for cursor in (other, "nonsense", "A" * 80, other[:-4] + "AAAA"):
        assert refused(Asked(NUMBER, cursor)) == "change_cursor_unknown"


def test_an_account_without_the_right_or_outside_its_area_gets_nothing(street, there):
    agreed(user_id=USER)
    assert refused(Asked(NUMBER), partner(permission="answer.ask")) == "not_allowed"
    assert refused(Asked(NUMBER), partner(region=ELSEWHERE[:6] + "9")) == "change_agreement_unknown"
    assert refused(Asked(NUMBER), partner(user=USER + 1)) == "change_agreement_unknown"
    assert refused(Asked("NONE")) == "change_agreement_unknown"


def test_an_agreement_needs_two_persons_and_sound_terms(street, there):
    with pytest.raises(Refused, match="agreement_incomplete"):
        agreed(user_id=USER, kinds=("resident.born",))
    with pytest.raises(Refused, match="agreement_incomplete"):
        agreed(user_id=USER, fields=("ethnicity",))
    with pytest.raises(Refused, match="agreement_incomplete"):
        agreed(user_id=USER, basis=" ")
    with pytest.raises(Refused, match="agreement_incomplete"):
        agreed(user_id=USER, url="https://a.example/")
    one = Actor(
        kind="staff",
        user_id=1,
        grants=(Grant("district", frozenset({changes.MANAGE}), "430181"),),
    )
    with acting(PLATFORM):
        today = local_date(now())
        made = changes.propose_changes(
            "ONE",
            "教育局",
            user_id=USER,
            kinds=("resident.moved_in",),
            fields=(),
            purpose="service",
            basis="法",
            region=STREET,
            first=today,
            last=today,
            per_day=1,
            actor=one,
            at=now(),
        )
        with pytest.raises(NotAllowed, match="approver_same_person"):
            changes.accept_changes(made, actor=one, at=now())
        elsewhere = replace(
            one, user_id=2, grants=(Grant("district", frozenset({changes.MANAGE}), "510823"),)
        )
        with pytest.raises(Exception, match="agreement_unknown"):
            changes.accept_changes(made, actor=elsewhere, at=now())


def signed_request(there, body: dict, at=None):
    content = json.dumps(body).encode()
    bare = HttpMessage(content, {"content-type": "application/json"}, "POST", URL)
    fields = signing.signed(bare, there.key, at=at or now(), nonce=secrets.token_urlsafe(16))
    return replace(bare, headers={**bare.headers, **fields})


def reply(there, sent):
    found = changes.fetch_signed(sent, read_signed, base=BASE, request_id="r", at=now())
    answer = HttpMessage(found.body, found.headers, status=found.status, request=sent)
    signing.verified(answer, lambda *_: there.home, at=now())
    return found.status, json.loads(found.body)


def test_a_place_on_a_link_fetches_by_signed_requests_and_the_answer_is_signed(
    street, there, heard
):
    agreed(peer=THERE)
    person = moved_in(NEW, street.rooms[2])
    heard()
    sent = signed_request(there, {"agreement": NUMBER, "purpose": "service"})
    status, body = reply(there, sent)
    assert status == 200 and len(body["changes"]) == 1
    assert reply(there, sent) == (409, {"code": "nonce_used"})
    status, body = reply(there, signed_request(there, {"agreement": NUMBER, "purpose": "care"}))
    assert (status, body["code"]) == (422, "change_purpose")
    status, body = reply(there, signed_request(there, {"agreement": NUMBER, "limit": 10**6}))
    assert (status, body["code"]) == (422, "request_invalid")
    with acting(PLATFORM):
        (line,) = [e for e in audit.reads_of(person) if e.action == changes.ACTION]
        assert line.actor_label == "教育局"
        assert LogEntry.objects.filter(content__contains="1 changes").exists()
        links.suspend_peer(THERE, suspended=True, actor=PLATFORM, at=now())
    assert (
        reply(there, signed_request(there, {"agreement": NUMBER, "purpose": "service"}))[0] == 403
    )
    assert THERE_NAME


def test_what_is_given_to_a_department_stands_signed_in_the_log(street, there, heard):
    agreed(user_id=USER)
    moved_in(NEW, street.rooms[2])
    heard()
    fetched()
    entry = json.loads(LogEntry.objects.latest("id").content)
    assert (entry["direction"], entry["peer"]) == ("out", NUMBER)
    with acting(PLATFORM):
        keys = {k.kid for k in links.own_public_keys()}
    assert entry["keyid"] in keys


def test_a_page_takes_a_fixed_number_of_statements(street, there, heard):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    agreed(user_id=USER)
    moved_in(NEW, street.rooms[2])
    heard()
    with CaptureQueriesContext(connection) as one:
        fetched()
    for n in range(20):
        moved_in(somebody("单文静", 8300 + n), street.rooms[n % 4])
    heard()
    with CaptureQueriesContext(connection) as many:
        assert len(fetched()["changes"]) == 21
    assert len(many) <= len(one) + 1


def test_changes_are_forgotten_after_their_term_and_the_partner_is_told_that_some_are_lost(
    street, there, heard
):
    made = agreed(user_id=USER)
    moved_in(NEW, street.rooms[2])
    heard()
    later = now() + timedelta(days=91)
    with acting(PLATFORM):
        assert changes.forget_changes(at=later) == 1
    assert fetched()["lost_before"] is not None
    with acting(PLATFORM):
        changes.close_loss(made, actor=PLATFORM, at=now())
    assert fetched()["lost_before"] is None


def test_a_withdrawn_persons_change_names_nobody(street, there, heard):
    agreed(user_id=USER)
    person = moved_in(NEW, street.rooms[2])
    heard()
    with acting(PLATFORM), as_intake_role():
        people.withdraw([person], at=now())
    (event,) = fetched()["changes"]
    assert "person" not in event["data"]
