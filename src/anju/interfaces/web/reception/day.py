"""The day of a reception: who came, went and moved, by whom it was entered; on the page, on paper and as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import polars as pl
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import arrivals
from anju.domains.register.api.arrivals import CAME, MOVED, WENT, DayEntry
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.foundation.days import day_in
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.web.choosing import account_name
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.reception.place import Reception, ReceptionArea, reception_now
from anju.interfaces.web.session import ActorRequest

SEEN = ("name", "document.masked", "stay")
LATEST = 8
"""Entries the page of the reception shows; the day's page shows them all."""


def entries(reception: Reception, day: date) -> list[DayEntry]:
    """What was entered on that day, newest first. One query."""
    since = datetime.combine(day, time(), CHINA)
    return arrivals.entries(
        reception.area.parties,
        regions=reception.regions,
        since=since,
        until=since + timedelta(days=1),
    )


def counts(found: Sequence[DayEntry]) -> dict[str, int]:
    """How many came, went and moved, and how many wait for an answer."""
    kinds = {k: sum(e.kind == k and e.counts for e in found) for k in (CAME, WENT, MOVED)}
    return {**kinds, "waiting": sum(e.status == register.WAITING for e in found)}


def latest(request: ActorRequest, reception: Reception) -> dict[str, Any]:
    """The counts of today and its last entries; the last of the clerk's own can be undone by a key."""
    found = entries(reception, reception.today)
    shown = found[:LATEST]
    _record(request, shown, action="reception.day")
    lines = [line(request, reception, e) for e in shown]
    own = [
        n for n, e in enumerate(shown) if lines[n]["undo"] and e.by_user == request.actor.user_id
    ]
    if own:
        lines[own[0]]["by_key"] = True
    return {"counts": counts(found), "lines": lines, "total": len(found)}


def line(request: Asker, reception: Reception, entry: DayEntry) -> dict[str, Any]:
    """An entry as it is shown."""
    mine = entry.review_id is None or entry.by_user == request.actor.user_id
    return {
        "id": entry.declaration_id,
        "at": entry.at,
        "kind": entry.kind,
        "words": words(entry.kind),
        "name": entry.item.get("name", ""),
        "masked": people.mask_number(entry.item.get("doc_number") or ""),
        "room": reception.label(entry.home_id),
        "before": reception.label(entry.before_home_id) if entry.before_home_id else "",
        "effective": entry.effective,
        "by": account_name(entry.by, reception.area.name),
        "counts": entry.counts,
        "state": state(entry),
        "why": reason_text(entry.reason) if entry.reason and not entry.counts else "",
        "undo": mine and entry.status in ("applied", register.WAITING),
        "by_key": False,
    }


def words(kind: str) -> str:
    """What happened."""
    return {CAME: _("入住"), WENT: _("退房"), MOVED: _("换房")}[kind]


def state(entry: DayEntry) -> str:
    """How it stands, "" where it simply counts."""
    return {
        register.WAITING: _("待核实"),
        register.REFUSED: _("未登记"),
        "undone": _("已撤销"),
        register.UNCHANGED: _("原已登记"),
    }.get(entry.status, "")


def page(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """A whole day, for paper too."""
    reception = reception_now(area, today=local_date(request.at))
    day = asked_day(request.GET.get("day", ""), reception.today)
    found = entries(reception, day)
    _record(request, found, action="reception.day")
    return render(
        request,
        "reception/day.html",
        {
            "area": area,
            "day": day,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1) if day < reception.today else None,
            "counts": counts(found),
            "lines": [line(request, reception, e) for e in reversed(found)],
            "reception_url": area.url("reception"),
            "file_url": f"{area.url('reception_file')}?day={day.isoformat()}",
            "printed_at": request.at,
            "printed_by": account_name(request.actor.label, area.name) or area.name,
        },
    )


def asked_day(text: str, today: date) -> date:
    """The day of an address; today where it names none, or one to come."""
    day = day_in(text[:10])
    return today if day is None or day > today or day.year < today.year - 50 else day


def file(request: ActorRequest, area: ReceptionArea) -> HttpResponseBase:
    """The same as Excel."""
    day = asked_day(request.GET.get("day", ""), local_date(request.at))
    asked = {"area": area.area, "day": day.isoformat(), "employer": str(area.employer_id or "")}
    return send_list(request, EXPORT, asked)


def _listing(asker: Asker, asked: Asked, _up_to: int | None) -> Listing:
    reception = reception_now(_area(asker, asked), today=local_date(asker.at))
    found = entries(reception, asked_day(asked["day"], reception.today))[::-1]
    titles = [
        _("时间"),
        _("事项"),
        _("姓名"),
        _("证件号码"),
        _("房间"),
        _("原房间"),
        _("生效日期"),
        _("状态"),
        _("经办"),
    ]
    return Listing(
        _("当日进出"), titles, len(found), in_blocks(found, partial(_cells, asker, reception))
    )


def _area(asker: Asker, asked: Asked) -> ReceptionArea:
    from anju.interfaces.web.employer import reception as of_employer
    from anju.interfaces.web.landlord import reception as of_landlord

    if asked["area"] == "employer":
        return of_employer.reception_of(asker, int(asked["employer"]))
    return of_landlord.reception_of(asker)


EXPORT = Export(
    "reception.day_file", lambda _asker, asked: f"reception-{asked['day']}.xlsx", _listing
)

_SCHEMA = {
    **dict.fromkeys(("at", "kind", "name", "document", "room", "before"), pl.Utf8),
    "effective": pl.Date,
    **dict.fromkeys(("state", "by"), pl.Utf8),
}


def _cells(asker: Asker, reception: Reception, found: Sequence[DayEntry]) -> pl.DataFrame:
    _record(asker, found, action="reception.day_file")
    lines = [line(asker, reception, e) for e in found]
    cells = [
        (
            localtime(e["at"], CHINA).strftime("%H:%M"),
            e["words"],
            e["name"],
            e["masked"],
            e["room"],
            e["before"],
            e["effective"],
            e["state"],
            e["by"],
        )
        for e in lines
    ]
    return pl.DataFrame(cells, schema=_SCHEMA, orient="row")


def _record(asker: Asker, found: Sequence[DayEntry], *, action: str) -> None:
    """Record the reading, also of those who are on no record yet."""
    if not found:
        return
    persons = sorted({e.person_id for e in found if e.person_id})
    if persons:
        audit.record_read(asker.actor, person_ids=persons, fields=SEEN, action=action, at=asker.at)
    if any(e.person_id is None for e in found):
        audit.record_list(
            asker.actor,
            action=action,
            subject_kind="declaration",
            subject_id=",".join(str(e.declaration_id) for e in found if not e.person_id)[:100],
            fields=SEEN,
            at=asker.at,
        )
