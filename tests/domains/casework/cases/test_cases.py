"""A case from filing to the confirmed outcome: one owner, its terms, nothing typed again, nobody else sees it."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from PIL import Image

from anju.domains.casework import handlers
from anju.domains.casework.api import cases
from anju.domains.casework.api.cases import CaseState, Side, Step
from anju.domains.people import api as people
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.casework.cases.town import (
    CLERK,
    DISTRICT,
    clerk,
    did,
    filed,
    key,
    person,
    seen,
    version,
)
from tests.domains.housing.premises import visits
from tests.factories.register import HERE, OTHER_STREET, PLATFORM, STREET, Street
from tests.factories.staff import public
from tests.factories.tasks import events_since, last_event


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def worker(street):
    return person(street.resident)


def proposed(street, case_id: int, outcome: str = "paid", at=None) -> None:
    office, at = clerk(), at or street.at
    did(
        cases.propose,
        case_id,
        office,
        at,
        outcome,
        text="已督促支付",
        seen=version(case_id, office, at),
    )


def counted(table: str) -> int:
    with acting(PLATFORM):
        return int(rows(f"SELECT count(*) FROM {table}")[0][0])


def test_filed_once_routed_with_its_rule_and_the_same_request_changes_nothing(street, worker):
    first = filed(street, request="same")
    tables = ("casework_case", "casework_event", "audit_entry", "events_event")
    before = [counted(t) for t in tables]
    assert filed(street, request="same") == first
    assert [counted(t) for t in tables] == before
    with pytest.raises(Conflict, match="case_open") as error:
        filed(street)
    assert error.value.params["id"] == first
    with pytest.raises(Conflict, match="case_open"):
        filed(street, clerk(STREET), debtor="浏阳 某建筑队")
    assert filed(street, debtor="另一家工厂") != first, "another debtor is another case"
    found = seen(first, worker, street.at)
    assert (found.line.office, found.line.department) == (DISTRICT, "labour")
    assert "第十三条" in found.routed["zh"]
    assert found.answers["amount_owed"] == "12800"
    assert found.limits[0].until is None
    assert found.line.due_at is not None


def test_who_sees_a_case_and_who_does_not(street, worker):
    case_id = filed(street)
    for actor in (worker, clerk(), clerk(HERE, 52), PLATFORM):
        assert seen(case_id, actor, street.at).line.id == case_id
    nobody = (
        person(street.worker, 43),
        person(None, 44),
        clerk(OTHER_STREET, 53),
        clerk(STREET, 54, permissions=frozenset({"person.see"})),
        Actor("public", 45, "房东", (Grant("landlord", CLERK, party=street.holder),)),
        Actor("public", 46, "单位", (Grant("employer", CLERK, party=street.firm.party),)),
    )
    for actor in nobody:
        with pytest.raises(NotFound):
            seen(case_id, actor, street.at)
        with pytest.raises((NotFound, NotAllowed)):
            did(cases.write, case_id, actor, street.at, "我要看")
    stranger = person(street.worker, 43)
    with acting(stranger):
        for table in ("casework_case", "casework_event", "casework_evidence", "casework_mandate"):
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_only_the_owner_office_handles_and_no_row_is_written_past_the_operations(street, worker):
    case_id = filed(street)
    with pytest.raises(NotAllowed, match="case_not_yours"):
        did(cases.accept_case, case_id, clerk(HERE, 52), street.at)
    with acting(worker), pytest.raises(ProgrammingError), transaction.atomic():
        rows(
            "INSERT INTO casework_mandate (person_id, matter, digest, helper_label, until, granted_at) "
            "VALUES (1, '', 'x', '', '2030-01-01', now()) RETURNING id"
        )
    own = Actor(
        "staff", 55, "职员", (Grant("district", CLERK, region=DISTRICT),), person_id=street.resident
    )
    with pytest.raises(NotAllowed, match="own_case"):
        did(cases.accept_case, case_id, own, street.at)


def test_two_clerks_claim_at_once_and_the_second_is_told_who_was_first(street):
    case_id = filed(street)
    one, two = clerk(user=61), clerk(user=62)
    read = version(case_id, one, street.at)
    did(cases.take_case, case_id, one, street.at, seen=read)
    with pytest.raises(Conflict, match="case_changed"):
        did(cases.take_case, case_id, two, street.at, seen=read)
    with pytest.raises(Conflict, match="case_taken"):
        did(cases.take_case, case_id, two, street.at, seen=read + 1)
    assert seen(case_id, two, street.at).line.handler_id == 61


def test_what_is_missing_is_named_once_and_never_what_is_proved(street, worker):
    case_id, office = filed(street), clerk()
    with pytest.raises(Refused, match="case_asks_proved"):
        did(cases.ask_for, case_id, office, street.at, ["身份证复印件", "考勤表"], text="请补")
    did(cases.ask_for, case_id, office, street.at, ["考勤表"], text="请补考勤表")
    record = seen(case_id, worker, street.at)
    assert record.line.state is CaseState.WAITING and record.line.due_at is None
    assert record.line.person_due_at is not None
    did(cases.answer, case_id, worker, street.at, text="已上传")
    assert seen(case_id, worker, street.at).line.state is CaseState.OPEN
    with pytest.raises(Refused, match="case_asked"):
        did(cases.ask_for, case_id, office, street.at, ["工牌"], text="再补")


def test_handing_over_takes_everything_along_and_the_terms_run_on(street, worker):
    case_id, office = filed(street), clerk()
    did(cases.write, case_id, worker, street.at, "工地在隔壁区")
    before = seen(case_id, worker, street.at)
    later = street.at + timedelta(days=1)
    with pytest.raises(Refused, match="case_text_missing"):
        did(
            cases.hand_over, case_id, office, later, office="430102", department="justice", text=" "
        )
    with pytest.raises(Refused, match="case_same_office"):
        did(cases.hand_over, case_id, office, later, office=DISTRICT, department="labour", text="x")
    with pytest.raises(Refused, match="case_office_unknown"):
        did(cases.hand_over, case_id, office, later, office="999999", department="labour", text="x")
    did(
        cases.hand_over,
        case_id,
        office,
        later,
        office="430102",
        department="mediation",
        text="双方愿意调解",
    )
    after = seen(case_id, clerk("430102", 63), later)
    assert after.answers == before.answers and len(after.events) == len(before.events) + 1
    assert after.line.due_at == before.line.due_at
    assert after.routed["zh"] == "双方愿意调解"
    with pytest.raises(NotAllowed):
        did(cases.accept_case, case_id, clerk(STREET, 64), later)


def test_the_person_alone_closes_a_wage_claim_and_neither_office_employer_nor_helper_can(
    street, worker
):
    case_id, office = filed(street), clerk()
    did(cases.accept_case, case_id, office, street.at)
    employer = Actor("public", 46, "单位", (Grant("employer", CLERK, party=street.firm.party),))
    proposed(street, case_id)
    for actor in (office, clerk(HERE, 52), employer, person(street.worker, 43)):
        with pytest.raises((NotAllowed, NotFound)):
            did(cases.confirm, case_id, actor, street.at)
        with pytest.raises((NotAllowed, NotFound)):
            did(cases.withdraw_case, case_id, actor, street.at)
        with pytest.raises((NotAllowed, NotFound)):
            did(cases.receive, case_id, actor, street.at, "12800")
    helper = helping(street, worker)
    with pytest.raises(NotAllowed, match="case_person_alone"):
        did(cases.confirm, case_id, helper, street.at)
    assert seen(case_id, worker, street.at).line.state is CaseState.PROPOSED
    did(cases.contest, case_id, worker, street.at, "只到了一半")
    did(cases.receive, case_id, worker, street.at, "6400")
    assert seen(case_id, worker, street.at).received == 6400
    proposed(street, case_id)
    did(cases.receive, case_id, worker, street.at, "6,400.00")
    did(cases.confirm, case_id, worker, street.at, satisfied="yes", request="c")
    did(cases.confirm, case_id, worker, street.at, satisfied="no", request="c")
    record = seen(case_id, worker, street.at)
    assert (record.line.state, record.line.outcome, record.satisfied, record.received) == (
        CaseState.CLOSED,
        "paid",
        "yes",
        12800,
    )


def helping(
    street, worker, matter: str = "wage_claim", user: int = 47, at: datetime | None = None
) -> Actor:
    helper, at = person(None, user), at or street.at
    with acting(worker):
        _number, code = cases.grant_mandate(matter, days=30, actor=worker, at=at)
    with acting(helper):
        cases.accept_mandate(code, actor=helper, at=at)
    return helper


def test_a_helper_acts_under_a_mandate_and_is_refused_without_after_and_beyond_it(street, worker):
    helper = person(None, 47)
    with pytest.raises(NotAllowed, match="case_no_mandate"):
        filed(street, helper)
    helping(street, worker)
    case_id = filed(street, helper)
    assert seen(case_id, helper, street.at).events[0].side is Side.HELPER
    did(cases.write, case_id, helper, street.at, "我代他说")
    with pytest.raises(Conflict, match="case_open"):
        filed(street, worker)
    with pytest.raises(NotAllowed, match="case_no_mandate"):
        filed(street, helper, "mediation", counterpart="房东", what="押金")
    with pytest.raises(NotAllowed, match="case_not_yours"):
        did(cases.withdraw_case, case_id, helper, street.at)
    late = street.at + timedelta(days=40)
    with pytest.raises(NotAllowed):
        did(cases.write, case_id, helper, late, "过期")
    with acting(worker):
        given, _held = cases.mandates(worker)
        cases.end_mandate(given[0].id, actor=worker, at=street.at)
    with pytest.raises(NotFound):
        seen(case_id, helper, street.at)


def test_a_mandate_that_ran_out_shows_nothing_any_more(street, worker):
    case_id, begun = filed(street), street.at - timedelta(days=31)
    helper = helping(street, worker, at=begun)
    with pytest.raises(NotFound):
        seen(case_id, helper, street.at)
    with acting(helper):
        assert cases.cases_of(street.resident) == []
    helping(street, worker, at=begun + timedelta(days=1))
    assert seen(case_id, helper, street.at).line.id == case_id, "on its last day it does"


def test_a_mandate_code_counts_once_for_one_helper_and_not_for_oneself(street, worker):
    with acting(worker):
        _n, code = cases.grant_mandate("", days=10, actor=worker, at=street.at)
        with pytest.raises(Refused, match="mandate_own"):
            cases.accept_mandate(code, actor=worker, at=street.at)
    one, two = person(None, 71), person(None, 72)
    with acting(one):
        cases.accept_mandate(code.lower(), actor=one, at=street.at)
        cases.accept_mandate(code, actor=one, at=street.at)
    with acting(two), pytest.raises(Refused, match="mandate_code"):
        cases.accept_mandate(code, actor=two, at=street.at)
    with acting(two), pytest.raises(Refused, match="mandate_code"):
        cases.accept_mandate("AAAAAAAAAA", actor=two, at=street.at)
    with acting(two), pytest.raises(NotFound):
        cases.end_mandate(_n, actor=two, at=street.at)


def test_a_reopened_case_keeps_its_history_and_a_late_message_is_not_lost(street, worker):
    case_id = filed(street, code="question", what="居住证怎么办")
    proposed_by = clerk(STREET, 56)
    did(
        cases.propose,
        case_id,
        proposed_by,
        street.at,
        "answered",
        text="到窗口办",
        seen=version(case_id, proposed_by, street.at),
    )
    did(cases.confirm, case_id, worker, street.at)
    did(cases.write, case_id, worker, street.at, "又有问题")
    before = seen(case_id, worker, street.at)
    assert before.line.unread and before.line.state is CaseState.CLOSED
    later = street.at + timedelta(days=3)
    did(cases.reopen, case_id, worker, later, "窗口说不行")
    record = seen(case_id, worker, later)
    assert record.events[: len(before.events)] == before.events
    assert record.line.state is CaseState.OPEN and record.line.closed_at is None
    assert {c.round for c in record.clocks} == {1, 2}


def test_a_complaint_goes_to_the_level_above_with_terms_of_its_own(street, worker):
    case_id = filed(street, code="question", what="怎么没人理")
    with acting(worker):
        made = cases.complain(case_id, "一个月没人理", key="k", actor=worker, at=street.at)
        assert cases.complain(case_id, "一个月没人理", key="k", actor=worker, at=street.at) == made
    complaint = seen(made, worker, street.at)
    assert (complaint.line.office, complaint.line.parent_id) == (DISTRICT, case_id)
    assert {c.rule.code for c in complaint.clocks} == {"accept", "decide"}
    assert [c.id for c in seen(case_id, worker, street.at).children] == [made]
    with pytest.raises(NotAllowed):
        did(cases.accept_case, made, clerk(STREET, 56), street.at)


def test_legal_aid_is_asked_for_with_the_claim_and_needs_no_second_form(street, worker):
    case_id = filed(street, aid_wanted="yes")
    (aid,) = seen(case_id, worker, street.at).children
    record = seen(aid.id, worker, street.at)
    assert (record.line.matter, record.answers["aid_kind"]) == ("legal_aid", "wages")
    assert record.answers["counterpart"] == "浏阳某建筑队"


def test_a_term_is_extended_once_with_a_reason_and_no_other_is(street):
    case_id, office = filed(street), clerk()
    did(cases.accept_case, case_id, office, street.at)
    before = seen(case_id, office, street.at).line.due_at
    with pytest.raises(Refused, match="case_term_fixed"):
        did(cases.extend, case_id, office, street.at, "accept", text="忙")
    did(cases.extend, case_id, office, street.at, "investigate", text="案情复杂，已经批准")
    assert seen(case_id, office, street.at).line.due_at > before
    with pytest.raises(Refused, match="case_term_fixed"):
        did(cases.extend, case_id, office, street.at, "investigate", text="再延")


def test_arbitration_follows_without_filing_again(street, worker):
    case_id, office = filed(street), clerk()
    did(cases.accept_case, case_id, office, street.at)
    did(cases.set_stage, case_id, office, street.at, "arbitration", text="调查期间双方争议较大")
    record = seen(case_id, worker, street.at)
    terms = {c.rule.code: c.status.state for c in record.clocks}
    assert terms["investigate"] == "met" and terms["arb_accept"] == "running"
    assert "award" not in terms, "it runs from the day on which the commission takes it up"
    assert record.line.stage == "arbitration"
    assert (record.line.office, record.line.department) == (DISTRICT, "arbitration")
    assert "第二十一条" in record.routed["zh"] and record.line.handler_id is None
    did(cases.set_stage, case_id, office, street.at, "tribunal", text="已受理")
    record = seen(case_id, worker, street.at)
    terms = {c.rule.code: c for c in record.clocks}
    assert terms["arb_accept"].status.state == "met" and terms["award"].status.state == "running"
    assert terms["award"].longest > terms["award"].status.due
    assert record.line.department == "arbitration"
    with pytest.raises(Refused, match="case_stage_unknown"):
        did(cases.set_stage, case_id, office, street.at, "tribunal", text="x")


def test_urgent_relief_is_paid_first(street):
    at = street.at
    with acting(person(street.resident)):
        case_id = cases.file_case(
            street.resident,
            "temporary_relief",
            {"hardship": "火灾"},
            urgent=True,
            key=key(),
            actor=person(street.resident),
            at=at,
        )
    did(cases.pay_first, case_id, clerk(STREET, 56), at, text="先发 500 元")
    assert "urgent_papers" in {c.rule.code for c in seen(case_id, clerk(STREET, 56), at).clocks}


def test_the_person_hears_of_steps_without_what_was_written(street, worker):
    public("13900001234", person_id=street.resident)
    start = last_event()
    case_id = filed(street)
    did(cases.write, case_id, clerk(), street.at, "请明天来做笔录")
    did(cases.write, case_id, worker, street.at, "好")
    with acting(PLATFORM):
        for event in events_since(start):
            if event.name == cases.CASE_EVENT:
                handlers.stepped(event)
        sent = notices.recent(to="13900001234", kind=cases.NOTICE)
    assert len(sent) == 2, "of filing and of the office's message, not of one's own"
    assert not any("笔录" in m.text for m in sent)


def test_the_queue_is_by_term_with_counts_and_finds_by_number_and_name(street):
    first = filed(street, code="question", what="一")
    second = filed(street, code="question", what="二", at=street.at - timedelta(days=30))
    office = clerk(STREET, 56)
    with acting(office):
        found = cases.queue(office, at=street.at)
        assert [line.id for line in found.lines][:2] == [second, first]
        assert found.counts["late"] == 1 and found.counts["free"] == 2
        number = found.lines[0].number
        assert [x.id for x in cases.queue(office, at=street.at, words=number).lines] == [second]
        assert cases.queue(office, at=street.at, words="没有这个人").total == 0
        assert [x.id for x in cases.by_number(number)] == [second]
    elsewhere = clerk(OTHER_STREET, 57)
    with acting(elsewhere):
        assert cases.queue(elsewhere, at=street.at, show="all").total == 0


def test_a_merged_record_takes_its_cases_along(street):
    assert {"casework_case", "casework_mandate"} <= {r.table for r in people.references()}


def test_steps_are_recorded_once_each(street):
    case_id, office = filed(street), clerk()
    before = counted("audit_entry")
    did(cases.accept_case, case_id, office, street.at, request="a")
    did(cases.accept_case, case_id, office, street.at, request="a")
    assert counted("audit_entry") == before + 1
    assert [e.step for e in seen(case_id, office, street.at).events] == [Step.FILED, Step.ACCEPTED]


def test_evidence_is_kept_as_it_was_sent_with_its_hash_once_and_for_good(street, worker):
    case_id, data = filed(street), visits.picture()
    with acting(worker):
        digest = cases.add_evidence(
            case_id, data, "欠条.jpg", kind="wages", actor=worker, at=street.at
        )
        again = cases.add_evidence(
            case_id, data, "欠条.jpg", kind="photo", actor=worker, at=street.at
        )
    assert digest == again == hashlib.sha256(data).hexdigest()
    (one,) = seen(case_id, worker, street.at).evidence
    assert (one.name, one.kind, one.sha256) == ("欠条.jpg", "wages", digest)
    office = clerk()
    with acting(office):
        assert cases.evidence_content(case_id, one.id, original=True)[2] == data
        shown = cases.evidence_content(case_id, one.id, original=False)
        assert shown[1] == "image/jpeg" and b"PhoneMaker" not in shown[2]
    stranger = person(street.worker, 43)
    with acting(stranger), pytest.raises(NotFound):
        cases.evidence_content(case_id, one.id, original=True)
    with acting(worker), pytest.raises(Refused, match="paper_"):
        cases.add_evidence(
            case_id, b"MZ not a picture", "x.exe", kind="other", actor=worker, at=street.at
        )
    with acting(worker), pytest.raises(Refused, match="evidence_kind"):
        cases.add_evidence(case_id, pictured(2), "x.jpg", kind="boss", actor=worker, at=street.at)
    with acting(PLATFORM), as_intake_role(), pytest.raises(ProgrammingError), transaction.atomic():
        run("DELETE FROM casework_evidence")


def pictured(n: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60 + n, 40), (n, 120, 60)).save(out, "JPEG")
    return out.getvalue()
