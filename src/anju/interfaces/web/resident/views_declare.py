"""Steps 2 and 3 of declaring: who, and yes. Also taking back, moving out, and the list of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.texts.labels import RELATIONS, label_in
from anju.interfaces.web.declaring import (
    add_error,
    keyed,
    new_key,
    person_faults,
    reason_text,
    signed_in,
    typed_day,
)
from anju.interfaces.web.resident.forms import Members, Myself, Stay
from anju.interfaces.web.resident.status import status_text
from anju.interfaces.web.session import ActorRequest


@dataclass(slots=True)
class Family:
    """The forms of one declaration: who declares, since when, who comes along."""

    myself: Myself | None
    stay: Stay
    members: forms.BaseFormSet  # type: ignore[type-arg]
    known: dict[str, Any]
    broken: str = ""
    """Why the forms of the family could not be read at all."""

    @classmethod
    def of(cls, request: ActorRequest, known: dict[str, Any]) -> Family:
        """From the request; empty on first sight. `known`: whose account is linked need not say who they are."""
        data = request.POST if request.method == "POST" else None
        start = {"start": local_date(request.at).isoformat(), "reason": "01"}
        members, broken = Members(data, prefix="m"), ""
        if data is not None and not members.management_form.is_valid():
            members, broken = (
                Members(prefix="m"),
                str(members.default_error_messages["missing_management_form"]),
            )
        return cls(
            None if known else Myself(data), Stay(data, initial=start), members, known, broken
        )

    def in_order(self, today: date) -> bool:
        """Are all forms valid and all statements possible? Says why not, beside the fields."""
        parts: list[Any] = [
            p
            for p in (self.myself, self.stay, None if self.broken else self.members)
            if p is not None
        ]
        checked = [
            p.is_valid() for p in parts
        ]  # every one, so that all that is missing is told at once
        if self.broken or not all(checked):
            return False
        bearers = [self.myself, *self.members]
        found = person_faults(self.items(), today=today)
        for form, reasons in zip(bearers, found, strict=True):
            for reason in reasons:
                about_stay = form is None or reason in register.DAY_FAULTS
                add_error(self.stay if about_stay else form, reason)
        return not any(found)

    def items(self) -> list[dict[str, Any]]:
        """The declarations, the one who declares first."""
        stay = {"kind": "arrive", **self.stay.cleaned_data}
        mine = self.known or (self.myself.item() if self.myself else {})
        head = mine.get("doc_number", "")
        others = [
            {
                **m.item(),
                **stay,
                "reason": "06",
                "relation": m.cleaned_data["relation"],
                "head": head,
            }
            for m in self.members
        ]
        return [{**mine, **stay, "relation": "02"}, *others]

    def hidden(self, request: ActorRequest) -> list[tuple[str, str]]:
        """What was filled in, to be sent again with the yes."""
        return [
            (k, str(v)) for k, v in request.POST.items() if k not in ("csrfmiddlewaretoken", "yes")
        ]

    def summary(self) -> Sequence[dict[str, str]]:
        """Who, as the last screen shows it; of members of the family the relation to the one who declares."""
        language = get_language() or "zh-hans"
        return [
            {
                "name": i["name"],
                "number": people.mask_number(i.get("doc_number") or ""),
                "born": str(i.get("birth_date") or ""),
                "relation": label_in(RELATIONS, i["relation"], language) if n else "",
            }
            for n, i in enumerate(self.items())
        ]


def myself_known(request: ActorRequest) -> dict[str, Any]:
    """The personal columns of the record the account is linked to; empty for others."""
    person_id = request.actor.person_id
    person = people.persons([person_id]).get(person_id) if person_id is not None else None
    if person is None:
        return {}
    document = next((d for d in person.documents if d.live), None)
    if document is None:
        return {"name": person.name, "sex": person.sex, "birth_date": person.birth_date}
    number = people.numbers([document.id])[document.id]
    return {
        "name": person.name,
        "doc_type": document.kind,
        "doc_number": number,
        "nationality": person.nationality,
    }


@require_http_methods(["GET", "POST"])
@signed_in
def declare(request: ActorRequest) -> HttpResponse:
    """Who lives there, then a last look, then said."""
    place = _place(request)
    family = Family.of(request, myself_known(request))
    key = request.POST.get("key", "")[:32] or new_key()
    context = {
        "family": family,
        "place": place,
        "key": key,
        "action": request.get_full_path(),
        "problem": "",
        "back_url": reverse("resident:where"),
    }
    if request.method == "GET" or not family.in_order(local_date(request.at)):
        return render(
            request, "resident/who.html", context, status=422 if request.method == "POST" else 200
        )
    if "yes" not in request.POST:
        return render(
            request, "resident/confirm.html", {**context, "hidden": family.hidden(request)}
        )
    try:
        _declare(request, [{**i, **place["item"]} for i in family.items()], key)
    except Refused as error:
        return render(
            request,
            "resident/who.html",
            {**context, "key": new_key(), "problem": reason_text(error.code, **error.params)},
            status=422,
        )
    messages.success(request, _("已收到您的申报。"))
    return redirect("resident:home")


def _place(request: ActorRequest) -> dict[str, Any]:
    """What the address of the page says about the home."""
    code = request.GET.get("home", "")
    home = places.home_by_code(code) if code else None
    if home is not None:
        return {"text": home.text, "item": {"home_code": home.code}}
    parts = {k: request.GET.get(k, "").strip()[:100] for k in ("region", "address", "room")}
    if not parts["address"] or len(parts["region"]) < 12:
        raise NotFound("home_unknown")
    return {"text": parts["address"] + parts["room"], "item": parts, "by_hand": True}


def _declare(request: ActorRequest, items: list[dict[str, Any]], key: str) -> None:
    """Declare as this account, under the phone number it has proved."""
    user = int(request.actor.user_id or 0)
    access.count_try("declare.account", str(user), at=request.at)
    phone = access.phone_of(user)
    items = [{**item, "phone": phone if n == 0 else None} for n, item in enumerate(items)]
    sender = Sender(f"user:{user}", "resident", _("本人"), region=items[0].get("region") or "")
    receipt = register.declare(
        keyed(items, key),
        sender=sender,
        actor=request.actor,
        at=request.at,
        batch_key=f"form:{key}",
    )
    refused = next((o for o in receipt.outcomes if o.status == "refused"), None)
    if refused:
        raise Refused(refused.reason)


@require_safe
@signed_in
def declared(request: ActorRequest) -> HttpResponse:
    """Everything this account declared, with its status."""
    found = register.declared_by(f"user:{request.actor.user_id}")
    homes = places.homes([f["home_id"] for f in found if f["home_id"]])
    lines = [
        {**f, "words": status_text(f, request.at), "home": homes.get(f["home_id"])} for f in found
    ]
    return render(
        request, "resident/declared.html", {"lines": lines, "back_url": reverse("resident:home")}
    )


@require_POST
@signed_in
def take_back(request: ActorRequest, declaration_id: int) -> HttpResponse:
    """Take a waiting declaration back."""
    register.withdraw_own(declaration_id, actor=request.actor, at=request.at)
    messages.success(request, _("已撤回。"))
    return redirect("resident:said")


@require_http_methods(["GET", "POST"])
@signed_in
def leave(request: ActorRequest) -> HttpResponse:
    """Moved out: one day, one tap. Linked accounts by their record, others by what they declared themselves."""
    homes = _my_homes(request)
    if request.method == "POST":
        chosen = next((h for h in homes if h["code"] == request.POST.get("home")), None)
        day, fault = typed_day(request.POST.get("day", ""))
        if chosen is None:
            return _leave_page(request, homes, fault=_gone(request))
        if day is None:
            return _leave_page(request, homes, fault=fault)
        if chosen["since"] and day < chosen["since"]:
            return _leave_page(request, homes, fault="leave_before_arrival")
        item = {**chosen["who"], "kind": "leave", "home_code": chosen["code"], "end": day}
        try:
            with transaction.atomic():
                _declare(request, [item], request.POST.get("key", "")[:32] or new_key())
        except Refused as refused:
            return _leave_page(request, homes, fault=refused.code)
        messages.success(request, _("已收到您的申报。"))
        return redirect("resident:home")
    return _leave_page(request, homes)


def _gone(request: ActorRequest) -> str:
    """Why the home of the form is not among those one lives in: moved out already, or none was chosen."""
    return "own_stay_over" if request.POST.get("home") else "home_missing"


def _leave_page(
    request: ActorRequest, homes: list[dict[str, Any]], *, fault: str = ""
) -> HttpResponse:
    """The form; after a fault as it was filled in, with what is wrong."""
    return render(
        request,
        "resident/leave.html",
        {
            "homes": homes,
            "chosen": request.POST.get("home") or (homes[0]["code"] if homes else ""),
            "day": request.POST.get("day", local_date(request.at).isoformat())[:20],
            "error": reason_text(fault) if fault else "",
            "key": new_key(),
            "back_url": reverse("resident:home"),
        },
        status=422 if fault else 200,
    )


def _my_homes(request: ActorRequest) -> list[dict[str, Any]]:
    known = myself_known(request)
    if known:
        stays = register.stays_of([int(request.actor.person_id or 0)], as_of=local_date(request.at))
        views = places.homes([s.home_id for s in stays if s.home_id])
        since = {s.home_id: s.since for s in stays}
        return [
            {"code": h.code, "text": h.text, "who": known, "since": since[h.id]}
            for h in views.values()
        ]
    out = []
    for f in register.declared_by(f"user:{request.actor.user_id}"):
        item = f["item"]
        if (
            not register.closes(f["kind"])
            and f["status"] in ("applied", "unchanged", "waiting")
            and item.get("home_code")
        ):
            home = places.home_by_code(item["home_code"])
            own = ("name", "doc_type", "doc_number", "nationality", "sex")
            who = {k: item[k] for k in own if item.get(k)}
            if home is not None and item.get("doc_number"):
                out.append(
                    {
                        "code": home.code,
                        "text": f"{item['name']} · {home.text}",
                        "who": who,
                        "since": typed_day(str(item.get("start") or ""))[0],
                    }
                )
    return out
