"""The page of one's own account: password, second factors, where one is signed in."""

from __future__ import annotations

import re
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anju.domains.access import api as access
from anju.interfaces.web.session import ActorRequest, may_manage_account

BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "WeChat"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@never_cache
@require_safe
def account(request: ActorRequest) -> HttpResponse:
    """What one signs in with, and where one is signed in. Only for who has signed in whole."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_phone')}?next={request.path}")
    if not may_manage_account(request):
        return redirect("mfa_index")
    user_id = int(request.actor.user_id or 0)
    found = access.sessions_of(user_id, present=request.session.session_key or "", at=request.at)
    return render(
        request,
        "account/account.html",
        {
            "who": access.user_value(request.actor, user_id=user_id),
            "password": request.user.has_usable_password(),
            "factors": _factors(user_id),
            "back_url": settings.LOGIN_REDIRECT_URL,
            "others": sum(not s.present for s in found),
            "sessions": [{"view": s, "device": _device(s.device)} for s in found],
        },
    )


@require_POST
def end(request: ActorRequest) -> HttpResponse:
    """End another session, or all others; the trail says so."""
    if not request.user.is_authenticated or not may_manage_account(request):
        return redirect("account")
    count = access.end_own_sessions(
        request.actor,
        present=request.session.session_key or "",
        only=request.POST.get("session", "")[:16],
        at=request.at,
    )
    messages.success(
        request, ngettext("已结束 %(n)s 处登录。", "已结束 %(n)s 处登录。", count) % {"n": count}
    )
    return redirect("account")


def _factors(user_id: int) -> list[dict[str, Any]]:
    names = {
        "totp": (_("动态口令应用"), "device-mobile", "mfa_deactivate_totp"),
        "webauthn": (_("通行密钥"), "key", "mfa_list_webauthn"),
        "recovery_codes": (_("恢复码"), "file-text", "mfa_view_recovery_codes"),
    }
    return [
        {
            "name": names[a.type][0],
            "icon": names[a.type][1],
            "label": str(a) if a.type == "webauthn" else "",
            "url": reverse(names[a.type][2]),
            "since": a.created_at,
            "used": a.last_used_at,
        }
        for a in Authenticator.objects.filter(user_id=user_id).order_by("created_at")
        if a.type in names
    ]


def _device(agent: str) -> str:
    """The name of the browser and of the system, and nothing else of what a browser sends of itself."""
    browser = next((name for sign, name in BROWSERS if re.search(sign, agent)), "")
    system = next((name for sign, name in SYSTEMS if re.search(sign, agent)), "")
    return " · ".join(p for p in (browser, system) if p) or _("未知设备")
