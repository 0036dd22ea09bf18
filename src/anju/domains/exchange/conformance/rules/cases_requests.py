"""Cases about requests: type, size, JSON, batches, and what every answer says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from anju.domains.exchange.conformance.rules.expecting import (
    Case,
    Steps,
    every,
    json_answer,
    once,
    receipts,
    refused,
    rejected,
    results,
    says_which_place,
    silent_about,
    status,
)
from anju.domains.exchange.conformance.rules.kit import Kit
from anju.domains.exchange.messages.data.classes import MOST_BYTES, MOST_MESSAGES
from anju.domains.exchange.messages.rules.canonical import canonical
from anju.domains.exchange.signing.data.messages import HttpMessage


def _typed(content_type: str) -> Callable[[Kit], HttpMessage]:
    def request(kit: Kit) -> HttpMessage:
        body = canonical(kit.message("enquiry")).encode()
        return kit.signed(HttpMessage(body, {"content-type": content_type}, "POST", kit.address))

    return request


def _bytes(text: bytes) -> Callable[[Kit], HttpMessage]:
    return lambda kit: kit.request(text)


def _charset(kit: Kit) -> Steps:
    message = kit.message("enquiry")
    bare = HttpMessage(
        canonical(message).encode(),
        {"content-type": "application/json; charset=utf-8"},
        "POST",
        kit.address,
    )
    yield kit.signed(bare), receipts(message)


def _pretty(kit: Kit) -> Steps:
    """White space and the order of members are nothing."""
    message = kit.message("enquiry")
    text = json.dumps(dict(reversed(message.items())), indent=4, ensure_ascii=True)
    yield kit.request(text.encode()), receipts(message)


def _full_batch(kit: Kit) -> Steps:
    sent = [kit.message("enquiry") for _ in range(MOST_MESSAGES)]
    yield kit.request(sent), receipts(*sent)


def _mixed(kit: Kit) -> Steps:
    good, bad, last = (kit.message("enquiry") for _ in range(3))
    bad["body"] = {}
    yield (
        kit.request([good, bad, last]),
        results(
            ("receipt", good, False, ""),
            ("rejection", bad, "body_invalid", "/body"),
            ("receipt", last, False, ""),
        ),
    )


def _no_object(kit: Kit) -> Steps:
    yield (
        kit.request([5, "x", None]),
        results(*(("rejection", {}, "envelope_invalid", "") for _ in range(3))),
    )


def _answer_says(kit: Kit) -> Steps:
    message = kit.message("enquiry")
    yield kit.request(message), every(receipts(message), json_answer, says_which_place)


def _silent(kit: Kit) -> Steps:
    message = kit.message("arrival_notice")
    person = {"name": "不应出现的名字", "doc_type": "000", "doc_number": "520102199003079970"}
    message["body"] = {**message["body"], "person": person}
    yield (
        kit.request(message),
        every(
            rejected(message, "body_invalid", "/body/person/doc_type"),
            silent_about(person["name"], person["doc_number"]),
        ),
    )


def _wrong(number: int, code: str, zh: str, en: str, request: Callable[[Kit], HttpMessage]) -> Case:
    return Case(f"R-{number:03d}", (zh, en), once(request, refused(code)), code)


NOT_JSON = (
    ("半截 JSON", "half a JSON", b'{"a": 1'),
    ("同名成员两次", "a member twice", b'{"a":1,"a":1}'),
    ("小数", "a fraction", b'{"a":1.5}'),
    ("非数", "not a number", b'{"a":NaN}'),
    ("不是 UTF-8", "no UTF-8", b'{"a":"\xff"}'),
    ("太深", "nested too deeply", b"[" * 50_000),
    ("空正文", "an empty body", b""),
)
CASES = (
    _wrong(1, "media_type_wrong", "纯文本类型", "plain text", _typed("text/plain")),
    _wrong(
        2, "media_type_wrong", "表单类型", "a form", _typed("application/x-www-form-urlencoded")
    ),
    _wrong(3, "body_too_large", "超过 1 MB", "larger than 1 MB", _bytes(b" " * (MOST_BYTES + 1))),
    _wrong(4, "messages_missing", "空批次", "an empty batch", _bytes(b"[]")),
    _wrong(
        5,
        "messages_too_many",
        "101 份",
        "101 messages",
        lambda kit: kit.request([{} for _ in range(MOST_MESSAGES + 1)]),
    ),
    *(
        _wrong(10 + n, "body_not_json", zh, en, _bytes(text))
        for n, (zh, en, text) in enumerate(NOT_JSON, 1)
    ),
    Case("R-021", ("带字符集的类型", "a type with a charset"), _charset),
    Case("R-022", ("空白与次序无关", "white space and order mean nothing"), _pretty),
    Case("R-023", ("一批 100 份", "a batch of 100"), _full_batch),
    Case("R-024", ("坏的不连累好的", "a bad one holds up no other"), _mixed),
    Case("R-025", ("不是对象的报文", "messages that are no objects"), _no_object),
    Case(
        "R-026",
        ("回应写明地方、重建次数和时间", "an answer names place, epoch, time"),
        _answer_says,
    ),
    Case("R-027", ("退回不重复本人信息", "a rejection repeats nothing of the person"), _silent),
    Case(
        "R-028",
        ("GET 不收报文", "no messages by GET"),
        once(lambda kit: replace(kit.request([]), method="GET"), status(405)),
    ),
)
