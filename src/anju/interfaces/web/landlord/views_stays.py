"""Checking in, checking out, another end of the lease; answering what tenants say themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.domains.register.api import Outcome, StayView, arrivals
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound
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
from anju.interfaces.web.landlord import own_rooms
from anju.interfaces.web.landlord.forms import When, Who
from anju.interfaces.web.landlord.own_rooms import Room
from anju.interfaces.web.landlord.views_rooms import Panel, record_questions, room_page
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def check_in(request: ActorRequest, code: str) -> HttpResponse:
    """Two screens: who; since when and yes."""
    room = own_rooms.my_room(request, code)
    if request.method == "GET":
        return _who(request, room, Who(initial={"doc_type": "111"}), new_key())
    key, who = request.POST.get("key", "")[:32] or new_key(), Who(request.POST)
    if not who.is_valid() or not _in_order(who, request):
        return _who(request, room, who, key)
    when = When(request.POST) if "start" in request.POST else None
    if when is None or not when.is_valid():
        return _when(request, room, who, when, key)
    item = {
        **who.person(),
        "kind": "arrive",
        "home_code": room.home.code,
        "start": when.cleaned_data["start"],
        "end": when.cleaned_data["end"],
        "reason": when.cleaned_data["reason"],
    }
    before = _living_elsewhere(request, room, who)
    outcome = _declare(request, room, item, key)
    if outcome.status == "refused":
        when.add_error(None, reason_text(outcome.reason))
        return _when(request, room, who, when, new_key())
    done = _("%(name)s已从%(before)s改为登记在%(after)s。") if before else _("%(name)s已登记入住。")
    _message(
        request,
        outcome,
        done % {"name": item["name"], "before": before, "after": room.home.text},
    )
    if (
        when.cleaned_data["tell"]
        and outcome.status == "applied"
        and outcome.person_id
        and item.get("phone")
    ):
        _invite(request, room, outcome.person_id)
    return redirect("landlord:room", code=room.home.code)


def _living_elsewhere(request: ActorRequest, room: Room, who: Who) -> str:
    """The address of another home of this landlord in which the person of this number and name lives today; "" for
    everybody else: what is out of the landlord's sight, or on file under another name, looks like nobody."""
    number = who.person().get("doc_number")
    if not number:
        return ""
    today, kind = local_date(request.at), who.person()["doc_type"] or "111"
    facts = people.read_number(kind, number, known_areas=regions.known_areas(), today=today)
    holder = (
        people.holder_of(kind, who.person().get("nationality") or "", facts.number)
        if not facts.problem
        else None
    )
    person = people.persons([holder]).get(holder) if holder else None
    if person is None or person.name != who.person()["name"]:
        return ""
    stays = register.stays_of([person.id], as_of=today)
    homes = places.homes([s.home_id for s in stays if s.home_id and s.habitual])
    mine = [h for h in homes.values() if h.party in own_rooms.parties_of(request)]
    if not mine or any(h.id == room.home.id for h in mine):
        return ""
    audit.record_read(
        request.actor,
        person_ids=[person.id],
        fields=("name", "stay"),
        action="landlord.check_in",
        at=request.at,
    )
    return mine[0].text


def _in_order(who: Who, request: ActorRequest) -> bool:
    (reasons,) = person_faults([{**who.person(), "kind": "arrive"}], today=local_date(request.at))
    for reason in reasons:
        add_error(who, reason)
    return not reasons


def _who(request: ActorRequest, room: Room, form: Who, key: str) -> HttpResponse:
    return render(
        request,
        "landlord/check_in_who.html",
        {
            "room": room,
            "form": form,
            "key": key,
            "back_url": reverse("landlord:room", args=[room.home.code]),
        },
        status=422 if form.errors else 200,
    )


def _when(request: ActorRequest, room: Room, who: Who, form: When | None, key: str) -> HttpResponse:
    today = local_date(request.at)
    form = form or When(initial={"start": today, "reason": "01", "tell": True})
    value = form.data if form.is_bound else {"start": today.isoformat(), "end": ""}
    return render(
        request,
        "landlord/check_in_when.html",
        {
            "room": room,
            "who": who.cleaned_data,
            "masked": people.mask_number(who.cleaned_data["doc_number"] or ""),
            "form": form,
            "start": value.get("start", ""),
            "end": value.get("end", ""),
            "key": key,
            "hidden": [(n, request.POST.get(n, "")) for n in who.fields],
            "full": len(room.stays) >= room.home.capacity,
            "before": _living_elsewhere(request, room, who),
            "back_url": reverse("landlord:check_in", args=[room.home.code]),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@own_rooms.for_landlords
def check_out(request: ActorRequest, code: str, stay_id: int) -> HttpResponse:
    """One day, one tap."""
    room = own_rooms.my_room(request, code)
    stay, (day, fault) = _stay(room, stay_id), typed_day(request.POST.get("day", ""))
    if stay is None:
        return _moved_on(request, room, stay_id)
    person = people.persons([stay.person_id])[stay.person_id]
    if day is None:
        return _again(request, room, stay, "out", fault)
    outcome = _declare(
        request,
        room,
        {**on_file(stay.person_id), "kind": "leave", "home_code": room.home.code, "end": day},
        act_key(request),
        about=stay.person_id,
    )
    if outcome.status == register.REFUSED:
        return _again(request, room, stay, "out", outcome.reason)
    planned = day > local_date(request.at)
    _message(
        request,
        outcome,
        (
            _("已登记：%(name)s将于 %(day)s 搬走，当天之前可以撤回。")
            if planned
            else _("%(name)s已退房。")
        )
        % {"name": person.name, "day": day.isoformat()},
    )
    return redirect("landlord:room", code=room.home.code)


def _again(
    request: ActorRequest, room: Room, stay: StayView, panel: str, fault: str
) -> HttpResponse:
    """The room's page with the form as it was typed, and what is wrong with it."""
    typed = request.POST.get("day", "")[:20]
    return room_page(request, room, Panel(panel, stay.line, typed, reason_text(fault)))


@require_POST
@own_rooms.for_landlords
def stay_on(request: ActorRequest, code: str, stay_id: int) -> HttpResponse:
    """The planned check-out does not take place: the tenant stays."""
    room = own_rooms.my_room(request, code)
    stay = _stay(room, stay_id)
    if stay is None:
        return _moved_on(request, room, stay_id)
    try:
        register.withdraw_planned_move_out(stay.id, actor=request.actor, at=request.at)
    except AnjuError as error:
        messages.error(request, reason_text(error.code, **error.params))
    else:
        messages.success(request, _("退房已撤回，登记照旧。"))
    return redirect("landlord:room", code=room.home.code)


@require_POST
@own_rooms.for_landlords
def lease(request: ActorRequest, code: str, stay_id: int) -> HttpResponse:
    """Another end of the lease."""
    room = own_rooms.my_room(request, code)
    stay, (day, fault) = _stay(room, stay_id), typed_day(request.POST.get("day", ""))
    if stay is None:
        return _moved_on(request, room, stay_id)
    if day is None or day <= stay.since:
        return _again(request, room, stay, "lease", fault or "lease_end_too_early")
    outcome = _declare(
        request,
        room,
        {
            **on_file(stay.person_id),
            "kind": "arrive",
            "home_code": room.home.code,
            "start": stay.since,
            "end": day,
            "reason": stay.reason,
        },
        act_key(request),
        about=stay.person_id,
    )
    if outcome.status == register.REFUSED:
        return _again(request, room, stay, "lease", outcome.reason)
    _message(request, outcome, _("租期已改到 %(day)s。") % {"day": day})
    return redirect("landlord:room", code=room.home.code)


@require_http_methods(["GET", "POST"])
@own_rooms.for_landlords
def answer(request: ActorRequest, review_id: int) -> HttpResponse:
    """A tenant's own declaration: yes, or no with the reason."""
    question = register.review(review_id)
    if question is None or question.party not in own_rooms.parties_of(request):
        raise NotFound("review_unknown", id=review_id)
    problem = ""
    if request.method == "POST" and question.decided_at is None:
        try:
            outcome = register.decide(
                review_id,
                decision="accept" if "yes" in request.POST else "refuse",
                note=request.POST.get("note", ""),
                actor=request.actor,
                at=request.at,
            )
        except AnjuError as error:
            problem = reason_text(error.params.get("reason") or error.code)
        else:
            _message(
                request, outcome, _("已确认，登记生效。")
            ) if "yes" in request.POST else messages.success(
                request, _("已答复，对方会看到您的理由。")
            )
            return redirect("landlord:home")
    item = question.item
    record_questions(request, [question])
    return render(
        request,
        "landlord/answer.html",
        {
            "question": question,
            "item": item,
            "masked": people.mask_number(item.get("doc_number") or ""),
            "home": places.home_by_code(item.get("home_code") or ""),
            "problem": problem,
            "start": item.get("start") or item.get("end"),
            "back_url": reverse("landlord:home"),
            "late": question.staff_from <= request.at,
        },
        status=422 if problem else 200,
    )


def _stay(room: Room, stay_id: int) -> StayView | None:
    return next((s for s in room.stays if s.line == stay_id), None)


def _moved_on(request: ActorRequest, room: Room, stay_id: int) -> HttpResponse:
    """The room as it is now, after what was asked of a tenant who is there no more; `NotFound` where none ever was."""
    became = arrivals.what_became_of_stay(room.home.id, line=stay_id)
    if became is None:
        raise NotFound("stay_unknown")
    messages.warning(request, reason_text(became.code, **became.params))
    return redirect("landlord:room", code=room.home.code)


def _declare(
    request: ActorRequest, room: Room, item: dict[str, Any], key: str, *, about: int | None = None
) -> Outcome:
    key = key or new_key()
    declared: dict[str, Any] = {
        "sender": own_rooms.sender(room.home.party, room.home.region),
        "actor": request.actor,
        "at": request.at,
        "batch_key": f"form:{key}",
    }
    if about is None:
        return register.declare_grouped(with_keys([item], key), **declared).outcomes[0]
    return register.declare(keyed([item], key), **declared, about={f"{key}:1": about}).outcomes[0]


def _invite(request: ActorRequest, room: Room, person_id: int) -> None:
    register.invite(
        home_code=room.home.code,
        person_id=person_id,
        actor=request.actor,
        at=request.at,
        link=lambda token: public_link("public:invitation", token),
    )


def _message(request: ActorRequest, outcome: Outcome, done: str) -> None:
    if outcome.status in ("applied", "unchanged"):
        messages.success(request, done)
    elif outcome.status == "waiting":
        messages.info(request, _("已收到。社区工作人员核实后生效，您不必再做什么。"))
    else:
        messages.error(request, reason_text(outcome.reason))
