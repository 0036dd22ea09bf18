"""Taking over old permits from a spreadsheet."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.permits.api import lifecycle
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, Refused
from anju.foundation.sheets.writer import XLSX
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.office.permits import permit_page
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.uploads import UPLOADS, too_large


@require_http_methods(["GET", "POST"])
def take_over(request: ActorRequest) -> HttpResponse:
    """Send a file; rows that cannot be taken come back as a file with the reasons."""
    request.actor.require("permit.issue")
    language = get_language() or "zh-hans"
    areas = request.actor.regions("permit.issue")
    names = names_for(codes=areas)
    context: dict[str, Any] = {
        "areas": [(a, names.place(a)) for a in areas],
        "source": request.POST.get("source", ""),
        "problem": "",
    }
    sent = request.FILES.get("file")
    if request.method == "POST" and sent is None:
        context["problem"] = _("请选择一个表格文件。")
    elif sent is not None and (sent.size or 0) > UPLOADS["old_permits"]:
        context["problem"] = too_large("old_permits", get_language() or "zh-hans")
    elif request.method == "POST" and sent is not None:
        chosen = request.POST.get("region", "")
        try:
            with acting(request.actor):
                done = lifecycle.import_permits(
                    sent.read(),
                    sent.name or "",
                    source=request.POST.get("source", ""),
                    actor=request.actor,
                    at=request.at,
                    region=chosen if chosen in areas else areas[0],
                    sentence=lambda c: sentence(Refused(c), language),
                )
        except NotAllowed:
            raise
        except AnjuError as error:
            context["problem"] = permit_page.error_text(error)
        else:
            context |= {
                "done": done,
                "refused": [(n, sentence(Refused(c), language)) for n, c in done.refused[:100]],
                "file": _link(done.refused_file),
            }
    return render(
        request, "office/permits/old.html", context, status=422 if context["problem"] else 200
    )


def _link(made: bytes) -> str:
    """The refused rows inside the page itself: they hold numbers, and are kept nowhere."""
    return f"data:{XLSX};base64,{base64.b64encode(made).decode()}" if made else ""
