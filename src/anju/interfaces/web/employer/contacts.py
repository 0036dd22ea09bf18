"""Whom the community rings at the employer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.employers import api as employers
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.employer.own_employer import employer_of, page_context
from anju.interfaces.web.session import ActorRequest


class Contact(forms.Form):
    """A person, what they do, their number."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    duty = forms.CharField(
        label=gettext_lazy("职务"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("如：人事、宿舍管理、安全员")}),
    )
    phone = forms.CharField(
        label=gettext_lazy("联系电话"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    liaison = forms.BooleanField(label=gettext_lazy("是联络员"), required=False)


@require_http_methods(["GET", "POST"])
def contacts(request: ActorRequest, employer_id: int) -> HttpResponse:
    """The contacts, and one more."""
    employer = employer_of(request, employer_id)
    form = Contact(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            employers.add_contact(
                employer.id, actor=request.actor, at=request.at, **form.cleaned_data
            )
        except Refused as error:
            text = sentence(error, get_language() or "zh-hans")
            form.add_error("phone" if error.code == "employer_contact_phone" else None, text)
        else:
            messages.success(request, _("已添加联系人。"))
            return redirect("employer:contacts", employer.id)
    listed, today = employers.contacts(employer.id), local_date(request.at)
    need = employers.liaison_need(
        employer,
        workers=register.head_count(employer.id, as_of=today),
        has=sum(c.liaison for c in listed),
        day=today,
    )
    context = {
        **page_context(employer, "contacts"),
        "form": form,
        "contacts": listed,
        "need": need,
        "source": reader_text(need.rule.source) if need.rule else "",
    }
    return render(request, "employer/contacts.html", context, status=422 if form.errors else 200)


@require_POST
def liaison(request: ActorRequest, employer_id: int, contact_id: int) -> HttpResponse:
    """Name one a liaison person, or no more."""
    employer = employer_of(request, employer_id)
    named = "named" in request.POST
    employers.mark_liaison(
        employer.id, contact_id, liaison=named, actor=request.actor, at=request.at
    )
    messages.success(request, _("已设为联络员。") if named else _("已不再是联络员。"))
    return redirect("employer:contacts", employer.id)


@require_POST
def remove(request: ActorRequest, employer_id: int, contact_id: int) -> HttpResponse:
    """Take one off."""
    employer = employer_of(request, employer_id)
    employers.remove_contact(employer.id, contact_id, actor=request.actor, at=request.at)
    messages.success(request, _("已删去联系人。"))
    return redirect("employer:contacts", employer.id)
