"""What is counted of messages between places: those that came, those that went out and their receipts, answers due."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.exchange.links.models import Message
from anju.foundation.facts import Dimension, Fact

_SOURCE = "exchange_message m JOIN exchange_peer q ON q.id = m.peer_id AND NOT q.test"
_MIDNIGHT = "{{{day}}}::timestamp AT TIME ZONE 'Asia/Shanghai'"
_IN_SPAN = f"m.at >= {_MIDNIGHT.format(day='since')} AND m.at < {_MIDNIGHT.format(day='after')}"
_LINKS = {"link": Dimension("q.code"), "message_class": Dimension("m.kind")}


def _messages(direction: str, code: str) -> Fact:
    return Fact(
        code=code,
        about="message",
        source=_SOURCE,
        key="m.id",
        region="m.region",
        where=f"m.direction = '{direction}' AND {_IN_SPAN}",
        day="(m.at AT TIME ZONE 'Asia/Shanghai')::date",
        dimensions={**_LINKS, "message_state": Dimension("m.state")},
    )


MESSAGE_IN, MESSAGE_OUT = _messages("in", "message_in"), _messages("out", "message_out")
"""A message that came, or was written to go out, in the span; `message_state`: what has become of it since."""

REPLY_DUE = Fact(
    code="reply_due",
    about="message",
    source=_SOURCE,
    key="m.id",
    region="m.region",
    where="m.direction = 'out' AND m.kind = 'enquiry' AND m.state <> 'dropped' "
    "AND m.answer_by >= {since} AND m.answer_by < {after}",
    day="m.answer_by",
    dimensions={
        **_LINKS,
        "reply": Dimension(
            "CASE WHEN m.result IN ('', 'unanswered') OR m.done_at IS NULL THEN 'none'"
            " WHEN (m.done_at AT TIME ZONE 'Asia/Shanghai')::date <= m.answer_by THEN 'in_time' ELSE 'late' END"
        ),
    },
)
"""An enquiry of ours that the other place was to answer by a day of the span. `reply`: whether it did, and in time."""

FACTS = (MESSAGE_IN, MESSAGE_OUT, REPLY_DUE)


def classes_of_messages(message_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Class of these messages and name of the other place, as far as the transaction sees them. One query."""
    found = Message.objects.filter(id__in=list(message_ids))
    return {i: (kind, peer) for i, kind, peer in found.values_list("id", "kind", "peer__name")}
