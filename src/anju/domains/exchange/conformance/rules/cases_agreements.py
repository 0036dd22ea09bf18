"""Cases about messages by which two places come to an agreement: taken without an agreement in force, their faults, and
their limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from anju.domains.exchange.conformance.data.report import Answered
from anju.domains.exchange.conformance.rules.expecting import (
    Case,
    Steps,
    receipts,
    rejected,
    results,
)
from anju.domains.exchange.conformance.rules.kit import Kit, Message
from anju.domains.exchange.messages.data.classes import (
    CLASSES,
    MOST_TALKS,
    NEGOTIATION,
    PROPOSAL,
    SIGNATURE,
)
from anju.domains.exchange.messages.rules.schemas import reference_messages
from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.foundation.clock import local_date

NUMBER = "CONFORMANCE-NEW"


def _proposal(kit: Kit, sides: Mapping[str, Any] | None = None, **terms: Any) -> Message:  # noqa: ANN401 - of terms
    """Sound terms between the kit's place and the one under test. `sides` changes the second side."""
    held = dict(reference_messages()[PROPOSAL]["body"]["terms"])
    del held["service_days"], held["reviews"]  # their days are those of the reference
    today = local_date(kit.clock())
    first, second = held["sides"]
    message = kit.message(PROPOSAL, agreement=NUMBER)
    wanted = {
        **held,
        "number": NUMBER,
        "duties": [d for d in held["duties"] if "by" not in d],
        "first": today.isoformat(),
        "last": (today + timedelta(days=365)).isoformat(),
        "sides": [
            {**first, "place": message["from"]},
            {**second, "place": message["to"], **(sides or {})},
        ],
    }
    return {**message, "body": {"terms": {**wanted, **terms}}}


def _other(kit: Kit, kind: str) -> Message:
    return kit.message(kind, agreement=NUMBER)


def _taken(number: int, kind: str) -> Case:
    def steps(kit: Kit) -> Steps:
        message = _proposal(kit) if kind == PROPOSAL else _other(kit, kind)
        yield kit.request(message), receipts(message)

    zh, en = CLASSES[kind].label
    return Case(
        f"A-{number:03d}", (f"没有生效协议也收{zh}", f"takes without an agreement: {en}"), steps
    )


def _faulty(
    number: int, code: str, zh: str, en: str, make: Callable[[Kit], Message], at: str
) -> Case:
    def steps(kit: Kit) -> Steps:
        message = make(kit)
        yield kit.request(message), rejected(message, code, at)

    return Case(f"A-{number:03d}", (zh, en), steps, code)


def _too_many(kit: Kit) -> Steps:
    sent = [_other(kit, SIGNATURE) for _ in range(MOST_TALKS + 1)]

    def check(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
        """As many as the day still takes are kept, the rest are rejected; what it took before is not known here."""
        content = answer.content if isinstance(answer.content, dict) else {}
        found = [r.get("class") for r in content.get("results", ()) if isinstance(r, dict)]
        kept = found.count("receipt")
        yield from results(
            *(("receipt", m, False, "") for m in sent[:kept]),
            *(("rejection", m, "agreement_talks", "/class") for m in sent[kept:]),
        )(kit, request, answer)
        if kept == len(sent):
            yield f"{kept} messages of negotiation kept, instead of {MOST_TALKS} a day at most"

    yield kit.request(sent), check


CASES = (
    *(_taken(n, kind) for n, kind in enumerate(NEGOTIATION, 1)),
    _faulty(
        10,
        "agreement_number",
        "信封与协议内容的编号不同",
        "another number on the envelope",
        lambda k: {**_proposal(k), "agreement": "CONFORMANCE-OTHER"},
        "/agreement",
    ),
    _faulty(
        11,
        "agreement_sides",
        "协议一方是第三地",
        "terms with a third place",
        lambda k: _proposal(k, {"place": "999990"}),
        "/body/terms/sides",
    ),
    _faulty(
        12,
        "days_reversed",
        "协议先终后始",
        "terms that end before they begin",
        lambda k: _proposal(k, last="2020-01-01"),
        "/body/terms/last",
    ),
    _faulty(
        13,
        "body_invalid",
        "协议内容没有用途",
        "terms without a purpose",
        lambda k: _proposal(k, purposes=[]),
        "/body/terms/purposes",
    ),
    _faulty(
        14,
        "purpose_class",
        "协商报文的用途",
        "a proposal for care",
        lambda k: {**_proposal(k), "purpose": "care"},
        "/purpose",
    ),
    _faulty(
        15,
        "body_invalid",
        "第三地的约定",
        "a duty of a third place",
        lambda k: _proposal(k, duties=[{"text": "每年一次", "by": "999990"}]),
        "/body/terms/duties/0/by",
    ),
    _faulty(
        16,
        "body_invalid",
        "衡量办法没有期限",
        "a measure without a term",
        lambda k: _proposal(k, duties=[{"text": "按期答复", "measure": "enquiries_answered"}]),
        "/body/terms/duties/0",
    ),
    Case(
        "A-020", ("协商报文过多", "too many messages of negotiation"), _too_many, "agreement_talks"
    ),
)
