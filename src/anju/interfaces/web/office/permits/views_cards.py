"""One card: preview, print, made here, handed over."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.people import api as people
from anju.domains.permits.api import lifecycle
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, NotFound
from anju.interfaces.texts import permit_lifecycle as words
from anju.interfaces.texts.labels import DOCUMENTS
from anju.interfaces.web import fonts
from anju.interfaces.web.choosing import label
from anju.interfaces.web.files import PDF, as_file
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.permits import cards, permit_page
from anju.interfaces.web.session import ActorRequest

SHEET = 50
"""Cards on one order of A4 sheets."""


@require_safe
def card(request: ActorRequest, card_id: int) -> HttpResponse:
    """The card's page: front and back as they are printed, and what is to be done with it next."""
    return _page(request, card_id)


def _page(request: ActorRequest, card_id: int, problem: str = "") -> HttpResponse:
    view = lifecycle.card(card_id)
    permit = lifecycle.permit(view.permit_id)
    gaps = lifecycle.card_gaps(card_id, actor=request.actor)
    may = permit_page.may(request.actor, permit, "permit.make")
    names_lack = "name_picture" in gaps or _name_unprintable(permit.person_id)
    return render(
        request,
        "office/permits/card.html",
        {
            "card": view,
            "permit": permit,
            "spaced": lifecycle.spaced(permit.number),
            "problem": problem,
            "name_picture_url": link("office:name_picture", permit.person_id) if names_lack else "",
            "permit_url": link("office:permit", permit.id),
            "status": label(words.CARDS, view.status),
            "reason": label(words.TRANSITION_REASONS, view.reason),
            "gaps": [label(words.PRINTED, g) for g in gaps],
            "printable": may and not gaps and view.status not in ("void", "failed"),
            "may": may,
            "way": label(words.WAYS, view.delivery.way) if view.delivery else "",
            "delivery": label(words.DELIVERIES, view.delivery.status) if view.delivery else "",
            "documents": [(c, label(DOCUMENTS, c)) for c in ("111", "HMT", "112", "113")],
        },
        status=422 if problem else 200,
    )


def _name_unprintable(person_id: int) -> bool:
    """The fonts lack a character of the name on record, and no picture stands for it."""
    view = people.persons([person_id]).get(person_id)
    return (
        view is not None
        and bool(fonts.unprintable(view.name))
        and not any(p.used for p in people.name_pictures(view.id))
    )


@require_safe
def picture(request: ActorRequest, card_id: int, side: str) -> HttpResponse:
    """One side at 300 dpi."""
    if side not in ("front", "back"):
        raise NotFound("permit_unknown", id=card_id)
    front, back = cards.pictures(lifecycle.card_face(card_id, actor=request.actor, at=request.at))
    answer = HttpResponse(front if side == "front" else back, content_type="image/png")
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def pdf(request: ActorRequest, card_id: int) -> HttpResponse:
    """Front and back in their true size, for a card printer."""
    face = lifecycle.card_face(card_id, actor=request.actor, at=request.at)
    return as_file(cards.pdf([face]), f"card-{card_id}.pdf", PDF, shown=True)


@require_safe
def data(request: ActorRequest, card_id: int) -> HttpResponse:
    """The same as data, for the program of a card printer."""
    known = lifecycle.card_data(card_id, actor=request.actor, at=request.at)
    return as_file(
        json.dumps(known, ensure_ascii=False, cls=DjangoJSONEncoder),
        f"card-{card_id}.json",
        "application/json",
    )


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """A4 sheets of ten cards and their backs: of the cards named (``?card=3&card=4``)."""
    ids = [int(c) for c in request.GET.getlist("card") if c.isdecimal()][:SHEET]
    if not ids:
        raise NotFound("permit_unknown", id=0)
    faces = [lifecycle.card_face(i, actor=request.actor, at=request.at) for i in ids]
    return as_file(cards.pdf(faces, sheet=True), "cards.pdf", PDF, shown=True)


@require_POST
def made(request: ActorRequest, card_id: int) -> HttpResponse:
    """Printed on our own printer."""
    try:
        with acting(request.actor):
            lifecycle.made_here(
                card_id, serial=request.POST.get("serial", ""), actor=request.actor, at=request.at
            )
    except (NotFound, NotAllowed):
        raise
    except AnjuError as error:
        return _page(request, card_id, permit_page.error_text(error))
    messages.success(request, _("已制成。取证码已发到持证人手机。"))
    return redirect("office:card", card_id)


@require_POST
def hand(request: ActorRequest, card_id: int) -> HttpResponse:
    """Handed over, for the code or to a document shown. A wrong code is counted even though it is refused."""
    try:
        with acting(request.actor):
            done = lifecycle.hand_over(
                card_id,
                code=request.POST.get("code", ""),
                shown=request.POST.get("shown", ""),
                to=request.POST.get("to", "holder"),
                actor=request.actor,
                at=request.at,
            )
    except (NotFound, NotAllowed):
        raise
    except AnjuError as error:
        return _page(request, card_id, permit_page.error_text(error))
    if not done.handed:
        left = done.tries_left
        return _page(
            request,
            card_id,
            _("取证码不对，还可以试 %(n)s 次。") % {"n": left}
            if left
            else _("取证码已作废，请核对身份证件，或重新发送取证码。"),
        )
    messages.success(request, _("已交付持证人。"))
    return redirect("office:card", card_id)


@require_POST
def code(request: ActorRequest, card_id: int) -> HttpResponse:
    """A fresh code to the holder's phone."""
    lifecycle.send_code_again(card_id, actor=request.actor, at=request.at)
    messages.success(request, _("新的取证码已发送，原码作废。"))
    return redirect("office:card", card_id)


@require_POST
def post(request: ActorRequest, card_id: int) -> HttpResponse:
    """Sent by post."""
    try:
        with acting(request.actor):
            lifecycle.post_card(
                card_id,
                address=request.POST.get("address", ""),
                tracking=request.POST.get("tracking", ""),
                actor=request.actor,
                at=request.at,
            )
    except (NotFound, NotAllowed):
        raise
    except AnjuError as error:
        return _page(request, card_id, permit_page.error_text(error))
    messages.success(request, _("已登记邮寄。"))
    return redirect("office:card", card_id)
