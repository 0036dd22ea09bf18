"""Submitted: accepted at once, or everything missing requested once; and the clock that starts, stops and goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anju.domains.permits.applications.data import ApplicationState, Need
from anju.domains.permits.applications.models import Application, MissingNotice
from anju.domains.permits.applications.operations.application_rights import goes_to
from anju.domains.permits.applications.queries import local_rules
from anju.domains.permits.applications.rules import first_due, resumed
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import Conflict, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

ACCEPTED, MISSING = "permits.accepted", "permits.missing"


def handed_in(row: Application, needs: Sequence[Need], *, actor: Actor, at: datetime) -> None:
    """Accept the application, or request everything that is missing in one notice. Call it as the
    intake role, row locked."""
    lacking = [n for n in needs if not n.met_by]
    if any(not n.documents for n in lacking):
        raise Refused(
            "not_entitled_yet",
            since=_since(lacking),
            codes=[n.code for n in lacking if not n.documents],
        )
    notice = MissingNotice.objects.filter(application=row).first()
    if notice is not None:
        _answered(row, notice, lacking, actor, at)
    elif lacking:
        ask(row, [_item(n) for n in lacking], actor=actor, at=at)
    else:
        accept(row, actor=actor, at=at)


def accept(row: Application, *, actor: Actor, at: datetime) -> None:
    """The file is complete: the time limit runs, or goes on, and the first stage is due."""
    if row.accepted_at is None:
        term = local_rules.rule("permit.issue", row.region, at=at)
        way = local_rules.way(row.region, at=at)
        row.due_rule = {**term, "source": local_rules.source("permit.issue", row.region, at=at)}
        row.accepted_at, row.due_at = (
            at,
            first_due(
                at,
                int(term["amount"]),
                str(term["unit"]),
                at_most=local_rules.issue_at_most(at),
                published=register.published_days(),
            ),
        )
        row.stages, row.four_eyes = [s.value for s in way.stages], [s.value for s in way.four_eyes]
        row.stage = row.stages[0]
    goes_to(row, ApplicationState.DECIDING, at=at)
    _go_on(row, at)
    row.save()
    _notify(ACCEPTED, "permit.accept", row, actor, at, {"due": row.due_at})


def ask(row: Application, items: list[dict[str, Any]], *, actor: Actor, at: datetime) -> None:
    """The one notice; the time limit is paused until it is answered."""
    MissingNotice.objects.create(
        application=row,
        items=items,
        at=at,
        by_user=actor.user_id,
        by_label="" if row.accepted_at is None else actor.label,
        answer_until=local_rules.until("permit.answer", row.region, at),
    )
    goes_to(row, ApplicationState.INCOMPLETE, at=at)
    if row.accepted_at is not None:
        row.paused_at = at
    row.save()
    _notify(MISSING, "permit.missing", row, actor, at, {"items": [i["code"] for i in items]})


def ask_again(
    row: Application,
    notice: MissingNotice,
    codes: Sequence[str],
    note: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """What the notice named came, but does not prove it: the same items stand open once more, nothing new is asked."""
    require_no_identity_number(note)
    notice.items = [
        {**i, "settled_at": None, "note": note or i.get("note", "")} if i["code"] in codes else i
        for i in notice.items
    ]
    notice.answered_at, notice.answer_until = (
        None,
        local_rules.until("permit.answer", row.region, at),
    )
    notice.save(update_fields=["items", "answered_at", "answer_until"])
    goes_to(row, ApplicationState.INCOMPLETE, at=at)
    row.paused_at = at
    row.save()
    _notify(MISSING, "permit.missing_again", row, actor, at, {"items": list(codes)})


def item(code: str, article: str, documents: Sequence[str], note: str = "") -> dict[str, Any]:
    """One line of a notice."""
    return {
        "code": code,
        "article": article,
        "papers": [str(p) for p in documents],
        "note": note,
        "settled_at": None,
    }


def _item(need: Need) -> dict[str, Any]:
    return item(need.code, need.article, need.documents)


def _answered(
    row: Application, notice: MissingNotice, lacking: Sequence[Need], actor: Actor, at: datetime
) -> None:
    """What came settles its items; before acceptance also what the register has learned meanwhile. Nothing may be asked
    that the notice did not name."""
    if row.state != ApplicationState.INCOMPLETE:
        raise Conflict("application_state", number=row.number, state=row.state)
    came, lacks = _came_since(row, notice), {n.code for n in lacking}
    open_still = [
        i["code"]
        for i in notice.items
        if not i["settled_at"]
        and (not came & set(i["papers"]) if row.accepted_at else i["code"] in lacks)
    ]
    if open_still:
        raise Refused("still_missing", codes=open_still)
    notice.items = [{**i, "settled_at": i["settled_at"] or at.isoformat()} for i in notice.items]
    notice.answered_at = at
    notice.save(update_fields=["items", "answered_at"])
    accept(row, actor=actor, at=at)


def _came_since(row: Application, notice: MissingNotice) -> set[str]:
    """Kinds of paper that came after the notice was (last) given."""
    since = row.paused_at or notice.at
    return set(row.papers.filter(replaced_at=None, at__gte=since).values_list("kind", flat=True))


def _go_on(row: Application, at: datetime) -> None:
    if row.paused_at is None or row.due_at is None:
        return
    row.pauses = [*row.pauses, [row.paused_at.isoformat(), at.isoformat()]]
    row.due_at = resumed(
        row.due_at,
        row.paused_at,
        at,
        str(row.due_rule.get("unit", "days")),
        published=register.published_days(),
    )
    row.paused_at = None


def _since(lacking: Sequence[Need]) -> str:
    days = [n.due for n in lacking if not n.documents and n.due]
    return max(days).isoformat() if days else ""


def _notify(
    event: str, action: str, row: Application, actor: Actor, at: datetime, detail: dict[str, Any]
) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="application",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail=detail,
    )
    events.emit(
        event,
        {"application": row.pk, "person": row.person_id, "region": row.region, "kind": row.kind},
        at=at,
    )
