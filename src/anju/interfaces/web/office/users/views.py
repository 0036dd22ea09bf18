"""Users and their grants: list, make, give, take back, close. All decisions and their trail are the domain's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.access import api as access
from anju.domains.access.api import UserValue
from anju.domains.regions import api as regions
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.home.views import holder_name
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.naming import names_for, roots, short
from anju.interfaces.web.office.ordering import list_parts, order_of
from anju.interfaces.web.office.users.forms import NewGrant, NewUser, role_choices
from anju.interfaces.web.session import ActorRequest

GRANT_DAYS = 365
"""The end that the form offers: a grant that nobody renews ends after a year."""


ORDERS = {
    "username": gettext_lazy("账号"),
    "name": gettext_lazy("姓名"),
    "last_login": gettext_lazy("上次登录"),
}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Users in the asker's care."""
    q, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    found = access.users(
        request.actor,
        q=q,
        role=role,
        page=page_of(request),
        size=PER_PAGE,
        order=order_of(request, ORDERS),
    )
    held = _held(found.users)
    context = {
        "found": found,
        "q": q,
        "role": role,
        "roles": role_choices(),
        "waiting": _waiting(request),
        "paging": list_parts(request, found.page, len(found.users), found.total, ORDERS)
        | {"export_url": ""},
        "lines": [(u, [h for h in held[u.id] if not h["grant"].revoked_at]) for u in found.users],
    }
    return render(request, "office/users/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Make a staff account."""
    request.actor.require("user.manage")
    form = NewUser(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = access.create_user(request.actor, at=request.at, **form.cleaned_data)
        except AnjuError as error:
            _message(form, error)
        else:
            return redirect("office:user", user.id)
    return render(
        request, "office/users/create.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def one(request: ActorRequest, user_id: int) -> HttpResponse:
    """One user with all grants ever given."""
    request.actor.require("user.manage")
    return _page(
        request,
        user_id,
        NewGrant(
            initial={"valid_to": local_date(request.at) + timedelta(days=GRANT_DAYS)},
            actor=request.actor,
        ),
    )


@require_POST
def give(request: ActorRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    request.actor.require("user.manage")
    form = NewGrant(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            message = _given(request, user_id, form.arguments())
        except AnjuError as error:
            _message(form, error)
        else:
            messages.success(request, message)
            return redirect("office:user", user_id)
    return _page(request, user_id, form, status=422)


@require_POST
def take(request: ActorRequest, user_id: int, grant_id: int) -> HttpResponse:
    """Take a role back, with the reason."""
    access.revoke(
        request.actor, grant_id=grant_id, reason=request.POST.get("reason", "")[:200], at=request.at
    )
    messages.success(request, _("已收回。"))
    return redirect("office:user", user_id)


@require_POST
def decide(request: ActorRequest, request_id: int) -> HttpResponse:
    """Approve, or refuse, a role that two persons give."""
    request.actor.require("user.manage")
    approve = "approve" in request.POST
    try:
        found = access.decide_grant(
            request.actor, request_id=request_id, approve=approve, at=request.at
        )
    except (NotAllowed, Refused, Conflict) as error:
        messages.error(request, sentence(error, get_language() or "zh-hans"))
        return redirect("office:users")
    messages.success(request, _("已批准，授权生效。") if approve else _("已处理，没有授权。"))
    return redirect("office:user", found.user_id)


@require_POST
def active(request: ActorRequest, user_id: int) -> HttpResponse:
    """Close or reopen an account, with the reason."""
    access.set_active(
        request.actor,
        user_id=user_id,
        active=request.POST.get("active") == "1",
        reason=request.POST.get("reason", ""),
        at=request.at,
    )
    messages.success(request, _("已恢复。") if request.POST.get("active") == "1" else _("已停用。"))
    return redirect("office:user", user_id)


def _page(request: ActorRequest, user_id: int, form: NewGrant, status: int = 200) -> HttpResponse:
    person = access.user_value(request.actor, user_id=user_id)
    area, held = form["area"].value() or "", _held([person])[person.id]
    for one_held in held:
        one_held["taken"] = access.may_take_back(request.actor, one_held["grant"])
    context = {
        "person": person,
        "form": form,
        "held": held,
        "closes": person.id != request.actor.user_id
        and all(h["taken"] for h in held if access.in_force(h["grant"], request.at)),
        "area": area,
        "area_text": regions.names([area]).get(area, "") if area else "",
        "roots": roots(request.actor, "user.manage"),
        "fields": [f for f in form if f.name not in ("role", "area")],
        "waiting": [w for w in _waiting(request) if w["request"].user_id == user_id],
    }
    return render(request, "office/users/one.html", context, status=status)


def _given(request: ActorRequest, user_id: int, wanted: dict[str, Any]) -> str:
    """Give the role, or ask a second person to; what to tell."""
    if access.needs_second(wanted["role"], wanted.get("region")):
        access.ask_grant(request.actor, user_id=user_id, at=request.at, **wanted)
        return str(_("已提交申请，等另一位管理员批准。"))
    access.grant(request.actor, user_id=user_id, at=request.at, **wanted)
    return str(_("已授予。"))


def _waiting(request: ActorRequest) -> list[dict[str, Any]]:
    """Requests that wait for a second person, in words."""
    asked = access.waiting_grants(request.actor)
    places = short(r.region[:12].ljust(12, "0") for r in asked if r.region)
    words = dict(role_choices())
    accounts = (
        {i: access.user_value(request.actor, user_id=i) for i in {r.user_id for r in asked}}
        if asked
        else {}
    )
    return [
        {
            "request": r,
            "role": words.get(r.role, r.role),
            "account": accounts[r.user_id],
            "scope": places.get(r.region[:12].ljust(12, "0"), r.region) if r.region else _("全国"),
            "own": r.asked_by == request.actor.user_id,
        }
        for r in asked
    ]


def _held(users: Sequence[UserValue]) -> dict[int, list[dict[str, Any]]]:
    """The grants of each user in words: role, and where or for whom it holds. Two queries."""
    grants = [g for u in users for g in u.grants]
    chinese = (get_language() or "zh").startswith("zh")
    places = short(g.region[:12].ljust(12, "0") for g in grants if g.region)
    names = names_for(
        employer_ids=[
            int(g.party.partition(":")[2])
            for g in grants
            if g.party and g.party.startswith("employer:")
        ]
    )

    def scope(region: str | None, party: str | None) -> str:
        if party:
            kind, _colon, number = party.partition(":")
            employer = names.employers.get(int(number)) if kind == "employer" else None
            return employer.name if employer else holder_name(party) or party
        if not region:
            return _("全国")
        name = places.get(region[:12].ljust(12, "0"), region)
        return (
            _("%(place)s 第 %(n)s 网格") % {"place": name, "n": int(region[12:])}
            if len(region) > 12
            else name
        )

    def role(code: str) -> str:
        known = access.ROLES.get(code)
        return code if known is None else known.zh if chinese else known.en

    return {
        u.id: [
            {"grant": g, "role": role(g.role), "scope": scope(g.region, g.party)} for g in u.grants
        ]
        for u in users
    }


def _message(form: Form, error: AnjuError) -> None:
    form.add_error(None, sentence(error, get_language() or "zh-hans"))
