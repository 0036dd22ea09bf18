"""The list behind an indicator: what its numerator counted, on the page and as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import polars as pl
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.casework.api import figures as casework
from anju.domains.exchange.api import figures as exchange
from anju.domains.housing.api import premises, rentals
from anju.domains.permits.api import lifecycle
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api.indicators import Behind, Indicator
from anju.foundation.audit import api as audit
from anju.foundation.facts import Found
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.figures.period import period_of
from anju.interfaces.web.office.figures.views_one import indicator_of
from anju.interfaces.web.office.figures.views_table import place_name
from anju.interfaces.web.office.figures.words import dimension_name, value_name
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.quality.lines import fault_lines_by_id
from anju.interfaces.web.session import ActorRequest

Line = tuple[str, str, str]
"""What it is, what more there is to say, its address."""


@require_safe
def listing(request: ActorRequest, code: str) -> HttpResponseBase:
    """What was counted, the latest first."""
    asked = {**request.GET.dict(), "code": code}
    if asked.get("format") == "xlsx":
        return send_list(request, EXPORT, {k: v for k, v in asked.items() if k in _kept(code)})
    page, indicator = page_of(request), indicator_of(code)
    period = period_of(request, asked)
    found = _behind(request, asked, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    chosen = _chosen(indicator, asked)
    return render(
        request,
        "office/figures/behind.html",
        {
            "name": _title(indicator),
            "chosen": [
                (dimension_name(d), "、".join(value_name(d, v) for v in values))
                for d, values in chosen.items()
            ],
            "place": place_name(period.region),
            "period": period,
            "span": period.span(),
            "flow": statistics.flow(indicator),
            "total": found.total,
            "lines": _lines(request, found.about, found.found, "office.figure_list"),
            "one_url": link("office:figure", code, **period.query()),
            "table_url": link("office:figures", **period.query()),
            "paging": list_parts(request, page, len(found.found), found.total),
        },
    )


def _title(indicator: Indicator) -> str:
    """What is listed: of a rate or a difference, what its numerator counts."""
    if indicator.formula is statistics.Formula.COUNT:
        return reader_text(indicator.name)
    for one in statistics.indicators().values():
        if one.formula is statistics.Formula.COUNT and one.numerator == indicator.numerator:
            return reader_text(one.name)
    return _("%(name)s：分子") % {"name": reader_text(indicator.name)}


def _kept(code: str) -> set[str]:
    return {"code", "region", "day", "known", *indicator_of(code).by}


def _chosen(indicator: Indicator, asked: Asked) -> dict[str, tuple[str, ...]]:
    """Values of dimensions that the address names, several with commas between; "-" stands for the empty one."""
    return {
        d: tuple("" if value == "-" else value for value in asked[d].split(","))
        for d in indicator.by
        if asked.get(d)
    }


def _behind(asker: Asker, asked: Asked, *, limit: int | None, offset: int = 0) -> Behind:
    indicator, period = indicator_of(asked["code"]), period_of(asker, asked)
    return statistics.behind(
        indicator,
        period.region,
        period.span(),
        actor=asker.actor,
        chosen=_chosen(indicator, asked),
        limit=limit,
        offset=offset,
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    found = _behind(asker, asked, limit=up_to)
    return Listing(
        _title(indicator_of(asked["code"]))[:31],
        [_("名称"), _("说明"), _("地区"), _("日期")],
        len(found.found) if up_to is None else found.total,
        in_blocks(found.found, partial(_cells, asker, found.about)),
    )


EXPORT = Export("office.figure_list", lambda _who, asked: f"{asked['code']}.xlsx", _listing)


def _cells(asker: Asker, about: str, found: Sequence[Found]) -> pl.DataFrame:
    lines = _lines(asker, about, found, "office.figure_sheet")
    schema = {"what": pl.Utf8, "more": pl.Utf8, "place": pl.Utf8, "day": pl.Date, "url": pl.Utf8}
    return pl.DataFrame(lines, schema=schema).drop("url")


def _lines(asker: Asker, about: str, found: Sequence[Found], action: str) -> list[dict[str, Any]]:
    """The lines of these facts. What is out of the reader's sight keeps place and day; the reading of persons is
    recorded."""
    known, names = WRITERS[about]([f.key for f in found], [f.region for f in found])
    if names.people:
        audit.record_read(
            asker.actor,
            person_ids=list(names.people),
            fields=["name", "stays"],
            action=action,
            at=asker.at,
        )
    return [
        {
            "what": what,
            "more": more,
            "place": names.place(f.region[:12]),
            "day": f.day,
            "url": url,
        }
        for f in found
        for what, more, url in (known.get(f.key, (_("不在您的查看范围内"), "", "")),)
    ]


Written = tuple[dict[int, Line], Names]


def _stays(keys: Sequence[int], regions: Sequence[str]) -> Written:
    stays = register.stays(keys)
    names = names_for(
        persons=[s.person_id for s in stays], homes=[s.home_id for s in stays], codes=regions
    )
    lines: dict[int, Line] = {}
    for s in stays:
        home = names.homes.get(s.home_id) if s.home_id else None
        if s.person_id in names.people:
            url = link("office:person", s.person_id)
            lines[s.id] = (names.people[s.person_id].name, home.text if home else "", url)
    return lines, names


def _persons(keys: Sequence[int], regions: Sequence[str]) -> Written:
    names = names_for(persons=keys, codes=regions)
    return {p: (v.name, "", link("office:person", p)) for p, v in names.people.items()}, names


def _homes(keys: Sequence[int], regions: Sequence[str]) -> Written:
    names = names_for(homes=keys, codes=regions)
    return {h: (v.text, "", link("office:home", v.code)) for h, v in names.homes.items()}, names


def _buildings(keys: Sequence[int], regions: Sequence[str]) -> Written:
    found = places.buildings(list(keys))
    lines = {b: (v.title, "", link("office:building", b)) for b, v in found.items()}
    return lines, names_for(codes=regions)


def _rentals(keys: Sequence[int], regions: Sequence[str]) -> Written:
    found = rentals.rental_homes(keys)
    names = names_for(homes=[home for _number, home in found.values()], codes=regions)
    lines = {
        r: (number, names.homes[home].text if home in names.homes else "", link("office:rental", r))
        for r, (number, home) in found.items()
    }
    return lines, names


def _hazards(keys: Sequence[int], regions: Sequence[str]) -> Written:
    found = premises.inspections_of_hazards(keys)
    buildings = places.buildings([building for _i, _n, building in found.values()])
    lines = {
        h: (number, buildings[b].title if b in buildings else "", link("office:inspection", i))
        for h, (i, number, b) in found.items()
    }
    return lines, names_for(codes=regions)


def _questions(keys: Sequence[int], regions: Sequence[str]) -> Written:
    lines = {q: (_("疑问 %(n)s") % {"n": q}, "", link("office:review_one", q)) for q in keys}
    return lines, names_for(codes=regions)


def _permits(keys: Sequence[int], regions: Sequence[str]) -> Written:
    found = lifecycle.numbers_of(permits=keys)
    names = names_for(persons=[person for _number, person in found.values()], codes=regions)
    lines = {
        p: (number, names.people[who].name if who in names.people else "", link("office:permit", p))
        for p, (number, who) in found.items()
    }
    return lines, names


def _applications(keys: Sequence[int], regions: Sequence[str]) -> Written:
    found = lifecycle.numbers_of(applications=keys)
    names = names_for(persons=[person for _number, person in found.values()], codes=regions)
    lines = {
        a: (
            number,
            names.people[who].name if who in names.people else "",
            link("office:permit_application", a),
        )
        for a, (number, who) in found.items()
    }
    return lines, names


def _cases(keys: Sequence[int], regions: Sequence[str]) -> Written:
    found = casework.numbers_of_cases(keys)
    names = names_for(persons=[person for _n, person, _m in found.values()], codes=regions)
    lines = {
        c: (
            f"{number} {value_name('matter', matter)}",
            names.people[who].name if who in names.people else "",
            link("office:case", c),
        )
        for c, (number, who, matter) in found.items()
    }
    return lines, names


def _messages(keys: Sequence[int], regions: Sequence[str]) -> Written:
    lines = {
        m: (value_name("message_class", kind), peer, link("office:exchange_message", m))
        for m, (kind, peer) in exchange.classes_of_messages(keys).items()
    }
    return lines, names_for(codes=regions)


WRITERS: dict[str, Callable[[Sequence[int], Sequence[str]], Written]] = {
    "stay": _stays,
    "person": _persons,
    "home": _homes,
    "building": _buildings,
    "rental": _rentals,
    "hazard": _hazards,
    "question": _questions,
    "permit": _permits,
    "application": _applications,
    "case": _cases,
    "message": _messages,
    "fault": fault_lines_by_id,
}
"""What a list is about → how its lines are written."""
