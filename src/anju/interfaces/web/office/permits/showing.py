"""A permit and its cards in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.permits.api import applications, lifecycle
from anju.domains.permits.api.lifecycle import CardView, Held, KeepView, PermitView, TurnView
from anju.foundation.actor import Actor
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.web.office.links import link, said
from anju.interfaces.web.pieces.applying import chip, why_not
from anju.interfaces.words import permits_life as words
from anju.interfaces.words.sentences import sentence

TONES = {
    "active": "aj-chip-good",
    "in_making": "aj-chip-soon",
    "suspended": "aj-chip-late",
    "lost": "aj-chip-late",
}
ICONS = {
    "active": "circle-check",
    "in_making": "clock",
    "suspended": "player-pause",
    "lost": "alert-triangle",
    "withdrawn": "ban",
    "expired": "calendar-off",
    "cancelled": "circle-x",
}


def told(error: AnjuError) -> str:
    """A refusal in the reader's language; lists of fields in words."""
    language = get_language() or "zh-hans"
    params = dict(error.params)
    if error.code == "photo_not_fit":
        return why_not(error)
    if error.code == "permit_turn":
        params["before"] = said(words.STATES, str(params.get("before", "")))
    return sentence(type(error)(error.code, **params), language)


def state(view: PermitView) -> dict[str, str]:
    """The state as a chip."""
    return {
        "code": str(view.state),
        "text": said(words.STATES, view.state),
        "tone": TONES.get(view.state, ""),
        "icon": ICONS[view.state],
    }


def turns(found: Sequence[TurnView]) -> list[dict[str, Any]]:
    """The life line as a list, newest first."""
    return [
        {
            "what": said(words.TURNS, t.kind),
            "reason": said(words.REASON_WORDS, t.reason) if t.reason else "",
            "article": said(words.ARTICLES, t.article) if t.article else "",
            "day": t.effective,
            "at": t.at,
            "by": t.by_label,
            "note": t.detail.get("note", ""),
            "to": said(words.STATES, t.to_state),
            "changed": t.from_state != t.to_state,
        }
        for t in reversed(found)
    ]


def spans(view: PermitView, found: Sequence[TurnView]) -> list[dict[str, Any]]:
    """The life line as spans of states on the time axis."""
    out: list[dict[str, Any]] = []
    for t in found:
        if out and t.from_state == t.to_state:
            continue
        if out:
            out[-1]["end"] = max(t.effective, out[-1]["start"])
        if t.to_state in (Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED):
            break
        out.append(
            {
                "lane": "permit",
                "label": said(words.STATES, t.to_state),
                "start": t.effective,
                "end": None,
                "detail": f"{said(words.TURNS, t.kind)} · {t.by_label}",
                "source": "",
                "said": t.at,
                "url": "",
                "state": "",
            }
        )
    return out


def cards(found: Sequence[CardView]) -> list[dict[str, Any]]:
    """Cards with their way to the holder."""
    return [
        {
            "view": c,
            "status": said(words.CARDS, c.status),
            "reason": said(words.REASON_WORDS, c.reason),
            "way": said(words.WAYS, c.delivery.way) if c.delivery else "",
            "url": link("office:card", c.id),
        }
        for c in found
    ]


def keeping(view: KeepView, today: date) -> dict[str, Any]:
    """What endorsement means today, with the articles it rests on."""
    facts = []
    if view.here:
        facts.append(
            {
                "text": _("%(day)s 起登记住在本市") % {"day": view.here.since},
                "source": view.here.channel,
                "when": view.here.recorded_at,
            }
        )
    articles = [
        {"text": said(words.ARTICLES, "663.10"), "url": ""},
        {"text": said(words.GAPS, view.way), "url": ""},
    ]
    return {
        "view": view,
        "facts": facts,
        "articles": articles,
        "counted": said(words.GAPS, view.way),
        "source": view.source,
        "left": (view.due - today).days if view.due else None,
    }


def standing(person_ids: Sequence[int], actor: Actor) -> dict[str, Any]:
    """The permits of a person and the application that is open, for the person's page."""
    if not actor.may("permit.see"):
        return {"permits": [], "holds_permit": False, "application": None}
    held = lifecycle.permits_of(person_ids)
    asked = next((a for a in applications.of_person(person_ids) if a.closed_at is None), None)
    return {
        "permits": [
            {
                "spaced": lifecycle.spaced(p.number),
                "chip": state(p),
                "until": p.last_day,
                "url": link("office:permit", p.id),
            }
            for p in held
        ],
        "holds_permit": any(p.state in lifecycle.LIVE for p in held),
        "application": asked
        and {"chip": chip(asked.state), "url": link("office:permit_application", asked.id)},
    }


def may(actor: Actor, view: PermitView, permission: str) -> bool:
    """True when the actor holds the permission where the holder lives or where the permit was issued."""
    return actor.may(permission, region=view.region) or actor.may(permission, region=view.issuer)


def actions(
    actor: Actor, view: PermitView, keep: KeepView, found: Sequence[CardView]
) -> dict[str, Any]:
    """What this actor may do with it now."""
    state, live = view.state, view.state in lifecycle.LIVE
    in_use = state in (Held.ACTIVE, Held.SUSPENDED)
    waiting = next((c for c in found if c.status == "waiting"), None)
    last = found[0] if found else None
    busy = last is not None and last.status in ("waiting", "batched")
    return {
        "endorse": keep.standing in ("open", "late")
        and keep.here is not None
        and may(actor, view, "permit.decide"),
        "lost": in_use and may(actor, view, "permit.apply"),
        "found": state == Held.LOST and may(actor, view, "permit.apply"),
        "order": _orders(view) if live and not busy and may(actor, view, "permit.make") else [],
        "complete": waiting if may(actor, view, "permit.make") else None,
        "end": live and may(actor, view, "permit.issue"),
        "undo": state in (Held.WITHDRAWN, Held.CANCELLED)
        and view.merged_into is None
        and may(actor, view, "permit.issue"),
        "merge": live and may(actor, view, "permit.issue") and actor.may("person.merge"),
    }


def _orders(view: PermitView) -> list[tuple[str, str]]:
    codes = ["lost"] if view.state == Held.LOST else ["damaged", "address", "corrected", "failed"]
    return [(c, said(words.REASON_WORDS, c)) for c in codes]


def choices(table: words.Table, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Codes with their words, for a select."""
    return [(str(c), said(table, str(c))) for c in codes]


__all__ = [
    "Refused",
    "actions",
    "cards",
    "choices",
    "keeping",
    "may",
    "spans",
    "state",
    "told",
    "turns",
]
