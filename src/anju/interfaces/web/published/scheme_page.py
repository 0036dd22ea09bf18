"""Schemes and calculations as the pages draw them: plain texts in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language

from anju.domains.permits.api.points import (
    Item,
    Line,
    Scheme,
    ScoreResult,
    SectionResult,
    Tiers,
    barred,
)
from anju.interfaces.texts.sentences import text_of
from anju.interfaces.web.pieces.schemes import chosen, condition, measure, number, why


def language() -> str:
    """The reader's language."""
    return get_language() or "zh-hans"


def head(one: Scheme) -> dict[str, Any]:
    """What a scheme is, who publishes it, how sure its values are."""
    lang = language()
    recalled = any(
        i.recalled or (isinstance(i.measure, Tiers) and any(t.recalled for t in i.measure.tiers))
        for s in one.sections
        for i in s.items
    )
    return {
        "code": one.code,
        "name": chosen(one.words, lang),
        "gives": chosen(one.gives, lang),
        "authority": chosen(one.authority, lang),
        "source": chosen(one.source, lang),
        "since": one.valid_from,
        "until": one.valid_to,
        "checked": one.checked_to,
        "recalled": recalled,
        "places": one.places,
        "pass_mark": one.pass_mark and number(one.pass_mark),
        "floor": one.floor is not None and number(one.floor),
        "cut_offs": [{"year": c.year, "points": number(c.points)} for c in reversed(one.cut_offs)],
    }


def rules(one: Scheme, day: date) -> dict[str, Any]:
    """Everything it counts, with what a rule in force on that day no longer allows."""
    lang = language()
    bars = barred(one, day)
    sections = [
        {
            "name": chosen(s.words, lang),
            "kind": s.kind,
            "choose_one": s.choose_one,
            "cap": s.cap and number(s.cap),
            "items": [_item(one, i) | {"barred": i.code in bars} for i in s.items],
        }
        for s in one.sections
    ]
    return {
        "sections": sections,
        "preconditions": [chosen(r.words, lang) for r in one.preconditions],
        "vetoes": [chosen(r.words, lang) for r in one.vetoes],
        "barred": sorted({chosen(b.source, lang) for b in bars.values()}),
    }


def _item(one: Scheme, item: Item) -> dict[str, Any]:
    lang = language()
    tiers = item.measure.tiers if isinstance(item.measure, Tiers) else ()
    return {
        "name": chosen(item.words, lang),
        "how": measure(item.measure, one, lang),
        "note": chosen(item.note, lang),
        "cap": item.cap and number(item.cap),
        "recalled": item.recalled,
        "tiers": [
            {
                "when": condition(t.when, one, lang),
                "points": number(t.points),
                "recalled": t.recalled,
            }
            for t in tiers
        ],
    }


def result(one: Scheme, found: ScoreResult) -> dict[str, Any]:
    """A calculation, line by line; what is shown adds up to the total."""
    lang = language()
    asked = [{"name": chosen(r.words, lang), "holds": r.holds} for r in found.preconditions]
    return {
        "total": number(found.total),
        "outcome": found.outcome,
        "short_by": number(found.short_by),
        "asked": asked,
        "vetoes": [chosen(v.words, lang) for v in found.vetoes if v.holds],
        "sections": [_section(one, s) for s in found.sections],
        "unsaid": [_named(s, line) for s in found.sections for line in s.lines if _unsaid(line)],
        "lifted": found.lifted and number(found.lifted),
        "floor": one.floor is not None and number(one.floor),
    }


def _section(one: Scheme, section: SectionResult) -> dict[str, Any]:
    lang = language()
    lines = [
        {
            "name": _named(section, line),
            "points": number(line.counted),
            "why": why(line, one, lang),
            "recalled": line.recalled,
            "lost": line.limited and number(line.earned),
            "limited": _limited(one, line.item, line.limited),
        }
        for line in section.lines
        if not _unsaid(line)
    ]
    return {
        "name": chosen(section.words, lang),
        "lines": lines,
        "trimmed": section.trimmed and number(section.trimmed),
        "cap": section.cap is not None and number(section.cap),
    }


def _unsaid(line: Line) -> bool:
    """Nothing was filled in for it: it is named once, below the lines that count."""
    return line.why == "points_not_said" or (
        line.why == "points_events" and not line.params["count"] + line.params["over"]
    )


def _named(section: SectionResult, line: Line) -> str:
    """An item by its own name; the only one of a section by the section's."""
    return chosen(line.words if len(section.lines) > 1 else section.words, language())


def _limited(one: Scheme, item: str, limited: str) -> str:
    if not limited:
        return ""
    cap = next((i.cap for s in one.sections for i in s.items if i.code == item), None)
    return text_of(f"points_{limited}", language(), {"cap": number(cap) if cap is not None else ""})
