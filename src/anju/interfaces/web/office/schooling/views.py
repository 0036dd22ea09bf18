"""Rounds of enrolment of one's places; opening one; the sheet an office begins with."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import Round, RoundDraft, RoundKind
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.texts import enrolment as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import enrolment_page
from anju.interfaces.web.casework.case_page import which
from anju.interfaces.web.choosing import label, offered
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.naming import area_filter, division_fault, names_for, prefix_chosen
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

DAYS = {
    "apply_from": gettext_lazy("报名开始"),
    "apply_to": gettext_lazy("报名截止"),
    "results_on": gettext_lazy("公布结果"),
    "reply_by": gettext_lazy("确认截止"),
    "term_begins": gettext_lazy("开学"),
}
PERMISSIONS = (enrolment.SEE, enrolment.RUN, enrolment.SCHOOL, enrolment.ENTER)


def regions_of(actor: Actor) -> tuple[str, ...]:
    """Places whose rounds concern the actor: those within, and those they lie in."""
    return tuple(sorted({r for p in PERMISSIONS for r in actor.regions(p)}))


def require_any(actor: Actor) -> None:
    """Raise `NotAllowed` for staff who have nothing to do with schools."""
    if not any(actor.may(p) for p in PERMISSIONS):
        actor.require(enrolment.SEE)


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Rounds of one's places, the latest first."""
    require_any(request.actor)
    found = {r.id: r for r in enrolment.rounds_within(regions_of(request.actor))}
    for region in regions_of(request.actor):
        found |= {r.id: r for r in enrolment.rounds_of_place(region)}
    names = names_for(codes=[r.region for r in found.values()])
    person = record_number(request.GET.get("person", ""))
    today = local_date(request.at)
    if person and request.actor.may(enrolment.ENTER):
        found = {r.id: r for r in found.values() if r.takes_on(today)}
    school = not request.actor.may(enrolment.SEE) and request.actor.may(enrolment.SCHOOL)
    return render(
        request,
        "office/schooling/list.html",
        {
            "rounds": [
                {
                    "round": r,
                    "place": names.place(r.region),
                    "state": label(words.ROUND_STATES, r.state.value),
                    "kind": label(words.KINDS, r.kind.value),
                    "days": enrolment_page.days(r),
                    "url": _address(r, person, school=school),
                }
                for r in sorted(found.values(), key=lambda r: (r.apply_from, r.id), reverse=True)
            ],
            "may_run": request.actor.may(enrolment.RUN),
        },
    )


def _address(held: Round, person: int | None, *, school: bool) -> str:
    """Where a round leads: to the form at the counter, the school's list, the round itself."""
    if person:
        return link("office:school_enter", held.id, person=person)
    return link("office:school_children" if school else "office:school_round", held.id)


@require_http_methods(["GET", "POST"])
def opening(request: ActorRequest) -> HttpResponse:
    """The form of a round; a POST opens it."""
    request.actor.require(enrolment.RUN)
    if request.method != "POST":
        return _form(request)
    fault = division_fault(
        request.actor, enrolment.RUN, request.POST.get("region", ""), prefix=True
    )
    if fault:
        return _form(request, fault=fault)
    try:
        made = enrolment.open_round(
            _draft(request),
            key=request.POST.get("key", "")[:80] or new_key(),
            actor=request.actor,
            at=request.at,
        )
    except (Refused, NotFound) as error:
        return _form(request, error)
    messages.success(request, _("批次已公布，接着导入学校和学位。"))
    return redirect(link("office:school_round", made))


def _draft(request: ActorRequest) -> RoundDraft:
    post = request.POST
    apply_from, apply_to, results_on, reply_by, term_begins = (
        _day(name, post.get(name, "")) for name in DAYS
    )
    kind, year = post.get("kind", ""), post.get("year", "")
    return RoundDraft(
        prefix_chosen(post.get("region", "")),
        RoundKind(kind) if kind in set(RoundKind) else RoundKind.ENTRY,
        int(year) if year.isdecimal() and len(year) == 4 else 0,
        tuple(int(g) for g in post.getlist("grade")[:9] if g.isdecimal() and len(g) == 1),
        post.get("title", "")[:200],
        apply_from,
        apply_to,
        results_on,
        reply_by,
        term_begins,
        post.get("seed_source", "")[:400],
    )


def _day(name: str, text: str) -> date:
    found = day_in(text)
    if found is None:
        raise Refused("round_day_unreadable", name=str(DAYS[name]))
    return found


def _form(request: ActorRequest, error: AnjuError | None = None, fault: str = "") -> HttpResponse:
    today, n = local_date(request.at), which()
    area = next(iter(request.actor.regions(enrolment.RUN)), "")
    fresh = {
        "apply_from": today,
        "apply_to": today + timedelta(days=14),
        "results_on": today + timedelta(days=24),
        "reply_by": today + timedelta(days=31),
        "term_begins": today + timedelta(days=60),
    }
    return render(
        request,
        "office/schooling/open.html",
        {
            "error": sentence(error, get_language() or "zh-hans") if error else "",
            "days": [
                (name, title, request.POST.get(name) or fresh[name].isoformat())
                for name, title in DAYS.items()
            ],
            "grades": [
                (g, enrolment_page.grade(g), str(g) in request.POST.getlist("grade"))
                for g in range(1, 10)
            ],
            "kinds": offered(words.KINDS, *words.KINDS),
            "typed": request.POST,
            "year": request.POST.get("year") or str(today.year),
            "published": [
                f"{d.words[n]}：{d.apply_from} – {d.apply_to}"
                for d in enrolment.published_days(area, today)[:4]
            ],
            "fault": fault,
            **area_filter(request.actor, enrolment.RUN, request.POST.get("region", area)),
            "key": request.POST.get("key") or new_key(),
        },
        status=422 if error or fault else 200,
    )


@require_safe
def sample(request: ActorRequest) -> HttpResponse:
    """An empty list of schools with its titles and one line as an example."""
    require_any(request.actor)
    titles = [title for _name, title, _most in enrolment.COLUMNS]
    line = ["XX01", "示例学校", "1", "45", "430181124205", "示例路1号", "430181124"]
    frame = pl.DataFrame([line], schema=dict.fromkeys(titles, pl.Utf8), orient="row")
    return workbook(frame, _("学校和学位"), "schools.xlsx", titles)
