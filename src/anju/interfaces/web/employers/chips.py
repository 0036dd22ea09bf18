"""States of rosters and service days as chips: words, icon, classes."""

from __future__ import annotations

from typing import Any

from anju.domains.register.api import rosters
from anju.domains.register.api.rosters import RosterStanding
from anju.interfaces.texts import employers as words
from anju.interfaces.texts.labels import Table
from anju.interfaces.web.choosing import label

_ROSTER = {
    rosters.LATE: ("late", "calendar-x"),
    rosters.DUE: ("soon", "clock"),
    rosters.ARRIVED: ("good", "circle-check"),
    rosters.NOT_ASKED: ("", "minus"),
}
_DAY = {
    "announced": ("soon", "clock"),
    "confirmed": ("good", "circle-check"),
    "declined": ("late", "message-exclamation"),
    "cancelled": ("", "ban"),
}


def _chip(table: Table, code: str, tone: str, icon: str) -> dict[str, str]:
    return {
        "text": label(table, code),
        "icon": icon,
        "css": f"aj-chip aj-chip-{tone}" if tone else "aj-chip",
    }


def roster(state: str) -> dict[str, str]:
    """How an employer stands with this week's roster."""
    return _chip(words.ROSTER_STATES, state, *_ROSTER[state])


def service_day(state: str) -> dict[str, str]:
    """How a service day stands."""
    return _chip(words.DAY_STATES, state, *_DAY[state])


def standing(found: RosterStanding) -> dict[str, Any]:
    """The context of ``employers/standing.html``."""
    return {"standing": found, "chip": roster(found.state), "owed": found.state in OWED}


OWED = (rosters.LATE, rosters.DUE)
"""States in which a roster of this week is still owed."""
