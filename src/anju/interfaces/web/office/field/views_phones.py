"""Phones of the field, and the queue of one that came as a file."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anju.domains.access import api as access
from anju.domains.fieldwork.api import sync
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.uploads import UPLOADS, largest, limit_attributes

FORM = "anju-field-queue-1"
MOST = 200
"""Operations that are taken in at once."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue as it was exported. `Refused` ``field_queue_unreadable`` for what is none."""

    device: str
    sent_at: int
    sent: list[sync.Sent]

    @classmethod
    def read(cls, content: bytes) -> Queue:
        """From the bytes of the file."""
        try:
            found: dict[str, Any] = json.loads(content)
            if found["form"] != FORM:
                raise ValueError(found["form"])
            sent = [
                sync.Sent(str(o["key"])[:36], _bytes(o["envelope"])) for o in found["operations"]
            ]
            return cls(str(found["device"])[:16], int(found["sent_at"]), sent)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Refused("field_queue_unreadable") from error


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@require_POST
def queue(request: ActorRequest) -> HttpResponse:
    """Take in what a phone could not send: each entry waits for a decision below."""
    file = request.FILES.get("file")
    try:
        if file is None or (file.size or 0) > UPLOADS["field_queue"]:
            raise Refused("field_queue_unreadable")
        found = Queue.read(file.read())
        fresh = sum(_taken(request, found, at) for at in range(0, len(found.sent), MOST))
    except AnjuError as refused:
        messages.error(request, reason_text(refused.code, **refused.params))
    else:
        sentence = _("收下 %(n)s 条，其中 %(fresh)s 条是新的。")
        messages.success(request, sentence % {"n": len(found.sent), "fresh": fresh})
    return redirect("office:field")


def _taken(request: ActorRequest, found: Queue, at: int) -> int:
    part = found.sent[at : at + MOST]
    key = hashlib.sha256(b"".join(s.key.encode() + s.envelope for s in part)).hexdigest()[:32]
    received = sync.take_queue(
        request.actor,
        device_code=found.device,
        batch_key=f"queue-{key}",
        sent_at=found.sent_at,
        sent=part,
        at=request.at,
    )
    return received.fresh


@require_GET
def phones(request: ActorRequest) -> HttpResponse:
    """The phones of an account one administers, or one's own."""
    user_id = record_number(request.GET.get("user", "")) or request.actor.user_id or 0
    holder = access.user_value(request.actor, user_id=user_id)
    return render(
        request,
        "office/field/phones.html",
        {
            "holder": holder,
            "own": user_id == request.actor.user_id,
            "phones": sync.devices_of(request.actor, user_id=user_id, at=request.at),
        },
    )


@require_POST
def revoke(request: ActorRequest, code: str) -> HttpResponse:
    """Give a phone nothing any more, at once."""
    user_id = record_number(request.POST.get("user", ""))
    if user_id is None:
        raise NotFound("device_unknown")
    try:
        sync.revoke_device(
            request.actor, code=code, reason=request.POST.get("reason", "")[:200], at=request.at
        )
    except AnjuError as refused:
        messages.error(request, reason_text(refused.code, **refused.params))
    else:
        messages.success(request, _("这部手机已停用。"))
    return redirect(link("office:field_phones", user=user_id))


def queue_field() -> dict[str, Any]:
    """What the list's form for such a file needs."""
    return {"limit": largest("field_queue"), "attributes": limit_attributes("field_queue")}
