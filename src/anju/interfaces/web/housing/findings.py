"""An assessment of a home as pages show it: what is wrong, under which article, and what to do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.housing.api.standards import Assessment, DwellingRule, Finding, Space
from anju.interfaces.texts import dwellings
from anju.interfaces.web.choosing import label


def shown(found: Assessment) -> dict[str, Any]:
    """The context of ``housing/findings.html``."""
    language = get_language() or "zh-hans"
    spaces = {s.number: s for s in found.record.dwelling.spaces} if found.record else {}
    return {
        "record": found.record,
        "breaches": [_line(f, spaces, language) for f in found.breaches],
        "unknown": _missing(found.unknown, spaces),
        "rules": len(found.rules),
        "sources": _sources(found.rules, language),
        "allowed": found.allowed,
        "registered": found.registered,
        "stated": found.stated,
        "differ": found.people_differ,
    }


def _line(found: Finding, spaces: dict[int, Space], language: str) -> dict[str, Any]:
    wrong, remedy = dwellings.finding_words(found.rule.key, found.detail, language)
    where = space_name(spaces[found.space]) if found.space else _("整套房屋")
    text = wrong.format(measured=_plain(found.measured), limit=_plain(found.limit))
    return {
        "title": _("%(where)s：%(text)s") % {"where": where, "text": text},
        "remedy": remedy,
        "article": _in(found.rule.article, language),
        "since": found.rule.valid_from,
        "sure": found.rule.confidence == "H",
    }


def space_name(space: Space) -> str:
    """The name its landlord gave it, else what it was built as with its number."""
    return space.name or f"{label(dwellings.PURPOSES, space.purpose)} {space.number}"


def _missing(unknown: tuple[Finding, ...], spaces: dict[int, Space]) -> list[str]:
    """The facts that are not stated, by space."""
    places: dict[int | None, list[str]] = {}
    for one in unknown:
        texts = places.setdefault(one.space, [])
        if (text := label(dwellings.MISSING, one.rule.key)) not in texts:
            texts.append(text)
    return [
        _("%(where)s：%(text)s")
        % {
            "where": space_name(spaces[n]) if n else _("整套房屋"),
            "text": _("、").join(texts),
        }
        for n, texts in sorted(places.items(), key=lambda p: p[0] or 0)
    ]


def _sources(rules: tuple[DwellingRule, ...], language: str) -> list[str]:
    """Where the rules that hold here were read, each once."""
    return list(dict.fromkeys(_in(r.source, language) for r in rules if any(r.source)))


def _in(words: tuple[str, str], language: str) -> str:
    return words[0] if language.startswith("zh") else words[1]


def _plain(number: Decimal | None) -> str:
    """A number without needless zeros."""
    return "" if number is None else f"{number.normalize():f}"
