"""One child at the clinic's desk: what counts, what is next, give and record doses, decide, hand over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.health import api as health
from anju.domains.health.api import children, clinics, doses
from anju.domains.health.api.children import ChildRecord, NewGuardian
from anju.domains.health.api.clinics import Clinic
from anju.domains.health.api.doses import NewDose, Picture, Source
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.texts import health as words
from anju.interfaces.texts import labels
from anju.interfaces.web.choosing import label, offered
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.office.clinic.place import (
    around,
    child_row,
    in_words,
    note_child,
    note_list,
    own_clinics,
)
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vaccination import wording
from anju.interfaces.web.vaccination.booklet import booklet


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, child_id: int) -> HttpResponse:
    """The child's record; a POST does what its ``act`` says."""
    chosen, mine = own_clinics(request)
    record = children.child(child_id, actor=request.actor, at=request.at)
    note_child(request, record.line.id, record.line.person_id, "clinic.child")
    context = around(request, chosen, mine, "clinic")
    if request.method != "POST" or chosen is None:
        return _page(request, record, chosen, context)
    try:
        _do(request, record, chosen)
    except (Refused, Conflict, NotFound) as error:
        return _page(request, record, chosen, context, _explained(request, error))
    messages.success(request, _("已记录。"))
    return redirect(link("office:clinic_child", record.line.id, clinic=chosen.id))


def _explained(request: ActorRequest, error: Refused | Conflict | NotFound) -> str:
    """The sentence, with the rule's own text where a rule stands behind it."""
    schedule = health.schedule_on(local_date(request.at).toordinal())
    rule = wording.rule(schedule, str(error.params.get("clause", "")))
    return f"{in_words(error)}{rule['text']}（{rule['source']}）" if rule else in_words(error)


def _do(request: ActorRequest, record: ChildRecord, clinic: Clinic) -> None:
    post, child = request.POST, record.line.id
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    keyed = {**common, "key": act_key(request)}
    day = day_in(post.get("day", ""))
    number = record_number(post.get("dose", "")) or 0
    acts: dict[str, Callable[[], object]] = {
        "give": lambda: doses.record_dose(
            child,
            clinic.id,
            _given(request),
            asked={a: post.get(f"asked-{a}") == "yes" for a in doses.ASKED if f"asked-{a}" in post},
            despite="despite" in post,
            **keyed,
        ),
        "record": lambda: doses.record_dose(child, clinic.id, _known(request), **keyed),
        "withdraw": lambda: doses.withdraw_dose(number, clinic.id, post.get("reason", ""), **keyed),
        "correct": lambda: doses.correct_dose(
            number, clinic.id, _known(request), post.get("reason", ""), **keyed
        ),
        "same": lambda: _decided(request, clinic, number, keyed, same=True),
        "separate": lambda: _decided(request, clinic, number, keyed, same=False),
        "observe": lambda: children.observe(
            child, clinic.id, post.get("code", ""), since=day, holds="ends" not in post, **common
        ),
        "hand_over": lambda: children.hand_over(child, clinic.id, **common),
        "away": lambda: children.move_away(child, **common),
        "appoint": lambda: _appointed(request, child, common),
        "call_off": lambda: doses.call_off(child, **common),
        "guardian": lambda: children.add_guardian(child, clinic.id, _guardian(request), **common),
        "end_guardian": lambda: children.end_guardian(
            record_number(post.get("guardian", "")) or 0, clinic.id, **common
        ),
        "correct_child": lambda: children.correct_child(
            child,
            clinic.id,
            name=post.get("name", "")[:60],
            number=post.get("number", "")[:30] or None,
            sex=post.get("sex", "")[:1],
            **common,
        ),
        "join": lambda: children.join_records(
            child, record_number(post.get("other", "")) or 0, clinic.id, **common
        ),
        "unjoin": lambda: children.separate_records(
            child, record_number(post.get("other", "")) or 0, clinic.id, **common
        ),
    }
    if post.get("act", "") not in acts:
        raise Refused("dose_unknown")
    acts[post["act"]]()


def _appointed(request: ActorRequest, child: int, common: dict[str, Any]) -> None:
    day = day_in(request.POST.get("day", ""))
    if day is None:
        raise Refused("clinic_day", days=120)
    doses.appoint(child, day, **common)


def _decided(
    request: ActorRequest, clinic: Clinic, number: int, keyed: dict[str, Any], *, same: bool
) -> None:
    other = record_number(request.POST.get("other", "")) or 0
    doses.decide(number, other, clinic.id, same=same, **keyed)


def _given(request: ActorRequest) -> NewDose:
    """The dose given now: lot and vaccine stand in one choice."""
    vaccine, _dot, lot = request.POST.get("lot", "")[:60].partition(":")
    return NewDose(
        vaccine,
        local_date(request.at),
        Source.HERE,
        record_number(lot),
        site=request.POST.get("site", "")[:20],
        note=request.POST.get("note", "")[:200],
    )


def _known(request: ActorRequest) -> NewDose:
    """A dose given elsewhere. `Refused` ``vaccination_day_unreadable``."""
    post = request.POST
    day = day_in(post.get("day", ""))
    if day is None:
        raise Refused("vaccination_day_unreadable")
    source = post.get("source", "")
    return NewDose(
        post.get("vaccine", "")[:20],
        day,
        Source(source) if source in {s.value for s in doses.BY_HAND} else Source.BOOKLET,
        lot=post.get("lot_number", "")[:40],
        site=post.get("site", "")[:20],
        place=post.get("place", "")[:100],
        note=post.get("note", "")[:200],
    )


def _guardian(request: ActorRequest) -> NewGuardian:
    post = request.POST
    return NewGuardian(
        post.get("relation", "")[:10],
        post.get("guardian_name", "")[:60],
        post.get("guardian_number", "")[:30],
        post.get("phone", "")[:20],
    )


def _page(
    request: ActorRequest,
    record: ChildRecord,
    clinic: Clinic | None,
    context: dict[str, Any],
    error: str = "",
) -> HttpResponse:
    line, today = record.line, local_date(request.at)
    kept: dict[str, Any] = {request.POST.get("act", ""): request.POST} if error else {}
    picture = doses.picture_of(line.id, line.born, line.sex, today)
    shown = wording.shown(picture)
    own = clinics.clinics_by_id([line.clinic_id] if line.clinic_id else [])
    return render(
        request,
        "office/clinic/child.html",
        {
            **context,
            **shown,
            "record": record,
            "line": line,
            "sex": label(labels.SEXES, line.sex if line.sex in labels.SEXES else "0"),
            "own": own.get(line.clinic_id or 0),
            "is_own": clinic is not None and line.clinic_id == clinic.id,
            "lots": _lots(request, clinic, picture) if clinic else [],
            "sites": offered(words.SITES, *doses.SITES),
            "asked": [
                (code, name, kept.get("give", {}).get(f"asked-{code}", ""))
                for code, name in offered(words.ASKED, *doses.ASKED)
            ],
            "sources": offered(words.SOURCES, *(s.value for s in doses.BY_HAND)),
            "vaccines": wording.vaccines(picture.schedule),
            "relations": offered(words.RELATIONS, *children.RELATIONS),
            "sexes": offered(labels.SEXES, "1", "2"),
            "guardians": [(g, label(words.RELATIONS, g.relation)) for g in record.guardians],
            "observations": [
                (o, wording.vaccine_name(picture.schedule, o.code)) for o in record.observations
            ],
            "observable": [
                (c, wording.vaccine_name(picture.schedule, c))
                for c in children.observation_codes(today)
            ],
            "appointment": doses.appointment_of(line.id),
            "days": doses.next_days(clinic.weekdays, today) if clinic else [],
            "error": error,
            "kept": kept,
            "named": kept.get("correct_child") or {"name": line.name, "sex": line.sex},
            "alike": _alike(request, record, clinic) if clinic else [],
            "key": new_key(),
            "source_chosen": request.POST.get("source", "") or Source.BOOKLET.value,
            "list_url": link("office:clinic", clinic=clinic.id if clinic else ""),
            "print_url": link(
                "office:clinic_child_print", line.id, clinic=clinic.id if clinic else ""
            ),
        },
        status=422 if error else 200,
    )


def _alike(request: ActorRequest, record: ChildRecord, clinic: Clinic) -> list[dict[str, Any]]:
    """Other records of the clinic that may be of the same child: those born on the same day."""
    line = record.line
    if line.clinic_id != clinic.id:
        return []
    found = children.find(line.born.isoformat(), actor=request.actor)
    others = [c for c in found if c.id != line.id and c.born == line.born]
    if others:
        note_list(request, others, clinic, "clinic.alike")
    return [child_row(c, clinic.id) for c in others]


def _lots(request: ActorRequest, clinic: Clinic, picture: Picture) -> list[dict[str, Any]]:
    """Lots that may be used today, those of a vaccine that is due first."""
    first = {c for a in picture.answers for c in a.forecast.vaccines}
    due = {
        c
        for a in picture.answers
        if (d := doses.recommended(a.forecast)) is not None and d <= picture.today.toordinal()
        for c in a.forecast.vaccines
    }
    held = clinics.lots(clinic.id, actor=request.actor, usable_on=picture.today)
    rows: list[dict[str, Any]] = [
        {
            "value": f"{lot.vaccine}:{lot.id}",
            "name": wording.vaccine_name(picture.schedule, lot.vaccine),
            "lot": lot,
            "due": lot.vaccine in due,
        }
        for lot in held
    ]
    rows.sort(key=lambda r: (not r["due"], r["lot"].vaccine not in first, r["name"]))
    return rows


@require_safe
def sheet(request: ActorRequest, child_id: int) -> HttpResponse:
    """The booklet on paper, with its code."""
    own_clinics(request)
    record = children.child(child_id, actor=request.actor, at=request.at)
    note_child(request, record.line.id, record.line.person_id, "clinic.print")
    printed = {"printed_at": request.at, "printed_by": request.actor.label}
    return render(request, "vaccination/booklet_print.html", booklet(record, request.at) | printed)
