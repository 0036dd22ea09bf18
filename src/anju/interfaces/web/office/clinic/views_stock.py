"""The clinic's stock: lots with their expiry, what came in and went out, and each movement."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.health import api as health
from anju.domains.health.api import clinics
from anju.domains.health.api.clinics import Clinic, Lot, Move
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import health as words
from anju.interfaces.web.choosing import label, offered
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.clinic.place import around, in_words, own_clinics
from anju.interfaces.web.office.links import link
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vaccination import wording

SOON = timedelta(days=60)
"""A lot that expires within these days is marked."""


@require_http_methods(["GET", "POST"])
def stock(request: ActorRequest) -> HttpResponseBase:
    """The lots of a clinic; a POST enters doses that arrived. Leaves as Excel."""
    chosen, mine = own_clinics(request)
    context = around(request, chosen, mine, "clinic_stock")
    if chosen is None:
        return render(request, "office/clinic/none.html", context)
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, {"clinic": str(chosen.id)})
    if request.method != "POST":
        return _page(request, chosen, context)
    try:
        _received(request, chosen)
    except Refused as error:
        return _page(request, chosen, context, in_words(error))
    messages.success(request, _("已入库。"))
    return redirect(link("office:clinic_stock", clinic=chosen.id))


def _received(request: ActorRequest, clinic: Clinic) -> None:
    post = request.POST
    expires = day_in(post.get("expires", ""))
    if expires is None:
        raise Refused("answer_day")
    clinics.receive(
        clinic.id,
        vaccine=post.get("vaccine", "")[:20],
        number=post.get("number", "")[:40],
        expires=expires,
        amount=_amount(request),
        maker=post.get("maker", "")[:60],
        key=act_key(request),
        actor=request.actor,
        at=request.at,
    )


def _amount(request: ActorRequest) -> int:
    text = request.POST.get("amount", "")
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _page(
    request: ActorRequest, clinic: Clinic, context: dict[str, Any], error: str = ""
) -> HttpResponse:
    today = local_date(request.at)
    schedule = health.schedule_on(today.toordinal())
    used_up = request.GET.get("show") == "used"
    rows = [
        {
            "lot": lot,
            "name": wording.vaccine_name(schedule, lot.vaccine),
            "expired": lot.expires < today,
            "soon": today <= lot.expires < today + SOON,
            "url": link("office:clinic_lot", lot.id, clinic=clinic.id),
        }
        for lot in clinics.lots(clinic.id, actor=request.actor, used_up=used_up)
    ]
    return render(
        request,
        "office/clinic/stock.html",
        {
            **context,
            "rows": rows,
            "used_up": used_up,
            "tabs": [
                (_("在库"), link("office:clinic_stock", clinic=clinic.id), not used_up),
                (_("用完的"), link("office:clinic_stock", clinic=clinic.id, show="used"), used_up),
            ],
            "vaccines": wording.vaccines(schedule),
            "today": today,
            "error": error,
            "post": request.POST if error else {},
            "key": new_key(),
            "export_url": link("office:clinic_stock", clinic=clinic.id, format="xlsx"),
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
def lot(request: ActorRequest, lot_id: int) -> HttpResponse:
    """One lot and its movements; a POST enters one."""
    chosen, mine = own_clinics(request)
    held = clinics.lots(chosen.id, actor=request.actor) if chosen else []
    found = next((x for x in held if x.id == lot_id), None)
    if found is None or chosen is None:
        raise NotFound("lot_unknown")
    context = around(request, chosen, mine, "clinic_stock")
    if request.method != "POST":
        return _lot_page(request, found, context)
    try:
        how = request.POST.get("move", "")
        clinics.take_out(
            lot_id,
            Move(how) if how in {m.value for m in clinics.BY_HAND} else Move.GIVEN,
            _amount(request),
            note=request.POST.get("note", "")[:200],
            key=act_key(request),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        return _lot_page(request, found, context, in_words(error))
    messages.success(request, _("已记录。"))
    return redirect(link("office:clinic_lot", lot_id, clinic=chosen.id))


def _lot_page(
    request: ActorRequest, found: Lot, context: dict[str, Any], error: str = ""
) -> HttpResponse:
    schedule = health.schedule_on(local_date(request.at).toordinal())
    return render(
        request,
        "office/clinic/lot.html",
        {
            **context,
            "lot": found,
            "name": wording.vaccine_name(schedule, found.vaccine),
            "moves": [
                (m, label(words.MOVES, m.move), m.move in clinics.ADDS)
                for m in clinics.moves(found.id)
            ],
            "kinds": offered(words.MOVES, *(m.value for m in clinics.BY_HAND)),
            "error": error,
            "post": request.POST if error else {},
            "key": new_key(),
            "stock_url": link("office:clinic_stock", clinic=found.clinic_id),
        },
        status=422 if error else 200,
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(clinics.GIVE)
    held = clinics.lots(int(asked.get("clinic", "0")), actor=asker.actor)[:up_to]
    schedule = health.schedule_on(local_date(asker.at).toordinal())
    titles = [_("疫苗"), _("批号"), _("厂家"), _("有效期"), _("入库"), _("出库"), _("在库")]
    cells = [
        (
            wording.vaccine_name(schedule, x.vaccine),
            x.number,
            x.maker,
            x.expires,
            x.came,
            x.went,
            x.on_hand,
        )
        for x in held
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("疫苗库存"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {
    **dict.fromkeys(("v", "n", "m"), pl.Utf8),
    "e": pl.Date,
    **dict.fromkeys(("i", "o", "h"), pl.Int64),
}
EXPORT = Export("clinic.stock", lambda _who, _asked: "vaccine-stock.xlsx", _listing)
