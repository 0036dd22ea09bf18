"""The outbox page. It exists in a demo only: elsewhere it would hand every code to everybody."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anju.domains.access import api as access
from anju.foundation.notices import api as notices
from anju.interfaces.web.session import ActorRequest


@never_cache
@require_safe
def outbox(request: ActorRequest) -> HttpResponse:
    """The newest messages, of one phone where one is typed, and what the demo accounts' authenticator apps show."""
    if not settings.DEMO:
        raise Http404
    phone = "".join(c for c in request.GET.get("phone", "") if c.isdecimal())[-11:]
    # Codes first: whoever signs in waits for one, and the town's invitations would bury it.
    context = {
        "sign_in": notices.recent(kind="sign_in_code", limit=8, to=phone),
        "messages_sent": [m for m in notices.recent(to=phone) if m.kind != "sign_in_code"],
        "codes": () if phone else access.demo_authenticators(at=request.at),
        "phone": phone,
    }
    return render(request, "outbox/outbox.html", context)
