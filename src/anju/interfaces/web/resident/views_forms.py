"""A resident's forms of other offices: what was filled about them, forms they fill themselves, downloads."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import forms
from anju.domains.exchange.api.forms import Filled, Presence
from anju.domains.people import api as people
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.texts import forms as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web import forms_page
from anju.interfaces.web.declaring import act_key
from anju.interfaces.web.files import as_file
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.resident.views_mine import for_linked_accounts
from anju.interfaces.web.session import ActorRequest


@require_safe
@for_linked_accounts
def listing(request: ActorRequest) -> HttpResponse:
    """What was filled about the person, and the forms they may fill."""
    records = _records(request)
    done = [
        (f, label_in(words.STATES, f.state, forms_page.language()))
        for f in forms.filled_of(records)
        if not f.batch
    ]
    offered = forms.in_force(local_date(request.at), by_residents=True)
    context = {"done": done, "offered": offered, "key": forms.new_key()}
    return render(request, "resident/forms/list.html", context)


def _records(request: ActorRequest) -> list[int]:
    person = people.canonical(request.actor.person_id or 0)
    known = people.persons([person]).get(person)
    return [person, *(known.merged_ids if known else ())]


@require_POST
@for_linked_accounts
def begin(request: ActorRequest, form_id: int) -> HttpResponse:
    """Fill a form about oneself."""
    made = saved(
        request,
        lambda: forms.fill(
            form_id,
            request.actor.person_id or 0,
            presence=Presence.SELF,
            key=act_key(request),
            actor=request.actor,
            at=request.at,
        ),
        _("已按登记填好，请核对。"),
    )
    return redirect("resident:form", made) if made else redirect("resident:forms")


@require_http_methods(["GET", "HEAD", "POST"])
@for_linked_accounts
def one(request: ActorRequest, filled_id: int) -> HttpResponse:
    """One's own form; marked cells are seen to here."""
    _own(request, filled_id)
    typed = {
        n.partition(":")[2]: str(v)[:1000] for n, v in request.POST.items() if n.startswith("cell:")
    }
    if request.method == "POST":
        done = saved(request, lambda: _entered(request, filled_id, typed))
        if done is not None:
            return redirect("resident:form", filled_id)
    found, form = forms.shown(filled_id, actor=request.actor, at=request.at)
    context = {
        **forms_page.shown(found, typed),
        "d": form.description,
        "back": reverse("resident:forms"),
        "take": "resident:form_take",
    }
    return render(request, "resident/forms/one.html", context)


def _entered(request: ActorRequest, filled_id: int, typed: dict[str, str]) -> bool:
    finish = "finish" in request.POST
    forms.enter(filled_id, typed, actor=request.actor, at=request.at, finish=finish)
    return True


def _own(request: ActorRequest, filled_id: int) -> Filled:
    found = next((f for f in forms.filled_of(_records(request)) if f.id == filled_id), None)
    if found is None:
        raise NotFound("filled_unknown")
    return found


@require_safe
@for_linked_accounts
def take(request: ActorRequest, filled_id: int, kind: str) -> HttpResponse:
    """One's own finished form as a file."""
    _own(request, filled_id)
    found, form = forms.shown(filled_id, actor=request.actor, at=request.at, taken=True)
    if kind not in forms_page.KINDS or found.state != "done" or not found.cells:
        raise NotFound("filled_unknown")
    data = forms_page.taken([found], form, kind)
    return as_file(data, f"form-{filled_id}.{kind}", forms_page.KINDS[kind])
