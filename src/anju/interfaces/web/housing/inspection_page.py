"""One inspection as it is drawn for office and landlord alike, and what a form about its hazards says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import (
    Hazard,
    HazardEvent,
    HazardStep,
    InspectionForm,
    InspectionLine,
    InspectionRecord,
)
from anju.domains.places import api as places
from anju.foundation.law.reading import Text
from anju.interfaces.texts import premises as words
from anju.interfaces.texts.labels import Table
from anju.interfaces.web.choosing import account_name, label, reader_text
from anju.interfaces.web.session import ActorRequest

TONES = {"open": "soon", "answered": "calm", "closed": "good", "clear": "good", "withdrawn": ""}
ICONS = {
    "open": "alert-triangle",
    "answered": "message-check",
    "closed": "circle-check",
    "clear": "circle-check",
    "withdrawn": "ban",
}


def chip(state: str, table: Table) -> dict[str, str]:
    """A state as a chip: words, icon, classes."""
    tone = f" aj-chip-{TONES[state]}" if TONES[state] else ""
    return {"text": label(table, state), "icon": ICONS[state], "css": f"aj-chip{tone}"}


def shown(record: InspectionRecord, today: date) -> dict[str, Any]:
    """The context of ``housing/inspection.html``."""
    return {
        "record": record,
        "title": reader_text(record.form.words),
        "source": reader_text(record.form.source),
        "state": chip(record.state, words.RECORDS),
        "hazards": [_hazard(h, today, _answerer(record)) for h in record.hazards],
        "answers": [
            {
                "number": n,
                "text": reader_text(i.words),
                "answer": label(words.ANSWERS, record.answers.get(i.key, "")),
                "code": record.answers.get(i.key, ""),
            }
            for n, i in enumerate(record.form.items, 1)
        ],
        "waiting": any(h.state.value in ("open", "answered") for h in record.hazards),
    }


def _answerer(record: InspectionRecord) -> str:
    """The name of who answers for the place, as far as the reader may know it."""
    kind, _colon, number = record.premises.party.partition(":")
    found = places.holder(int(number)) if kind == "holder" else None
    return found.name if found else ""


def _hazard(h: Hazard, today: date, answerer: str) -> dict[str, Any]:
    return {
        "id": h.id,
        "text": reader_text(h.item.words),
        "type": reader_text(h.type_words),
        "article": reader_text(h.item.article),
        "serious": h.item.serious,
        "state": chip(h.state.value, words.STATES)
        | ({"css": "aj-chip aj-chip-late"} if h.overdue(today) else {}),
        "code": h.state.value,
        "due": h.due,
        "note": h.note,
        "events": [_event(e, answerer) for e in h.events],
        "steps": [s.value for s in HazardStep if h.state in premises.STEPS[s].after],
    }


def _event(e: HazardEvent, answerer: str) -> dict[str, Any]:
    return {
        "text": label(words.STEPS, e.step.value),
        "words": e.text,
        "by": e.by_label if e.office else account_name(e.by_label, answerer),
        "at": e.at,
        "due": e.due,
        "office": e.office,
        "photos": e.photos,
    }


def line(found: InspectionLine, url: str) -> dict[str, Any]:
    """One line of a list."""
    state = "open" if found.open else "answered" if found.answered else "closed"
    if not (found.open or found.answered or found.closed):
        state = "clear"
    return {
        "line": found,
        "url": url,
        "title": reader_text(found.form_words),
        "state": chip(state, words.RECORDS),
        "where": found.premises.text,
    }


def tabs(counts: Any, show: str, url: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - counts; a function
    """The ways to narrow a list, each with its count."""
    return [
        {
            "label": label(words.SHOWN, s),
            "count": counts.get(s, 0),
            "here": s == show,
            "url": url(s),
        }
        for s in premises.SHOWN
    ]


def wanted(request: HttpRequest) -> str:
    """Which part of a list is asked for; what waits first."""
    show = request.GET.get("show", "open")
    return show if show in premises.SHOWN else "open"


def photos_of(request: ActorRequest, field: str) -> tuple[bytes, ...]:
    """The photographs of a field. No more are read than are taken, and one to know that there were."""
    sent: Sequence[Any] = request.FILES.getlist(field)[: premises.MOST_PHOTOS + 1]
    return tuple(f.read() for f in sent)


def photo(photo_id: int) -> HttpResponse:
    """The answer that brings a photograph."""
    content_type, data = premises.photograph(photo_id)
    return HttpResponse(data, content_type=content_type)


def notice(record: InspectionRecord, today: date) -> dict[str, Any]:
    """The context of ``housing/notice.html``: a notice to rectify, of what still waits."""
    about = shown(record, today)
    return {
        **about,
        "due": max((h.due for h in record.hazards if h.due), default=None),
        "lines": [h for h in about["hazards"] if h["code"] in ("open", "answered")],
        "heading": _("隐患整改通知书"),
    }


def form_words(form: InspectionForm) -> dict[str, Any]:
    """A form in the reader's language."""
    source: Text = form.source
    return {"key": form.key, "title": reader_text(form.words), "source": reader_text(source)}
