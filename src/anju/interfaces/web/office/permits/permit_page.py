"""A permit and its cards in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.permits.api import applications, lifecycle
from anju.domains.permits.api.eligibility import articles_with_subjects
from anju.domains.permits.api.lifecycle import (
    CardView,
    EndorsementStatus,
    PermitState,
    PermitView,
    TransitionView,
)
from anju.foundation.actor import Actor
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.texts import permit_lifecycle as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link
from anju.interfaces.web.pieces.applications import chip, why_not

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


def error_text(error: AnjuError) -> str:
    """A refusal in the reader's language; lists of fields in words."""
    language = get_language() or "zh-hans"
    params = dict(error.params)
    if error.code == "photo_not_fit":
        return why_not(error)
    if error.code == "permit_turn":
        params["before"] = label(words.STATES, str(params.get("before", "")))
    return sentence(type(error)(error.code, **params), language)


def state(view: PermitView) -> dict[str, str]:
    """The state as a chip."""
    return {
        "code": str(view.state),
        "text": label(words.STATES, view.state),
        "tone": TONES.get(view.state, ""),
        "icon": ICONS[view.state],
    }


def transitions(found: Sequence[TransitionView]) -> list[dict[str, Any]]:
    """The life line as a list, newest first."""
    return [
        {
            "what": label(words.TRANSITIONS, t.kind),
            "reason": label(words.TRANSITION_REASONS, t.reason) if t.reason else "",
            "article": label(articles_with_subjects(), t.article) if t.article else "",
            "day": t.effective,
            "at": t.at,
            "by": t.by_label,
            "note": t.detail.get("note", ""),
            "to": label(words.STATES, t.to_state),
            "changed": t.from_state != t.to_state,
        }
        for t in reversed(found)
    ]


def spans(view: PermitView, found: Sequence[TransitionView]) -> list[dict[str, Any]]:
    """The life line as spans of states on the time axis."""
    out: list[dict[str, Any]] = []
    for t in found:
        if out and t.from_state == t.to_state:
            continue
        if out:
            out[-1]["end"] = max(t.effective, out[-1]["start"])
        if t.to_state in (PermitState.WITHDRAWN, PermitState.EXPIRED, PermitState.CANCELLED):
            break
        out.append(
            {
                "lane": "permit",
                "label": label(words.STATES, t.to_state),
                "start": t.effective,
                "end": None,
                "detail": f"{label(words.TRANSITIONS, t.kind)} · {t.by_label}",
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
            "status": label(words.CARDS, c.status),
            "reason": label(words.TRANSITION_REASONS, c.reason),
            "way": label(words.WAYS, c.delivery.way) if c.delivery else "",
            "url": link("office:card", c.id),
        }
        for c in found
    ]


def endorsement(view: EndorsementStatus, today: date) -> dict[str, Any]:
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
        {"text": label(articles_with_subjects(), "663.10"), "url": ""},
        {"text": label(words.GAPS, view.way), "url": ""},
    ]
    return {
        "view": view,
        "facts": facts,
        "articles": articles,
        "counted": label(words.GAPS, view.way),
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
    actor: Actor, view: PermitView, keep: EndorsementStatus, found: Sequence[CardView]
) -> dict[str, Any]:
    """What this actor may do with it now."""
    state, live = view.state, view.state in lifecycle.LIVE
    in_use = state in (PermitState.ACTIVE, PermitState.SUSPENDED)
    waiting = next((c for c in found if c.status == "waiting"), None)
    last = found[0] if found else None
    busy = last is not None and last.status in ("waiting", "batched")
    return {
        "endorse": keep.standing in ("open", "late")
        and keep.here is not None
        and may(actor, view, "permit.decide"),
        "lost": in_use and may(actor, view, "permit.apply"),
        "found": state == PermitState.LOST and may(actor, view, "permit.apply"),
        "order": _orders(view) if live and not busy and may(actor, view, "permit.make") else [],
        "complete": waiting if may(actor, view, "permit.make") else None,
        "end": live and may(actor, view, "permit.issue"),
        "undo": state in (PermitState.WITHDRAWN, PermitState.CANCELLED)
        and view.merged_into is None
        and may(actor, view, "permit.issue"),
        "merge": live and may(actor, view, "permit.issue") and actor.may("person.merge"),
    }


def _orders(view: PermitView) -> list[tuple[str, str]]:
    codes = (
        ["lost"]
        if view.state == PermitState.LOST
        else ["damaged", "address", "corrected", "failed"]
    )
    return [(c, label(words.TRANSITION_REASONS, c)) for c in codes]


def choices(table: words.Table, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Codes with their words, for a select."""
    return [(str(c), label(table, str(c))) for c in codes]


__all__ = [
    "Refused",
    "actions",
    "cards",
    "choices",
    "endorsement",
    "error_text",
    "may",
    "spans",
    "state",
    "transitions",
]
