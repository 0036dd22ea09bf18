"""Every step of a case after it was filed. Each call locks the case once, asks the table of steps, and writes step,
case, audit row and event together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from anju.domains.casework.cases.data import Side, Step
from anju.domains.casework.cases.models import Case, CaseEventRow
from anju.domains.casework.cases.operations import case_rights, open_cases, recording
from anju.domains.casework.cases.queries.cases import matter_of
from anju.domains.casework.cases.queries.matters import departments, stage_duty
from anju.domains.casework.cases.rules.answering import read_money
from anju.domains.casework.cases.rules.routing import office_of, routed_by
from anju.domains.casework.catalogue.queries import facts
from anju.domains.casework.catalogue.rules import proved_documents
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.calendar.statutory import ExtensionError
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.foundation.request_keys import require_key

Change = Callable[[Case, Side], Mapping[str, str] | None]


def act(
    case_id: int,
    step: Step,
    change: Change | None = None,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    text: str = "",
    seen: int | None = None,
) -> None:
    """Take a step. `change` alters the locked row and gives the detail of the step; it raises what bars it."""
    require_key(key)
    case_rights.see(case_id)
    with transaction.atomic(), as_intake_role():
        row = case_rights.locked(case_id)
        side = case_rights.side_of(row, actor, at)
        if recording.known(row, key):
            return
        if seen is not None and row.version != seen:
            raise Conflict("case_changed", number=row.number)
        detail = change(row, side) if change else None
        recording.take(row, step, side, key=key, actor=actor, at=at, text=text, detail=detail)


def take_case(case_id: int, *, seen: int, key: str, actor: Actor, at: datetime) -> None:
    """A clerk takes the case. `Conflict` ``case_taken`` (`by`) when somebody else has, ``case_changed``."""

    def change(row: Case, _side: Side) -> None:
        if row.handler_id not in (None, actor.user_id):
            raise Conflict("case_taken", by=row.handler_label)
        row.handler_id, row.handler_label = actor.user_id, actor.label[:100]

    act(case_id, Step.TAKEN, change, key=key, actor=actor, at=at, seen=seen)


def accept_case(case_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """The office takes the matter up; the term for dealing with it begins. `Conflict` ``case_step`` a second time."""

    def change(row: Case, _side: Side) -> None:
        if _since_opened(row, Step.ACCEPTED):
            raise Conflict("case_step", state=row.state)
        _handle(row, actor)

    act(case_id, Step.ACCEPTED, change, key=key, actor=actor, at=at)


def ask_for(
    case_id: int, documents: Sequence[str], *, text: str, key: str, actor: Actor, at: datetime
) -> None:
    """Say what is missing, once and all at once; the office's term stands still until it is answered.

    `Refused` ``case_asks_proved`` (`documents`) for what is on record, ``case_asked`` a second time.
    """

    wanted = [d.strip() for d in documents if d.strip()]

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        proved = proved_documents(wanted, facts())
        if proved:
            raise Refused("case_asks_proved", documents=[d for d, _fact in proved])
        if _since_opened(row, Step.ASKED):
            raise Refused("case_asked")
        _handle(row, actor)
        return {"documents": "、".join(wanted)[:500]}

    act(case_id, Step.ASKED, change, key=key, actor=actor, at=at, text=text)


def answer(case_id: int, *, text: str = "", key: str, actor: Actor, at: datetime) -> None:
    """What was missing is there; the office's term goes on."""
    act(case_id, Step.ANSWERED, key=key, actor=actor, at=at, text=text)


def write(case_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """A message in the case; after it was closed too."""
    act(case_id, Step.MESSAGE, key=key, actor=actor, at=at, text=text)


def hand_over(
    case_id: int,
    *,
    office: str,
    department: str,
    text: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Give the case to another office with the reason; all that is in it goes along, and its terms run on.

    `Refused` ``case_office_unknown``, ``case_department_unknown``, ``case_same_office``.
    """

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        if not regions.names([office.ljust(12, "0")]):
            raise Refused("case_office_unknown")
        words = departments().get(department)
        if words is None:
            raise Refused("case_department_unknown")
        if (office, department) == (row.office, row.department):
            raise Refused("case_same_office")
        before = {"from": row.office, "from_department": row.department}
        row.office, row.department = office, department
        row.handler_id, row.handler_label = None, ""
        row.routed = {
            "zh": text.strip()[:500],
            "en": text.strip()[:500],
            "department_zh": words[0],
            "department_en": words[1],
        }
        return {**before, "to": office, "to_department": department}

    act(case_id, Step.HANDED_OVER, change, key=key, actor=actor, at=at, text=text)


def extend(case_id: int, term: str, *, text: str, key: str, actor: Actor, at: datetime) -> None:
    """Extend a term that the law lets be extended, with the reason. `Refused` ``case_term_fixed``."""

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        rules = {t.code for t in matter_of(row).terms if t.term.extensions}
        if term not in rules:
            raise Refused("case_term_fixed")
        return {"term": term}

    try:
        act(case_id, Step.EXTENDED, change, key=key, actor=actor, at=at, text=text)
    except ExtensionError as error:
        raise Refused("case_term_fixed") from error


def set_stage(case_id: int, stage: str, *, text: str, key: str, actor: Actor, at: datetime) -> None:
    """Go on to another stage, such as from inspection to arbitration; nothing is filed again, and a stage that is
    another office's duty goes there by its rule. `Refused` ``case_stage_unknown``."""

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        if stage == row.stage or stage not in dict(matter_of(row).stages):
            raise Refused("case_stage_unknown")
        row.stage = stage
        duty = stage_duty(row.matter, stage, row.region, local_date(at))
        if duty is None or (office_of(duty, row.region), duty.department) == (
            row.office,
            row.department,
        ):
            return {"stage": stage}
        row.office, row.department = office_of(duty, row.region), duty.department
        row.handler_id, row.handler_label = None, ""
        row.routed = routed_by(duty)
        return {"stage": stage, "to": row.office, "to_department": row.department}

    act(case_id, Step.STAGED, change, key=key, actor=actor, at=at, text=text)


def pay_first(case_id: int, *, text: str, key: str, actor: Actor, at: datetime) -> None:
    """Urgent help was given before the documents are in. `Refused` ``case_not_urgent``."""

    def change(row: Case, _side: Side) -> None:
        if not matter_of(row).urgent:
            raise Refused("case_not_urgent")
        row.urgent = True

    act(case_id, Step.PAID_FIRST, change, key=key, actor=actor, at=at, text=text)


def receive(case_id: int, amount: str, *, key: str, actor: Actor, at: datetime) -> None:
    """The person says how much money has come; nobody else can. `Refused` ``answer_money``."""

    def change(_row: Case, _side: Side) -> Mapping[str, str]:
        value = read_money(amount)
        if value is None:
            raise Refused("answer_money")
        return {"amount": f"{value:f}"}

    act(case_id, Step.RECEIVED, change, key=key, actor=actor, at=at)


def deny_payment(case_id: int, *, text: str = "", key: str, actor: Actor, at: datetime) -> None:
    """The person says that a payment the other side stated has not come."""
    act(case_id, Step.NOT_RECEIVED, key=key, actor=actor, at=at, text=text)


def propose(
    case_id: int,
    outcome: str,
    *,
    text: str,
    seen: int,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Name the outcome and what was done; the person confirms it or says no. `Refused` ``case_outcome_unknown``;
    `Conflict` ``case_changed``."""

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        if outcome not in dict(matter_of(row).outcomes):
            raise Refused("case_outcome_unknown")
        row.outcome = outcome
        _handle(row, actor)
        return {"outcome": outcome}

    act(case_id, Step.PROPOSED, change, key=key, actor=actor, at=at, text=text, seen=seen)


def confirm(
    case_id: int,
    *,
    satisfied: str = "",
    text: str = "",
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """The outcome is as it was said; the case is closed. `satisfied`: yes, partly, no, or nothing.

    By the person; by a helper, or by the office while the person stands at the counter, where the matter allows it.
    `NotAllowed` ``case_person_alone``.
    """

    def change(row: Case, side: Side) -> Mapping[str, str]:
        if side is not Side.PERSON and matter_of(row).alone:
            raise NotAllowed("case_person_alone")
        row.satisfied = satisfied if satisfied in ("yes", "partly", "no") else ""
        return {"outcome": row.outcome}

    act(case_id, Step.CONFIRMED, change, key=key, actor=actor, at=at, text=text)


def contest(case_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """The outcome is not as it was said; the office goes on, and its term with it."""

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        before, row.outcome = row.outcome, ""
        return {"outcome": before}

    act(case_id, Step.CONTESTED, change, key=key, actor=actor, at=at, text=text)


def withdraw_case(case_id: int, *, text: str = "", key: str, actor: Actor, at: datetime) -> None:
    """The person no longer wants it; nobody else can withdraw it."""

    def change(row: Case, _side: Side) -> None:
        row.outcome = "withdrawn"

    act(case_id, Step.WITHDRAWN, change, key=key, actor=actor, at=at, text=text)


def reopen(case_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """Go on with a closed case; its history and its earlier terms stay. `Conflict` ``case_open`` when another one of
    the person in the matter is open."""

    def change(row: Case, _side: Side) -> Mapping[str, str]:
        open_cases.require_only(row)
        before, row.outcome, row.satisfied = row.outcome, "", ""
        return {"outcome": before}

    act(case_id, Step.REOPENED, change, key=key, actor=actor, at=at, text=text)


def see_case(case_id: int, *, actor: Actor, at: datetime) -> None:
    """The office has read what was written."""
    case_rights.see(case_id)
    with transaction.atomic(), as_intake_role():
        row = case_rights.locked(case_id)
        if row.unread and case_rights.side_of(row, actor, at) is Side.OFFICE:
            row.unread = False
            row.save(update_fields=["unread"])


def _handle(row: Case, actor: Actor) -> None:
    """Whoever acts first in a case that nobody has taken takes it."""
    if row.handler_id is None:
        row.handler_id, row.handler_label = actor.user_id, actor.label[:100]


def _since_opened(row: Case, step: Step) -> bool:
    """The step was taken since the case was filed or last reopened."""
    opened = CaseEventRow.objects.filter(case=row, step=Step.REOPENED.value).order_by("-id")
    since = opened.values_list("id", flat=True).first() or 0
    return CaseEventRow.objects.filter(case=row, step=step.value, id__gt=since).exists()
