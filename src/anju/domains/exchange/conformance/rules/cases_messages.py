"""Cases about single messages: every class, every member, every fault a message alone can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from anju.domains.exchange.conformance.rules.expecting import Case, Steps, receipts, rejected
from anju.domains.exchange.conformance.rules.kit import Kit, Message
from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    CARER,
    CLASSES,
    CORRECTION,
    DEFAULT,
    DEPARTURE,
    ENQUIRY,
    IMPLAUSIBLE,
    LEFT_BEHIND,
    REPLY,
    SET_ASIDE,
    TRANSFER,
    WITHDRAWAL,
)
from anju.foundation.clock import CHINA, local_date

BY_ITSELF = (ARRIVAL, DEPARTURE, ENQUIRY, TRANSFER, CARER, LEFT_BEHIND)
"""Classes that a stranger can begin with: a departure notice then comes without a reference."""
OWN = {WITHDRAWAL: ARRIVAL, CORRECTION: ARRIVAL, DEFAULT: ARRIVAL}
"""Classes about an own message → the class of that message."""


def _alone(kit: Kit, kind: str, **changes: Any) -> Message:  # noqa: ANN401 - whatever JSON holds
    """A sound message of a class that may come by itself."""
    return kit.message(kind, **({"reply_to": None} | changes if kind == DEPARTURE else changes))


def _taken(number: int, kind: str) -> Case:
    def steps(kit: Kit) -> Steps:
        if kind in OWN:
            first = kit.message(OWN[kind])
            message = kit.message(kind, reply_to=first["id"], subject=first["subject"])
            yield kit.request([first, message]), receipts(first, message)
        else:
            message = _alone(kit, kind)
            yield kit.request(message), receipts(message)

    zh, en = CLASSES[kind].label
    return Case(f"M-{number:03d}", (f"收{zh}", f"takes: {en}"), steps)


TAKEN = tuple(_taken(n, kind) for n, kind in enumerate((*BY_ITSELF, *OWN), 1))
"""A reply, and what is set aside or implausible, answer messages of the place under test: see the cases of order."""


def _faulty(
    number: int, code: str, zh: str, en: str, make: Callable[[Kit], Message], at: str = ""
) -> Case:
    def steps(kit: Kit) -> Steps:
        message = make(kit)
        yield kit.request(message), rejected(message, code, at)

    return Case(f"M-{number:03d}", (zh, en), steps, code)


def _member(name: str) -> Callable[[Kit], Message]:
    return lambda kit: kit.message(ENQUIRY, **{name if name != "class" else "class_": None})


MEMBERS = (
    "id",
    "from",
    "to",
    "agreement",
    "purpose",
    "subject",
    "epoch",
    "sequence",
    "created",
    "body",
    "grade",
    "answer_by",
)
MISSING = tuple(
    _faulty(100 + n, "envelope_invalid", f"缺 {m}", f"without {m}", _member(m))
    for n, m in enumerate(MEMBERS, 1)
)

_MALFORMED: tuple[tuple[str, Any], ...] = (
    ("id", "6F1A0000-0000-4000-8000-00000000000A"),
    ("id", "1"),
    ("from", "杭州"),
    ("agreement", "a b"),
    ("subject", "short"),
    ("epoch", -1),
    ("sequence", 0),
    ("sequence", "1"),
    ("created", "2026-11-30"),
    ("answer_by", "30.12.2026"),
    ("grade", "whenever"),
    ("purpose", "curiosity"),
    ("unknown", 1),
    ("body", []),
)
MALFORMED = tuple(
    _faulty(
        120 + n,
        "envelope_invalid",
        f"{m} 不合模式（{n}）",
        f"a malformed {m} ({n})",
        lambda kit, m=m, v=v: kit.message(ENQUIRY, **{m: v}),  # type: ignore[misc]
        "" if m == "unknown" else f"/{m}",
    )
    for n, (m, v) in enumerate(_MALFORMED, 1)
)


def _body(of: str, /, **changes: Any) -> Callable[[Kit], Message]:  # noqa: ANN401
    """A message of this class whose body has other members; None takes one out."""

    def make(kit: Kit) -> Message:
        message = _alone(kit, of)
        body: Mapping[str, Any] = {**message["body"], **changes}
        return {**message, "body": {k: v for k, v in body.items() if v is not None}}

    return make


def _person(kind: str, **changes: str) -> Callable[[Kit], Message]:
    def make(kit: Kit) -> Message:
        message = _alone(kit, kind)
        person = {**message["body"]["person"], **changes}
        return {**message, "body": {**message["body"], "person": person}}

    return make


_BODIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (ARRIVAL, "/body", {"person": None}),
    (ARRIVAL, "/body", {"since": None}),
    (ARRIVAL, "/body/since", {"since": "2026-13-01"}),
    (ARRIVAL, "/body/division", {"division": "杭州"}),
    (ARRIVAL, "/body/reason", {"reason": "77"}),
    (ARRIVAL, "/body", {"unknown": 1}),
    (DEPARTURE, "/body/outcome", {"outcome": "perhaps"}),
    (DEPARTURE, "/body", {"until": None}),
    (ENQUIRY, "/body/questions", {"questions": []}),
    (ENQUIRY, "/body/questions/0", {"questions": ["income"]}),
    (ENQUIRY, "/body", {"between": None}),
    (ENQUIRY, "/body", {"why": None}),
    (ENQUIRY, "/body/why", {"why": "a\u0000b"}),
    (TRANSFER, "/body/kind", {"kind": "criminal"}),
    (TRANSFER, "/body", {"request": None}),
    (TRANSFER, "/body", {"doses": None}),
    (CARER, "/body/carer", {"carer": {"name": "周德厚"}}),
    (CARER, "/body", {"request": None}),
    (LEFT_BEHIND, "/body/group", {"group": "women"}),
    (LEFT_BEHIND, "/body/needs", {"needs": []}),
)
BODIES = tuple(
    _faulty(
        150 + n,
        "body_invalid",
        f"{CLASSES[kind].label[0]}内容不合模式（{next(iter(changes))}，{n}）",
        f"{CLASSES[kind].label[1]}: a wrong {next(iter(changes))} ({n})",
        _body(kind, **changes),
        at,
    )
    for n, (kind, at, changes) in enumerate(_BODIES, 1)
)


def _tomorrow(kit: Kit) -> str:
    return (local_date(kit.clock()) + timedelta(days=2)).isoformat()


def _request_of_tomorrow(kit: Kit) -> Message:
    message = kit.message(CARER)
    return {
        **message,
        "body": {**message["body"], "request": {"by": "self", "day": _tomorrow(kit)}},
    }


def _dose_of_tomorrow(kit: Kit) -> Message:
    message = kit.message(TRANSFER)
    doses = [{"vaccine": "麻腮风", "dose": 1, "day": _tomorrow(kit)}]
    return {**message, "body": {**message["body"], "doses": doses}}


def _created(kit: Kit) -> Message:
    at = kit.clock() + timedelta(hours=1)
    return kit.message(ENQUIRY, created=at.astimezone(CHINA).isoformat(timespec="seconds"))


def _in_days(kit: Kit, days: int) -> str:
    return (local_date(kit.clock()) + timedelta(days=days)).isoformat()


SCHOOL = {"school": "实验小学", "grade": "三年级", "since": "2025-09-01", "until": "2025-08-01"}
MEANING = (
    _faulty(
        200,
        "version_unknown",
        "不支持的版本",
        "an unknown version",
        lambda k: k.message(ENQUIRY, version="9.9"),
        "/version",
    ),
    _faulty(
        201, "version_unknown", "没有版本", "no version", lambda k: k.message(ENQUIRY, version=None)
    ),
    _faulty(
        202,
        "class_unknown",
        "没有的类别",
        "an unknown class",
        lambda k: k.message(ENQUIRY, class_="gossip"),
        "/class",
    ),
    _faulty(
        203, "class_unknown", "没有类别", "no class", lambda k: k.message(ENQUIRY, class_=None)
    ),
    _faulty(
        204,
        "recipient_wrong",
        "发给别处的",
        "addressed to another place",
        lambda k: k.message(ENQUIRY, to="888888"),
        "/to",
    ),
    _faulty(
        205,
        "sender_wrong",
        "冒名发方",
        "in another place's name",
        lambda k: k.message(ENQUIRY, **{"from": "888888"}),
        "/from",
    ),
    _faulty(206, "created_in_future", "将来生成", "made in the future", _created, "/created"),
    _faulty(
        207,
        "day_in_future",
        "将来流入",
        "an arrival to come",
        lambda k: _body(ARRIVAL, since=_tomorrow(k))(k),
        "/body/since",
    ),
    _faulty(
        208,
        "day_in_future",
        "将来流出",
        "a departure to come",
        lambda k: _body(DEPARTURE, until=_tomorrow(k))(k),
        "/body/until",
    ),
    _faulty(209, "day_in_future", "将来的申请", "a request to come", _request_of_tomorrow),
    _faulty(210, "day_in_future", "将来的接种", "a dose to come", _dose_of_tomorrow),
    _faulty(
        211,
        "days_reversed",
        "期间倒置",
        "a period reversed",
        _body(ENQUIRY, between={"first": "2026-02-01", "last": "2026-01-01"}),
        "/body/between/last",
    ),
    _faulty(
        212,
        "days_reversed",
        "就学倒置",
        "a school left before it began",
        lambda k: {
            **_body(TRANSFER, kind="school", doses=None, schooling=[SCHOOL])(k),
            "purpose": "schooling",
        },
    ),
    _faulty(
        213,
        "term_too_short",
        "流入通知期限太短",
        "an arrival notice's term too short",
        lambda k: k.message(ARRIVAL, answer_by=_in_days(k, 5)),
        "/answer_by",
    ),
    _faulty(
        214,
        "term_too_short",
        "紧急协查期限太短",
        "an urgent term too short",
        lambda k: k.message(ENQUIRY, grade="urgent", answer_by=_in_days(k, 10)),
        "/answer_by",
    ),
    _faulty(
        215,
        "term_too_short",
        "一般协查期限太短",
        "a routine term too short",
        lambda k: k.message(ENQUIRY, grade="routine", answer_by=_in_days(k, 20)),
        "/answer_by",
    ),
    *(
        _faulty(
            220 + n,
            "reference_missing",
            f"{CLASSES[kind].label[0]}没有所指",
            f"{CLASSES[kind].label[1]} about nothing",
            lambda k, kind=kind: k.message(kind, reply_to=None),  # type: ignore[misc]
            "/reply_to",
        )
        for n, kind in enumerate((REPLY, SET_ASIDE, IMPLAUSIBLE, WITHDRAWAL, CORRECTION, DEFAULT))
    ),
    _faulty(
        230,
        "purpose_class",
        "流入通知的用途",
        "an arrival notice for schooling",
        lambda k: k.message(ARRIVAL, purpose="schooling"),
        "/purpose",
    ),
    _faulty(
        231,
        "purpose_class",
        "记录转移的用途",
        "a record for residence",
        lambda k: k.message(TRANSFER, purpose="residence_registration"),
        "/purpose",
    ),
    _faulty(
        232,
        "age_outside",
        "十六岁以上的留守儿童",
        "a child of sixty",
        _body(LEFT_BEHIND, group="child"),
        "/body/person/birth_date",
    ),
    _faulty(
        233,
        "age_outside",
        "六十岁以下的留守老人",
        "an elderly person of eight",
        lambda k: _person(LEFT_BEHIND, birth_date="2018-05-21")(k),
        "/body/person/birth_date",
    ),
)


def _warned(number: int, code: str, zh: str, en: str, **person: str) -> Case:
    def steps(kit: Kit) -> Steps:
        message = _person(ARRIVAL, **person)(kit)
        yield kit.request(message), receipts(message, warning=code)

    return Case(f"M-{number:03d}", (zh, en), steps, code)


WARNED = (
    _warned(
        240,
        "document_check",
        "校验位不符照收并提醒",
        "a wrong check character: kept, with a warning",
        doc_number="520102199003079970",
    ),
    _warned(
        241,
        "document_birth",
        "出生日期与号码不同照收并提醒",
        "another birth date: kept, with a warning",
        birth_date="1990-03-08",
    ),
)
CASES = (*TAKEN, *MISSING, *MALFORMED, *BODIES, *MEANING, *WARNED)
