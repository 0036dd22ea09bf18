"""What the page of an import shows: tiles, one list at a time, the columns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError
from anju.foundation.progress import api as progress
from anju.interfaces.texts.imports import CHOOSABLE, FIELDS, FORMS, STATES
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.readings import WHY
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web import purposes
from anju.interfaces.web.imports.account import account
from anju.interfaces.web.imports.import_area import ImportArea
from anju.interfaces.web.session import ActorRequest

TILES = (
    ("accepted", "circle-check", ""),
    ("problem", "alert-triangle", "late"),
    ("refused", "ban", "late"),
    ("waiting", "clock", "soon"),
    ("joined", "plus", ""),
    ("left", "minus", "soon"),
    ("gone", "minus", "soon"),
    ("unclear", "user-question", "late"),
    ("changed", "pencil", "soon"),
    ("unchanged", "equal", ""),
)
ONLY_IF_ANY = ("unclear", "refused", "waiting")
"""Tiles that are left out when they count nothing."""
ORDER = ("problem", "refused", "waiting", "changed", "gone", "joined", "accepted")
"""The list a page opens with: the first of these that is not empty."""


def page_values(
    request: ActorRequest,
    area: ImportArea,
    shown: register.ImportView,
    listing: str,
    number: int,
    full: register.PreviewPage | None = None,
    typed: dict[tuple[int, str], str] | None = None,
) -> dict[str, Any]:
    """Context of the page of an import; `full`: the page of refused rows that was revealed; `typed`: corrections that
    stand in their fields and were not sent yet."""
    language = get_language() or "zh-hans"
    counts = figures(shown)
    waiting = shown.state in ("reading", "queued")
    chosen = listing if listing in register.LISTS else _first(counts)
    page = full or register.preview_page(shown.id, chosen, page=number)
    audit.record_read(
        request.actor,
        person_ids=page.people,
        fields=("name",),
        action="import.preview",
        at=request.at,
    )
    if (
        not page.people and not full and not waiting
    ):  # rows that are no records, and columns with examples
        audit.record_list(
            request.actor,
            action="import.preview",
            subject_kind="batch",
            subject_id=shown.id,
            fields=("name",),
            at=request.at,
        )
    base = area.url("import", batch_id=shown.id)
    return {
        "door": area,
        "shown": shown,
        "figures": counts,
        "foreseen": "statuses" in shown.counts.get("foreseen", {}),
        "form_name": label_in(FORMS, shown.form, language),
        "state_name": label_in(STATES, shown.state, language),
        "tiles": _tiles(counts, base, chosen),
        "failed": failure(shown, language),
        "listing": chosen,
        "list_name": list_names()[chosen],
        "page": page,
        "rows": [row_shown(chosen, line, shown, language, typed or {}) for line in page.lines],
        "carried": [
            (f"fix-{row}-{field}", text)
            for (row, field), text in (typed or {}).items()
            if row not in {line["row"] for line in page.lines}
        ]
        if chosen == "problem"
        else (),
        "kept_pages": _kept_pages(request, typed or {}) if chosen == "problem" else (),
        "previous_url": f"{base}?list={chosen}&page={page.number - 1}" if page.number > 1 else "",
        "next_url": f"{base}?list={chosen}&page={page.number + 1}"
        if page.number < page.pages
        else "",
        "pages_in_form": chosen == "problem" and shown.state in ("previewed", "failed"),
        "previous_page": page.number - 1,
        "next_page": page.number + 1 if page.number < page.pages else 0,
        "last": page.first + len(page.lines) - 1 if page.lines else 0,
        "revealed": full is not None,
        "purposes": _purposes(request, shown) if chosen == "problem" and full is None else (),
        "step": {"applied": 4, "undone": 3, "failed": 1}.get(shown.state, 2),
        "columns": _columns(shown, language) if shown.state in ("previewed", "failed") else (),
        "fields": _fields(language),
        "account": account(shown, language) if shown.counts.get("reading") else None,
        "sheets": counts.get("sheets", ()),
        "may_apply": shown.state == "previewed" and request.actor.may("import.apply"),
        "may_try_again": _broken(shown) and request.actor.may(_needed(shown)),
        "other_file_url": area.url(area.drop) if shown.state == "failed" else "",
        "may_undo": shown.state == "applied" and request.actor.may("import.apply"),
        "waiting": waiting,
        "task": progress.get(shown.task_id) if waiting and shown.task_id else None,
        "just_applied": shown.state == "applied" and "done" in request.GET,
        "urls": {"import": base}
        | {
            name: area.url(f"import_{name}", batch_id=shown.id)
            for name in (
                "progress",
                "mend",
                "sheet",
                "columns",
                "choices",
                "leavers",
                "apply",
                "again",
                "undo",
                "problems",
                "reveal",
                "outcomes",
            )
        },
        "open": shown.state in ("previewed", "failed"),
        "leaving": len(shown.leaving),
        "many": register.many_leavers(len(shown.leaving), counts.get("present", 0)),
        "many_missing": register.many_leavers(counts.get("left", 0), counts.get("present", 0)),
    }


def _kept_pages(request: ActorRequest, typed: dict[tuple[int, str], str]) -> list[str]:
    """The pages whose corrections travel with this one."""
    given = [request.POST.get("page", ""), *request.POST.getlist("kept")] if typed else []
    return sorted({n for n in given if n.isdecimal()})


def _purposes(request: ActorRequest, shown: register.ImportView) -> list[tuple[str, str]]:
    """For what the reader may see the refused rows in full: the list's own party, or staff who may reveal."""
    own = bool(shown.party) and request.actor.may("import.run", party=shown.party)
    return purposes.choices(request.actor, "import.run" if own else "person.reveal")


def figures(shown: register.ImportView) -> dict[str, Any]:
    """The figures of an import as its page shows them: of a preview, what was foreseen of applying it; afterwards, what
    came of it. Each is the length of the list it opens."""
    counts = dict(shown.counts)
    statuses = counts.get("foreseen", {}).get("statuses")
    if statuses is not None:
        counts |= {name: statuses.get(name, 0) for name in ("refused", "waiting", "unchanged")}
        counts["accepted"] = statuses.get("applied", 0)
    elif shown.state in ("applied", "undone"):
        counts = {k: v for k, v in counts.items() if k not in ("accepted", "unchanged")}
        counts |= {name: shown.counts.get(name, 0) for name in ("refused", "waiting")}
    if "gone" in counts:
        kinds = counts.get("kinds", {})
        counts["gone"] = sum(n for kind, n in kinds.items() if register.closes(kind))
    return counts


def list_names() -> dict[str, str]:
    """The lists of an import by their names."""
    return {
        "accepted": _("可以写入"),
        "problem": _("有问题"),
        "refused": _("不写入"),
        "waiting": _("等待核实"),
        "joined": _("新增"),
        "left": _("不在名单"),
        "gone": _("名单写明离职"),
        "unclear": _("有问题行中的人"),
        "changed": _("有变化"),
        "unchanged": _("无变化"),
        "warned": _("请核对"),
        "column": _("各列的含义"),
    }


def _first(counts: dict[str, Any]) -> str:
    return next((name for name in ORDER if counts.get(_figure(name), 0)), "accepted")


def _figure(listing: str) -> str:
    return "rejected" if listing == "problem" else listing


def _tiles(counts: dict[str, Any], base: str, chosen: str) -> list[dict[str, Any]]:
    names = list_names()
    tiles = [
        {
            "label": names[name],
            "count": counts[_figure(name)],
            "url": f"{base}?list={name}",
            "icon": icon,
            "tone": tone if counts[_figure(name)] else "",
            "here": name == chosen,
        }
        for name, icon, tone in TILES
        if _figure(name) in counts and (name not in ONLY_IF_ANY or counts[name])
    ]
    warned = sum(counts.get("warnings", {}).values())
    if warned:
        tiles.append(
            {
                "label": names["warned"],
                "count": warned,
                "url": f"{base}?list=warned",
                "icon": "phone-off",
                "tone": "",
                "here": chosen == "warned",
            }
        )
    return tiles


def failure(shown: register.ImportView, language: str) -> str:
    """Why an import did not succeed, in words; "" for all others."""
    if shown.state != "failed":
        return ""
    params = dict(shown.counts.get("failed_params", {}))
    if "columns" in params:
        params["columns"] = [label_in(FIELDS, c, language) for c in params["columns"]]
    return sentence(AnjuError(shown.counts.get("failed", ""), **params), language)


def _broken(shown: register.ImportView) -> bool:
    """True when the same once more may succeed: a job broke off, or applying did not go through."""
    counts = shown.counts
    return shown.state == "failed" and (
        counts.get("failed") == "job_broken" or counts.get("failed_at") == "queued"
    )


def _needed(shown: register.ImportView) -> str:
    return "import.apply" if shown.counts.get("failed_at") == "queued" else "import.run"


def row_shown(
    listing: str,
    line: dict[str, Any],
    shown: register.ImportView,
    language: str,
    typed: dict[tuple[int, str], str],
) -> dict[str, Any]:
    """A line as the templates draw it."""
    if listing == "changed":
        fields = [
            {"label": label_in(FIELDS, f, language), "before": b, "after": a}
            for f, (b, a) in line["fields"].items()
        ]
        return {
            "kind": "changed",
            "id": line["person"],
            "row": line["row"],
            "who": line["name"],
            "fields": fields,
        }
    if listing == "problem":
        cells = [
            {
                "field": f,
                "label": label_in(FIELDS, f, language),
                "value": typed.get((line["row"], f), v),
                "wrong": _about(line["reason"]) == f,
            }
            for f, v in line["cells"].items()
        ]
        return {
            "row": line["row"],
            "place": line.get("place") or line["row"],
            "why": sentence(AnjuError(line["reason"]), language),
            "cells": cells,
            "code": line["reason"],
            "may_split": line["reason"] == "people_in_one_cell" and register.may_split(line["row"]),
        }
    if listing == "left":
        return {**line, "chosen": line["person"] in shown.leaving}
    if "code" in line:
        why = sentence(AnjuError(line["code"]), language) if line["code"] else ""
        return {**line, "at": line["place"], "why": why}
    return {
        **line,
        "at": line.get("row"),
        "when": line.get("since") or line.get("start") or "",
        "about": line.get("position") or line.get("place"),
    }


def _about(reason: str) -> str:
    """The field a reason speaks of."""
    if reason.startswith("id_") or reason == "duplicate_in_file":
        return "doc_number"
    if reason.startswith("date_"):
        return "start"
    return {
        "name_missing": "name",
        "name_symbols": "name",
        "birth_date_future": "birth_date",
        "room_is_date": "room",
    }.get(reason, "")


def _columns(shown: register.ImportView, language: str) -> list[dict[str, Any]]:
    """The columns with what they were read as; of an unread file the titles its refusal named."""
    lines = list(register.preview_page(shown.id, "column").lines)
    if not lines and shown.state == "failed":
        titles = shown.counts.get("failed_params", {}).get("titles") or []
        lines = [
            {"index": i, "title": t, "field": "", "examples": [], "sure": 0.0}
            for i, t in enumerate(titles)
        ]
    return [
        {
            **line,
            "why_text": label_in(WHY, line["why"], language) if line.get("why") else "",
            "meaning": label_in(FIELDS, line["field"], language)
            if line["field"] in CHOOSABLE
            else "",
        }
        for line in lines
    ]


def _fields(language: str) -> list[tuple[str, str]]:
    return [(code, label_in(FIELDS, code, language)) for code in CHOOSABLE]
