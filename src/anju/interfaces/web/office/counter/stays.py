"""Moving out, and correcting a stay: what was and what will be, before it counts."""

from __future__ import annotations

import uuid
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.texts import labels
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.declaring import reason_text, typed_day
from anju.interfaces.web.office.counter import form_labels
from anju.interfaces.web.office.counter.views import form_key, sender_of
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def leave(request: ActorRequest, person_id: int) -> HttpResponse:
    """Somebody moves out."""
    request.actor.require("declare")
    person = people.persons([person_id]).get(person_id)
    if person is None:
        raise NotFound("person_unknown")
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=["name", "stays"],
        action="counter.leave",
        at=request.at,
    )
    today = local_date(request.at)
    stay = max(
        (s for s in register.stays_of([person_id]) if not s.over_on(today)),
        default=None,
        key=lambda s: (s.habitual, s.since),
    )
    home = places.homes([stay.home_id]).get(stay.home_id) if stay and stay.home_id else None
    error, key = "", form_key(request.POST.get("key", ""))
    typed = request.POST.get("end", today.isoformat())[:20]
    end, fault = typed_day(typed)
    if request.method == "POST":
        if end is None:
            error = reason_text(fault)
        else:
            item = {
                "key": f"{key}:leave",
                "row": 1,
                "kind": "leave",
                "name": person.name,
                "sex": person.sex,
                "birth_date": person.birth_date,
                "end": end,
                "home_code": home.code if home else None,
                "region": stay.region if stay else None,
            }
            frame = pl.DataFrame([item], schema={c: register.ITEM_SCHEMA[c] for c in item})
            receipt = register.declare(
                frame,
                sender=sender_of(request.actor),
                actor=request.actor,
                at=request.at,
                batch_key=key,
                about={f"{key}:leave": person_id},
            )
            refused = receipt.outcomes[0]
            if refused.status != register.REFUSED:
                return redirect("office:counter_done", receipt.batch_id)
            error, key = reason_text(refused.reason), str(uuid.uuid4())
    return render(
        request,
        "office/counter/leave.html",
        {"person": person, "stay": stay, "home": home, "end": typed, "key": key, "error": error},
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, version: int) -> HttpResponse:
    """Correct one stay: first the difference is shown, then it is confirmed."""
    stay, person = _stay(request, version)
    request.actor.require("person.edit", region=stay.region)
    values = _values(stay) | {k: request.POST[k] for k in _values(stay) if k in request.POST}
    changes = _changes(stay, values)
    note, error, look = request.POST.get("note", ""), "", False
    if request.method == "POST":
        try:
            _judge(changes, note)
            if request.POST.get("step") == "confirm":
                outcome = register.correct_stay(
                    version,
                    changes=changes,
                    note=note,
                    sender=sender_of(request.actor),
                    key=f"correct:{form_key(request.POST.get('key', ''))}",
                    actor=request.actor,
                    at=request.at,
                )
                batch = register.batch_of(outcome.declaration_id)
                return redirect("office:counter_done", batch)
            look = True
        except AnjuError as refused:
            error = sentence(refused, request.LANGUAGE_CODE)
    homes = places.homes([stay.home_id]) if stay.home_id else {}
    chosen = places.home_by_code(values["home_code"]) if values["home_code"] else None
    context = {
        "stay": stay,
        "person": person,
        "values": values,
        "home": chosen,
        "note": note,
        "error": error,
        "look": look,
        "rows": _difference(stay, changes, homes, chosen, person.name) if look else [],
        "words": form_labels,
        "key": form_key(request.POST.get("key", "")),
        "reasons": form_labels.REASONS,
        "dwellings": form_labels.DWELLINGS,
    }
    return render(request, "office/counter/correct.html", context, status=422 if error else 200)


def _stay(request: ActorRequest, version: int) -> tuple[StayView, Any]:
    stay = register.stay(version)
    person = people.persons([stay.person_id]).get(stay.person_id) if stay else None
    if stay is None or person is None:
        raise NotFound("stay_unknown", id=version)
    audit.record_read(
        request.actor,
        person_ids=[person.id],
        fields=["name", "stays"],
        action="counter.correct",
        at=request.at,
    )
    return stay, person


def _values(stay: StayView) -> dict[str, str]:
    home = places.homes([stay.home_id]).get(stay.home_id) if stay.home_id else None
    return {
        "since": stay.since.isoformat(),
        "until": stay.until.isoformat() if stay.until else "",
        "home_code": home.code if home else "",
        "reason": stay.reason,
        "dwelling": stay.dwelling,
    }


def _changes(stay: StayView, values: dict[str, str]) -> dict[str, Any]:
    now = _values(stay)
    found: dict[str, Any] = {k: v for k, v in values.items() if v != now[k]}
    for name in ("since", "until"):
        if name in found:
            found[name] = day_in(found[name])
    return found


def _judge(changes: dict[str, Any], note: str) -> None:
    if not changes:
        raise Refused("nothing_to_correct")
    if "since" in changes and changes["since"] is None:
        raise Refused("date_invalid")
    if not note.strip():
        raise Refused("note_missing")


def _difference(
    stay: StayView,
    changes: dict[str, Any],
    homes: dict[int, HomeView],
    chosen: HomeView | None,
    who: str,
) -> list[dict[str, Any]]:
    old = homes.get(stay.home_id or 0)
    texts = {
        "since": (_("来住日期"), stay.since.isoformat(), str(changes.get("since"))),
        "until": (
            _("离开日期"),
            stay.until.isoformat() if stay.until else _("至今"),
            str(changes.get("until") or _("至今")),
        ),
        "home_code": (_("住处"), old.text if old else "", chosen.text if chosen else ""),
        "reason": (
            _("来本地原因"),
            form_labels.label(labels.MOVE_REASONS, stay.reason),
            form_labels.label(labels.MOVE_REASONS, changes.get("reason")),
        ),
        "dwelling": (
            _("住所类型"),
            form_labels.label(labels.DWELLINGS, stay.dwelling),
            form_labels.label(labels.DWELLINGS, changes.get("dwelling")),
        ),
    }
    fields = [
        dict(zip(("label", "before", "after"), texts[k], strict=True))
        for k in texts
        if k in changes
    ]
    return [{"id": stay.id, "kind": "changed", "who": who, "fields": fields}]
