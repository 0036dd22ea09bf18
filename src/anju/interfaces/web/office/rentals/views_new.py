"""A landlord comes to the counter: staff file the lease, after they have seen who it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from anju.domains.housing.api import rentals
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.web.declaring import act_key, new_key, reason_text
from anju.interfaces.web.housing import rental_page
from anju.interfaces.web.housing.rental_page import LeaseForm
from anju.interfaces.web.office.links import link
from anju.interfaces.web.session import ActorRequest

SEEN = {
    "self": (
        gettext_lazy("出租人本人到场，已核对身份证件"),
        "窗口代办：出租人本人到场，已核对身份证件",
    ),
    "mandate": (
        gettext_lazy("受托人到场，已核对委托书和身份证件"),
        "窗口代办：受托人到场，已核对委托书和身份证件",
    ),
}
"""Who came, as the form says it and as the history of the lease keeps it."""


class CounterLeaseForm(LeaseForm):
    """The lease, and who came to have it filed."""

    who = forms.ChoiceField(
        label=gettext_lazy("谁来办理（看过证件才能备案）"),
        choices=[(code, words) for code, (words, _kept) in SEEN.items()],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, code: str) -> HttpResponse:
    """File a lease of a home for its landlord, who came in person or sent somebody with a mandate."""
    home = places.home_by_code(code)
    if home is None or not request.actor.may("home.edit", region=home.region):
        raise NotFound("home_unknown")
    choices = rental_page.registered(request, home.id, "office.rental")
    stays = register.occupants([home.id], as_of=local_date(request.at))
    initial: dict[str, Any] = rental_page.proposed(stays, choices, local_date(request.at))
    form = CounterLeaseForm(request.POST or None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            record = rentals.file_rental(
                code,
                form.lease(),
                key=act_key(request),
                actor=request.actor,
                at=request.at,
                note=SEEN[form.cleaned_data["who"]][1],
            )
        except Refused as error:
            form.add_error(None, reason_text(error.code, **error.params))
        else:
            messages.success(
                request, _("已备案。请房东在自己的页面签署责任书；租客会在自己的页面上核对。")
            )
            return redirect(link("office:rental", record.id))
    return render(
        request,
        "office/rentals/new.html",
        {
            "form": form,
            "where": home.text,
            "home_url": link("office:home", home.code),
            "anybody": bool(choices),
            "key": request.POST.get("key") or new_key(),
        },
        status=422 if form.errors else 200,
    )
