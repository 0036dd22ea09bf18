"""A group as pages show it, and who may do what with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language

from anju.domains.groups.api import membership
from anju.domains.groups.api.membership import Group, Seat
from anju.foundation.errors import AnjuError
from anju.interfaces.texts import groups as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.naming import short

CHIPS = {
    "asked": ("aj-chip aj-chip-soon", "clock"),
    "open": ("aj-chip aj-chip-good", "circle-check"),
    "refused": ("aj-chip", "circle-x"),
    "closed": ("aj-chip", "circle-x"),
}
KIND_ICONS = {
    "landlords": "building-community",
    "residents_home": "home-heart",
    "hometown": "users",
    "enterprise": "building-factory-2",
    "volunteers": "heart-handshake",
}


def which() -> int:
    """0 for readers of Chinese, 1 for others: the place of their words in a pair."""
    return 0 if (get_language() or "zh").startswith("zh") else 1


def error_text(error: AnjuError) -> str:
    """An error in the reader's language."""
    return sentence(error, get_language() or "zh-hans")


def lines(found: Sequence[Group], day: date) -> list[dict[str, Any]]:
    """Groups as lines of a list. Two queries."""
    names = short({g.region[:12].ljust(12, "0") for g in found})
    return [line(g, day, names.get(g.region[:12].ljust(12, "0"), "")) for g in found]


def line(group: Group, day: date, place: str = "") -> dict[str, Any]:
    """One group: kind, state and place in words."""
    css, icon = CHIPS[group.state.value]
    kind = membership.kind(group.kind, group.region, day)
    return {
        "group": group,
        "kind": kind.words[which()],
        "about": kind.about[which()],
        "source": kind.source[which()],
        "mediates": kind.mediates,
        "unit": label(words.UNITS, kind.unit.value),
        "icon": KIND_ICONS.get(group.kind, "users"),
        "place": place,
        "state": {"text": label(words.STATES, group.state.value), "css": css, "icon": icon},
    }


def seat_lines(seats: Sequence[Seat], day: date) -> list[dict[str, Any]]:
    """Seats in words; `over`: the term has run out, a new one is due."""
    return [
        {
            "seat": s,
            "role": label(words.ROLES, s.role.value),
            "over": s.accepted_at is not None and s.until < day,
            "waiting": s.accepted_at is None,
        }
        for s in seats
    ]


def kind_choices(region: str, day: date) -> list[tuple[str, str, str]]:
    """(code, name, what it is) of the kinds of groups."""
    n = which()
    return [(k.code, k.words[n], k.about[n]) for k in membership.kinds(region, day)]
