"""Cases one step beside what is allowed: places that keep a rule nearly, and let the next thing through."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from anju.domains.exchange.conformance.data.report import Answered
from anju.domains.exchange.conformance.rules.expecting import (
    Case,
    Steps,
    every,
    once,
    receipts,
    refused,
    rejected,
    results,
    status,
)
from anju.domains.exchange.conformance.rules.kit import Kit, Message, parameter
from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    CARER,
    CORRECTION,
    ENQUIRY,
    TRANSFER,
)
from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.domains.exchange.signing.rules.profile import content_digest

OTHERS = 12
"""Requests between one and its replay: longer than a list of the last few nonces."""


def _request(number: int, code: str, zh: str, en: str, make: Callable[[Kit], HttpMessage]) -> Case:
    return Case(f"S-{number:03d}", (zh, en), once(make, refused(code)), code)


def _pretty(kit: Kit) -> bytes:
    return json.dumps(kit.message(ENQUIRY), indent=1, ensure_ascii=False).encode()


def _spaced(kit: Kit) -> HttpMessage:
    request = kit.request(_pretty(kit))
    return replace(request, body=request.body.replace(b"\n ", b"\n  "))


def _digest_of_another_text(kit: Kit) -> HttpMessage:
    body = _pretty(kit)
    compact = json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":")).encode()
    return kit.resigned(body, digest=content_digest(compact))


def _other_long_digest(kit: Kit) -> HttpMessage:
    return kit.resigned(kit.message(ENQUIRY), digest=f"sha-512=:{'A' * 86}==:")


def _signed_at(seconds: int, lifetime: int) -> Callable[[Kit], HttpMessage]:
    return lambda kit: kit.request(
        kit.message(ENQUIRY),
        at=kit.clock() + timedelta(seconds=seconds),
        lifetime=timedelta(seconds=lifetime),
    )


def _late_replay(kit: Kit) -> Steps:
    first = kit.message(ENQUIRY)
    request = kit.request(first)
    yield request, receipts(first)
    for _ in range(OTHERS):
        message = kit.message(ENQUIRY)
        yield kit.request(message), receipts(message)
    yield request, refused("nonce_used")


def _changed_replay(kit: Kit) -> Steps:
    """The nonce is used up by the sender, whatever is sent under it and at whatever moment."""
    nonce, first, second = secrets.token_urlsafe(16), kit.message(ENQUIRY), kit.message(ENQUIRY)
    yield kit.request(first, nonce=nonce), receipts(first)
    later = kit.clock() + timedelta(seconds=20)
    yield kit.request(second, nonce=nonce, at=later), refused("nonce_used")


def _nonces_of_answers(kit: Kit) -> Steps:
    seen: list[str] = []

    def differs(_: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
        signed = HttpMessage(answer.body, answer.headers, status=answer.status)
        if "signature-input" in answer.headers:
            seen.append(parameter(signed, "nonce"))
        if len(set(seen)) < len(seen):
            yield "two answers bear one nonce"

    for _ in range(3):
        message = kit.message(ENQUIRY)
        yield kit.request(message), every(receipts(message), differs)


def _refusal_is_signed_and_json(code: str, make: Callable[[Kit], object]) -> Callable[[Kit], Steps]:
    def steps(kit: Kit) -> Steps:
        yield kit.request(make(kit)), refused(code)

    return steps


SIGNATURE = (
    _request(
        301, "digest_wrong", "签后只改空白", "only white space changed after signing", _spaced
    ),
    _request(
        302,
        "digest_wrong",
        "摘要是另一种写法的",
        "the digest of the same message written otherwise",
        _digest_of_another_text,
    ),
    _request(
        303,
        "digest_wrong",
        "SHA-512 摘要不符",
        "a wrong digest by SHA-512 alone",
        _other_long_digest,
    ),
    _request(
        304, "signature_expired", "过期两分多钟", "expired two minutes ago", _signed_at(-260, 120)
    ),
    _request(
        305, "signature_from_future", "早两分钟", "made two minutes from now", _signed_at(120, 120)
    ),
    _request(
        306,
        "signature_too_long",
        "有效期多一秒",
        "a second more than five minutes",
        _signed_at(0, 301),
    ),
    Case("S-311", ("隔多次请求再重放", "replayed after many others"), _late_replay, "nonce_used"),
    Case(
        "S-312",
        ("换时刻重用随机数", "a nonce used again at another moment"),
        _changed_replay,
        "nonce_used",
    ),
    Case("S-313", ("回应的随机数各不相同", "answers bear nonces of their own"), _nonces_of_answers),
)


def _text(number: int, zh: str, en: str, text: bytes) -> Case:
    steps = _refusal_is_signed_and_json("body_not_json", lambda _: text)
    return Case(f"R-{number:03d}", (zh, en), steps, "body_not_json")


def _by(method: str) -> Callable[[Kit], HttpMessage]:
    return lambda kit: replace(kit.signed(replace(kit.request([]), method=method)), method=method)


REQUESTS = (
    _text(41, "里层同名成员两次", "a member twice further in", b'[{"a":{"b":1,"b":2}}]'),
    _text(42, "转义写法的同名成员", "a member twice, once escaped", b'{"a":1,"\\u0061":2}'),
    _text(43, "指数写法的数", "a number with an exponent", b'{"a":1e2}'),
    _text(44, "半个代理对", "half a surrogate pair", b'{"a":"\\ud800"}'),
    _text(45, "后面有多余文字", "something after the end", b'{"a":1} {"a":2}'),
    _text(46, "字节顺序标记", "a byte order mark", b'\xef\xbb\xbf{"a":1}'),
    Case("R-047", ("PUT 不收报文", "no messages by PUT"), once(_by("PUT"), status(405))),
)


def _wrong(
    number: int, code: str, zh: str, en: str, make: Callable[[Kit], Message], at: str
) -> Case:
    def steps(kit: Kit) -> Steps:
        message = make(kit)
        yield kit.request(message), rejected(message, code, at)

    return Case(f"M-{number:03d}", (zh, en), steps, code)


def _member(name: str, value: object) -> Callable[[Kit], Message]:
    return lambda kit: kit.message(ENQUIRY, **{name: value})


def _inside(kind: str, path: tuple[str | int, ...], **more: object) -> Callable[[Kit], Message]:
    """A message whose body has further members at `path`."""

    def make(kit: Kit) -> Message:
        message: Message = json.loads(json.dumps(kit.message(kind)))
        found: Any = message["body"]
        for step in path:
            found = found[step]
        found.update(more)
        return message

    return make


_ENVELOPE: tuple[tuple[str, str, str, object], ...] = (
    ("agreement", "末尾换行", "a line feed at the end", "CONFORMANCE\n"),
    ("subject", "末尾换行", "a line feed at the end", "abcdefghijklmnopqrst\n"),
    ("sequence", "真假值", "a truth value", True),
    ("epoch", "真假值", "a truth value", False),
    ("sequence", "过大", "too large", 1_000_000_000),
    ("epoch", "过大", "too large", 100_000_000_000_000),
    ("created", "没有时区", "no time zone", "2026-11-30T10:00:00"),
    ("answer_by", "不存在的一天", "a day that is none", "2027-02-30"),
)
_BODIES: tuple[tuple[str, str, str, Callable[[Kit], Message], str], ...] = (
    (
        "人员多一个成员",
        "an unknown member of the person",
        "person",
        _inside(ARRIVAL, ("person",), salary="8000"),
        "/body/person",
    ),
    (
        "申请多一个成员",
        "an unknown member of the request",
        "request",
        _inside(TRANSFER, ("request",), note="x"),
        "/body/request",
    ),
    (
        "接种多一个成员",
        "an unknown member of a dose",
        "dose",
        _inside(TRANSFER, ("doses", 0), price="1"),
        "/body/doses/0",
    ),
    (
        "照护人多一个成员",
        "an unknown member of the carer",
        "carer",
        _inside(CARER, ("carer",), income="1"),
        "/body/carer",
    ),
    (
        "二月三十日",
        "the thirtieth of February",
        "since",
        _inside(ARRIVAL, (), since="2026-02-30"),
        "/body/since",
    ),
    (
        "不收宗教",
        "a belief is not taken",
        "belief",
        _inside(ARRIVAL, ("person",), religion="x"),
        "/body/person",
    ),
)
MESSAGES = (
    *(
        _wrong(
            300 + n,
            "envelope_invalid",
            f"{m} {zh}",
            f"{m}: {en}",
            _member(m, v),
            f"/{m}",
        )
        for n, (m, zh, en, v) in enumerate(_ENVELOPE, 1)
    ),
    *(
        _wrong(320 + n, "body_invalid", zh, en, make, at)
        for n, (zh, en, _what, make, at) in enumerate(_BODIES, 1)
    ),
)


def _two_at_one_place(kit: Kit) -> Steps:
    first = kit.message(ENQUIRY)
    other = {**kit.message(ENQUIRY), "subject": first["subject"], "sequence": first["sequence"]}
    yield (
        kit.request([first, other]),
        results(("receipt", first, False, ""), ("rejection", other, "sequence_taken", "/sequence")),
    )


def _two_of_one_id(kit: Kit) -> Steps:
    first = kit.message(ENQUIRY)
    other = {**first, "body": {**first["body"], "why": "别的事由"}}
    yield (
        kit.request([first, other]),
        results(("receipt", first, False, ""), ("rejection", other, "id_content_differs", "/id")),
    )


def _correction_of_nothing(kit: Kit) -> Steps:
    message = kit.message(CORRECTION, reply_to=str(uuid4()))
    yield kit.request(message), rejected(message, "reference_unknown", "/reply_to")


def _corrected_twice(kit: Kit) -> Steps:
    """A correction is taken once: the same again is a repeat, another at its place is none."""
    first = kit.message(ARRIVAL)
    yield kit.request(first), receipts(first)
    second = kit.message(CORRECTION, reply_to=first["id"], subject=first["subject"])
    second["body"] = {**second["body"], "class": ARRIVAL, "body": first["body"]}
    yield kit.request(second), receipts(second)
    yield kit.request(second), receipts(second, repeated=True)
    other = {**second, "id": str(uuid4())}
    yield kit.request(other), rejected(other, "sequence_taken", "/sequence")


def _old_epoch(kit: Kit) -> Steps:
    """Epochs are part of the place: the same sequence in an earlier one is another message, and both stay."""
    new = kit.message(ENQUIRY, epoch=20261130095500)
    old = {**kit.message(ENQUIRY), "subject": new["subject"], "sequence": new["sequence"]}
    yield kit.request(new), receipts(new)
    yield kit.request(old), receipts(old)
    again = {**kit.message(ENQUIRY), "subject": new["subject"], "epoch": new["epoch"]}
    again["sequence"] = new["sequence"]
    yield kit.request(again), rejected(again, "sequence_taken", "/sequence")


ORDER = (
    Case(
        "O-041",
        ("同批同序号两份", "two at one place in a batch"),
        _two_at_one_place,
        "sequence_taken",
    ),
    Case(
        "O-042",
        ("同批同号不同文", "one id, two contents in a batch"),
        _two_of_one_id,
        "id_content_differs",
    ),
    Case(
        "O-043",
        ("更正不存在的", "a correction of nothing"),
        _correction_of_nothing,
        "reference_unknown",
    ),
    Case("O-044", ("更正只算一次", "a correction counts once"), _corrected_twice, "sequence_taken"),
    Case(
        "O-045",
        ("重建次数是次序的一部分", "the epoch is part of the order"),
        _old_epoch,
        "sequence_taken",
    ),
)
