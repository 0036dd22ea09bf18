"""Reading applications, as far as the transaction sees them, and whether a page should offer to decide one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anju.domains.people import api as people
from anju.domains.permits.applications import rules as stages
from anju.domains.permits.applications.data import (
    OPEN,
    Application,
    ApplicationState,
    ApplicationView,
    Channel,
    DecisionView,
    Kind,
    MoveView,
    NoticeItem,
    NoticeView,
    ProxyReason,
    ProxyView,
    QueueLine,
    Stage,
    StageDecision,
    SupportingDocumentView,
)
from anju.domains.permits.applications.models import Application as Row
from anju.domains.permits.applications.models import Decision, MissingNotice, Paper
from anju.domains.permits.applications.queries import local_rules
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt

PROXY_NUMBER = "permits.proxy"


def application(application_id: int) -> Application | None:
    """One application with its decisions, notice and supporting documents; None out of sight. Four queries."""
    row = Row.objects.filter(id=application_id).first()
    if row is None:
        return None
    notice = MissingNotice.objects.filter(application_id=row.pk).first()
    until = (
        local_rules.until("permit.object", row.region, row.closed_at)
        if row.state == ApplicationState.REFUSED and row.closed_at
        else None
    )
    return Application(
        view(row),
        tuple(decision(d) for d in Decision.objects.filter(application_id=row.pk).order_by("id")),
        notice_view(notice) if notice else None,
        tuple(
            supporting_document_view(p)
            for p in Paper.objects.filter(application_id=row.pk, replaced_at=None)
            .select_related("blob")
            .defer("blob__cipher")
            .order_by("id")
        ),
        until,
    )


def of_person(person_ids: Sequence[int], *, limit: int = 20) -> list[QueueLine]:
    """Applications for these people, newest first."""
    return [
        line(r) for r in Row.objects.filter(person_id__in=list(person_ids)).order_by("-id")[:limit]
    ]


def by_proxy(person_id: int, *, limit: int = 20) -> list[QueueLine]:
    """Applications this person made for others, newest first."""
    return [line(r) for r in Row.objects.filter(proxy_person_id=person_id).order_by("-id")[:limit]]


def of_party(party: str, *, limit: int = 200) -> list[QueueLine]:
    """Applications an employer entered, newest first."""
    return [line(r) for r in Row.objects.filter(party=party).order_by("-id")[:limit]]


def of_permit(permit_id: int) -> list[QueueLine]:
    """Applications about one permit, newest first."""
    return [line(r) for r in Row.objects.filter(permit_id=permit_id).order_by("-id")]


def open_of(person_id: int, kind: Kind) -> Row | None:
    """The application of this kind that is under way."""
    return Row.objects.filter(
        person_id=person_id, kind=kind.value, state__in=[s.value for s in OPEN]
    ).first()


def view(row: Row) -> ApplicationView:
    """A row as a value."""
    return ApplicationView(
        id=row.pk,
        number=row.number,
        person_id=row.person_id,
        kind=Kind(row.kind),
        channel=Channel(row.channel),
        state=ApplicationState(row.state),
        region=row.region,
        station=row.station,
        home_id=row.home_id,
        permit_id=row.permit_id,
        path=row.path,
        party=row.party,
        proxy=_proxy(row),
        stages=tuple(Stage(s) for s in row.stages),
        four_eyes=tuple(Stage(s) for s in row.four_eyes),
        stage=Stage(row.stage) if row.stage else None,
        version=row.version,
        created_at=row.created_at,
        created_by=row.created_by,
        created_label=row.created_label,
        confirmed_at=row.confirmed_at,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        due_source=row.due_rule.get("source", ""),
        paused_at=row.paused_at,
        pauses=tuple((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in row.pauses),
        closed_at=row.closed_at,
        proofs=tuple(row.proofs),
        round=row.round,
        moves=tuple(map(_move, row.moves)),
    )


def _move(stored: dict[str, Any]) -> MoveView:
    (region, home_id), (to_region, to_home) = stored["from"], stored["to"]
    return MoveView(
        datetime.fromisoformat(stored["at"]), region, home_id, to_region, to_home, stored["again"]
    )


def _proxy(row: Row) -> ProxyView | None:
    if not row.proxy_reason:
        return None
    number = decrypt(row.proxy_number_cipher, PROXY_NUMBER, row=row.proxy_number_index)
    return ProxyView(
        ProxyReason(row.proxy_reason),
        row.proxy_relation,
        row.proxy_name,
        row.proxy_document,
        people.mask_number(number) if number else "",
        row.proxy_person_id,
        dict(row.shown),
    )


def decision(row: Decision) -> DecisionView:
    """A row as a value."""
    return DecisionView(
        Stage(row.stage),
        StageDecision(row.decision),
        tuple(row.reasons),
        row.note,
        row.by_user,
        row.by_label,
        row.role,
        row.at,
        row.round,
    )


def notice_view(row: MissingNotice) -> NoticeView:
    """A row as a value."""
    items = tuple(
        NoticeItem(
            i["code"],
            i["article"],
            tuple(i["papers"]),
            i.get("note", ""),
            datetime.fromisoformat(i["settled_at"]) if i.get("settled_at") else None,
        )
        for i in row.items
    )
    return NoticeView(items, row.by_label, row.at, row.answer_until, row.answered_at)


def supporting_document_view(row: Paper) -> SupportingDocumentView:
    """A row as a value, without its content."""
    return SupportingDocumentView(
        row.pk,
        row.kind,
        row.blob.content_type,
        row.blob.size,
        row.at,
        row.deleted_at is not None,
        row.delete_after,
    )


def line(row: Row) -> QueueLine:
    """A row as a line of a list."""
    return QueueLine(
        id=row.pk,
        number=row.number,
        person_id=row.person_id,
        kind=Kind(row.kind),
        channel=Channel(row.channel),
        state=ApplicationState(row.state),
        region=row.region,
        stage=Stage(row.stage) if row.stage else None,
        created_at=row.created_at,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        paused_at=row.paused_at,
        closed_at=row.closed_at,
        confirm_until=row.confirm_until,
    )


def may_decide(found: Application, actor: Actor) -> str:
    """ "" when the actor may speak now; otherwise the code that says why not (``not_your_desk``, ``stage_same_person``,
    ``four_eyes_same``, ``four_eyes_entered``, ``own_application``, ``application_not_deciding``).
    `decide` asks the same again."""
    view = found.view
    if view.state is not ApplicationState.DECIDING or view.stage is None:
        return "application_not_deciding"
    if not stages.holds(actor.grants, view.stage, region=view.region, station=view.station):
        return "not_your_desk"
    if actor.person_id is not None and actor.person_id in (
        view.person_id,
        view.proxy.person_id if view.proxy else None,
    ):
        return "own_application"
    if any(
        d.by_user == actor.user_id and d.stage is view.stage and d.round == view.round
        for d in found.decisions
    ):
        return "four_eyes_same"
    if any(d.by_user == actor.user_id and d.round == view.round for d in found.decisions):
        return "stage_same_person"
    if view.stage in view.four_eyes and actor.user_id == view.created_by:
        return "four_eyes_entered"
    return ""
