"""One stay: everything about it on one page, every step by a key; its sheets for paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import (
    Departure,
    Facts,
    StayEvent,
    StayRecord,
    StayState,
    Step,
    Way,
)
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.masks import mask_number
from anju.interfaces.texts import rescue as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.rescue.reading import (
    bed_groups,
    day_sent,
    duty_shown,
    line_shown,
    mark_choices,
    marks_sent,
    number_sent,
    record,
)
from anju.interfaces.web.session import ActorRequest

SHEETS = ("register", "property", "handover", "statement")
"""Sheets for paper: the register sheet, the receipt of things kept, the hand-over, the statement on leaving at will."""


def _seen(request: ActorRequest, rescue_id: int, *, action: str) -> StayRecord:
    request.actor.require(rescue.SEE)
    found = rescue.stay(rescue_id, actor=request.actor, at=request.at)
    record(request.actor, [found.line], action=action, at=request.at)
    return found


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, rescue_id: int) -> HttpResponse:
    """One stay; a POST takes a step (``act``)."""
    if request.method != "POST":
        return _page(request, _seen(request, rescue_id, action="rescue.stay"))
    request.actor.require(rescue.WORK)
    if request.POST.get("act") == "reveal":
        return _revealed(request, rescue_id)
    try:
        _do(request, rescue_id)
    except (Refused, Conflict, NotAllowed, NotFound) as error:
        found = _seen(request, rescue_id, action="rescue.stay")
        return _page(request, found, sentence(error, get_language() or "zh-hans"))
    messages.success(request, _("已记录。"))
    return redirect("office:rescue_stay", rescue_id)


def _revealed(request: ActorRequest, rescue_id: int) -> HttpResponse:
    """The page with the number in full, which is recorded by itself."""
    found = _seen(request, rescue_id, action="rescue.stay")
    record(request.actor, [found.line], action="rescue.reveal", at=request.at, reveal=True)
    return _page(request, found, number=found.facts.number)


def _do(request: ActorRequest, rescue_id: int) -> None:
    post = request.POST
    text = post.get("text", "")
    common: dict[str, Any] = {"key": act_key(request), "actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "note": lambda: rescue.note_step(rescue_id, _step(post.get("step", "")), text, **common),
        "bed": lambda: rescue.give_bed(
            rescue_id, record_number(post.get("bed", "")) or 0, **common
        ),
        "marks": lambda: rescue.set_marks(rescue_id, marks_sent(post), **common),
        "kin_yes": lambda: rescue.set_kin_wish(rescue_id, True, **common),
        "kin_no": lambda: rescue.set_kin_wish(rescue_id, False, **common),
        "keep": lambda: rescue.keep(
            rescue_id, post.get("what", ""), place=post.get("place", ""), **common
        ),
        "give_back": lambda: rescue.give_back(
            rescue_id,
            record_number(post.get("property", "")) or 0,
            signed_by=post.get("signed_by", ""),
            **common,
        ),
        "cash": lambda: rescue.give_cash(
            rescue_id,
            number_sent(post.get("yuan", "")) or 0,
            signed="signed" in post,
            **common,
        ),
        "extend": lambda: rescue.extend(
            rescue_id, day_sent(post.get("until", "")) or local_date(request.at), text, **common
        ),
        "missing": lambda: rescue.report_missing(rescue_id, text, **common),
        "identify": lambda: rescue.identify(
            rescue_id,
            _facts(request, rescue_id),
            checked="checked" in post,
            birth_date=day_sent(post.get("birth_date", "")),
            **common,
        ),
        "leave": lambda: rescue.leave(
            rescue_id,
            Departure(
                _way(post.get("way", "")),
                words=text,
                receiver=post.get("receiver", ""),
                signed="signed" in post,
            ),
            **common,
        ),
        "link": lambda: rescue.link(rescue_id, wished="wished" in post, **common),
        "unlink": lambda: rescue.unlink(rescue_id, **common),
        "reopen": lambda: rescue.reopen(rescue_id, text, **common),
    }
    if post.get("act", "") not in acts:
        raise Refused("rescue_step_unknown")
    acts[post["act"]]()


def _facts(request: ActorRequest, rescue_id: int) -> Facts:
    """What the form says of who somebody is; a number that was left empty stays as it was."""
    post = request.POST
    number = post.get("number", "")
    if not number.strip():
        number = rescue.stay(rescue_id, actor=request.actor, at=request.at).facts.number
    rest = {f: post.get(f, "") for f in ("name", "origin", "kin", "since")}
    return Facts(number=number, **rest)


def _step(code: str) -> Step:
    found = next((s for s in rescue.NOTED if s.value == code), None)
    if found is None:
        raise Refused("rescue_step_unknown")
    return found


def _way(code: str) -> Way:
    found = next((w for w in Way if w.value == code), None)
    if found is None:
        raise Refused("rescue_step_unknown")
    return found


def shown(found: StayRecord, request: ActorRequest) -> dict[str, Any]:
    """A stay as its page and its sheets show it."""
    line = found.line
    return {
        **line_shown(line, request.at),
        "station": found.station,
        "facts": found.facts,
        "number": mask_number(found.facts.number) if found.facts.number else "",
        "birth_date": found.birth_date,
        "brought_by": found.brought_by,
        "kin_wish": found.kin_wish,
        "all_duties": [duty_shown(d, request.at) for d in found.duties],
        "events": [_event(e, found) for e in reversed(found.events)],
        "things": found.property,
        "kept": [p for p in found.property if p.returned_at is None],
        "bounds": found.bounds,
        "now": request.at,
    }


def _event(event: StayEvent, found: StayRecord) -> dict[str, Any]:
    detail, more = event.detail, ""
    if event.step is Step.BED:
        more = detail["bed"]
    elif event.step is Step.CASH:
        more = _("%(n)s 元") % {"n": detail["yuan"]}
    elif event.step is Step.EXTENDED:
        more = detail["until"]
    elif event.step is Step.LEFT:
        more = label(words.WAYS, detail["way"])
    elif event.step is Step.KIN_WISH:
        more = _("同意") if detail["kin_wish"] == "yes" else _("不同意")
    elif event.step is Step.IDENTIFIED:
        more = label(words.IDENTITIES, detail["identity"])
    elif event.step is Step.MARKED:
        more = "、".join(label(words.MARKS, m) for m in detail["marks"].split()) or _("无")
    elif "property" in detail:
        thing = next((p for p in found.property if str(p.id) == detail["property"]), None)
        more = thing.what if thing else ""
    return {
        "text": label(words.STEPS, event.step.value),
        "at": event.at,
        "by": "" if event.by_label.startswith("#") else event.by_label,
        "words": event.text,
        "more": more,
    }


def _identity(found: StayRecord) -> dict[str, Any]:
    """What the form of who somebody is begins with."""
    facts, born = found.facts, found.birth_date
    texts = {f: getattr(facts, f) for f in ("name", "origin", "kin", "since")}
    return {**texts, "birth_date": born.isoformat() if born else ""}


def _page(
    request: ActorRequest, found: StayRecord, error: str = "", number: str = ""
) -> HttpResponse:
    line, region = found.line, found.station.region
    state = line.state
    kept: dict[str, Any] = {request.POST.get("act", ""): request.POST} if error else {}
    steps = [s for s in rescue.NOTED if state in rescue.STEPS[s].after]
    return render(
        request,
        "office/rescue/stay.html",
        {
            **shown(found, request),
            "in_full": number,
            "works": rescue.holds_there(request.actor, rescue.WORK, region),
            "leads": rescue.holds_there(request.actor, rescue.LEAD, region),
            "here": state is not StayState.LEFT,
            "present": state is StayState.PRESENT,
            "steps": [(s.value, label(words.STEPS, s.value)) for s in steps],
            "ways": [(w.value, label(words.WAYS, w.value)) for w in Way],
            "groups": bed_groups(found.station.id) if state is StayState.PRESENT else [],
            "marks_all": mark_choices(),
            "marked": request.POST.getlist("marks")
            if "marks" in kept
            else [m.value for m in line.marks],
            "alone": line.age >= found.bounds.alone_from,
            "longest": rescue.MOST_TEXT,
            "today": local_date(request.at),
            "error": error,
            "kept": kept,
            "asked": kept.get("identify") or _identity(found),
            "key": new_key(),
            "here_url": link("office:rescue", station=found.station.id),
            "book_url": link("office:rescue_book", station=found.station.id, show="all"),
        },
        status=422 if error else 200,
    )


@require_safe
def sheet(request: ActorRequest, rescue_id: int, sheet: str) -> HttpResponse:
    """A sheet for paper."""
    if sheet not in SHEETS:
        raise Http404
    found = _seen(request, rescue_id, action="rescue.sheet")
    return render(
        request,
        f"office/rescue/print_{sheet}.html",
        {
            **shown(found, request),
            "printed_at": request.at,
            "printed_by": request.actor.label,
            "leaving": next((e for e in found.events if e.step is Step.LEFT), None),
        },
    )
