"""The quarterly survey of a place: children with a late dose, for the clinic alone, and what came of each contact."""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.health import api as health
from anju.domains.health.api import clinics, doses
from anju.domains.health.api.clinics import Clinic
from anju.domains.health.api.doses import DropOut
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import health as words
from anju.interfaces.web.choosing import label, offered
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.clinic.place import FIELDS, around, in_words, own_clinics
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.naming import names_for, prefix_chosen
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vaccination import wording


@require_http_methods(["GET", "POST"])
def survey(request: ActorRequest) -> HttpResponseBase:
    """Drop-outs of the chosen place (``region``; all where none is); a POST notes what came of a contact. Leaves as
    Excel."""
    chosen, mine = own_clinics(request)
    context = around(request, chosen, mine, "clinic_survey")
    if chosen is None:
        return render(request, "office/clinic/none.html", context)
    region = prefix_chosen(request.GET.get("region", ""))
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, {"clinic": str(chosen.id), "region": region})
    if request.method != "POST":
        return _page(request, chosen, region, context)
    try:
        doses.note_contact(
            record_number(request.POST.get("child", "")) or 0,
            chosen.id,
            request.POST.get("outcome", "")[:20],
            key=act_key(request),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        return _page(request, chosen, region, context, in_words(error))
    messages.success(request, _("已记录。"))
    return redirect(link("office:clinic_survey", clinic=chosen.id, region=region))


def _page(
    request: ActorRequest, clinic: Clinic, region: str, context: dict[str, Any], error: str = ""
) -> HttpResponse:
    found = doses.survey(region, clinic.id, actor=request.actor, at=request.at)
    places = doses.places_of(clinic.id, actor=request.actor)
    names = names_for(codes=[code for code, _n in places])
    _note(request, clinic.id, found.drop_outs)
    schedule = health.schedule_on(local_date(request.at).toordinal())
    return render(
        request,
        "office/clinic/survey.html",
        {
            **context,
            "survey": found,
            "region": region,
            "places": [
                (
                    code,
                    names.place(code),
                    n,
                    link("office:clinic_survey", clinic=clinic.id, region=code),
                )
                for code, n in places
            ],
            "all_url": link("office:clinic_survey", clinic=clinic.id),
            "rows": [
                {
                    "one": d,
                    "late": [wording.vaccine_name(schedule, g) for g in d.groups],
                    "place": names.place(d.region),
                    "outcome": label(words.OUTCOMES, d.outcome) if d.outcome else "",
                    "url": link("office:clinic_child", d.child_id, clinic=clinic.id),
                }
                for d in found.drop_outs
            ],
            "outcomes": offered(words.OUTCOMES, *doses.OUTCOMES),
            "export_url": link(
                "office:clinic_survey", clinic=clinic.id, region=region, format="xlsx"
            ),
            "error": error,
            "key": new_key(),
        },
        status=422 if error else 200,
    )


def _note(asker: Asker | ActorRequest, clinic_id: int, drop_outs: tuple[DropOut, ...]) -> None:
    """Record that the list was looked at: by a page's request or by who asked for the file."""
    audit.record_list(
        asker.actor,
        action="clinic.survey",
        subject_kind="clinic",
        subject_id=clinic_id,
        fields=FIELDS,
        at=asker.at,
    )
    audit.record_read(
        asker.actor,
        person_ids=[d.person_id for d in drop_outs if d.person_id is not None],
        fields=FIELDS,
        action="clinic.survey",
        at=asker.at,
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(clinics.GIVE)
    clinic_id = int(asked.get("clinic", "0"))
    found = doses.survey(asked.get("region", ""), clinic_id, actor=asker.actor, at=asker.at)
    drop_outs = found.drop_outs[:up_to]
    names = names_for(codes=[d.region for d in drop_outs])
    schedule = health.schedule_on(local_date(asker.at).toordinal())
    _note(asker, clinic_id, drop_outs)
    titles = [_("姓名"), _("出生日期"), _("住在"), _("未种"), _("最早应种"), _("本季联系结果")]
    cells = [
        (
            d.name,
            d.born,
            names.place(d.region),
            "、".join(wording.vaccine_name(schedule, g) for g in d.groups),
            d.late_from,
            label(words.OUTCOMES, d.outcome) if d.outcome else "",
        )
        for d in drop_outs
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("查漏名单"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {
    "n": pl.Utf8,
    "b": pl.Date,
    "p": pl.Utf8,
    "g": pl.Utf8,
    "f": pl.Date,
    "o": pl.Utf8,
}
EXPORT = Export("clinic.survey", lambda _who, _asked: "drop-outs.xlsx", _listing)
