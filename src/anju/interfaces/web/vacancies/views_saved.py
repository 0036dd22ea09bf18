"""Searches that an account keeps: the list, looking, leaving with one tap."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import SavedSearchView
from anju.domains.regions import api as regions
from anju.foundation.errors import Refused
from anju.interfaces.web.declaring import reason_text, signed_in
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vacancies.asked import Asked, asked


@require_http_methods(["GET", "POST"])
@signed_in
def saved(request: ActorRequest) -> HttpResponse:
    """One's own; sent, the search of the form is kept too."""
    if request.method == "POST":
        wanted = asked(request.POST)
        try:
            listings.save_search(
                wanted.search, region=wanted.region, actor=request.actor, at=request.at
            )
        except Refused as error:
            messages.error(request, reason_text(error.code, **error.params))
            return redirect(f"{reverse('vacancies:search')}{wanted.without()}")
        messages.success(request, _("已保存。有符合条件的新房源，会短信通知您。"))
        return redirect("vacancies:saved")
    found = listings.saved_searches(request.actor)
    names = regions.names({s.region for s in found if s.region})
    context = {
        "searches": [{"one": s, "words": words(s, names.get(s.region, ""))} for s in found],
        "back_url": reverse("vacancies:search"),
    }
    return render(request, "vacancies/saved.html", context)


def words(saved: SavedSearchView, place: str) -> str:
    """What is wanted, in words."""
    wanted = saved.search
    parts = [
        place,
        _span(wanted.rent_from, wanted.rent_to, _("%(n)s 元/月")),
        _span(wanted.area_from, wanted.area_to, _("%(n)s 平方米")),
        "、".join(_("%(n)s室") % {"n": n if n < 4 else "4+"} for n in wanted.bedrooms if n <= 4),
        "" if wanted.whole is None else _("整租") if wanted.whole else _("合租"),
    ]
    return " · ".join(p for p in parts if p)


def _span(low: int | None, high: int | None, unit: str) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return _("%(what)s 起") % {"what": unit % {"n": f"{low:,}"}}
    if low is None:
        return _("%(what)s 以内") % {"what": unit % {"n": f"{high:,}"}}
    return unit % {"n": f"{low:,}–{high:,}"}


@require_POST
@signed_in
def look(request: ActorRequest, search_id: int) -> HttpResponse:
    """The list of what is like it, newest first; nothing of it is new any more."""
    found = listings.look_at_search(search_id, actor=request.actor)
    query = Asked(found.search, found.region, "", {}, {}).query()
    return redirect(f"{reverse('vacancies:search')}?{urlencode(query, doseq=True)}")


@require_POST
@signed_in
def leave(request: ActorRequest, search_id: int) -> HttpResponse:
    """No more notices."""
    listings.leave_search(search_id, actor=request.actor, at=request.at)
    messages.success(request, _("已去掉，不再提醒。"))
    return redirect("vacancies:saved")
