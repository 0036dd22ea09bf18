"""Tying a phone's account to a person who stands at the counter and has shown phone and document."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def link_account(request: ActorRequest, person_id: int) -> HttpResponse:
    """The panel of a person page: phone as typed by the clerk, both things shown, then the link."""
    person = people.persons([person_id]).get(person_id)
    if person is None:
        raise NotFound("person_unknown")
    regions = sorted(
        {
            s.region
            for s in register.stays_of([person_id])
            if request.actor.may("person.edit", region=s.region)
        }
    )
    request.actor.require("person.edit", region=regions[-1] if regions else "0")
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=["name", "phone"],
        action="counter.tie",
        at=request.at,
    )
    phone, error = request.POST.get("phone", "").strip(), ""
    if request.method == "POST":
        try:
            if not (request.POST.get("saw_document") and request.POST.get("saw_phone")):
                raise Refused("tie_not_shown")
            user = access.user_by_phone(request.actor, phone=phone)
            access.link_to_person(
                request.actor,
                user_id=user.id,
                person_id=person_id,
                how="counter",
                at=request.at,
                region=regions[-1],
            )
        except AnjuError as refused:
            error = sentence(refused, request.LANGUAGE_CODE)
        else:
            messages.success(request, _("已关联：这个手机号登录后可以看到自己的登记。"))
            return redirect("office:tie", person_id)
    return render(
        request,
        "office/counter/link_account.html",
        {"person": person, "phone": phone, "error": error},
        status=422 if error else 200,
    )
