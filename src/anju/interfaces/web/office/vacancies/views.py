"""What is doubtful in lists of vacancies: by doubt and by file, confirmed or refused one by one or many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import HeldListing
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vacancies import facts


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """The newest first, with how many there are of each doubt."""
    return _page(request, request.GET)


def _page(request: ActorRequest, asked: Any, error: str = "") -> HttpResponse:  # noqa: ANN401 - GET or POST
    request.actor.require(listings.MAY_DECIDE)
    code = asked.get("doubt", "") if asked.get("doubt", "") in listings.DOUBTFUL else ""
    batch = record_number(asked.get("file", ""))
    before = record_number(asked.get("before", ""))
    found = listings.doubtful(code=code, batch_id=batch, before=before)
    shown, more = found[: listings.DOUBTFUL_PAGE], len(found) > listings.DOUBTFUL_PAGE
    counts = listings.doubts_waiting(batch)
    places = facts.places_of(o.view for o in shown)
    last = shown[-1].view.id if shown else None
    context = {
        "rows": [_row(o, places.get(o.view.id, "")) for o in shown],
        "all": counts.pop("", 0),
        "doubts": [
            (c, reason_text(c), n, link("office:vacancies", doubt=c, file=batch))
            for c, n in counts.items()
        ],
        "doubt": code,
        "file": batch or "",
        "all_url": link("office:vacancies", file=batch),
        "every_file_url": link("office:vacancies", doubt=code) if batch else "",
        "begun_url": link("office:vacancies", doubt=code, file=batch) if before else "",
        "next_url": link("office:vacancies", doubt=code, file=batch, before=last) if more else "",
        "error": error,
        "note": asked.get("note", "")[:300] if error else "",
        "chosen": request.POST.getlist("listing") if error else [],
    }
    return render(request, "office/vacancies/list.html", context, status=422 if error else 200)


def _row(offer: HeldListing, place: str) -> dict[str, Any]:
    shown = facts.card(offer.view, place)
    return shown | {
        "id": offer.view.id,
        "key": str(offer.view.id),
        "flat": offer.flat,
        "number": offer.number,
        "doubts": [reason_text(c) for c in offer.doubts],
        "remark": offer.view.remark,
        "by": offer.by_label,
        "at": offer.view.recorded_at,
        "file_url": link("office:import", offer.batch_id) if offer.batch_id else "",
        "only_url": link("office:vacancies", file=offer.batch_id) if offer.batch_id else "",
        "row": offer.row,
    }


@require_POST
def decide(request: ActorRequest) -> HttpResponse:
    """Confirm or refuse what is chosen, with the reason; a toast offers to take it back."""
    chosen = [n for n in map(record_number, request.POST.getlist("listing")) if n is not None]
    try:
        number, count = listings.decide_listings(
            chosen,
            request.POST.get("decision", ""),
            note=request.POST.get("note", ""),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        return _page(request, request.POST, reason_text(error.code, **error.params))
    except AnjuError as error:
        messages.error(request, reason_text(error.code, **error.params))
        return redirect(_list(request))
    words = {
        "confirm": ngettext("%(n)s 条已发布。", "%(n)s 条已发布。", count),
        "refuse": ngettext("%(n)s 条已退回。", "%(n)s 条已退回。", count),
    }[request.POST["decision"]]
    messages.success(
        request, words % {"n": count}, extra_tags=reverse("office:vacancies_undo", args=[number])
    )
    return redirect(_list(request))


def _list(request: ActorRequest) -> str:
    """The same list again."""
    code = request.POST.get("doubt", "")
    return link(
        "office:vacancies",
        doubt=code if code in listings.DOUBTFUL else "",
        file=record_number(request.POST.get("file", "")),
    )


@require_POST
def undo(request: ActorRequest, decision_id: int) -> HttpResponse:
    """Doubtful again, as before."""
    count = listings.undo_listing_decision(decision_id, actor=request.actor, at=request.at)
    messages.success(request, _("已撤回，%(n)s 条回到待核对。") % {"n": count})
    return redirect("office:vacancies")
