"""What pages of transfers share: a transfer in words, its steps, its deadline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.exchange.api.transfers import TransferView
from anju.interfaces.texts import transfers as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.office.exchange.reading import facts


def language() -> str:
    """The language of the page."""
    return get_language() or "zh-hans"


def line(found: TransferView) -> dict[str, Any]:
    """A transfer as lists and pages draw it."""
    return {
        "t": found,
        "kind": label(words.KINDS, found.kind),
        "state": label(words.STATES_HERE if found.direction == "in" else words.STATES, found.state),
        "why": label(words.WHY, found.reason) if found.reason in words.WHY else "",
        "name": (found.body or {}).get("person", {}).get("name", ""),
        "born": (found.body or {}).get("person", {}).get("birth_date", ""),
        "checked_by": label(words.CHECKS, found.check) if found.check else "",
    }


def whole(found: TransferView) -> dict[str, Any]:
    """A transfer with what it says and its steps."""
    return {**line(found), "facts": body_facts(found.body or {}), "steps": _steps(found)}


def body_facts(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What goes, a line a fact."""
    return facts({"body": body}) if body else []


def _steps(found: TransferView) -> list[dict[str, Any]]:
    steps = [
        {
            "name": label(words.STEPS, s.step),
            "at": s.at,
            "label": _who(s.label),
            "note": label(words.WHY, s.note) if s.note in words.WHY else s.note,
        }
        for s in found.steps
    ]
    if found.received is not None:
        steps.append(
            {
                "name": label(words.STEPS, "received"),
                "at": found.received,
                "label": found.place_name,
                "note": "",
            }
        )
    return sorted(steps, key=lambda s: s["at"])


def _who(found: str) -> str:
    """Who took a step: the system and accounts without a name in words."""
    if found == "exchange.transfers":
        return _("系统")
    return _("本人") if found.startswith("#") else found


def label(table: dict[str, tuple[str, str]], code: str) -> str:
    """A code in words."""
    return label_in(table, code, language())
