"""A case as pages show it: who owes what until when, by which rule, and all that happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.casework.api import cases
from anju.domains.casework.api.cases import CaseClock, CaseLine, CaseRecord, Matter, Side
from anju.domains.regions import api as regions
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.texts import casework as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.files import as_file
from anju.interfaces.web.session import ActorRequest

CHIPS = {
    "open": ("aj-chip", "progress"),
    "waiting": ("aj-chip aj-chip-soon", "file-plus"),
    "proposed": ("aj-chip aj-chip-soon", "circle-dashed"),
    "closed": ("aj-chip aj-chip-good", "circle-check"),
}


def which() -> int:
    """0 for readers of Chinese, 1 for others: the place of their words in a pair."""
    return 0 if (get_language() or "zh").startswith("zh") else 1


def named(line: CaseLine, now: datetime, *, office: bool) -> dict[str, Any]:
    """A case as a line of a list."""
    n = which()
    matter = cases.matter(line.matter, line.region, local_date(line.filed_at))
    table = words.OFFICE_STATES if office else words.STATES
    stage = dict(matter.stages).get(line.stage, ("", ""))[n]
    department = cases.departments().get(line.department, ("", ""))[n]
    css, icon = CHIPS[line.state.value]
    return {
        "line": line,
        "title": matter.words[n],
        "state": {"text": label(table, line.state.value), "css": css, "icon": icon},
        "stage": stage if stage != department else "",
        "department": department,
        "outcome": outcome(matter, line.outcome),
        "office_late": line.due_at is not None and line.due_at < now,
        "person_late": line.person_due_at is not None and line.person_due_at < now,
    }


def outcome(matter: Matter, code: str) -> str:
    """An outcome in words."""
    return (dict(matter.outcomes) | words.OUTCOMES).get(code, ("", ""))[which()]


def shown(record: CaseRecord, now: datetime, *, office: bool) -> dict[str, Any]:
    """Everything a page says about a case."""
    n, matter = which(), record.matter
    kinds = matter.kinds | {"other": (_("其他"), _("其他"))}
    helping = dict(matter.evidence) | {"other": kinds["other"]}
    return {
        **named(record.line, now, office=office),
        "record": record,
        "matter": matter,
        "about": matter.about[n],
        "source": matter.source[n],
        "appeal": matter.appeal[n],
        "routed": record.routed.get("en" if n else "zh", ""),
        "owner": record.routed.get("department_en" if n else "department_zh", ""),
        "clocks": [clock(c, now, office=office) for c in record.clocks],
        "limits": [
            {
                "text": x.words[n].format(until=f"{x.until:%Y-%m-%d}" if x.until else ""),
                "source": x.source[n],
            }
            for x in record.limits
        ],
        "answers": [
            {"words": q.words[n], "value": value_text(q, record.answers[q.fact])}
            for q in matter.questions
            if q.fact in record.answers
        ],
        "events": [_event(e, record, kinds) for e in record.events],
        "files": [
            {
                "one": e,
                "kind": kinds.get(e.kind, (e.kind, e.kind))[n],
                "side": label(words.SIDES, e.side.value),
                "by": author(e.by_label),
            }
            for e in record.evidence
        ],
        "evidence_kinds": [(code, pair[n]) for code, pair in helping.items()],
        "satisfied": label(words.SATISFIED, record.satisfied) if record.satisfied else "",
        "children": [named(c, now, office=office) for c in record.children],
        "longest": cases.MOST_TEXT,
        "appointment": next(
            (e.detail for e in reversed(record.events) if e.step is cases.Step.BOOKED), {}
        )
        if record.line.appointed_at
        else {},
        "now": now,
    }


def clock(one: CaseClock, now: datetime, *, office: bool) -> dict[str, Any]:
    """A term in a sentence: who owes what until when, whether it is late."""
    status, what = one.status, one.rule.words[which()]
    whose = _("您") if one.rule.who is Side.PERSON and not office else _("办事机构")
    if one.rule.who is Side.PERSON and office:
        whose = _("本人")
    due = f"{status.due:%Y-%m-%d}" if status.due else ""
    facts = {"who": whose, "what": what, "due": due}
    match status.state.value:
        case "late":
            days = (local_date(now) - local_date(status.due or now)).days
            text = _("%(who)s已超期 %(days)s 天：%(what)s，应在 %(due)s 前。") % {
                **facts,
                "days": max(days, 1),
            }
            css, icon = "aj-chip-late", "alert-triangle"
        case "stopped":
            text = _("%(who)s的期限暂停：%(what)s，还剩 %(left)s 天。") % {
                **facts,
                "left": status.left,
            }
            css, icon = "", "player-pause"
        case "met":
            text, css, icon = (
                _("%(what)s：%(who)s按期完成。") % facts,
                "aj-chip-good",
                "circle-check",
            )
        case "met_late":
            text = _("%(what)s：%(who)s完成，但超期了（应在 %(due)s 前）。") % facts
            css, icon = "aj-chip-soon", "alert-circle"
        case _:
            text = _("%(who)s应在 %(due)s 前完成：%(what)s。") % facts
            css, icon = "", "clock"
    return {
        "text": text,
        "css": css,
        "icon": icon,
        "source": one.rule.source[which()],
        "provisional": status.provisional,
        "open": status.state.value in ("late", "running", "stopped"),
        "code": one.rule.code,
        "extends": bool(one.rule.term.extensions),
        "longest": one.longest,
        "words": what,
    }


def value_text(question: cases.Question, value: str) -> str:
    """An answer as it is shown."""
    if question.kind == "choice":
        return dict(question.choices).get(value, (value, value))[which()]
    if question.kind == "yes":
        return _("是")
    if question.kind == "place":
        return regions.names([value]).get(value, value)
    return _("%(n)s 元") % {"n": value} if question.kind == "money" else value


def author(name: str) -> str:
    """Who did it, unless the account has a number alone: then the side says it."""
    return "" if name.startswith("#") else name


def _event(
    event: cases.CaseEvent, record: CaseRecord, kinds: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    n, detail = which(), event.detail
    departments = cases.departments()
    more = ""
    if "documents" in detail:
        more = detail["documents"]
    elif "stage" in detail:
        more = dict(record.matter.stages).get(detail["stage"], ("", ""))[n]
    elif "to_department" in detail:
        more = departments.get(detail["to_department"], ("", ""))[n]
    elif "amount" in detail:
        more = _("%(n)s 元") % {"n": detail["amount"]}
        if "day" in detail:
            more = _("%(day)s 付 %(n)s 元") % {"day": detail["day"], "n": detail["amount"]}
    elif "outcome" in detail:
        more = outcome(record.matter, detail["outcome"])
    elif "sha256" in detail:
        more = kinds.get(detail["kind"], ("", ""))[n]
    elif "when" in detail:
        more = " · ".join(filter(None, (detail["when"], detail.get("where", ""))))
    elif "name" in detail:
        more = detail["name"]
    return {
        "text": label(words.STEPS, event.step.value),
        "side": label(words.SIDES, event.side.value),
        "mine": event.side in (Side.PERSON, Side.HELPER),
        "by": author(event.by_label),
        "at": event.at,
        "words": event.text,
        "more": more,
    }


def form_fields(
    matter: Matter, typed: Mapping[str, str], faults: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The questions of a matter as a form draws them, with what was typed and what is wrong with it."""
    n, language = which(), get_language() or "zh-hans"
    return [
        {
            "fact": q.fact,
            "words": q.words[n],
            "kind": q.kind,
            "required": q.required,
            "help": q.help[n],
            "choices": [(code, pair[n]) for code, pair in q.choices],
            "value": typed.get(q.fact, ""),
            "place": value_text(q, typed[q.fact])
            if q.kind == "place" and typed.get(q.fact)
            else "",
            "error": words.REASONS[faults[q.fact]][0 if language.startswith("zh") else 1]
            if q.fact in faults
            else "",
            "longest": cases.MOST_TEXT if q.kind == "long" else 100,
        }
        for q in matter.questions
    ]


def typed_answers(request: ActorRequest, matter: Matter) -> dict[str, str]:
    """What a form brought of the matter's questions."""
    return {q.fact: request.POST.get(q.fact, "") for q in matter.questions}


def keep_files(request: ActorRequest, case_id: int) -> tuple[int, list[Refused]]:
    """Keep every file of the form as evidence of a case: how many, and what is wrong with the others."""
    keep = partial(cases.add_evidence, case_id, actor=request.actor, at=request.at)
    return each_file(request, keep)


def each_file(request: ActorRequest, keep: Callable[..., object]) -> tuple[int, list[Refused]]:
    """Hand every file of the form (``file-`` and its kind) to `keep`, which takes its bytes, its name and `kind`: how
    many were kept, and what is wrong with the others."""
    kept, faults = 0, list[Refused]()
    for field, files in request.FILES.lists():
        if not field.startswith("file-"):
            continue
        for file in files:
            try:
                keep(file.read(), file.name or "", kind=field.removeprefix("file-"))
                kept += 1
            except Refused as error:
                faults.append(error)
    return kept, faults


def file_answer(case_id: int, evidence_id: int, *, original: bool) -> HttpResponse:
    """A file of a case: to look at, or as it was sent."""
    name, content_type, data = cases.evidence_content(case_id, evidence_id, original=original)
    ending = name.rsplit(".", 1)[-1].lower() if original and "." in name else ""
    if not (ending.isascii() and ending.isalnum() and len(ending) <= 4):
        ending = content_type.rsplit("/", 1)[-1] if not original else "bin"
    answer = as_file(data, f"evidence-{evidence_id}.{ending}", content_type, shown=not original)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def shown_file(name: str, content_type: str, data: bytes) -> HttpResponse:
    """A cleaned picture or PDF to look at, under a name of our own."""
    ending = content_type.rsplit("/", 1)[-1]
    answer = as_file(data, f"{name}.{ending}", content_type, shown=True)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
