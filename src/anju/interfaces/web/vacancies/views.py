"""Finding a home: the list with its filters, one vacancy."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.housing.api import listings
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vacancies import facts
from anju.interfaces.web.vacancies.asked import Asked, asked, relaxed
from anju.interfaces.web.vacancies.views_map import parts


def sort_words() -> list[tuple[str, str]]:
    """The orders of the list."""
    return [("newest", _("最新")), ("cheapest", _("租金从低到高")), ("largest", _("面积从大到小"))]


@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Open vacancies by place, rent, size, bedrooms; the best first, a page at a time."""
    wanted = asked(request.GET)
    found = listings.search(wanted.search, after=request.GET.get("after", "")[:40])
    names = facts.places_of(found.listings)
    cards = [facts.card(one, names.get(one.id, "")) for one in found.listings]
    context: dict[str, Any] = {
        "wanted": wanted,
        "cards": cards,
        "begun": bool(request.GET.get("after")),
        "first_url": wanted.without(),
        "next_url": _on(wanted, found.after) if found.after else "",
        "detailed": bool(
            set(wanted.query()) - {"sort", "region", "rent_from", "rent_to"} or wanted.faults
        ),
        "narrowed": bool(set(wanted.query()) - {"sort"}),
        "fewer": [] if cards else _fewer(wanted),
        "sorts": [(code, words, _sorted(wanted, code)) for code, words in sort_words()],
        "bedrooms": [(n, _("%(n)s室") % {"n": n if n < 4 else "4+"}) for n in range(1, 5)],
        "ways": [("", _("不限")), ("whole", _("整租")), ("room", _("合租"))],
        "way": wanted.query().get("way", ""),
        "signed_in": request.actor.user_id is not None and request.actor.kind == "public",
        "unread": _unread(request),
        "kept": _kept(wanted),
        "parts": parts(wanted),
        "back_url": "/?doors",
    }
    return render(request, "vacancies/search.html", context)


def _kept(wanted: Asked) -> list[tuple[str, Any]]:
    """The search as hidden fields of a form."""
    several = {k: v if isinstance(v, list) else [v] for k, v in wanted.query().items()}
    return [(name, value) for name, values in several.items() for value in values]


def _unread(request: ActorRequest) -> int:
    return listings.unread_threads(request.actor, side="seeker") if request.actor.user_id else 0


def _on(wanted: Asked, after: str) -> str:
    base = wanted.without()
    return f"{base}{'&' if len(base) > 1 else ''}after={after}"


def _sorted(wanted: Asked, code: str) -> str:
    base = wanted.without("sort")
    return base if code == "newest" else f"{base}{'&' if len(base) > 1 else ''}sort={code}"


def _fewer(wanted: Asked) -> list[tuple[str, str]]:
    """What to leave out so that something is found: (words, address)."""
    return [
        (words, wanted.without(*names))
        for words, other, names in relaxed(wanted)
        if listings.search(other, most=1).listings
    ]


@require_safe
def one(request: ActorRequest, listing_id: int) -> HttpResponse:
    """One vacancy, with all that its sender states of it."""
    found = listings.listing(listing_id)
    if found is None:
        present = listings.present_listing(listing_id)
        if present is None:
            raise NotFound("listing_unknown")
        return redirect("vacancies:one", present)
    place = facts.places_of([found]).get(found.id, "")
    lines = (
        (_("户型"), facts.layout_words(found)),
        (_("面积"), facts.area_words(found)),
        (_("出租方式"), facts.way_words(found)),
        (_("楼层"), facts.floor_words(found)),
        (_("朝向"), facts.facing_words(found)),
        (_("付款方式"), found.payment),
        (_("可入住"), _available(found, request)),
    )
    context = {
        "one": facts.card(found, place),
        "lines": [(label, text) for label, text in lines if text],
        "back_url": _back(request),
    }
    return render(request, "vacancies/one.html", context)


def _available(found: listings.ListingView, request: ActorRequest) -> str:
    if found.available is None:
        return ""
    return _("随时") if found.available <= local_date(request.at) else f"{found.available:%Y-%m-%d}"


def _back(request: ActorRequest) -> str:
    """The list with its filters, where the reader came from it."""
    came, list_url = request.headers.get("Referer", ""), reverse("vacancies:search")
    query = came.partition(f"{request.get_host()}{list_url}?")[2]
    return f"{list_url}?{query}" if query else list_url
