"""Signing in by phone, and the purpose one acts for. Passwords and second factors are allauth's views."""

from __future__ import annotations

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.access import api as access
from anju.foundation.errors import Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.account.forms import CodeForm, PhoneForm
from anju.interfaces.web.session import BY_CODE, PURPOSE, ActorRequest, allowed_purposes

PENDING = "phone_pending"
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: ActorRequest) -> HttpResponse:
    """Ask for a phone, send a code. The answer is the same for every well-formed number."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = access.request_code(
                phone=form.cleaned_data["phone"], address=_address(request), at=request.at
            )
        except Refused as error:
            _message(form, error)
        else:
            request.session[PENDING] = {"phone": number, "next": _next(request)}
            return redirect("account_phone_code")
    return render(
        request,
        "account/phone.html",
        {"form": form, "next": _next(request)},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def phone_code(request: ActorRequest) -> HttpResponse:
    """Take the code; sign in. The session gets a new key."""
    pending = request.session.get(PENDING)
    if pending is None:
        return redirect("account_phone")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = access.sign_in_by_code(
                phone=pending["phone"],
                code=form.cleaned_data["code"],
                address=_address(request),
                at=request.at,
            )
        except Refused as error:
            _message(form, error)
        else:
            request.session.cycle_key()
            del request.session[PENDING]
            login(request, get_user_model().objects.get(pk=user.id), backend=BACKEND)
            request.session[BY_CODE] = {"at": request.at.timestamp(), "user": user.id}
            return redirect(pending["next"])
    context = {"form": form, "phone": access.mask_phone(pending["phone"]), "demo": settings.DEMO}
    return render(request, "account/phone_code.html", context, status=422 if form.errors else 200)


def password_change(request: ActorRequest) -> HttpResponse:
    """Staff change their password; an account that signs in by phone has none to change."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        return redirect(settings.LOGIN_REDIRECT_URL)
    answer: HttpResponse = allauth_views.password_change(request)
    return answer


@require_POST
def purpose(request: ActorRequest) -> HttpResponse:
    """State another purpose, out of those one's grants allow."""
    wanted = request.POST.get("purpose", "")
    if wanted not in allowed_purposes(request.actor):
        raise Refused("purpose_unknown")
    request.session[PURPOSE] = wanted
    return redirect(_next(request))


def _address(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def _message(form: Form, error: Refused) -> None:
    form.add_error(None, sentence(error, get_language() or "zh-hans"))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=here, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else str(settings.LOGIN_REDIRECT_URL)
