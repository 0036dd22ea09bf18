"""Writing to who offers a vacancy and to who looks for one, and agreeing when to see it; no number is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.access import api as access
from anju.domains.housing.api import listings
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.web.addresses import public_link
from anju.interfaces.web.declaring import act_key, new_key, reason_text, signed_in
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vacancies import facts


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive_post_parameters("text")
def ask(request: ActorRequest, listing_id: int) -> HttpResponse:
    """The first message about a vacancy."""
    found = listings.listing(listing_id)
    if found is None:
        raise NotFound("listing_unknown")
    context: dict[str, Any] = {
        "one": facts.card(found, facts.places_of([found]).get(found.id, "")),
        "text": request.POST.get("text", ""),
        "key": request.POST.get("key") or new_key(),
        "longest": listings.LONGEST_MESSAGE,
        "back_url": reverse("vacancies:one", args=[listing_id]),
    }
    if request.method == "GET":
        return render(request, "vacancies/ask.html", context)
    try:
        thread_id = listings.enquire(
            listing_id,
            context["text"],
            key=act_key(request),
            link=lambda token: public_link("vacancies:answer", token),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        context["error"] = reason_text(error.code, **error.params)
        return render(request, "vacancies/ask.html", context, status=422)
    messages.success(request, _("已转给发布房源的人，有回复会通知您。"))
    return redirect("vacancies:thread", thread_id)


@require_safe
@signed_in
def threads(request: ActorRequest) -> HttpResponse:
    """All one's own threads, on either side."""
    found = listings.threads(request.actor)
    landlord = any(p.startswith("holder:") for p in request.actor.parties("declare"))
    context = {
        "threads": [
            {
                "line": t,
                "side": _other_side(t.side),
                "url": reverse("vacancies:thread", args=[t.id]),
            }
            for t in found
        ],
        "back_url": reverse("landlord:home" if landlord else "resident:home"),
    }
    return render(request, "vacancies/threads.html", context)


def _other_side(side: str) -> str:
    return _("发布房源的人") if side == "seeker" else _("找房的人")


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
@sensitive_post_parameters("text")
def thread(request: ActorRequest, thread_id: int) -> HttpResponse:
    """What was written, and the appointments; sent, one more message or one of the acts."""
    here = reverse("vacancies:thread", args=[thread_id])
    return _page(request, thread_id, request.actor, here)


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("text")
def answer(request: ActorRequest, token: str) -> HttpResponse:
    """The same for a sender who has no account and came by the address in a message."""
    try:
        access.count_try(
            "invitation.address", str(get_adapter().get_client_ip(request)), at=request.at
        )
        thread_id, who = listings.answering(token, actor=request.actor)
    except AnjuError as error:  # answered here: the counted try must stay counted
        text = reason_text(error.code, **error.params)
        return render(request, "public/void.html", {"sentence": text}, status=404)
    here = reverse("vacancies:answer", args=[token])
    with acting(who):
        return _page(request, thread_id, who, here)


def _page(request: ActorRequest, thread_id: int, who: Actor, here: str) -> HttpResponse:
    if request.method == "POST":
        try:
            ACTS.get(request.POST.get("act", ""), _write)(request, thread_id, who)
        except (Refused, Conflict) as error:
            return _shown(request, thread_id, who, reason_text(error.code, **error.params))
        return redirect(here)
    return _shown(request, thread_id, who)


def _shown(request: ActorRequest, thread_id: int, who: Actor, error: str = "") -> HttpResponse:
    found = listings.thread(thread_id, actor=who)
    if not error:
        listings.see_thread(thread_id, actor=who, at=request.at)
    mine = found.line.side
    context: dict[str, Any] = {
        "thread": found,
        "other": _other_side(mine),
        "said": [(m, m.side == mine) for m in found.messages],
        "viewings": [_viewing(v, mine, request.at) for v in found.viewings],
        "listing_url": reverse("vacancies:one", args=[found.line.listing])
        if found.line.listing
        else "",
        "error": error,
        "text": request.POST.get("text", "") if error else "",
        "when": request.POST.get("when", "") if error else "",
        "key": new_key(),
        "longest": listings.LONGEST_MESSAGE,
        "first_moment": f"{request.at.astimezone(CHINA):%Y-%m-%dT%H:%M}",
        "back_url": reverse("vacancies:threads") if who.user_id is not None else "",
    }
    return render(request, "vacancies/thread.html", context, status=422 if error else 200)


def _viewing(viewing: listings.Viewing, mine: str, at: datetime) -> dict[str, Any]:
    own, over = viewing.side == mine, viewing.starts_at <= at
    states = {
        "proposed": _("等对方答复") if own else _("等您答复"),
        "accepted": _("已约好"),
        "declined": _("对方不方便") if own else _("您已婉拒"),
        "cancelled": _("已取消"),
    }
    standing = viewing.state in ("proposed", "accepted") and not over
    return {
        "id": viewing.id,
        "when": viewing.starts_at,
        "state": _("已过时间") if over and viewing.state == "proposed" else states[viewing.state],
        "tone": {"accepted": "good", "proposed": "soon"}.get(viewing.state, "") if standing else "",
        "answer": viewing.state == "proposed" and not own and not over,
        "cancel": standing,
    }


def _write(request: ActorRequest, thread_id: int, who: Actor) -> None:
    listings.reply(
        thread_id,
        request.POST.get("text", ""),
        key=act_key(request),
        actor=who,
        at=request.at,
    )


def _propose(request: ActorRequest, thread_id: int, who: Actor) -> None:
    listings.propose_viewing(
        thread_id, moment_of(request.POST.get("when", "")), actor=who, at=request.at
    )


def moment_of(text: str) -> datetime:
    """A moment of the form, in the time of China. `Refused` ``viewing_time_unreadable``."""
    try:
        return datetime.strptime(text[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=CHINA)
    except ValueError as error:
        raise Refused("viewing_time_unreadable") from error


def _number(request: ActorRequest) -> int:
    text = request.POST.get("viewing", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound("viewing_unknown")
    return int(text)


def _accept(request: ActorRequest, _thread: int, who: Actor) -> None:
    listings.answer_viewing(_number(request), accept=True, actor=who, at=request.at)


def _decline(request: ActorRequest, _thread: int, who: Actor) -> None:
    listings.answer_viewing(_number(request), accept=False, actor=who, at=request.at)


def _cancel(request: ActorRequest, _thread: int, who: Actor) -> None:
    listings.cancel_viewing(_number(request), actor=who, at=request.at)


ACTS: dict[str, Callable[[ActorRequest, int, Actor], None]] = {
    "write": _write,
    "propose": _propose,
    "accept": _accept,
    "decline": _decline,
    "cancel": _cancel,
}
"""What a form of the thread's page does."""
