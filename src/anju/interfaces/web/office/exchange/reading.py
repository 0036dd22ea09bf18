"""What a message says, in words: its body as facts, in the order in which one asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.interfaces.texts import exchange as words
from anju.interfaces.texts.labels import label_in

Facts = list[tuple[str, str]]
_IN_PERSON = ("name", "doc_number", "birth_date")


def facts(content: Mapping[str, Any]) -> Facts:
    """The body of a message, a line a fact. A correction shows what it puts in place."""
    body: Mapping[str, Any] = content.get("body", {})
    if isinstance(body.get("body"), Mapping):
        body = {**body["body"], "note": body.get("note", "")}
    person = body.get("person", {})
    found = [(_named(k), str(person[k])) for k in _IN_PERSON if person.get(k)]
    found += [(_named(k), _value(v)) for k, v in body.items() if k in words.MEMBERS and _is_text(v)]
    return found + _period(body) + _needs(body) + questions(body) + _records(body) + _request(body)


def questions(body: Mapping[str, Any]) -> Facts:
    """What is asked, and what is answered."""
    language = _language()
    asked = [
        (_("问题"), label_in(words.QUESTIONS, q, language))
        for q in body.get("questions", ())
        if q in words.QUESTIONS
    ]
    return asked + answers(body.get("answers", ()))


def answers(given: Sequence[Mapping[str, str]]) -> Facts:
    """Question and answer, a line each."""
    language = _language()
    return [
        (
            label_in(words.QUESTIONS, a["question"], language),
            " ".join(
                x for x in (label_in(words.ANSWERS, a["answer"], language), a.get("day")) if x
            ),
        )
        for a in given
    ]


def _records(body: Mapping[str, Any]) -> Facts:
    """Doses of a vaccination record, schools, who looked at them, and who cares."""
    found = [
        (
            _("接种"),
            " ".join(
                str(x)
                for x in (d.get("vaccine"), d.get("dose"), d.get("day"), d.get("clinic"))
                if x
            ),
        )
        for d in body.get("doses", ())
    ]
    found += [
        (
            _("就读"),
            " ".join(str(x) for x in (s["school"], s["grade"], s["since"], s.get("until")) if x),
        )
        for s in body.get("schooling", ())
    ]
    checked = body.get("checked")
    if checked:
        found.append((_("核对"), f"{checked['by']} {checked['day']}"))
    carer = body.get("carer")
    if carer:
        found.append(
            (_("照护人"), " ".join(str(carer[k]) for k in ("name", "phone") if carer.get(k)))
        )
    return found


def _period(body: Mapping[str, Any]) -> Facts:
    asked = body.get("between")
    return [(_named("between"), f"{asked['first']} – {asked['last']}")] if asked else []


def _needs(body: Mapping[str, Any]) -> Facts:
    needs = body.get("needs", ())
    return [(_named("needs"), "、".join(_value(n) for n in needs))] if needs else []


def _request(body: Mapping[str, Any]) -> Facts:
    asked = body.get("request")
    return [(_("由谁申请"), f"{_value(asked['by'])} {asked['day']}")] if asked else []


def _named(member: str) -> str:
    return label_in(words.MEMBERS, member, _language())


def _value(value: str) -> str:
    known = {**words.VALUES, **words.RESULTS}
    return label_in(known, value, _language()) if value in known else value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _language() -> str:
    return get_language() or "zh-hans"
