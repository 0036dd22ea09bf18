"""The digital permit on the holder's own phone: choose what to show, confirm oneself, show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import segno
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkeys
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from fido2.utils import websafe_encode

from anju.domains.permits import api as permits
from anju.domains.permits.api import lifecycle
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.texts import verdicts
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.permit_lifecycle import STATES
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.files import as_file
from anju.interfaces.web.resident.views_mine import for_linked_accounts
from anju.interfaces.web.resident.views_permit import family_of
from anju.interfaces.web.session import ActorRequest, just_signed_in_by_code

CHECKED = "permit_checked"


@never_cache
@require_http_methods(["GET", "POST"])
@for_linked_accounts
def permit(request: ActorRequest) -> HttpResponse:
    """The permit, and the choice of what to show."""
    held = permits.held_by(int(request.actor.person_id or 0))
    problem = ""
    if request.method == "POST":
        problem = _pin(request)
        if not problem:
            return redirect("resident:permit")
    how, when = _checked(request)
    labels = verdicts.in_language(get_language() or "zh-hans")["claims"]
    return render(
        request,
        "resident/permit.html",
        {
            "held": held,
            "ward": next((w for w, _name in family_of(request)[1:]), None) if held else None,
            "number": held[1] if held else "",
            "problem": problem,
            "checked": how,
            "checked_at": when,
            "has_pin": permits.pin_is_set(request.actor),
            "active": bool(held and held[2] == "active"),
            "state": label_in(STATES, held[2], get_language() or "zh-hans") if held else "",
            "spaced": lifecycle.spaced(held[1]) if held else "",
            "has_passkey": bool(passkeys.get_credentials(request.user)),
            "choices": [(name, labels[name]) for name in permits.CHOICES if name != "photo_sha256"],
            "back_url": reverse("resident:home"),
        },
        status=422 if problem else 200,
    )


@never_cache
@require_safe
@for_linked_accounts
def show(request: ActorRequest) -> HttpResponse:
    """The code on the screen; the page fetches the next one every minute."""
    chosen = _chosen(request.GET)
    try:
        code = _code(request, chosen)
    except AnjuError as error:
        return render(
            request,
            "resident/permit_void.html",
            {
                "sentence": reason_text(error.code, **error.params),
                "back_url": reverse("resident:permit"),
            },
            status=422,
        )
    labels = verdicts.in_language(get_language() or "zh-hans")["claims"]
    return render(
        request,
        "resident/permit_present.html",
        {
            **code,
            "drawing": mark_safe(code["svg"]),  # noqa: S308 - the library writes nothing into it but its own drawing
            "chosen": [labels[c] for c in chosen],
            "back_url": reverse("resident:permit"),
            "next": f"{reverse('resident:permit_code')}?{request.GET.urlencode()}",
        },
    )


@never_cache
@require_safe
@for_linked_accounts
def code(request: ActorRequest) -> HttpResponse:
    """The next code, as JSON: the drawing and when it lapses."""
    chosen = _chosen(request.GET)
    try:
        return JsonResponse(_code(request, chosen))
    except AnjuError as error:
        return JsonResponse({"problem": reason_text(error.code, **error.params)}, status=422)


@require_POST
@for_linked_accounts
def wallet(request: ActorRequest) -> HttpResponse:
    """The credential as a file for a wallet app."""
    held = _held(request)
    found = permits.wallet(permit_id=held, actor=request.actor, at=request.at)
    return as_file(found.text, "residence-permit.jwt", "application/dc+sd-jwt")


@require_POST
@for_linked_accounts
def passkey_begin(request: ActorRequest) -> JsonResponse:
    """The question for the phone: confirm with the passkey it has, or make one."""
    if passkeys.get_credentials(request.user):
        return JsonResponse({"use": passkeys.begin_authentication(request.user)}, encoder=_Bytes)
    return JsonResponse(
        {"make": passkeys.begin_registration(request.user, passwordless=False)}, encoder=_Bytes
    )


@require_POST
@for_linked_accounts
def passkey_finish(request: ActorRequest) -> JsonResponse:
    """The phone's answer. Finger or face stay on the phone; what comes is a signature."""
    try:
        answer = json.loads(request.body)
        if answer.get("made"):
            passkeys.complete_registration(passkeys.parse_registration_response(answer["made"]))
            _remember_choice(request, answer["made"])
        else:
            passkeys.complete_authentication(
                request.user, passkeys.parse_authentication_response(answer["used"])
            )
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"problem": _("没有确认成功，请再试一次。")}, status=422)
    _confirmed(request, "passkey")
    return JsonResponse({"done": True})


def _remember_choice(request: HttpRequest, credential: dict[str, Any]) -> None:
    Authenticator.objects.create(
        user=request.user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": _("这部手机"), "credential": credential},
    )


def _pin(request: ActorRequest) -> str:
    """Set or check the PIN; the sentence of what is wrong. Answered here so that counted tries stay counted."""
    try:
        if "new_pin" in request.POST:
            permits.set_pin(
                request.POST["new_pin"],
                old=request.POST.get("old_pin", ""),
                actor=request.actor,
                at=request.at,
                fresh_code=just_signed_in_by_code(request),
            )
        elif not permits.check_pin(request.POST.get("pin", ""), actor=request.actor, at=request.at):
            return _("PIN 不对。")
    except AnjuError as error:
        return reason_text(error.code, **error.params)
    _confirmed(request, "pin")
    return ""


def _chosen(asked: QueryDict) -> list[str]:
    return [c for c in asked.getlist("show") if c in permits.CHOICES]


def _confirmed(request: ActorRequest, how: str) -> None:
    request.session[CHECKED] = {
        "how": how,
        "at": int(request.at.timestamp()),
        "user": request.actor.user_id,
    }


def _checked(request: ActorRequest) -> tuple[str, datetime | None]:
    """How and when the holder was confirmed in this session; ("", None) when it is too long ago."""
    held = request.session.get(CHECKED) or {}
    when = datetime.fromtimestamp(held.get("at", 0), UTC)
    if held.get("user") != request.actor.user_id or request.at - when > permits.CHECK_HOLDS:
        return "", None
    return held["how"], when


def _held(request: ActorRequest) -> int:
    held = permits.held_by(int(request.actor.person_id or 0))
    if held is None:
        raise NotFound("permit_unknown")
    return held[0]


def _code(request: ActorRequest, chosen: list[str]) -> dict[str, Any]:
    how, when = _checked(request)
    shown = permits.live(
        permit_id=_held(request),
        show=chosen,
        actor=request.actor,
        at=request.at,
        check=how,
        checked_at=when,
    )
    drawn = segno.make(shown.text, error="m").svg_inline(
        scale=6,
        border=4,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass="aj-qr",
        lineclass=None,
    )
    return {"svg": drawn, "text": shown.text, "until": int(shown.until.timestamp())}


class _Bytes(json.JSONEncoder):
    """What the passkey library hands out, as browsers read it."""

    def default(self, o: object) -> Any:  # noqa: ANN401 - any JSON value
        """Bytes in base64url, dataclasses as objects."""
        if isinstance(o, bytes):
            return websafe_encode(o)
        return dict(o) if isinstance(o, Mapping) else str(o)
