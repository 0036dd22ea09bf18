"""One's own roster: where one is posted, one's shifts and absences, for whom one stands in."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.domains.fieldwork.api import staffing
from anju.domains.regions import api as regions
from anju.foundation.clock import local_date
from anju.interfaces.texts.staffing import DUTIES, POST_KINDS
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.staff.views_stations import DAYS
from anju.interfaces.web.session import ActorRequest

AHEAD = timedelta(days=27)
"""How far the page looks forward."""


@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """Today and four weeks on."""
    own, today = request.actor.user_id or 0, local_date(request.at)
    shifts = staffing.shifts_of(own, first=today, last=today + AHEAD)
    absences = staffing.absences_of(own, since=today)
    posted = staffing.postings_of(own, day=today)
    codes = sorted({g for p in posted for g in p.grids} | {g for a in absences for g in a.grids})
    names = regions.names(codes) if codes else {}
    return render(
        request,
        "office/staff/mine.html",
        {
            "posted": [
                {
                    "posting": p,
                    "kind": label(POST_KINDS, p.kind),
                    "grids": [names.get(g, g) for g in p.grids],
                }
                for p in posted
            ],
            "days": [
                {
                    "day": day,
                    "weekday": DAYS[day.weekday()],
                    "today": day == today,
                    "shifts": [
                        {
                            "shift": s,
                            "hours": f"{s.begins:%H:%M}–{s.ends:%H:%M}",
                            "duty": label(DUTIES, s.duty),
                        }
                        for s in members
                    ],
                }
                for day, members in groupby(shifts, key=lambda s: local_date(s.begins))
            ],
            "away": [a for a in absences if a.user_id == own],
            "standing_in": [
                {"absence": a, "grids": [names.get(g, g) for g in a.grids]}
                for a in absences
                if a.user_id != own and a.substitute_user_id == own
            ],
            "round_url": link("office:round") if request.actor.may("declare") else "",
        },
    )


def on_duty_today(request: ActorRequest) -> list[str]:
    """One's own shifts of today in words; a query where there are none, else two."""
    today = local_date(request.at)
    found = staffing.shifts_of(request.actor.user_id or 0, first=today, last=today)
    return [f"{s.begins:%H:%M}–{s.ends:%H:%M} {label(DUTIES, s.duty)} · {s.station}" for s in found]
