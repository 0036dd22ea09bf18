"""Cases about agreements, ids, the order of a subject, and references."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from anju.domains.exchange.conformance.data.report import ENDED, NARROW, NARROW_PER_DAY
from anju.domains.exchange.conformance.rules.expecting import (
    Case,
    Steps,
    receipts,
    refused,
    rejected,
    results,
)
from anju.domains.exchange.conformance.rules.kit import Kit, Message
from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    CORRECTION,
    ENQUIRY,
    IMPLAUSIBLE,
    REPLY,
    SET_ASIDE,
    WITHDRAWAL,
)


def _one(number: int, code: str, zh: str, en: str, make: Callable[[Kit], Message], at: str) -> Case:
    def steps(kit: Kit) -> Steps:
        message = make(kit)
        yield kit.request(message), rejected(message, code, at)

    return Case(f"O-{number:03d}", (zh, en), steps, code)


def _twice_in_a_batch(kit: Kit) -> Steps:
    message = kit.message(ENQUIRY)
    yield (
        kit.request([message, message]),
        results(("receipt", message, False, ""), ("receipt", message, True, "")),
    )


def _much_later(kit: Kit) -> Steps:
    first = kit.message(ENQUIRY)
    yield kit.request(first), receipts(first)
    others = [kit.message(ENQUIRY) for _ in range(20)]
    yield kit.request(others), receipts(*others)
    yield kit.request(first), receipts(first, repeated=True)


def _other_content(kit: Kit) -> Steps:
    first = kit.message(ENQUIRY)
    yield kit.request(first), receipts(first)
    other = {**first, "body": {**first["body"], "why": "别的事由"}}
    yield kit.request(other), rejected(other, "id_content_differs", "/id")
    yield kit.request(first), receipts(first, repeated=True)


def _place_taken(kit: Kit) -> Steps:
    first = kit.message(ENQUIRY)
    yield kit.request(first), receipts(first)
    other = {**kit.message(ENQUIRY), "subject": first["subject"], "sequence": first["sequence"]}
    yield kit.request(other), rejected(other, "sequence_taken", "/sequence")


def _backwards(kit: Kit) -> Steps:
    first, second, third = _row(kit, 3)
    yield kit.request(third), receipts(third)
    yield kit.request(second), receipts(second)
    yield kit.request(first), receipts(first)


def _row(kit: Kit, count: int) -> list[Message]:
    first = kit.message(ENQUIRY)
    return [first, *(kit.message(ENQUIRY, subject=first["subject"]) for _ in range(count - 1))]


def _new_epoch(kit: Kit) -> Steps:
    first, second = _row(kit, 2)
    yield kit.request([first, second]), receipts(first, second)
    anew = {
        **kit.message(ENQUIRY),
        "subject": first["subject"],
        "epoch": 20261130095500,
        "sequence": 1,
    }
    yield kit.request(anew), receipts(anew)


def _after_a_rejection(kit: Kit) -> Steps:
    """What was rejected is sent again under its id, repaired."""
    first, second = _row(kit, 2)
    wrong = {**first, "body": {}}
    yield (
        kit.request([wrong, second]),
        results(("rejection", wrong, "body_invalid", ""), ("receipt", second, False, "")),
    )
    yield kit.request(first), receipts(first)


def _gives_up(kit: Kit) -> Steps:
    message = kit.message(WITHDRAWAL)
    message["reply_to"] = message["id"]
    yield kit.request(message), receipts(message)


def _quota(kit: Kit) -> Steps:
    sent = [
        kit.message(ENQUIRY, agreement=NARROW, purpose="care") for _ in range(NARROW_PER_DAY + 1)
    ]
    *kept, last = sent
    yield (
        kit.request(sent),
        results(
            *(("receipt", m, False, "") for m in kept),
            ("rejection", last, "agreement_quota", "/agreement"),
        ),
    )
    yield kit.request(kept[0]), receipts(kept[0], repeated=True)


def _about(kind: str, about: str, code: str) -> Callable[[Kit], Steps]:
    def steps(kit: Kit) -> Steps:
        first = kit.message(about)
        yield kit.request(first), receipts(first)
        second = kit.message(kind, reply_to=first["id"], subject=first["subject"])
        yield kit.request(second), rejected(second, code, "/reply_to")

    return steps


def _corrected_as_another(kit: Kit) -> Steps:
    first = kit.message(ENQUIRY)
    yield kit.request(first), receipts(first)
    second = kit.message(CORRECTION, reply_to=first["id"])
    yield kit.request(second), rejected(second, "reference_class", "/body/class")


def _in_one_batch(kit: Kit) -> Steps:
    first = kit.message(ARRIVAL)
    second = kit.message(WITHDRAWAL, reply_to=first["id"], subject=first["subject"])
    yield kit.request([first, second]), receipts(first, second)


def _not_kept(kit: Kit) -> Steps:
    """What was refused as a whole is not there afterwards."""
    first = kit.message(ARRIVAL)
    yield kit.request(first, key=kit.keys.unknown), refused("signature_key_unknown")
    second = kit.message(WITHDRAWAL, reply_to=first["id"])
    yield kit.request(second), rejected(second, "reference_unknown", "/reply_to")
    yield kit.request(first), receipts(first)


def _rejected_is_not_there(kit: Kit) -> Steps:
    first = kit.message(ARRIVAL, purpose="care")
    yield kit.request(first), rejected(first, "purpose_class")
    second = kit.message(WITHDRAWAL, reply_to=first["id"])
    yield kit.request(second), rejected(second, "reference_unknown", "/reply_to")


CASES = (
    _one(
        1,
        "agreement_unknown",
        "没有的协议",
        "an unknown agreement",
        lambda k: k.message(ENQUIRY, agreement="NONE"),
        "/agreement",
    ),
    _one(
        2,
        "agreement_ended",
        "已到期的协议",
        "an agreement that has ended",
        lambda k: k.message(ENQUIRY, agreement=ENDED),
        "/agreement",
    ),
    _one(
        3,
        "agreement_class",
        "协议外的类别",
        "a class outside the agreement",
        lambda k: k.message(ARRIVAL, agreement=NARROW),
        "/class",
    ),
    _one(
        4,
        "agreement_purpose",
        "协议外的用途",
        "a purpose outside the agreement",
        lambda k: k.message(ENQUIRY, agreement=NARROW, purpose="service"),
        "/purpose",
    ),
    Case("O-005", ("每日次数用完", "the day's number is used up"), _quota, "agreement_quota"),
    Case("O-010", ("同批两次", "twice in one batch"), _twice_in_a_batch),
    Case("O-011", ("隔很多份再来", "again after many others"), _much_later),
    Case("O-012", ("同号不同文", "one id, another content"), _other_content, "id_content_differs"),
    Case("O-013", ("同序号另一份", "one place, another message"), _place_taken, "sequence_taken"),
    Case("O-014", ("倒着来也收", "taken in whatever order they come"), _backwards),
    Case("O-015", ("重建后从头排", "a new epoch begins at one"), _new_epoch),
    Case("O-016", ("退回后修正重发", "repaired and sent again under its id"), _after_a_rejection),
    Case("O-017", ("撤回自己占位", "a withdrawal of itself takes up its place"), _gives_up),
    _one(
        20,
        "reference_unknown",
        "所指不存在",
        "about an unknown message",
        lambda k: k.message(WITHDRAWAL, reply_to=str(uuid4())),
        "/reply_to",
    ),
    _one(
        21,
        "reference_unknown",
        "答复不存在的协查",
        "an answer to no enquiry",
        lambda k: k.message(REPLY, reply_to=str(uuid4())),
        "/reply_to",
    ),
    Case(
        "O-022",
        ("反馈流入通知", "a reply to an arrival notice"),
        _about(REPLY, ARRIVAL, "reference_class"),
        "reference_class",
    ),
    Case(
        "O-023",
        ("反馈自己的协查", "a reply to one's own enquiry"),
        _about(REPLY, ENQUIRY, "reference_sender"),
        "reference_sender",
    ),
    Case(
        "O-024",
        ("把自己的通知转人工", "one's own notice set aside"),
        _about(SET_ASIDE, ARRIVAL, "reference_sender"),
        "reference_sender",
    ),
    Case(
        "O-025",
        ("说自己的通知不合理", "one's own notice implausible"),
        _about(IMPLAUSIBLE, ARRIVAL, "reference_sender"),
        "reference_sender",
    ),
    Case(
        "O-026",
        ("更正成别的类别", "a correction into another class"),
        _corrected_as_another,
        "reference_class",
    ),
    Case("O-027", ("同批先后相指", "about a message of the same batch"), _in_one_batch),
    Case("O-028", ("整体退回的不留下", "what was refused whole is not there"), _not_kept),
    Case("O-029", ("退回的不留下", "what was rejected is not there"), _rejected_is_not_there),
)
