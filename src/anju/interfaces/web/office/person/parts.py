"""The parts of a person's page, made ready for the pieces that draw them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.people.api import PersonView, Relative
from anju.domains.regions import api as regions
from anju.domains.register.api import JobView, PersonDeclaration, ReviewView, StayView
from anju.foundation import codes
from anju.foundation.actor import Actor
from anju.foundation.audit.api import Entry
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.texts import declaration_kinds
from anju.interfaces.texts.imports import FIELDS as COLUMNS
from anju.interfaces.texts.labels import (
    DOCUMENTS,
    DWELLINGS,
    FIELDS,
    MOVE_REASONS,
    RELATIONS,
    REVIEWS,
    SEXES,
    STATUSES,
)
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import Names
from anju.interfaces.web.purposes import purpose_label

HIDDEN = ("key", "row", "raw", "kind", "doc_number", "phone", "head", "doc_type")
"""Columns of a declaration that its page part leaves out: numbers stay masked, and are revealed one by one."""


def origin(view: PersonView) -> str:
    """Where the person's registered residence is."""
    if view.hukou_text:
        return country(view.hukou_text) if _COUNTRY.fullmatch(view.hukou_text) else view.hukou_text
    if not view.origin:
        return country(view.nationality) if view.nationality != "CHN" else ""
    try:
        return regions.area(view.origin).full_name
    except NotFound:
        return view.origin


def state(stays: Sequence[StayView], jobs: Sequence[JobView], today: date) -> dict[str, str]:
    """In words: lives here, only works here, has left."""
    here = [s for s in stays if s.holds_on(today)]
    if (
        here
        and (last := max((s.until for s in here if s.until), default=None))
        and all(s.until for s in here)
    ):
        return {
            "code": "here",
            "text": _("在本地居住，将于 %(day)s 搬走") % {"day": last.isoformat()},
            "icon": "circle-check",
            "tone": "aj-chip-good",
        }
    if here:
        return {
            "code": "here",
            "text": _("在本地居住"),
            "icon": "circle-check",
            "tone": "aj-chip-good",
        }
    if any(j.holds_on(today) for j in jobs):
        return {
            "code": "works",
            "text": _("在本地工作，住处未登记"),
            "icon": "briefcase",
            "tone": "aj-chip-soon",
        }
    return {"code": "left", "text": _("不在本地"), "icon": "door-exit", "tone": ""}


def entries(
    stays: Sequence[StayView],
    jobs: Sequence[JobView],
    names: Names,
    today: date,
    actor: Actor | None = None,
) -> list[dict[str, Any]]:
    """Stays and jobs for the life line; with an actor, the way to correct the stays of their regions."""
    out = []
    for s in stays:
        home = names.homes.get(s.home_id) if s.home_id else None
        detail = [
            names.place(s.region[:12]),
            label(DWELLINGS, s.dwelling),
            label(MOVE_REASONS, s.reason),
        ]
        if not s.habitual:
            detail.append(_("非经常居住"))
        out.append(
            {
                "lane": "stay",
                "label": home.text if home else _("住处未登记到房屋"),
                "start": s.since,
                "end": s.until,
                "detail": " · ".join(d for d in [*detail, s.declared_by] if d),
                "source": s.channel,
                "said": s.recorded_at,
                "url": link("office:home", home.code) if home else "",
                "state": "",
                "edit_url": link("office:counter_correct", s.id)
                if actor and actor.may("person.edit", region=s.region)
                else "",
            }
        )
    for j in jobs:
        employer = names.employers.get(j.employer_id)
        out.append(
            {
                "lane": "job",
                "label": employer.name if employer else _("用工单位"),
                "start": j.since,
                "end": j.until,
                "detail": " · ".join(d for d in [j.position, j.declared_by] if d),
                "source": j.channel,
                "said": j.recorded_at,
                "url": link("office:employer", employer.code) if employer else "",
                "state": "",
            }
        )
    return out


def documents(view: PersonView, *, reveal: bool) -> list[dict[str, Any]]:
    """Documents, masked, with the address that reveals each."""
    return [
        {
            "label": label(DOCUMENTS, d.kind),
            "masked": d.masked,
            "live": d.live,
            "valid_to": d.valid_to,
            "reveal_url": link("office:reveal_document", view.id, d.id) if reveal else "",
        }
        for d in view.documents
    ]


def relatives(found: Sequence[Relative], today: date) -> list[dict[str, Any]]:
    """Household and guardians."""
    return [
        {
            "id": r.person_id,
            "name": r.name,
            "url": link("office:person", r.person_id),
            "role": r.role,
            "relation": _relation(r),
            "born": f"{r.birth_date:%Y}" if r.birth_date else "",
        }
        for r in found
    ]


def _relation(found: Relative) -> str:
    """What somebody is to the person of the page; where only the relation to the householder is known, that."""
    if found.role == "guardian":
        return _("监护人")
    name = label(RELATIONS, found.relation)
    return _("与户主关系：%(name)s") % {"name": name} if found.to_head else name


def questions(found: Sequence[ReviewView]) -> list[dict[str, Any]]:
    """Open questions about the person."""
    return [
        {
            "title": label(REVIEWS, r.kind),
            "due": r.due_at,
            "channel": r.channel,
            "said_by": r.declared_by,
            "url": link("office:review_one", r.id) or link("office:review", kind=r.kind),
        }
        for r in found
    ]


def declared(found: Sequence[PersonDeclaration]) -> list[dict[str, Any]]:
    """The declarations about the person, each as submitted."""
    places = regions.names(
        {str(d.item["region"])[:12].ljust(12, "0") for d in found if d.item.get("region")}
    )
    return [
        {
            "kind": label(declaration_kinds.labels(), d.kind),
            "status": label(STATUSES, d.status),
            "code": d.status,
            "said": d.said_at,
            "why": sentence(Refused(d.reason), get_language() or "zh-hans") if d.reason else "",
            "effective": d.effective,
            "channel": d.channel,
            "said_by": d.declared_by,
            "where": _("%(file)s 第 %(row)s 行") % {"file": d.file_name, "row": d.row}
            if d.file_name
            else "",
            "cells": _cells(d.item, places),
        }
        for d in found
    ]


def _cells(item: dict[str, Any], places: dict[str, str]) -> list[tuple[str, str]]:
    """The columns of a declaration; of a correction, before and after. `places`: names of regions by code."""
    if "changes" in item:
        lines = [
            (label(FIELDS, f), f"{b or '—'} → {a or '—'}") for f, (b, a) in item["changes"].items()
        ]
        return [*lines, (_("说明"), str(item.get("note", "")))]
    return [
        (label(FIELDS, k) if k in FIELDS else label(COLUMNS, k), _cell(k, v, places))
        for k, v in item.items()
        if k not in HIDDEN and v not in (None, "")
    ]


def _cell(column: str, value: object, places: dict[str, str]) -> str:
    """One cell: a code in words, an answer as yes or no, everything else as it came."""
    if column == "region":
        return places.get(str(value)[:12].ljust(12, "0"), str(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, default=str)
    if column in ("nationality", "issuer") or (
        column in ("origin", "hukou_text") and _COUNTRY.fullmatch(value)
    ):
        return country(value)
    return label(CODED[column], value) if column in CODED else value


_COUNTRY = re.compile("[A-Z]{3}")
CODED = {
    "police_reason": codes.POLICE_REASON.names,
    "sex": SEXES,
    "reason": MOVE_REASONS,
    "dwelling": DWELLINGS,
    "relation": RELATIONS,
}
"""Columns of a declaration that hold codes."""


def country(code: str) -> str:
    """The name of a country in the reader's language."""
    found = (
        next((c for c in regions.countries(code, limit=1) if c.alpha3 == code), None)
        if code
        else None
    )
    return code if found is None else label({code: (found.name_zh, found.name_en)}, code)


def access_log(found: Sequence[Entry]) -> list[dict[str, Any]]:
    """The access log: who, for what, when; successive reads of one day as one line with their number."""
    out: list[dict[str, Any]] = []
    for e in found:
        revealed = e.kind == "reveal"
        line = {
            "who": e.actor_label,
            "revealed": revealed,
            "purpose": purpose_label(e.purpose),
            "day": local_date(e.at),
            "fields": "、".join(label(FIELDS, f) for f in e.fields) if revealed else "",
        }
        if out and all(out[-1][k] == v for k, v in line.items()):
            out[-1]["times"] += 1
        else:
            out.append(line | {"at": e.at, "times": 1})
    return out


def completeness(
    view: PersonView, stays: Sequence[StayView], jobs: Sequence[JobView], today: date
) -> dict[str, Any]:
    """How complete the record is: of the record, never of the person."""
    facts = [
        (_("证件"), any(d.live for d in view.documents)),
        (_("出生日期"), view.birth_date is not None),
        (_("性别"), view.sex in ("1", "2")),
        (_("电话"), bool(view.phone_masked)),
        (_("户籍地址"), bool(view.hukou_text)),
        (_("当前住处"), any(s.holds_on(today) and s.home_id for s in stays)),
        (_("来居住的原因"), any(s.reason != "99" for s in stays)),
    ]
    have = sum(1 for _name, there in facts if there)
    return {
        "have": have,
        "of": len(facts),
        "missing": [name for name, there in facts if not there],
        "percent": round(100 * have / len(facts)),
    }
