"""Lists of the office: messages that came and go out, moves under way, and how many of each want somebody. A fixed
number of queries each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anju.domains.exchange.links.data.links import (
    IN,
    OPEN_MOVES,
    OUT,
    MessageView,
    MoveFilter,
    MoveState,
    MoveView,
    Narrowed,
    Standing,
    State,
)
from anju.domains.exchange.links.models import Message, Move
from anju.domains.exchange.links.queries.messages import message_value
from anju.domains.exchange.messages.data.classes import ENQUIRY

_OPEN = [s.value for s in OPEN_MOVES]
_UNANSWERED = Q(direction=OUT, kind=ENQUIRY, result__in=("", "unanswered")) & ~Q(
    state=State.DROPPED.value
)
_OURS = Q(direction=IN, state=State.SET_ASIDE.value)
SHOWN: dict[str, Q] = {
    "ours": _OURS,
    "rejected": Q(direction=OUT, state=State.REJECTED.value),
    "theirs": _UNANSWERED,
    "waiting": Q(direction=OUT, state=State.QUEUED.value) | Q(direction=IN, state=State.KEPT.value),
    "all": Q(),
}
"""What a list of messages shows: waits for this office, was rejected, waits for the other place's answer, is on its
way, everything."""


def messages_of(
    asked: Narrowed, *, show: str, limit: int, offset: int = 0
) -> tuple[list[MessageView], dict[str, int]]:
    """Messages without their contents: what somebody waits for by its term, the rest newest first; and how many there
    are under each of `SHOWN`."""
    rows = _narrowed(asked)
    counts: dict[str, int] = rows.aggregate(**{n: Count("id", filter=q) for n, q in SHOWN.items()})
    order = ("answer_by", "at", "id") if show in ("ours", "theirs") else ("-at", "-id")
    found = rows.filter(SHOWN[show]).select_related("peer").order_by(*order)
    return [message_value(m, None) for m in found[offset : offset + limit]], counts


def _narrowed(asked: Narrowed) -> QuerySet[Message]:
    rows = Message.objects.filter(peer__test=False)
    if asked.place:
        rows = rows.filter(peer__code=asked.place)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.direction:
        rows = rows.filter(direction=asked.direction)
    if asked.persons is not None:
        rows = rows.filter(Q(person_id__in=asked.persons) | Q(message_id=asked.message_id))
    return rows


def moves_of(
    asked: MoveFilter, *, today: date, limit: int, offset: int = 0
) -> tuple[list[MoveView], dict[str, int]]:
    """Moves, those whose term ends first before the others; and how many there are under each state of `MoveFilter`."""
    shown = {
        "open": Q(state__in=_OPEN),
        "late": Q(state__in=_OPEN, due__lt=today) | Q(state=MoveState.BY_DEFAULT.value),
        "ours": Q(direction=OUT, state=MoveState.SET_ASIDE.value),
        "done": ~Q(state__in=_OPEN),
    }
    rows = Move.objects.filter(peer__test=False)
    if asked.place:
        rows = rows.filter(peer__code=asked.place)
    if asked.direction:
        rows = rows.filter(direction=asked.direction)
    if asked.persons is not None:
        rows = rows.filter(person_id__in=asked.persons)
    counts: dict[str, int] = rows.aggregate(**{n: Count("id", filter=q) for n, q in shown.items()})
    order = ("-day", "-id") if asked.show == "done" else ("due", "day", "id")
    found = rows.filter(shown[asked.show]).select_related("peer", "notice").order_by(*order)
    return [_move(m) for m in found[offset : offset + limit]], counts


def standing(*, today: date) -> Standing:
    """How many messages and moves want somebody, here or there. Two queries."""
    late = Q(answer_by__lt=today)
    found = Message.objects.filter(peer__test=False).aggregate(
        ours=Count("id", filter=_OURS),
        ours_late=Count("id", filter=_OURS & late),
        rejected=Count("id", filter=SHOWN["rejected"]),
        theirs=Count("id", filter=_UNANSWERED),
        theirs_late=Count("id", filter=_UNANSWERED & late),
    )
    moves = Move.objects.filter(peer__test=False, direction=IN).aggregate(
        moves=Count("id", filter=Q(state__in=_OPEN)),
        by_default=Count("id", filter=Q(state=MoveState.BY_DEFAULT.value)),
    )
    return Standing(**found, **moves)


def message_id_of(text: str) -> UUID | None:
    """The id of a message somebody looks for; None where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _move(row: Move) -> MoveView:
    return MoveView(
        row.pk,
        row.peer.name,
        row.peer.code,
        row.direction,
        row.person_id,
        row.day,
        MoveState(row.state),
        row.due if row.direction == IN else row.notice.answer_by,
        row.settled_at,
        row.notice_id,
        row.notice.result,
    )


def persons_of(lines: Sequence[MessageView | MoveView]) -> list[int]:
    """Whom a list is about."""
    return sorted({p for p in (line.person_id for line in lines) if p is not None})
