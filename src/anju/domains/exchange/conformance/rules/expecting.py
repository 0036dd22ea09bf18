"""What a case expects of an answer, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from anju.domains.exchange.conformance.data.report import Answered
from anju.domains.exchange.conformance.rules.kit import JSON_TYPE, Kit, Message, readable
from anju.domains.exchange.messages.data.classes import VERSION, errors
from anju.domains.exchange.messages.rules.canonical import digest
from anju.domains.exchange.messages.rules.schemas import pointers
from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.domains.exchange.signing.rules.profile import verified
from anju.foundation.errors import NotAllowed

Check = Callable[[Kit, HttpMessage, Answered], Iterator[str]]
"""Says what is wrong with an answer; nothing when it is as it should be."""
Steps = Iterator[tuple[HttpMessage, Check]]


@dataclass(frozen=True, slots=True)
class Case:
    """One case: what is sent, step by step, and what is expected of each answer. `code`: of the catalogue, where the
    case is about one."""

    id: str
    title: tuple[str, str]
    steps: Callable[[Kit], Steps]
    code: str = ""


def refused(code: str, status: int | None = None) -> Check:
    """The whole request is refused under this code, with the status of the catalogue."""
    wanted = status if status is not None else errors()[code].status

    def check(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
        found = answer.content.get("code") if isinstance(answer.content, dict) else None
        if answer.status != wanted:
            yield f"status {answer.status} instead of {wanted}"
        if found != code:
            yield f"code {found} instead of {code}"
        yield from json_answer(kit, request, answer)

    return check


def receipts(*sent: Message, repeated: bool = False, warning: str = "") -> Check:
    """Each message has its receipt, in their order, with its digest."""
    return results(*(("receipt", m, repeated, warning) for m in sent))


def rejected(message: Message, code: str, at: str = "") -> Check:
    """One message, rejected under this code (at this place)."""
    return results(("rejection", message, code, at))


def results(*wanted: tuple[str, Message, Any, str]) -> Check:
    """One result a message, in their order: ``receipt``, message, repeated, warning, or ``rejection``, message, code,
    place."""

    def check(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
        yield from signed_by_the_place(kit, request, answer)
        yield from json_answer(kit, request, answer)
        if answer.status != 200 or not isinstance(answer.content, dict):
            yield f"status {answer.status} instead of 200"
            return
        wrong = list(pointers(VERSION, "answer", answer.content))
        if wrong:
            yield f"the answer is not as its schema says at {wrong[0] or '/'}"
            return
        found = answer.content["results"]
        if len(found) != len(wanted):
            yield f"{len(found)} results instead of {len(wanted)}"
        for one, (kind, message, detail, place) in zip(found, wanted, strict=False):
            yield from _result(one, kind, message, detail, place)

    return check


def _result(
    found: Mapping[str, Any], kind: str, message: Message, detail: object, place: str
) -> Iterator[str]:
    if found["class"] != kind:
        codes = [e["code"] for e in found.get("errors", ())]
        yield f"{found['class']} {codes or ''} instead of {kind} {detail if kind == 'rejection' else ''}".strip()
        return
    if found["id"] != str(message.get("id", ""))[:36]:
        yield "the result names another message"
    if kind == "receipt":
        yield from _receipt(found, message, detail, place)
    elif detail not in [e["code"] for e in found["errors"]]:
        yield f"{[e['code'] for e in found['errors']]} instead of {detail}"
    elif place and place not in [e["at"] for e in found["errors"]]:
        yield f"the fault is named at {found['errors'][0]['at'] or '/'} instead of {place}"


def _receipt(
    found: Mapping[str, Any], message: Message, repeated: object, warning: str
) -> Iterator[str]:
    if found["digest"] != digest(message):
        yield "the digest of the receipt is not that of the message"
    if found["repeated"] is not repeated:
        yield f"repeated is {found['repeated']}"
    codes = [w["code"] for w in found["warnings"]]
    if (warning and warning not in codes) or (not warning and codes):
        yield f"warnings {codes} instead of {[warning] if warning else []}"


def signed_by_the_place(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
    """The answer is signed by a published key, and bound to the request it answers."""
    message = HttpMessage(answer.body, answer.headers, status=answer.status, request=request)
    keys = {k.kid: k for k in kit.known}
    try:
        verified(message, lambda kid, _: keys.get(kid), at=kit.clock())
    except NotAllowed as wrong:
        yield f"the answer's signature does not hold: {wrong.code}"


def anything_signed(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
    """A refusal is signed, too."""
    yield from signed_by_the_place(kit, request, answer)


def json_answer(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
    """An answer is JSON and says so."""
    if answer.headers.get("content-type", "").split(";")[0].strip() != JSON_TYPE:
        yield f"content type {answer.headers.get('content-type')}"
    if answer.content is None:
        yield "the answer is no JSON"


def says_which_place(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
    """The answer names the place under test, its epoch and a moment of now."""
    found = answer.content if isinstance(answer.content, dict) else {}
    if found.get("place") != kit.target.place:
        yield f"place {found.get('place')} instead of {kit.target.place}"
    if not isinstance(found.get("epoch"), int):
        yield "no epoch"
    try:
        off = abs(
            (datetime.fromisoformat(str(found.get("received"))) - kit.clock()).total_seconds()
        )
    except (ValueError, TypeError):
        yield "no moment"
    else:
        if off > 300:
            yield f"its clock is {off:.0f} s away"


def silent_about(*values: str) -> Check:
    """The answer repeats none of these values: they are a person's."""

    def check(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
        text = answer.body.decode("utf-8", "replace")
        for value in values:
            if value in text or value.encode("unicode_escape").decode() in text:
                yield "the answer repeats a value of the person"

    return check


def names_a_person(request: HttpMessage, answer: Answered) -> Iterator[str]:
    """No answer repeats a name or a number that the request held: written out, escaped, or as part of an address."""
    headers = " ".join(f"{k}: {v}" for k, v in answer.headers.items())
    text = f"{answer.body.decode('utf-8', 'replace')} {headers}"
    for value in _personal(readable(request.body)):
        escaped = value.encode("unicode_escape").decode()
        if any(form in text for form in (value, escaped, escaped.upper(), quote(value))):
            yield "the answer repeats a value of the person"
            return


def _personal(content: object) -> Iterator[str]:
    """Names, numbers and phones of all persons in what was sent."""
    if isinstance(content, list):
        for item in content:
            yield from _personal(item)
    if isinstance(content, dict):
        for name, value in content.items():
            if (
                name in ("name", "doc_number", "phone")
                and isinstance(value, str)
                and len(value) > 1
            ):
                yield value
            else:
                yield from _personal(value)


def every(*checks: Check) -> Check:
    """All of these."""

    def check(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
        for one in checks:
            yield from one(kit, request, answer)

    return check


def status(*wanted: int) -> Check:
    """Any of these statuses, whatever the body."""

    def check(kit: Kit, request: HttpMessage, answer: Answered) -> Iterator[str]:
        if answer.status not in wanted:
            yield f"status {answer.status} instead of {' or '.join(map(str, wanted))}"

    return check


def once(request: Callable[[Kit], HttpMessage], check: Check) -> Callable[[Kit], Steps]:
    """One request."""

    def steps(kit: Kit) -> Steps:
        yield request(kit), check

    return steps


def causes(found: Sequence[str]) -> str:
    """What was wrong, in one line."""
    return "; ".join(dict.fromkeys(found))
