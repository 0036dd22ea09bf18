"""What is wrong with one message, as far as the message itself and the moment say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    CARER,
    CLASSES,
    CORRECTION,
    DEPARTURE,
    ENQUIRY,
    LEFT_BEHIND,
    OUTCOME,
    OUTCOMES,
    PROPOSAL,
    REPORT,
    TRANSFER,
    term_days,
)
from anju.domains.exchange.messages.data.messages import Fault, Occasion
from anju.domains.exchange.messages.rules.schemas import pointers, versions
from anju.foundation.clock import local_date
from anju.foundation.days import age_on
from anju.foundation.documents import check_character

SKEW = timedelta(minutes=5)
CHILD_BELOW, ELDERLY_FROM = 16, 60
"""Ages of the two groups of people left behind (guidance of 2016 on children, 60 for the elderly)."""
_CITIZEN = ("111", "112", "113", "HMT")


def faults(message: object, occasion: Occasion) -> list[Fault]:
    """Everything that is wrong with a message; warnings too. With a wrong envelope the body is not looked at."""
    if not isinstance(message, dict):
        return [Fault("envelope_invalid")]
    if message.get("version") not in versions():
        return [Fault("version_unknown", "/version")]
    version = str(message["version"])
    if str(message.get("class")) not in CLASSES:
        return [Fault("class_unknown", "/class")]
    wrong = [Fault("envelope_invalid", at) for at in pointers(version, "envelope", message)]
    return wrong or [*_envelope(message, occasion), *_body(version, message, occasion)]


def kept_out(found: list[Fault]) -> bool:
    """True where one of the faults is an error."""
    return any(f.severity == "error" for f in found)


def _envelope(message: Mapping[str, Any], occasion: Occasion) -> Iterator[Fault]:
    known = CLASSES[message["class"]]
    if message["to"] != occasion.receiver:
        yield Fault("recipient_wrong", "/to")
    if message["from"] != occasion.sender:
        yield Fault("sender_wrong", "/from")
    if message["purpose"] not in known.purposes:
        yield Fault("purpose_class", "/purpose")
    if known.must_refer and "reply_to" not in message:
        yield Fault("reference_missing", "/reply_to")
    created = datetime.fromisoformat(message["created"])
    if created.tzinfo is None or created > occasion.at + SKEW:
        yield Fault("created_in_future", "/created")
    yield from _term(message, created)


def _term(message: Mapping[str, Any], created: datetime) -> Iterator[Fault]:
    days = term_days().get(message.get("grade") or message["class"])
    if days is None or "answer_by" not in message or created.tzinfo is None:
        return
    if date.fromisoformat(message["answer_by"]) < local_date(created) + timedelta(days=days):
        yield Fault("term_too_short", "/answer_by")


def _body(version: str, message: Mapping[str, Any], occasion: Occasion) -> Iterator[Fault]:
    name, body, at = message["class"], message["body"], "/body"
    wrong = [Fault("body_invalid", at + p) for p in pointers(version, name, body)]
    if name == CORRECTION and not wrong:
        name, body, at = body["class"], body["body"], "/body/body"
        wrong = [Fault("body_invalid", at + p) for p in pointers(version, name, body)]
    yield from wrong
    if not wrong:
        yield from _facts(name, body, at, local_date(occasion.at))
        if name == PROPOSAL:
            yield from _parties(message)


def _parties(message: Mapping[str, Any]) -> Iterator[Fault]:
    """Terms are between the two places of the message, under the number of its envelope."""
    terms = message["body"]["terms"]
    if terms["number"] != message["agreement"]:
        yield Fault("agreement_number", "/agreement")
    if {s["place"] for s in terms["sides"]} != {message["from"], message["to"]}:
        yield Fault("agreement_sides", "/body/terms/sides")
    yield from (Fault("body_invalid", f"/body/terms{at}") for at in unsound_terms(terms))


def unsound_terms(terms: Mapping[str, Any]) -> Iterator[str]:
    """JSON Pointers, below the terms, to what no schema sees: duties and joint service days of a third place, and days
    outside the agreement."""
    places = {s["place"] for s in terms["sides"]}
    for n, duty in enumerate(terms["duties"]):
        if isinstance(duty, str):
            continue
        if duty.get("by", terms["sides"][0]["place"]) not in places:
            yield f"/duties/{n}/by"
        if not terms["first"] <= duty.get("due", terms["first"]) <= terms["last"]:
            yield f"/duties/{n}/due"
    for n, planned in enumerate(terms.get("service_days", ())):
        if planned["place"] not in places:
            yield f"/service_days/{n}/place"
        if not terms["first"] <= planned["day"] <= terms["last"]:
            yield f"/service_days/{n}/day"
    for n, day in enumerate(terms.get("reviews", ())):
        if not terms["first"] <= day <= terms["last"]:
            yield f"/reviews/{n}"


def _facts(name: str, body: Mapping[str, Any], at: str, today: date) -> Iterator[Fault]:
    if "person" in body:
        yield from _document(body["person"], f"{at}/person")
    check = _OF_CLASS.get(name)
    if check is not None:
        yield from check(body, at, today)


def _document(person: Mapping[str, str], at: str) -> Iterator[Fault]:
    number = person["doc_number"]
    if person["doc_type"] not in _CITIZEN or len(number) != 18 or not number[:17].isdigit():
        return
    if check_character(number[:17]) != number[17]:
        yield Fault("document_check", f"{at}/doc_number")
    born = person.get("birth_date")
    if born and born.replace("-", "") != number[6:14]:
        yield Fault("document_birth", f"{at}/birth_date")


def _days(*names: str) -> Callable[[Mapping[str, Any], str, date], Iterator[Fault]]:
    """The days of these members have come."""

    def check(body: Mapping[str, Any], at: str, today: date) -> Iterator[Fault]:
        for name in names:
            value: Any = body
            for step in name.split("/"):
                value = value.get(step, {})
            if value and date.fromisoformat(value) > today:
                yield Fault("day_in_future", f"{at}/{name}")

    return check


def _transfer(body: Mapping[str, Any], at: str, today: date) -> Iterator[Fault]:
    yield from _days("request/day")(body, at, today)
    yield from _days("checked/day")(body, at, today)
    for n, dose in enumerate(body.get("doses", ())):
        if date.fromisoformat(dose["day"]) > today:
            yield Fault("day_in_future", f"{at}/doses/{n}/day")
    for n, school in enumerate(body.get("schooling", ())):
        if school.get("until", school["since"]) < school["since"]:
            yield Fault("days_reversed", f"{at}/schooling/{n}/until")


def _left_behind(body: Mapping[str, Any], at: str, today: date) -> Iterator[Fault]:
    yield from _days("request/day")(body, at, today)
    born = body["person"].get("birth_date")
    if born is None:
        return
    age = age_on(date.fromisoformat(born), today)
    if age >= CHILD_BELOW if body["group"] == "child" else age < ELDERLY_FROM:
        yield Fault("age_outside", f"{at}/person/birth_date")


def _enquiry(body: Mapping[str, Any], at: str, today: date) -> Iterator[Fault]:
    between = body.get("between")
    if between and between["last"] < between["first"]:
        yield Fault("days_reversed", f"{at}/between/last")
    elif between and date.fromisoformat(between["first"]) > today:
        yield Fault("day_in_future", f"{at}/between/first")


def _outcome(body: Mapping[str, Any], at: str, today: date) -> Iterator[Fault]:
    yield from _days("day")(body, at, today)
    if body["outcome"] not in OUTCOMES[body["class"]]:
        yield Fault("outcome_class", f"{at}/outcome")


def _proposal(body: Mapping[str, Any], at: str, _: date) -> Iterator[Fault]:
    if body["terms"]["last"] < body["terms"]["first"]:
        yield Fault("days_reversed", f"{at}/terms/last")


def _report(body: Mapping[str, Any], at: str, today: date) -> Iterator[Fault]:
    yield from _days("held_on", "through")(body, at, today)
    if "first" in body and body["through"] < body["first"]:
        yield Fault("days_reversed", f"{at}/through")


_OF_CLASS: dict[str, Callable[[Mapping[str, Any], str, date], Iterator[Fault]]] = {
    ARRIVAL: _days("since"),
    DEPARTURE: _days("until"),
    ENQUIRY: _enquiry,
    TRANSFER: _transfer,
    CARER: _days("request/day"),
    LEFT_BEHIND: _left_behind,
    OUTCOME: _outcome,
    PROPOSAL: _proposal,
    REPORT: _report,
}
