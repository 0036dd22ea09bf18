"""Notifying the other side, its answer, its documents, what it says it paid; silence noted by the clock."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from anju.domains.casework.cases.data import Side, Step
from anju.domains.casework.cases.models import Case, CaseEventRow
from anju.domains.casework.cases.operations import case_rights, keeping_evidence, recording
from anju.domains.casework.cases.queries.cases import answers_of, matter_of
from anju.domains.casework.cases.rules.answering import read_money
from anju.domains.casework.respondents.data import MOST_ADDRESS, MOST_NAME
from anju.domains.casework.respondents.models import RespondentRow
from anju.domains.casework.respondents.queries import CLAIM
from anju.domains.employers import api as employers
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.calendar.statutory import term_status
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.characters import visible
from anju.foundation.clock import CHINA, local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.days import day_in
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.request_keys import require_key

ACT = "employer.edit"
"""The permission by which an account answers for an employer."""
NOTIFIED = "casework.notified"
NOTIFIED_TEXT = (
    "【安居】贵单位有一件劳动报酬事项（{number}）待答复，请在 {due} 前登录，在“欠薪答复”里答复并提供材料。",
    "[Anju] A wage claim ({number}) awaits the answer of your firm by {due}. See “Claims” on your pages.",
)


def notify(
    case_id: int,
    *,
    employer_id: int | None = None,
    name: str = "",
    address: str = "",
    key: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Notify the other side: an employer on file, or somebody by name (who is sent a letter); the notice's id. It is
    informed of what is claimed by whom, and nothing else of the case. Its term begins.

    By the office that owns the case. `Refused` ``respondent_none`` in matters without one, ``respondent_name``;
    `NotFound` ``employer_unknown``; `Conflict` ``respondent_notified`` a second time in one stage.
    """
    require_key(key)
    case_rights.see(case_id)
    found = employers.employers([employer_id]).get(employer_id) if employer_id else None
    if employer_id and found is None:
        raise NotFound("employer_unknown", id=employer_id)
    called = found.name if found else visible(name)
    with transaction.atomic(), as_intake_role():
        case = case_rights.locked(case_id)
        if case_rights.side_of(case, actor, at) is not Side.OFFICE:
            raise NotAllowed("case_not_yours")
        before = RespondentRow.objects.filter(case=case, key=key).first()
        if before is not None:
            return int(before.pk)
        if not called or len(called) > MOST_NAME:
            raise Refused("respondent_name", most=MOST_NAME)
        row = _new(case, called, found.party if found else "", key, at)
        row.address = visible(address or (found.address if found else ""))[:MOST_ADDRESS]
        like = RespondentRow.objects.filter(case=case, stage=row.stage, name=called)
        if like.filter(party=row.party).exists():
            raise Conflict("respondent_notified", name=called)
        row.save(force_insert=True)
        due = f"{row.due_at.astimezone(CHINA):%Y-%m-%d}"
        recording.take(
            case,
            Step.NOTIFIED,
            Side.OFFICE,
            key=key,
            actor=actor,
            at=at,
            detail={"name": called, "due": due},
            respondent=row.pk,
        )
        if found is not None:
            employers.tell(
                found,
                NOTIFIED,
                NOTIFIED_TEXT,
                at=at,
                named={"number": case.number, "due": due},
                context={"case": case.pk, "notice": row.pk},
            )
    return int(row.pk)


def _new(case: Case, name: str, party: str, key: str, at: datetime) -> RespondentRow:
    rule = matter_of(case).respondent
    if rule is None:
        raise Refused("respondent_none")
    (number,) = next_ids("casework_respondent", 1)
    answers = answers_of(case)
    known = people.persons([case.person_id]).get(case.person_id)
    claim = {"claimant": known.name if known else ""}
    claim |= {fact: answers[fact] for fact in rule.facts if fact in answers}
    calendar = calendar_of(register.published_days())
    due = term_status(rule.answer_in(case.stage).term, at, now=at, calendar=calendar).due or at
    return RespondentRow(
        id=number,
        case=case,
        party=party,
        name=name,
        number=case.number,
        person_id=case.person_id,
        matter=case.matter,
        region=case.region,
        stage=case.stage,
        claim_cipher=encrypt(json.dumps(claim, ensure_ascii=False), CLAIM, row=row_of(number)),
        filed_at=case.filed_at,
        notified_at=at,
        due_at=due,
        key=key,
    )


def respond(notice_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """Answer what is claimed; after the term too, which is then noted. By who answers for the employer, or the office
    for somebody who stands there. `Refused` ``case_text_missing``."""
    _see(notice_id)
    with transaction.atomic(), as_intake_role():
        row = _locked(notice_id, actor)
        if _take(row, Step.RESPONDED, key=key, actor=actor, at=at, text=text):
            row.answered_at = row.answered_at or at
            row.save(update_fields=["answered_at"])


def produce(
    notice_id: int, data: bytes, name: str, *, kind: str, actor: Actor, at: datetime
) -> str:
    """Keep a document the other side produces; its SHA-256. The same file again changes nothing. Raises what
    `keeping_evidence.keep` raises."""
    _see(notice_id)
    with transaction.atomic(), as_intake_role():
        row = _locked(notice_id, actor)
        return keeping_evidence.keep(
            row.case,
            Side.RESPONDENT,
            data,
            name,
            kind=kind,
            actor=actor,
            at=at,
            respondent=row.pk,
        )


def state_payment(
    notice_id: int,
    amount: str,
    day: str,
    *,
    text: str = "",
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """The other side says that it paid so much on a day. The case stays open: only the worker says what has come.
    `Refused` ``answer_money``, ``answer_day``, ``answer_ahead``."""
    value, paid = read_money(amount), day_in(day)
    if value is None:
        raise Refused("answer_money")
    if paid is None:
        raise Refused("answer_day")
    if paid > local_date(at):
        raise Refused("answer_ahead")
    _see(notice_id)
    detail = {"amount": f"{value:f}", "day": paid.isoformat()}
    with transaction.atomic(), as_intake_role():
        row = _locked(notice_id, actor)
        _take(row, Step.PAY_STATED, key=key, actor=actor, at=at, text=text, detail=detail)


def write_to(notice_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """The office writes to the other side; the worker reads it too."""
    require_key(key)
    _see(notice_id)
    with transaction.atomic(), as_intake_role():
        row = RespondentRow.objects.get(id=notice_id)
        case = case_rights.locked(row.case_id)
        if case_rights.side_of(case, actor, at) is not Side.OFFICE:
            raise NotAllowed("case_not_yours")
        if not recording.known(case, key):
            recording.take(
                case,
                Step.MESSAGE,
                Side.OFFICE,
                key=key,
                actor=actor,
                at=at,
                text=text,
                respondent=row.pk,
            )


def note_silences(*, actor: Actor, at: datetime, most: int = 200) -> int:
    """Note in each case of which the other side did not answer within its term that it did not, once; to how many."""
    noted = 0
    with transaction.atomic(), as_intake_role():
        late = RespondentRow.objects.select_for_update(skip_locked=True).filter(
            answered_at=None, silent_at=None, closed_at=None, due_at__lt=at
        )
        for row in late.order_by("due_at")[:most]:
            row.case = case_rights.locked(row.case_id)
            row.silent_at = at
            row.save(update_fields=["silent_at"])
            if row.case.closed_at is None:
                detail = {"name": row.name, "due": f"{row.due_at.astimezone(CHINA):%Y-%m-%d}"}
                key = f"silent:{row.pk}"
                noted += _take(row, Step.SILENT, key=key, actor=actor, at=at, detail=detail)
    return noted


def follow(case_id: int) -> None:
    """Carry over to the notices of a case what the other side may see of it: that it was closed, and what the worker
    says has come."""
    with transaction.atomic(), as_intake_role():
        case = Case.objects.filter(id=case_id).first()
        if case is None or not RespondentRow.objects.filter(case=case).exists():
            return
        received = CaseEventRow.objects.filter(case=case, step=Step.RECEIVED.value)
        total = sum((Decimal(e.detail["amount"]) for e in received), Decimal(0))
        RespondentRow.objects.filter(case=case).update(received=total, closed_at=case.closed_at)


def _take(
    row: RespondentRow,
    step: Step,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    text: str = "",
    detail: dict[str, str] | None = None,
) -> bool:
    """Take a step of the other side in the locked case; False when the same request was answered before."""
    require_key(key)
    if recording.known(row.case, key):
        return False
    recording.take(
        row.case,
        step,
        Side.RESPONDENT,
        key=key,
        actor=actor,
        at=at,
        text=text,
        detail=detail,
        respondent=row.pk,
    )
    return True


def _see(notice_id: int) -> None:
    """Raise `NotFound` ``notice_unknown`` unless the transaction's own scope admits the notice."""
    if not RespondentRow.objects.filter(id=notice_id).exists():
        raise NotFound("notice_unknown")


def _locked(notice_id: int, actor: Actor) -> RespondentRow:
    """The notice with its case, locked, for whoever answers: the employer's own people, or the owning office.
    `NotAllowed` ``case_not_yours``."""
    row = RespondentRow.objects.get(id=notice_id)
    row.case = case_rights.locked(row.case_id)
    theirs = bool(row.party) and actor.may(ACT, party=row.party)
    if not theirs and not actor.may(case_rights.HANDLE, region=row.case.office):
        raise NotAllowed("case_not_yours")
    return row
