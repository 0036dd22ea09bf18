"""What the reception enters: arrivals, guests, departures, moves, and undoing them. All of it by the one intake."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import Outcome, arrivals
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.web.addresses import public_link
from anju.interfaces.web.declaring import (
    act_key,
    add_error,
    keyed,
    new_key,
    on_file,
    person_faults,
    reason_text,
    typed_day,
    with_keys,
)
from anju.interfaces.web.pieces.qr import qr_of_link
from anju.interfaces.web.reception import day, panels
from anju.interfaces.web.reception.answers import answer, reception_of
from anju.interfaces.web.reception.forms import Arrival
from anju.interfaces.web.reception.panels import Panel
from anju.interfaces.web.reception.place import Reception, ReceptionArea, ReceptionRoom
from anju.interfaces.web.session import ActorRequest


def arrive(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """Somebody new, or (``person``) somebody known, into a room; who lives in another room moves."""
    reception = reception_of(request, area)
    known = _number(request.POST.get("person", ""))
    if known is not None:
        return _known_arrives(request, reception, known)
    form, key = Arrival(request.POST), request.POST.get("key", "")[:80] or new_key()
    if form.is_valid():
        (faults,) = person_faults([{**form.person(), "kind": "arrive"}], today=reception.today)
        for fault in faults:
            add_error(form, fault)
    room = _named_room(reception, request.POST.get("room", ""))
    if room is None and "room" not in form.errors:
        form.add_error("room", reason_text("reception_room_unknown"))
    if form.errors or room is None:
        return answer(request, reception, panels.newcomer(reception, form=form, key=key))
    item = {**form.person(), **form.stay(), "kind": "arrive", "home_code": room.home.code}
    try:
        outcome = _arrival(request, reception, room, item)
    except Refused as refused:
        form.add_error("room", reason_text(refused.code, **refused.params))
        return answer(request, reception, panels.newcomer(reception, form=form, key=key))
    if outcome.status == register.REFUSED:
        add_error(form, outcome.reason)
        return answer(request, reception, panels.newcomer(reception, form=form, key=new_key()))
    return _done(request, area, [outcome])


def _known_arrives(request: ActorRequest, reception: Reception, person_id: int) -> HttpResponse:
    person_id = people.canonical(person_id)
    shown = panels.person(request, reception, person_id)  # refuses who is not of this reception
    room = _named_room(reception, request.POST.get("room", ""))
    typed = request.POST.get("start", "")
    start, fault = typed_day(typed) if typed.strip() else (reception.today, "")
    error = "" if room else reason_text("reception_room_unknown")
    error = error or (reason_text(fault) if fault else "")
    if room is not None and start is not None:
        item = {
            **on_file(person_id),
            "kind": "arrive",
            "home_code": room.home.code,
            "start": start,
            "reason": request.POST.get("reason") or panels.USUAL_REASON,
        }
        try:
            outcome = _arrival(request, reception, room, item, about=person_id)
        except Refused as refused:
            error = reason_text(refused.code, **refused.params)
        else:
            if outcome.status != register.REFUSED:
                return _done(request, reception.area, [outcome])
            error = reason_text(outcome.reason)
    typed = request.POST.get("room", "")[:40]
    context = {**shown.context, "error": error, "room_typed": typed}
    return answer(request, reception, Panel(shown.name, context, 422))


def _arrival(
    request: ActorRequest,
    reception: Reception,
    room: ReceptionRoom,
    item: dict[str, Any],
    *,
    about: int | None = None,
) -> Outcome:
    key = act_key(request)
    return arrivals.check_in(
        with_keys([item], key)[0],
        sender=reception.area.sender_of(room.home),
        actor=request.actor,
        at=request.at,
        batch_key=f"form:{key}",
        about=about,
    )


def confirm(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """Guests who declared themselves are here: into the room they named, or another one. With ``refuse`` they are not
    let in, for a reason they will read."""
    reception = reception_of(request, area)
    ids = [n for text in request.POST.getlist("review")[:50] if (n := _number(text)) is not None]
    asked = [q for i in ids if (q := register.review(i)) and q.party in area.parties]
    if not asked or len(asked) < len(ids):
        raise NotFound("review_unknown")
    if "refuse" in request.POST:
        return _refuse(request, reception, ids)
    room = _named_room(reception, request.POST.get("room", ""))
    typed = request.POST.get("room", "")[:40]
    if room is None:
        error = reason_text("reception_room_unknown")
        return answer(
            request, reception, panels.guests(request, reception, asked, error=error, room=typed)
        )
    same = all(q.item.get("home_code") == room.home.code for q in asked)
    try:
        outcomes = arrivals.confirm_guests(
            ids,
            home_code="" if same else room.home.code,
            sender=area.sender_of(room.home),
            actor=request.actor,
            at=request.at,
        )
    except Refused as refused:
        error = reason_text(refused.params.get("reason") or refused.code, **refused.params)
        return answer(
            request, reception, panels.guests(request, reception, asked, error=error, room=typed)
        )
    return _done(request, area, outcomes)


def _refuse(request: ActorRequest, reception: Reception, ids: list[int]) -> HttpResponse:
    for review_id in ids:
        register.decide(
            review_id,
            decision="refuse",
            note=request.POST.get("note", "")[:300],
            actor=request.actor,
            at=request.at,
        )
    panel = panels.note(_("已答复，对方会看到您的理由。"), tone="success")
    return answer(request, reception_of(request, reception.area), panel, changed=True)


def leave(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """Somebody goes, or all of a room; today unless a day is given."""
    reception, key = reception_of(request, area), act_key(request)
    room = reception.rooms.get(request.POST.get("home", ""))
    if room is None:
        raise NotFound("home_unknown")
    day_typed = request.POST.get("day", "")
    going, fault = typed_day(day_typed) if day_typed else (reception.today, "")
    if going is None:
        return answer(
            request, reception, panels.room(request, reception, room, error=reason_text(fault))
        )
    try:
        outcomes = _departures(request, reception, room, key, going)
    except Conflict as moved_on:
        text = reason_text(moved_on.code, **moved_on.params)
        return answer(request, reception, panels.note(text, tone="warning"), changed=True)
    refused = [o for o in outcomes if o.status == register.REFUSED]
    if refused:
        error = reason_text(refused[0].reason)
        return answer(request, reception, panels.room(request, reception, room, error=error))
    return _done(request, area, outcomes)


def _departures(
    request: ActorRequest, reception: Reception, room: ReceptionRoom, key: str, going: date
) -> list[Outcome]:
    """Declared all at once. Sent again when they are gone already, the answer is that of the first time."""
    stays = panels.living(reception, register.occupants([room.home.id], as_of=reception.today))
    living = [s.person_id for s in stays]
    named = _number(request.POST.get("person", ""))
    if named is not None:
        named = people.canonical(named)
        living = [p for p in living if p == named]
    sender = reception.area.sender_of(room.home)
    if not living:
        return _answered(reception, key, room, named)
    items = [
        {**on_file(p), "kind": "leave", "home_code": room.home.code, "end": going} for p in living
    ]
    return list(
        register.declare(
            keyed(items, key),
            sender=sender,
            actor=request.actor,
            at=request.at,
            batch_key=f"form:{key}",
            about={f"{key}:{n}": p for n, p in enumerate(living, 1)},
        ).outcomes
    )


def _answered(
    reception: Reception, key: str, room: ReceptionRoom, named: int | None
) -> list[Outcome]:
    """What became of the form of this key, entered today. Where there was none: `Conflict` that says what became of the
    guest `named`, or that the room is empty; `NotFound` for who never lived there."""
    found = [
        e
        for e in day.entries(reception, reception.today)
        if str(e.item.get("key", "")).startswith(f"{key}:")
    ]
    if not found and named is None:
        raise Conflict("room_empty")
    if not found:
        became = arrivals.what_became_of_stay(room.home.id, person_id=named)
        raise became or NotFound("stay_not_open")
    return [
        Outcome("", 0, e.status, e.reason, e.declaration_id, e.person_id, e.home_id) for e in found
    ]


def undo(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """One of today's entries is taken back."""
    reception = reception_of(request, area)
    wanted = _number(request.POST.get("entry", ""))
    entry = next(
        (e for e in day.entries(reception, reception.today) if e.declaration_id == wanted), None
    )
    if entry is None:
        raise NotFound("batch_unknown", id=wanted or 0)
    name = entry.item.get("name", "")
    if entry.status != "undone":
        try:
            if entry.review_id is not None:
                register.undo_decision(entry.review_id, actor=request.actor, at=request.at)
            else:
                register.undo(entry.batch_id, actor=request.actor, at=request.at)
        except AnjuError as error:
            text = reason_text(error.code, **error.params)
            return answer(request, reception, panels.note(text, tone="error", status=409))
    text = _("已撤销：%(what)s %(name)s") % {"what": day.words(entry.kind), "name": name}
    return answer(
        request, reception_of(request, area), panels.note(text, tone="success"), changed=True
    )


def invite(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """A code for the guest's phone: they fill in, the reception confirms."""
    reception = reception_of(request, area)
    room = reception.rooms.get(request.POST.get("home", ""))
    if room is None:
        raise NotFound("home_unknown")
    issued = register.invite(
        home_code=room.home.code,
        actor=request.actor,
        at=request.at,
        link=lambda token: public_link("public:invitation", token),
    )
    context = {
        "qr": qr_of_link(issued.link),
        "link": issued.link,
        "room_label": reception.label(room.home.id),
        "expires": issued.invitation.expires_at,
    }
    return answer(request, reception, Panel("invited", context))


def _done(request: ActorRequest, area: ReceptionArea, outcomes: list[Outcome]) -> HttpResponse:
    """The reception as it stands now, and in a line what was entered."""
    reception = reception_of(request, area)
    ids = {o.declaration_id for o in outcomes}
    found = [e for e in day.entries(reception, reception.today) if e.declaration_id in ids]
    panel = Panel("done", {"done": [day.line(request, reception, e) for e in found]})
    return answer(request, reception, panel, changed=True)


def _named_room(reception: Reception, typed: str) -> ReceptionRoom | None:
    code = reception.names.code(typed[:40]) if typed.strip() else ""
    return reception.rooms.get(code)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
