"""The people behind a figure: the lines of their list, on the page and in the file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.texts.labels import DWELLINGS, SEXES
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.ordering import known_order
from anju.interfaces.web.templatetags.anju_pieces import channel_name

FILTERS = ("show", "days", "reason", "dwelling", "origin", "order")
"""What the address of the list may hold."""
ORDERS = {
    "name": gettext_lazy("姓名"),
    "place": gettext_lazy("社区"),
    "since": gettext_lazy("入住"),
    "until": gettext_lazy("离开"),
    "source": gettext_lazy("来源"),
}


def narrowed(asker: Asker, asked: Asked) -> tuple[str, int, dict[str, Any]]:
    """Who came or went (else ""), in how many days (else 0), and what the queries of the list take."""
    show = asked.get("show", "")
    days = 0 if show not in ("came", "went") else 30 if asked.get("days") == "30" else 7
    about: dict[str, Any] = {"actor": asker.actor, "today": local_date(asker.at)}
    if days:
        return show, days, about | {"days": days, "way": show}
    chosen = {k: asked.get(k, "") for k in ("reason", "dwelling", "origin")}
    return show, 0, {**about, **chosen, "order": known_order(asked.get("order", ""), ORDERS)}


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("person.see")
    show, days, about = narrowed(asker, asked)
    which = register.moved_ids if days else register.living_ids
    ids = which(asker.actor.regions("person.see"), **about, limit=up_to)
    return Listing(title(show, days), titles(), len(ids), in_blocks(ids, partial(_cells, asker)))


def title(show: str, days: int) -> str:
    """The name of the list."""
    if show == "came":
        return _("近 %(n)s 天来的人") % {"n": days}
    return _("近 %(n)s 天走的人") % {"n": days} if show == "went" else _("在本地居住的人")


def lines(asker: Asker, stays: Sequence[StayView], action: str) -> list[dict[str, Any]]:
    """What a list says of these stays; the reading of their persons is recorded."""
    names = names_for(
        persons=[s.person_id for s in stays],
        homes=[s.home_id for s in stays],
        codes=[s.region for s in stays],
    )
    audit.record_read(
        asker.actor,
        person_ids=list(names.people),
        fields=["name", "sex", "birth_date", "document", "stays"],
        action=action,
        at=asker.at,
    )
    return [_line(s, names) for s in stays if s.person_id in names.people]


def _cells(asker: Asker, ids: Sequence[int]) -> pl.DataFrame:
    rows = lines(asker, register.stays(ids), "office.people_sheet")
    return pl.DataFrame(
        [row | {"source": channel_name(row["source"])} for row in rows], schema=SHEET
    ).drop("url")


SHEET = {
    "name": pl.Utf8,
    "sex": pl.Utf8,
    "born": pl.Utf8,
    "document": pl.Utf8,
    "home": pl.Utf8,
    "place": pl.Utf8,
    "dwelling": pl.Utf8,
    "since": pl.Date,
    "until": pl.Date,
    "source": pl.Utf8,
    "url": pl.Utf8,
}


def titles() -> list[str]:
    """Headings of the sheet; numbers are masked in it as on the page."""
    return [
        _("姓名"),
        _("性别"),
        _("出生年份"),
        _("证件号（遮盖）"),
        _("住处"),
        _("社区"),
        _("住所类型"),
        _("入住"),
        _("离开"),
        _("来源"),
    ]


def _line(stay: StayView, names: Names) -> dict[str, Any]:
    person = names.people[stay.person_id]
    home = names.homes.get(stay.home_id) if stay.home_id else None
    cells = [
        person.name,
        label(SEXES, person.sex),
        str(person.birth_date.year) if person.birth_date else "",
        person.documents[0].masked if person.documents else "",
        home.text if home else "",
        names.place(stay.region[:12]),
        label(DWELLINGS, stay.dwelling),
        stay.since,
        stay.until,
        stay.channel,
        link("office:person", person.id),
    ]
    return dict(zip(SHEET, cells, strict=True))


EXPORT = Export("office.people", lambda _who, _asked: "people.xlsx", _listing)
