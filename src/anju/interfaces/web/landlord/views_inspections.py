"""Inspections of the landlord's own premises: what is to be put right, and the answer to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import Handling, HazardStep, InspectionRecord
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.web.declaring import act_key, new_key, reason_text
from anju.interfaces.web.housing import inspection_page
from anju.interfaces.web.landlord import own_rooms
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest


@require_safe
@own_rooms.for_landlords
def listing(request: ActorRequest) -> HttpResponse:
    """Inspections of the landlord's buildings and rooms, what waits first."""
    page, show = page_of(request), inspection_page.wanted(request)
    found = premises.inspections_of(
        own_rooms.parties_of(request),
        today=local_date(request.at),
        show=show,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    return render(
        request,
        "landlord/inspections/list.html",
        {
            "lines": [
                inspection_page.line(x, reverse("landlord:inspection", args=[x.id]))
                for x in found.lines
            ],
            "tabs": inspection_page.tabs(found.counts, show, lambda s: f"?show={s}"),
            "paging": list_parts(request, page, len(found.lines), found.total),
            "show": show,
            "back_url": reverse("landlord:home"),
        },
    )


def _mine(request: ActorRequest, inspection_id: int) -> InspectionRecord:
    record = premises.inspection(inspection_id)
    if record.premises.party not in own_rooms.parties_of(request):
        raise NotFound("inspection_unknown")
    return record


@require_safe
@own_rooms.for_landlords
def one(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """One inspection, as the office reads it."""
    return _page(request, _mine(request, inspection_id))


def _page(
    request: ActorRequest, record: InspectionRecord, refused: dict[str, Any] | None = None
) -> HttpResponse:
    return render(
        request,
        "landlord/inspections/one.html",
        {
            **inspection_page.shown(record, local_date(request.at)),
            "photo_route": "landlord:inspection_photo",
            "answer_route": "landlord:inspection_answer",
            "notice_url": reverse("landlord:inspection_notice", args=[record.id]),
            "key": new_key()[:20],
            "refused": refused or {},
            "back_url": reverse("landlord:inspections"),
        },
        status=422 if refused else 200,
    )


@require_POST
@own_rooms.for_landlords
def answer(request: ActorRequest, inspection_id: int, hazard_id: int) -> HttpResponse:
    """What was done about a hazard, with photographs; the office looks again."""
    record, text = _mine(request, inspection_id), request.POST.get("text", "")
    handling = Handling(
        hazard_id,
        HazardStep.ANSWERED,
        text,
        photos=inspection_page.photos_of(request, "photo"),
    )
    try:
        premises.handle_hazards(
            record.id,
            [handling],
            key=act_key(request),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        sentence = reason_text(error.code, **error.params)
        return _page(request, record, {"hazard": hazard_id, "text": sentence, "typed": text})
    messages.success(request, _("已回复，等检查人员复查。"))
    return redirect("landlord:inspection", inspection_id)


@require_safe
@own_rooms.for_landlords
def notice(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """The notice to rectify, for paper."""
    record = _mine(request, inspection_id)
    return render(
        request,
        "housing/notice.html",
        {
            **inspection_page.notice(record, local_date(request.at)),
            "place": "",
            "holder": own_rooms.name_of([record.premises.party]),
            "back_url": reverse("landlord:inspection", args=[record.id]),
            "printed_at": request.at,
            "printed_by": request.actor.label,
        },
    )


@require_safe
@own_rooms.for_landlords
def photo(request: ActorRequest, photo_id: int) -> HttpResponse:
    """A photograph of a hazard of the landlord's own premises."""
    return inspection_page.photo(photo_id)
