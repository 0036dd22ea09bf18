"""The one box: a panel while typing, a page of results after Enter. Every person shown is recorded as read."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.employers import api as employers
from anju.domains.people.api import Findings, Found
from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.lifecycle import Numbered
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed
from anju.interfaces.texts import applications as asked_words
from anju.interfaces.texts import permit_lifecycle as permit_words
from anju.interfaces.texts.labels import SEXES
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

PANEL = {"numbers": 3, "people": 6, "homes": 4, "employers": 3, "regions": 3}
PAGE = {"numbers": 20, "people": 50, "homes": 30, "employers": 20, "regions": 10}
MOST = 1000
LONGEST = 60


def found(
    request: ActorRequest,
    q: str,
    limits: dict[str, int],
    groups: tuple[str, ...] = tuple(PAGE),
    *,
    action: str,
) -> dict[str, Any]:
    """What the actor may find, by group. Persons are recorded as read, by `action`."""
    actor, today = request.actor, local_date(request.at)
    out: dict[str, Any] = {
        "people": Findings((), 0, capped=False),
        "homes": [],
        "employers": [],
        "regions": [],
        "numbers": (),
    }
    if len(q) < 2:
        return out
    if "numbers" in groups and actor.may("permit.see"):
        out["numbers"] = lifecycle.by_number(q, limit=limits["numbers"])
    if "people" in groups and (mine := actor.regions("person.see")):
        out["people"] = register.find_people(q, regions=mine, today=today, limit=limits["people"])
        audit.record_read(
            actor,
            person_ids=[f.person_id for f in out["people"].found],
            fields=["name", "sex", "birth_date", "document"],
            action=action,
            at=request.at,
        )
    if "homes" in groups and (mine := actor.regions("home.see")):
        out["homes"] = places.suggest(q, regions=mine, limit=limits["homes"])
    if "employers" in groups and (mine := actor.regions("employer.see")):
        out["employers"] = employers.suggest(q, regions=mine, limit=limits["employers"])
    if "regions" in groups and (mine := register.area_of(actor)):
        out["regions"] = [
            p for within in mine for p in regions.suggest(q, within=within, limit=limits["regions"])
        ]
    return out


@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """The page of results, by group; people as Excel."""
    q = request.GET.get("q", "").strip()[:LONGEST]
    if request.GET.get("format") == "xlsx":
        request.actor.require("person.see")
        return _sheet(request, q)
    hits = found(request, q, PAGE, action="office.search")
    if len(hits["numbers"]) == 1 and hits["numbers"][0].number == lifecycle.beginning(q):
        return redirect(_numbered(hits["numbers"][0], Names())["url"])
    names = _names(hits)
    context = {
        "q": q,
        "short": len(q) < 2,
        "blind": _blind(request),
        "hits": hits,
        "total": _count(hits["people"]),
        "numbers": [_numbered(n, names) for n in hits["numbers"]],
        "lines": [_line(f, names) for f in hits["people"].found],
        "homes": [
            {"home": h, "place": names.place(h.region[:12]), "url": link("office:home", h.code)}
            for h in hits["homes"]
        ],
        "firms": [{"firm": e, "url": link("office:employer", e.code)} for e in hits["employers"]],
        "places": [
            {"place": p, "url": link("office:buildings", region=p.prefix)} for p in hits["regions"]
        ],
        "export_url": link("office:search", q=q, format="xlsx"),
    }
    return render(request, "office/search/search.html", context)


@require_safe
def suggest(request: ActorRequest) -> HttpResponse:
    """The panel under the one box: a few of each group, and how many people there are."""
    q = request.GET.get("q", "").strip()[:LONGEST]
    hits = found(request, q, PANEL, action="office.search")
    return _options(
        request, q, hits, {"p": "office:person", "h": "office:home", "e": "office:employer"}
    )


@require_safe
def suggest_person(request: ActorRequest) -> HttpResponse:
    """Options of a person field: the value is the person's id."""
    q = request.GET.get("q", "").strip()[:LONGEST]
    return _options(
        request, q, found(request, q, {"people": 8}, ("people",), action="office.search"), {}
    )


@require_safe
def suggest_home(request: ActorRequest) -> HttpResponse:
    """Options of a home field: the value is the code on the plate."""
    q = request.GET.get("q", "").strip()[:LONGEST]
    return _options(
        request, q, found(request, q, {"homes": 10}, ("homes",), action="office.search"), {}
    )


def _options(
    request: ActorRequest, q: str, hits: dict[str, Any], routes: dict[str, str]
) -> HttpResponse:
    names = _names(hits)
    options = (
        [{"value": f"n{n['text']}", **n} for n in (_numbered(n, names) for n in hits["numbers"])]
        if routes
        else []
    )
    options += [_person_option(f, names, routes) for f in hits["people"].found]
    options += [
        {
            "value": f"h{h.code}" if routes else h.code,
            "text": h.text,
            "icon": "home",
            "hint": f"{names.place(h.region[:12])} · {h.code}",
            "url": link(routes.get("h", ""), h.code),
        }
        for h in hits["homes"]
    ]
    options += [
        {
            "value": f"e{e.code}",
            "text": e.name,
            "hint": e.code,
            "icon": "building-factory-2",
            "url": link(routes.get("e", ""), e.code),
        }
        for e in hits["employers"]
    ]
    options += [
        {
            "value": f"r{p.code}",
            "text": p.name,
            "hint": p.full_name,
            "icon": "map-pin",
            "url": link("office:buildings", region=p.prefix),
        }
        for p in hits["regions"]
    ]
    people: Findings = hits["people"]
    more = people.count - len(people.found)
    return render(
        request,
        "office/search/options.html",
        {
            "options": options,
            "q": q,
            "more": more,
            "total": _count(people),
            "short": len(q) < 2,
            "blind": _blind(request),
        },
    )


def _blind(request: ActorRequest) -> str:
    """What to tell whoever may not find people: nothing found would be another thing."""
    if request.actor.regions("person.see"):
        return ""
    return sentence(NotAllowed("not_allowed", permission="person.see"), get_language() or "zh-hans")


def _person_option(hit: Found, names: Names, routes: dict[str, str]) -> dict[str, Any]:
    born = f"{hit.birth_date:%Y}" if hit.birth_date else ""
    parts = [
        label(SEXES, hit.sex),
        born,
        hit.doc_masked,
        names.place(hit.region[:12]),
        "" if hit.current else _("已离开"),
    ]
    return {
        "value": f"p{hit.person_id}" if routes else hit.person_id,
        "text": hit.name,
        "icon": "user",
        "hint": " · ".join(p for p in parts if p),
        "url": link(routes.get("p", ""), hit.person_id),
    }


def _numbered(hit: Numbered, names: Names) -> dict[str, Any]:
    """A permit or an application by its number. Its holder is not named: the page does that, and records it."""
    state = (
        label(permit_words.STATES, hit.held)
        if hit.held
        else label(asked_words.STATES, str(hit.asked))
    )
    what = _("居住证") if hit.held else _("居住证申请")
    return {
        "text": lifecycle.spaced(hit.number) if hit.held else hit.number,
        "icon": "id-badge-2" if hit.held else "file-text",
        "hint": " · ".join(p for p in (what, state, names.place(hit.region[:12])) if p),
        "url": link("office:permit", hit.id)
        if hit.held
        else link("office:permit_application", hit.id),
    }


def _line(hit: Found, names: Names) -> dict[str, Any]:
    return {
        "name": hit.name,
        "sex": label(SEXES, hit.sex),
        "born": f"{hit.birth_date:%Y}" if hit.birth_date else "",
        "document": hit.doc_masked,
        "place": names.place(hit.region[:12]),
        "current": hit.current,
        "url": link("office:person", hit.person_id),
    }


def _names(hits: dict[str, Any]) -> Names:
    return names_for(
        codes=[f.region for f in hits["people"].found]
        + [h.region for h in hits["homes"]]
        + [n.region for n in hits["numbers"]]
    )


def _count(people: Findings) -> str:
    """An honest count: exact up to the cap, then "more than"."""
    return f"{people.count:,}+" if people.capped else f"{people.count:,}"


def _sheet(request: ActorRequest, q: str) -> HttpResponse:
    hits = found(request, q, {"people": MOST}, ("people",), action="office.search_sheet")
    names = _names(hits)
    lines = [_line(f, names) for f in hits["people"].found]
    cells = [
        {k: v for k, v in line.items() if k not in ("url", "current")}
        | {"state": _("在住") if line["current"] else _("已离开")}
        for line in lines
    ]
    if hits["people"].capped:
        cells.append(
            {
                "name": _("仅含前 %(n)s 人。请输入更多内容，缩小查找范围后再导出。")
                % {"n": f"{len(lines):,}"}
            }
        )
    frame = pl.DataFrame(
        cells, schema=dict.fromkeys(("name", "sex", "born", "document", "place", "state"), pl.Utf8)
    )
    return workbook(
        frame,
        _("查找结果"),
        "search.xlsx",
        [_("姓名"), _("性别"), _("出生年份"), _("证件号（遮盖）"), _("社区"), _("状态")],
    )
