"""The other side of a wage claim: informed of what is claimed and no more, answers in time or is noted silent, closes
nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from anju.domains.casework import handlers
from anju.domains.casework.api import cases, respondents
from anju.domains.casework.api.cases import CaseState, Side, Step
from anju.domains.casework.api.respondents import NoticeState
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.casework.cases.town import clerk, did, filed, key, person, seen, version
from tests.domains.housing.premises import visits
from tests.factories.register import HERE, NEXT_DOOR, OTHER_STREET, PLATFORM, Street
from tests.factories.staff import public
from tests.factories.tasks import events_since, last_event

ANSWERS = frozenset({"person.see", "employer.see", "employer.edit"})


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def worker(street):
    return person(street.worker, 43)


@pytest.fixture
def boss(street):
    return employer(street.firm.party)


def employer(party: str, user: int = 81) -> Actor:
    return Actor("public", user, "星火人事", (Grant("employer", ANSWERS, party=party),))


def claimed(street, **more: str) -> int:
    return filed(
        street,
        person(street.worker, 43),
        person_id=street.worker,
        debtor=street.firm.name,
        what="老板说没钱",
        debtor_contact="王工头",
        **more,
    )


def notified(street, case_id: int, office: Actor | None = None, **more) -> int:
    office, at = office or clerk(), more.pop("at", street.at)
    more = more or {"employer_id": street.firm.id}
    with acting(office):
        return respondents.notify(case_id, **{"key": key(), "actor": office, "at": at} | more)


def read(notice_id: int, actor: Actor) -> respondents.Notice:
    with acting(actor):
        return respondents.notice(notice_id)


def heard(since: int, listener=handlers.followed) -> None:
    """Deliver the news of cases since then."""
    with acting(PLATFORM):
        for event in events_since(since):
            if event.name == cases.CASE_EVENT:
                listener(event)


def produced(notice_id: int, actor: Actor, at, kind: str = "pay_ledger") -> str:
    with acting(actor):
        return respondents.produce(
            notice_id, visits.picture(), "台账.jpg", kind=kind, actor=actor, at=at
        )


def test_the_employer_sees_what_is_claimed_and_nothing_else_of_the_case(street, worker, boss):
    case_id = claimed(street, aid_wanted="yes")
    with acting(worker):
        cases.add_evidence(
            case_id, visits.picture(), "欠条.jpg", kind="wages", actor=worker, at=street.at
        )
    did(cases.write, case_id, worker, street.at, "我还在厂里，怕他知道")
    did(cases.write, case_id, clerk(), street.at, "请放心")
    with acting(boss):
        assert respondents.notices_to(street.firm.party) == []
    notice_id = notified(street, case_id)
    found = read(notice_id, boss)
    assert set(found.claim) == {"debtor", "amount_owed", "owed_from"} and found.claimant
    assert [e.step for e in found.events] == [Step.NOTIFIED] and found.files == ()
    with acting(boss):
        for table in ("casework_case", "casework_mandate"):
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)]
        assert rows("SELECT count(*) FROM casework_evidence") == [(0,)]
        with pytest.raises(NotFound):
            cases.case(case_id, actor=boss, at=street.at)


def test_who_sees_a_notice(street, worker, boss):
    notice_id = notified(street, claimed(street))
    for actor in (boss, worker, clerk(), clerk(HERE, 52), PLATFORM):
        assert read(notice_id, actor).id == notice_id
    others = (
        person(street.resident, 44),
        clerk(OTHER_STREET, 53),
        employer("employer:999999", 82),
        Actor("public", 45, "房东", (Grant("landlord", ANSWERS, party=street.holder),)),
    )
    for actor in others:
        with pytest.raises(NotFound):
            read(notice_id, actor)
        with pytest.raises(NotFound):
            did(respondents.respond, notice_id, actor, street.at, "不是我们")
    for actor in (worker, clerk(HERE, 52)):
        with pytest.raises(NotAllowed):
            did(respondents.respond, notice_id, actor, street.at, "代答")


def test_the_office_alone_notifies_once_a_stage_and_the_same_request_changes_nothing(
    street, worker, boss
):
    case_id = claimed(street)
    for actor in (worker, boss, clerk(HERE, 52)):
        with pytest.raises((NotAllowed, NotFound)):
            notified(street, case_id, actor)
    first = notified(street, case_id, employer_id=street.firm.id, key="same")
    assert notified(street, case_id, employer_id=street.firm.id, key="same") == first
    with pytest.raises(Conflict, match="respondent_notified"):
        notified(street, case_id)
    with pytest.raises(Refused, match="respondent_name"):
        notified(street, case_id, name=" ")
    assert notified(street, case_id, name="包工头王某", address="园区二期") != first
    did(cases.set_stage, case_id, clerk(), street.at, "tribunal", text="已受理")
    again = read(notified(street, case_id), boss)
    assert (again.term.term.amount, again.term.term.unit.value) == (10, "days")
    question = filed(street, code="question", what="怎么办居住证")
    with pytest.raises(Refused, match="respondent_none"):
        notified(street, question, clerk(user=57, region=HERE[:9]))


def test_an_answer_in_time_and_the_documents_it_must_bring(street, worker, boss):
    case_id = claimed(street)
    notice_id = notified(street, case_id)
    with pytest.raises(Refused, match="case_text_missing"):
        did(respondents.respond, notice_id, boss, street.at, " ")
    did(respondents.respond, notice_id, boss, street.at, "已按月发放", request="r")
    did(respondents.respond, notice_id, boss, street.at, "已按月发放", request="r")
    digest = produced(notice_id, boss, street.at)
    assert produced(notice_id, boss, street.at) == digest
    with pytest.raises(Refused, match="evidence_kind"):
        produced(notice_id, boss, street.at, "messages_of_worker")
    found = read(notice_id, boss)
    assert found.state(street.at) is NoticeState.ANSWERED and not found.late
    assert {d.code: there for d, there in found.documents} == {
        "contract": False,
        "worker_list": False,
        "pay_ledger": True,
        "pay_list": False,
        "site_attendance": False,
    }
    with acting(boss):
        assert cases.evidence_content(case_id, found.files[0].id, original=True)[2]
    record = seen(case_id, worker, street.at)
    assert record.evidence[0].side is Side.RESPONDENT and record.line.unread
    assert [e.step for e in record.events if e.side is Side.RESPONDENT] == [
        Step.RESPONDED,
        Step.EVIDENCE,
    ]


def test_the_same_file_from_both_sides_is_kept_for_both(street, worker, boss):
    case_id = claimed(street)
    with acting(worker):
        cases.add_evidence(
            case_id, visits.picture(), "台账.jpg", kind="wages", actor=worker, at=street.at
        )
    notice_id = notified(street, case_id)
    produced(notice_id, boss, street.at)
    assert len(seen(case_id, worker, street.at).evidence) == 2
    assert len(read(notice_id, boss).files) == 1, "the worker's own is not shown"


def test_silence_is_noted_once_with_the_rule_and_a_late_answer_is_kept_as_late(street, boss):
    case_id = claimed(street)
    notice_id = notified(street, case_id)
    late = street.at + timedelta(days=30)
    assert read(notice_id, boss).state(late) is NoticeState.SILENT
    for _ in range(2):
        with acting(PLATFORM):
            respondents.note_silences(actor=PLATFORM, at=late)
    office = clerk()
    steps = [e.step for e in seen(case_id, office, late).events]
    assert steps.count(Step.SILENT) == 1
    assert seen(case_id, office, late).line.unread, "the clerk hears of it"
    assert "第五十条" in read(notice_id, boss).rule.silence[0]
    did(respondents.respond, notice_id, boss, late, "才看到")
    found = read(notice_id, boss)
    assert found.late and found.state(late) is NoticeState.ANSWERED


def test_the_employer_states_a_payment_and_the_worker_alone_says_what_has_come(
    street, worker, boss
):
    case_id = claimed(street)
    notice_id, day = notified(street, case_id), street.today.isoformat()
    for amount, on, fault in (
        ("0", day, "answer_money"),
        ("100", "昨天", "answer_day"),
        ("100", (street.today + timedelta(days=1)).isoformat(), "answer_ahead"),
    ):
        with pytest.raises(Refused, match=fault):
            did(respondents.state_payment, notice_id, boss, street.at, amount, on)
    did(respondents.state_payment, notice_id, boss, street.at, "12,800", day, request="p")
    did(respondents.state_payment, notice_id, boss, street.at, "12,800", day, request="p")
    record = seen(case_id, worker, street.at)
    assert record.received == 0 and record.line.state is CaseState.OPEN
    assert read(notice_id, worker).stated == 12800
    did(cases.deny_payment, case_id, worker, street.at, text="卡里没有")
    for actor in (boss, clerk()):
        with pytest.raises((NotFound, NotAllowed)):
            did(cases.receive, case_id, actor, street.at, "12800")
        with pytest.raises((NotFound, NotAllowed)):
            did(cases.deny_payment, case_id, actor, street.at)
    since = last_event()
    did(cases.receive, case_id, worker, street.at, "5000")
    heard(since)
    assert read(notice_id, boss).received == 5000


def test_no_step_of_the_employer_closes_the_case(street, worker, boss):
    case_id = claimed(street)
    notice_id = notified(street, case_id)
    office = clerk()
    did(
        cases.propose,
        case_id,
        office,
        street.at,
        "paid",
        text="单位称已付",
        seen=version(case_id, office, street.at),
    )
    for step in (cases.confirm, cases.withdraw_case):
        with pytest.raises(NotFound):
            did(step, case_id, boss, street.at)
    did(respondents.respond, notice_id, boss, street.at, "都付了，请结案")
    assert seen(case_id, worker, street.at).line.state is CaseState.PROPOSED
    since = last_event()
    did(cases.confirm, case_id, worker, street.at)
    heard(since)
    assert read(notice_id, boss).closed_at is not None
    with pytest.raises(Conflict, match="case_step"):
        did(respondents.respond, notice_id, boss, street.at, "再说一句")


def test_the_office_enters_the_answer_of_somebody_who_is_not_on_file(street, worker):
    case_id, office = claimed(street), clerk()
    notice_id = notified(street, case_id, name="包工头王某", address="园区二期工地")
    did(respondents.respond, notice_id, office, street.at, "到窗口说：月底付")
    did(respondents.write_to, notice_id, office, street.at, "请带工资表来")
    found = read(notice_id, worker)
    assert found.answered_at and found.events[1].side is Side.RESPONDENT
    assert found.events[1].by_label == office.label
    assert found.events[2].side is Side.OFFICE


def test_both_sides_hear_of_it_without_what_was_written(street):
    public("13800000191", person_id=street.worker)
    public("13800000192", grants=(("employer", street.firm.party, NEXT_DOOR),))
    case_id, since = claimed(street), last_event()
    notified(street, case_id)
    heard(since, handlers.stepped)
    with acting(PLATFORM):
        told = [m.text for m in notices.recent(limit=20) if "AJ" in m.text]
    assert any("待答复" in t for t in told) and any("看不到您的证据" in t for t in told)
    assert not [t for t in told if re.search("12800|工资台账|单文静", t)]


def test_a_claim_goes_to_the_place_of_the_employer_on_record(street, worker):
    record = seen(claimed(street), worker, street.at)
    assert record.line.region == street.firm.region
    assert "登记的工作单位" in record.routed["zh"] and "第十三条" in record.routed["zh"]
