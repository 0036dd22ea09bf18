"""An application for school as pages show it: how it stands, why, what happened, what is proved by whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import (
    Enrolment,
    EnrolmentRecord,
    EnrolmentState,
    Known,
    Need,
    Round,
    RoundState,
    SchoolPlaces,
)
from anju.interfaces.texts import enrolment as words
from anju.interfaces.web.casework.case_page import which
from anju.interfaces.web.choosing import label

CHIPS = {
    "filed": ("aj-chip", "clock"),
    "returned": ("aj-chip aj-chip-soon", "file-plus"),
    "qualified": ("aj-chip", "check"),
    "refused": ("aj-chip aj-chip-late", "alert-circle"),
    "placed": ("aj-chip aj-chip-soon", "circle-dashed"),
    "waiting": ("aj-chip aj-chip-soon", "clock"),
    "accepted": ("aj-chip aj-chip-good", "circle-check"),
    "given_back": ("aj-chip", "arrow-back-up"),
    "withdrawn": ("aj-chip", "arrow-back-up"),
}
Schools = Mapping[str, SchoolPlaces]


def named(line: Enrolment, schools: Schools) -> dict[str, Any]:
    """An application as a line of a list."""
    css, icon = CHIPS[line.state.value]
    held = schools.get(line.school)
    return {
        "line": line,
        "state": {"text": label(words.STATES, line.state.value), "css": css, "icon": icon},
        "school": held.name if held else "",
        "grade": grade(line.grade),
    }


def grade(number: int) -> str:
    """A grade in words."""
    return _("%(n)s 年级") % {"n": number}


def places(school: SchoolPlaces) -> str:
    """The places of a school by grade in one line."""
    found = [
        _("%(grade)s %(n)s 个") % {"grade": grade(g), "n": n} for g, n in school.places.items()
    ]
    return ("、", ", ")[which()].join(found)


def days(held: Round) -> str:
    """The days of a round in one line."""
    return _("%(a)s 至 %(b)s 报名，%(c)s 公布，%(d)s 前确认") % {
        "a": held.apply_from,
        "b": held.apply_to,
        "c": held.results_on,
        "d": held.reply_by,
    }


def facts(known: tuple[Known, ...]) -> list[dict[str, str]]:
    """What is proved, and by what."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for k in known:
        if k.fact in ("family", "no_school") and k.source == "register":
            more = ""
        elif k.value is not None:
            more = str(k.value)
        else:
            more = _("%(day)s 起") % {"day": k.periods[0][0]} if k.periods else ""
        if k.fact == "hukou":
            more = ""
        found[k.fact, k.source] = {
            "name": label(words.FACTS, k.fact),
            "source": label(words.SOURCES, k.source),
            "more": more,
        }
    return list(found.values())


def need(one: Need) -> str:
    """What is missing, in words."""
    name = label(words.FACTS, one.fact)
    if one.least:
        return _("%(name)s %(n)s 分以上") % {"name": name, "n": one.least}
    if one.within:
        return _("%(name)s近 %(all)s 个月满 %(n)s 个月") % {
            "name": name,
            "all": one.within,
            "n": one.months,
        }
    if one.months:
        return _("%(name)s满 %(n)s 个月") % {"name": name, "n": one.months}
    return name


def missing(found: enrolment.Fit) -> list[str]:
    """Of each group one is enough."""
    if found.route is not None:
        return []
    either = _("或")
    return [f" {either} ".join(need(n) for n in group) for group in found.missing]


def why(record: EnrolmentRecord, schools: Schools) -> list[str]:
    """Why the child got this school or none, in sentences; empty before the result."""
    line, held = record.line, record.round
    if held.state is not RoundState.PUBLISHED or not line.draw:
        return []
    rule = enrolment.admission(held.region, held.apply_from)
    lines = [
        _(
            "次序：先按积分从高到低，积分相同按抽签号从小到大。您家积分 %(points)s，抽签号 %(draw)s。"
        )
        % {"points": line.points, "draw": line.draw}
        if rule.points
        else _("次序按抽签号从小到大。您家抽签号 %(draw)s。") % {"draw": line.draw}
    ]
    for n, one in enumerate(line.passed, 1):
        name = schools[one.school].name if one.school in schools else one.school
        if one.school == line.school or n > len(line.choices):
            continue
        facts_ = {"n": line.choices.index(one.school) + 1, "name": name}
        if one.needed > 1:
            lines.append(
                _(
                    "第 %(n)s 志愿%(name)s：轮到您家时还剩 %(left)s 个学位，孩子在一起需要 %(needed)s 个。"
                )
                % {**facts_, "left": one.left, "needed": one.needed}
            )
        else:
            lines.append(
                _("第 %(n)s 志愿%(name)s：轮到您家时已满。%(last)s")
                % {**facts_, "last": _last(record, one.school)}
            )
    lines.append(_outcome(line, schools))
    if line.split:
        lines.append(
            _("没有一所学校同时有足够的学位，孩子分在不同学校；有学位空出时会按同一次序递补。")
        )
    return lines


def _last(record: EnrolmentRecord, school: str) -> str:
    """Points and draw of the last child placed there."""
    found = record.round.cutoffs.get(f"{school}/{record.line.grade}")
    if not found:
        return ""
    rule = enrolment.admission(record.round.region, record.round.apply_from)
    if rule.points:
        return _("最后一名积分 %(points)s，抽签号 %(draw)s。") % {
            "points": found[0],
            "draw": found[1],
        }
    return _("最后一名抽签号 %(draw)s。") % {"draw": found[1]}


def _outcome(line: Enrolment, schools: Schools) -> str:
    if not line.school:
        return _("所填学校都没有学位了，孩子在候补名单上；有人放弃时按同一次序递补。")
    name = schools[line.school].name if line.school in schools else line.school
    if not line.choice:
        return _(
            "所填学校已满，按您同意的统筹安排分到%(name)s：先看住址所在片区，再看其他有空位的学校。"
        ) % {"name": name}
    return _("第 %(n)s 志愿%(name)s有学位，录取。") % {"n": line.choice, "name": name}


def steps(record: EnrolmentRecord, schools: Schools) -> list[dict[str, Any]]:
    """What happened, in order."""
    return [
        {
            "text": label(words.STEPS, e.step.value),
            "at": e.at,
            "by": "" if e.by_label.startswith("#") else e.by_label,
            "words": e.text,
            "more": _more(e.detail, schools),
        }
        for e in record.events
        if e.step.value not in ("placed", "waiting") or record.round.state is RoundState.PUBLISHED
    ]


def _more(detail: Mapping[str, str], schools: Schools) -> str:
    if detail.get("school"):
        code = detail["school"]
        return schools[code].name if code in schools else code
    if detail.get("fact"):
        return label(words.FACTS, detail["fact"])
    if detail.get("result"):
        return label(words.VACCINATION, detail["result"])
    return _("登记已能证明，免交材料") if detail.get("by") == "register" else ""


def shown(record: EnrolmentRecord, schools: Schools) -> dict[str, Any]:
    """One application for its page."""
    line, held = record.line, record.round
    rule = enrolment.admission(held.region, held.apply_from)
    n = which()
    return {
        **named(line, schools),
        "round": held,
        "days": days(held),
        "choices": [schools[c].name if c in schools else c for c in line.choices],
        "facts": facts(line.known),
        "missing": missing(record.fit),
        "why": why(record, schools),
        "steps": steps(record, schools),
        "documents": [{"one": d, "fact": label(words.FACTS, d.fact)} for d in record.documents],
        "ahead": record.ahead,
        "rule": rule.words[n],
        "source": rule.source[n],
        "appeal": rule.appeal[n],
        "vaccination": label(words.VACCINATION, line.vaccination) if line.vaccination else "",
        "before": line.state
        in (EnrolmentState.FILED, EnrolmentState.RETURNED, EnrolmentState.QUALIFIED),
    }
