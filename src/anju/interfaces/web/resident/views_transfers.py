"""A resident sends a record on to another place: what is offered, what goes, each step, taking it back, the file."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.exchange.api import transfers
from anju.domains.exchange.api.transfers import Wanted
from anju.domains.regions import api as regions
from anju.foundation.errors import AnjuError
from anju.interfaces.texts import transfers as words
from anju.interfaces.web import transfers_page
from anju.interfaces.web.declaring import RELATIONS, act_key, new_key, reason_text
from anju.interfaces.web.files import as_file
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.resident.views_mine import for_linked_accounts
from anju.interfaces.web.session import ActorRequest

ENTERED = (
    "carer_name",
    "carer_phone",
    "carer_relation",
    "family_name",
    "family_number",
    "division",
    "agreed",
)
"""Fields that a person fills in themselves, besides `needs`, of which there may be several."""


@never_cache
@require_safe
@for_linked_accounts
def listing(request: ActorRequest) -> HttpResponse:
    """What was asked for, and what can be."""
    found = transfers.transfers_of(request.actor)
    context = {
        "lines": [transfers_page.line(t) for t in found],
        "kinds": _kinds(request),
        "key": new_key(),
    }
    return render(request, "resident/transfers/list.html", context)


def _kinds(request: ActorRequest) -> list[dict[str, object]]:
    """The kinds of which something of the person's can be sent, with how often."""
    offered = transfers.offered(request.actor, at=request.at)
    return [
        {"code": code, "name": transfers_page.label(words.KINDS, code), "count": count}
        for code in transfers.kinds()
        if (count := sum(s.kind == code for s in offered))
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_linked_accounts
def new(request: ActorRequest) -> HttpResponse:
    """The form of one kind; a POST shows what would go, a second one with `sure` asks for it."""
    if request.method != "POST":
        return _form(request, request.GET.get("kind", ""))
    wanted = _wanted(request)
    if "sure" in request.POST:
        made = saved(
            request,
            lambda: transfers.request(
                wanted, key=act_key(request), actor=request.actor, at=request.at
            ),
            _("已申请。"),
        )
        return redirect("resident:transfer", made) if made else redirect("resident:transfers")
    try:
        found = transfers.preview(wanted, actor=request.actor, at=request.at)
    except AnjuError as refused:
        if refused.code == "not_allowed":
            raise
        return _form(request, wanted.kind, reason_text(refused.code, **refused.params))
    chinese = transfers_page.language().startswith("zh")
    context = {
        "p": found,
        "kind": transfers_page.label(words.KINDS, wanted.kind),
        "facts": transfers_page.body_facts(found.body),
        "checked_by": transfers_page.label(words.CHECKS, found.checked_by)
        if found.checked_by
        else "",
        "law": [zh if chinese else en for zh, en in found.law],
        "given": _given(request),
        "key": request.POST.get("key", "") or new_key(),
    }
    return render(request, "resident/transfers/preview.html", context)


_CHOSEN = ("kind", "ref", "place", "place_name")


def _given(request: ActorRequest) -> dict[str, str]:
    found = {n: request.POST.get(n, "")[:200] for n in (*_CHOSEN, *ENTERED)}
    return {**found, "needs": ",".join(request.POST.getlist("needs"))[:60]}


def _wanted(request: ActorRequest) -> Wanted:
    given = _given(request)
    return Wanted(
        given["kind"],
        given["ref"],
        given["place"],
        given["place_name"],
        {n: given[n] for n in (*ENTERED, "needs")},
    )


def _form(request: ActorRequest, kind: str, error: str = "") -> HttpResponse:
    offered = [s for s in transfers.offered(request.actor, at=request.at) if s.kind == kind]
    if kind not in transfers.kinds() or not offered:
        return redirect("resident:transfers")
    division = request.POST.get("division", "")[:12]
    context = {
        "kind": kind,
        "division": division,
        "division_text": regions.names([division]).get(division, "") if division else "",
        "title": transfers_page.label(words.KINDS, kind),
        "subjects": offered,
        "places": transfers.places(),
        "other": transfers.ELSEWHERE,
        "relations": RELATIONS,
        "needs": [(n, transfers_page.label(words.NEEDS, n)) for n in transfers.NEEDS],
        "chosen": request.POST.getlist("needs"),
        "given": request.POST,
        "error": error,
        "key": request.POST.get("key", "") or new_key(),
    }
    return render(request, "resident/transfers/new.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_linked_accounts
def one(request: ActorRequest, transfer_id: int) -> HttpResponse:
    """Where it stands; taken back, or sent at once."""
    acts: dict[str, Callable[[], object]] = {
        "withdraw": lambda: _did(transfers.withdraw, request, transfer_id),
        "send": lambda: _did(transfers.send_now, request, transfer_id),
    }
    if request.method == "POST":
        act = acts.get(request.POST.get("act", ""))
        if act is not None:
            saved(request, act)
        return redirect("resident:transfer", transfer_id)
    found = transfers.one(transfer_id, actor=request.actor, at=request.at)
    return render(request, "resident/transfers/one.html", transfers_page.whole(found))


def _did(call: Callable[..., None], request: ActorRequest, transfer_id: int) -> bool:
    call(transfer_id, actor=request.actor, at=request.at)
    return True


@never_cache
@require_safe
@for_linked_accounts
def take(request: ActorRequest, transfer_id: int) -> HttpResponse:
    """The record in one's own hand, signed."""
    data = transfers.in_hand(transfer_id, actor=request.actor, at=request.at)
    return as_file(data, f"record-{transfer_id}.json", "application/json")
