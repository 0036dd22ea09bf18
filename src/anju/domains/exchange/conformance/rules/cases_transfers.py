"""Cases about what a person asked to be sent on: who looked at it, what became of it, what counts in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from anju.domains.exchange.conformance.rules.expecting import Case, Steps, receipts, rejected
from anju.domains.exchange.conformance.rules.kit import Kit, Message
from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    CARER,
    DEFAULT,
    LEFT_BEHIND,
    OUTCOME,
    TRANSFER,
    WITHDRAWAL,
)
from anju.foundation.clock import local_date

ABOUT = {TRANSFER: "vaccination", CARER: "care", LEFT_BEHIND: "care"}
"""Class → a purpose it is sent for."""


def _in_days(kit: Kit, days: int) -> str:
    return (local_date(kit.clock()) + timedelta(days=days)).isoformat()


def _report(kit: Kit, **body: Any) -> Message:  # noqa: ANN401 - whatever JSON holds
    message = kit.message(OUTCOME, reply_to=str(uuid4()))
    found = {**message["body"], "day": _in_days(kit, 0), **body}
    return {**message, "body": {k: v for k, v in found.items() if v is not None}}


def _faulty(
    number: int, code: str, zh: str, en: str, make: Callable[[Kit], Message], at: str = ""
) -> Case:
    def steps(kit: Kit) -> Steps:
        message = make(kit)
        yield kit.request(message), rejected(message, code, at)

    return Case(f"T-{number:03d}", (zh, en), steps, code)


def _of_own(about: str, code: str, at: str, *, named: str) -> Callable[[Kit], Steps]:
    """A report about an own message: the other place reports, never the one that sent it."""

    def steps(kit: Kit) -> Steps:
        first = kit.message(about)
        yield kit.request(first), receipts(first)
        outcome = "declined" if named == LEFT_BEHIND else "taken_in"
        second = _report(kit, **{"class": named, "outcome": outcome})
        second = {**second, "reply_to": first["id"]}
        yield kit.request(second), rejected(second, code, at)

    return steps


def _silent(kind: str) -> Callable[[Kit], Steps]:
    """The term has passed: the person has the record in hand, or was notified that nobody answered."""

    def steps(kit: Kit) -> Steps:
        first = kit.message(kind, answer_by=_in_days(kit, 15))
        body = {"term": _in_days(kit, 15), "outcome": "in_hand"}
        second = kit.message(
            DEFAULT,
            reply_to=first["id"],
            subject=first["subject"],
            purpose=ABOUT[kind],
            body=body,
        )
        yield kit.request([first, second]), receipts(first, second)

    return steps


def _consent_ends(kit: Kit) -> Steps:
    first = kit.message(LEFT_BEHIND)
    yield kit.request(first), receipts(first)
    second = kit.message(
        WITHDRAWAL,
        reply_to=first["id"],
        subject=first["subject"],
        purpose="care",
        body={"reason": "at_request"},
    )
    yield kit.request(second), receipts(second)
    yield kit.request(second), receipts(second, repeated=True)


def _checked(kit: Kit, **checked: str) -> Message:
    message = kit.message(TRANSFER)
    return {**message, "body": {**message["body"], "checked": {"by": "城关门诊", **checked}}}


def _takes_checked(kit: Kit) -> Steps:
    message = _checked(kit, day=_in_days(kit, 0))
    yield kit.request(message), receipts(message)


def _short(kind: str, days: int) -> Callable[[Kit], Message]:
    return lambda kit: kit.message(kind, answer_by=_in_days(kit, days))


CASES = (
    Case("T-001", ("收核对过的记录", "takes a record that was checked"), _takes_checked),
    Case("T-002", ("记录逾期默认", "the default of a record"), _silent(TRANSFER)),
    Case("T-003", ("联系方式逾期默认", "the default of a contact"), _silent(CARER)),
    Case("T-004", ("留守关爱逾期默认", "the default of a notice of care"), _silent(LEFT_BEHIND)),
    Case("T-005", ("撤回同意", "consent withdrawn"), _consent_ends),
    _faulty(
        10,
        "outcome_class",
        "记录说成已帮扶",
        "a record that was helped",
        lambda k: _report(k, outcome="helped"),
        "/body/outcome",
    ),
    _faulty(
        11,
        "outcome_class",
        "留守关爱说成已收入",
        "somebody left behind who was taken in",
        lambda k: _report(k, **{"class": LEFT_BEHIND, "outcome": "taken_in"}),
        "/body/outcome",
    ),
    _faulty(
        12,
        "body_invalid",
        "不收却没有理由",
        "refused without a reason",
        lambda k: _report(k, outcome="refused"),
        "/body",
    ),
    _faulty(
        13,
        "body_invalid",
        "已收入却有不收的理由",
        "taken in, with a reason to refuse",
        lambda k: _report(k, reason="not_here"),
        "/body",
    ),
    _faulty(
        14,
        "day_in_future",
        "将来办理",
        "an outcome to come",
        lambda k: _report(k, day=_in_days(k, 2)),
        "/body/day",
    ),
    _faulty(
        15,
        "reference_missing",
        "办理结果没有所指",
        "an outcome about nothing",
        lambda k: {m: v for m, v in _report(k).items() if m != "reply_to"},
        "/reply_to",
    ),
    _faulty(
        16,
        "reference_unknown",
        "办理结果所指不存在",
        "an outcome about an unknown message",
        _report,
        "/reply_to",
    ),
    _faulty(
        17,
        "day_in_future",
        "将来核对",
        "a check to come",
        lambda k: _checked(k, day=_in_days(k, 2)),
        "/body/checked/day",
    ),
    _faulty(
        18,
        "term_too_short",
        "记录期限太短",
        "a record's term too short",
        _short(TRANSFER, 5),
        "/answer_by",
    ),
    _faulty(
        19,
        "term_too_short",
        "留守关爱期限太短",
        "a term of care too short",
        _short(LEFT_BEHIND, 5),
        "/answer_by",
    ),
    Case(
        "T-020",
        ("自己的记录报办理结果", "an outcome of one's own record"),
        _of_own(TRANSFER, "reference_sender", "/reply_to", named=TRANSFER),
        "reference_sender",
    ),
    Case(
        "T-021",
        ("流入通知报办理结果", "an outcome of an arrival notice"),
        _of_own(ARRIVAL, "reference_class", "/reply_to", named=TRANSFER),
        "reference_class",
    ),
)
