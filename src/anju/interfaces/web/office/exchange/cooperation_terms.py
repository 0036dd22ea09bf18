"""The form of an agreement: terms as it shows them, and what it says as terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.exchange.api import cooperation, messages
from anju.domains.exchange.api.cooperation import CooperationView
from anju.interfaces.texts import cooperation as stages
from anju.interfaces.texts.labels import label_in

Row = dict[str, str]
DUTY = ("text", "by", "measure", "days", "percent", "due")
CONTACT = ("name", "role", "phone")
SERVICE_DAY = ("day", "place", "topic")
_LONGEST = {"text": 500, "topic": 100, "name": 100, "role": 100, "phone": 20}
MOST_ROWS = 24
SPARE = 2
"""Empty lines below those that are filled."""


def named(at: str, sides: Iterable[str]) -> str:
    """What a JSON Pointer into terms names, in the words of the form; `sides`: names of the places."""
    steps, names = at.split("/")[2:], list(sides)
    if steps[:1] == ["sides"] and steps[1:2] and steps[1].isdecimal():
        steps = [names[int(steps[1])], *steps[2:]]
    language, words = get_language() or "zh-hans", []
    for step in steps:
        place = _("第 %(n)s 行") % {"n": int(step) + 1} if step.isdecimal() else ""
        words.append(place or label_in(stages.PARTS, step, language))
    return " · ".join(words)


def start(own: tuple[str, str], other: tuple[str, str], first: date) -> dict[str, Any]:
    """What the form begins with: the template, between these two places (code, name)."""
    held = cooperation.template(own[0], other[0], first)
    every = [k for k in messages.CLASSES if k not in messages.NEGOTIATION]
    return {
        "number": f"{own[0]}-{other[0]}-{first.year}",
        **{k: held[k] for k in ("title", "first", "last", "notice_days")},
        "purposes": list(messages.PURPOSES),
        "office": own[1],
        "their_office": other[1],
        "per_day": held["per_day"],
        "their_per_day": held["per_day"],
        "sends": every,
        "their_sends": every,
        **_lines(held, ({}, {})),
    }


def held(found: CooperationView, own: str) -> dict[str, Any]:
    """The terms that wait here, as the form shows them."""
    ours = next(s for s in found.terms["sides"] if s["place"] == own)
    theirs = next(s for s in found.terms["sides"] if s["place"] != own)
    return {
        "number": found.number,
        **{k: found.terms[k] for k in ("title", "first", "last", "notice_days", "purposes")},
        "office": ours["office"],
        "phone": ours.get("phone", ""),
        "sends": ours["sends"],
        "per_day": ours["per_day"],
        "their_office": theirs["office"],
        "their_phone": theirs.get("phone", ""),
        "their_sends": theirs["sends"],
        "their_per_day": theirs["per_day"],
        **_lines(found.terms, (ours, theirs)),
    }


def typed(given: QueryDict, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The form as somebody filled it."""
    several = ("sends", "their_sends", "purposes")
    named = [k for k in (*shown, "phone", "their_phone") if not isinstance(shown.get(k), list)]
    return {
        **{k: given.get(k, "") for k in named},
        **{k: given.getlist(k) for k in several},
        "duties": _spared(_rows(given, "duty", DUTY)),
        "service_days": _spared(_rows(given, "service", SERVICE_DAY)),
        "reviews": _spared(given.getlist("review")),
        "contacts": _spared(_rows(given, "contact", CONTACT)),
        "their_contacts": _spared(_rows(given, "their_contact", CONTACT)),
    }


def terms(given: QueryDict, ours: tuple[str, str], theirs: tuple[str, str]) -> dict[str, Any]:
    """What the form says, as terms between these two places (code, name)."""
    planned = [
        {"day": r["day"], "place": r["place"], "topic": r["topic"]}
        for r in _rows(given, "service", SERVICE_DAY)
        if r["day"] or r["topic"]
    ]
    reviews = [day[:10] for day in given.getlist("review") if day][:MOST_ROWS]
    return {
        "number": given.get("number", "").strip()[:40],
        "title": given.get("title", "").strip()[:100],
        "first": given.get("first", "")[:10],
        "last": given.get("last", "")[:10],
        "notice_days": _whole(given.get("notice_days", "")),
        "purposes": [p for p in messages.PURPOSES if p in given.getlist("purposes")],
        "sides": [_side(given, *ours, ""), _side(given, *theirs, "their_")],
        "duties": [_duty(r) for r in _rows(given, "duty", DUTY) if r["text"]],
        **({"service_days": planned} if planned else {}),
        **({"reviews": reviews} if reviews else {}),
    }


def _lines(terms: Mapping[str, Any], sides: tuple[Mapping[str, Any], Mapping[str, Any]]) -> Row:
    duties = [d if isinstance(d, dict) else {"text": d} for d in terms["duties"]]
    lines: dict[str, Any] = {
        "duties": _spared(duties),
        "service_days": _spared(terms.get("service_days", ())),
        "reviews": _spared(terms.get("reviews", ())),
        "contacts": _spared(sides[0].get("contacts", ())),
        "their_contacts": _spared(sides[1].get("contacts", ())),
    }
    return lines


def _spared(found: Any) -> list[Any]:  # noqa: ANN401 - rows of any kind
    """Lines with a few empty ones below."""
    return [*(f for f in found if f), *[{}] * SPARE]


def _rows(given: QueryDict, which: str, names: tuple[str, ...]) -> list[Row]:
    """The lines of one part of the form, those without any text left out."""
    columns = [given.getlist(f"{which}_{name}")[:MOST_ROWS] for name in names]
    return list(_filled(zip_longest(*columns, fillvalue=""), names))


def _filled(found: Any, names: tuple[str, ...]) -> Iterator[Row]:  # noqa: ANN401 - of zip
    for cells in found:
        row = {n: c.strip()[: _LONGEST.get(n, 30)] for n, c in zip(names, cells, strict=True)}
        if any(row.values()):
            yield row


def _duty(row: Row) -> str | dict[str, Any]:
    """In words alone where nothing but words was typed."""
    kept = {k: row[k] for k in ("by", "due") if row[k]}
    measured = (
        {
            "measure": row["measure"],
            "days": _whole(row["days"]),
            "percent": _whole(row["percent"]),
        }
        if row["measure"]
        else {}
    )
    return {"text": row["text"], **kept, **measured} if kept or measured else row["text"]


def _whole(text: str) -> int:
    """A number as typed; -1, which no terms take, for what is none."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= 7 else -1


def _side(given: QueryDict, place: str, name: str, which: str) -> dict[str, Any]:
    phone = given.get(f"{which}phone", "").strip()[:20]
    contacts = [{k: v for k, v in r.items() if v} for r in _rows(given, f"{which}contact", CONTACT)]
    return {
        "place": place,
        "name": name,
        "office": given.get(f"{which}office", "").strip()[:100],
        **({"phone": phone} if phone else {}),
        **({"contacts": contacts} if contacts else {}),
        "sends": [k for k in messages.CLASSES if k in given.getlist(f"{which}sends")],
        "per_day": _whole(given.get(f"{which}per_day", "")),
    }
