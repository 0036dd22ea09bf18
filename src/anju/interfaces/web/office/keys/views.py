"""The key ceremony: one administrator makes and asks, another approves. All decisions and their trail
are the keystore's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.errors import AnjuError, NotFound
from anju.foundation.keystore import api as keystore
from anju.foundation.keystore.api import Action, Algorithm, KeyView, Kind
from anju.interfaces.texts import keys as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.naming import prefix_chosen, short
from anju.interfaces.web.session import ActorRequest

Word = TypeVar("Word", Kind, Algorithm, Action)
NEXT = {
    "made": (Action.ACTIVATE, Action.DESTROY),
    "active": (Action.ROTATE,),
    "retired": (Action.DESTROY,),
    "destroyed": (),
}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """All keys, and what waits for a second person."""
    asked = keystore.requests(request.actor)
    keys = keystore.every_key()
    names = short(k.region.ljust(12, "0") for k in (*keys, *(r.key for r in asked)) if k.region)
    return render(
        request,
        "office/keys/list.html",
        {
            "lines": [
                {
                    **_message(key, names),
                    "actions": [(a.value, label(words.ACTIONS, a)) for a in NEXT[key.state.value]],
                }
                for key in keys
            ],
            "asked": asked,
            "open": [
                {"request": r, "what": label(words.ASKED, r.action), **_message(r.key, names)}
                for r in asked
                if not r.decision
            ],
            "me": request.actor.user_id,
            "kinds": [(k.value, label(words.KINDS, k)) for k in Kind],
            "algorithms": [a.value for a in Algorithm],
            "manages": request.actor.may("permit.keys"),
        },
    )


def _message(key: KeyView, names: dict[str, str]) -> dict[str, Any]:
    """A key in words; its area by name."""
    return {
        "key": key,
        "kind": label(words.KINDS, key.kind),
        "state": label(words.KEY_STATES, key.state),
        "store": label(words.STORES, key.backend),
        "place": names.get(key.region.ljust(12, "0"), key.region) if key.region else _("全国"),
    }


@require_POST
def make(request: ActorRequest) -> HttpResponse:
    """Make the next version of a key."""
    return _done(
        request,
        lambda: keystore.make(
            kind=_label(Kind, request, "kind"),
            algorithm=_label(Algorithm, request, "algorithm"),
            region=prefix_chosen(request.POST.get("region", "")),
            actor=request.actor,
            at=request.at,
        ),
    )


@require_POST
def ask(request: ActorRequest, key_id: int) -> HttpResponse:
    """Ask that something be done with a key."""
    return _done(
        request,
        lambda: keystore.ask(
            key_id,
            action=_label(Action, request, "action"),
            actor=request.actor,
            reason=request.POST.get("reason", ""),
            at=request.at,
        ),
    )


@require_POST
def decide(request: ActorRequest, request_id: int) -> HttpResponse:
    """Approve or refuse what another asked."""
    return _done(
        request,
        lambda: keystore.decide(
            request_id, approve="approve" in request.POST, actor=request.actor, at=request.at
        ),
    )


def _done(request: ActorRequest, call: Callable[[], object]) -> HttpResponse:
    try:
        with transaction.atomic():
            call()
    except AnjuError as error:
        messages.error(request, sentence(error, get_language() or "zh-hans"))
    return redirect("office:keys")


def _label(table: type[Word], request: ActorRequest, name: str) -> Word:
    try:
        return table(request.POST.get(name, ""))
    except ValueError as unknown:
        raise NotFound("key_unknown") from unknown
