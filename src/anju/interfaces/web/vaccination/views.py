"""Doses typed from a booklet in; out what counts, what is due next, and the rule of each. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anju.domains.health import api as health
from anju.domains.health.api import BookletLine
from anju.foundation.clock import local_date
from anju.interfaces.texts.sentences import text_of
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vaccination import wording

BLANK = 6
"""Empty lines below those that are filled in."""
GENDERS = ("female", "male")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def check(request: ActorRequest) -> HttpResponse:
    """The form; sent, what the doses count for above it."""
    today = local_date(request.at)
    schedule = health.schedule_on(today.toordinal())
    lines = _lines(request)
    gender = request.POST.get("gender", "")
    born = request.POST.get("born", "")
    context: dict[str, Any] = {
        "today": today,
        "title": wording.chosen(schedule.title.zh, schedule.title.en),
        "born": born[:10],
        "gender": gender,
        "vaccines": wording.vaccines(schedule),
        "back_url": "/?doors",
    }
    faults: dict[int, str] = {}
    if request.method == "POST" and "more" not in request.POST:
        found = health.read_booklet(schedule, born, lines, today=today)
        faults = found.faults
        if not faults and found.born is not None:
            person = health.Person(
                found.born.toordinal(), gender if gender in GENDERS else "unknown"
            )
            answers = health.check_up(person, found.given, today=today.toordinal())
            context["groups"] = [wording.group(schedule, a, today) for a in answers]
    context["born_fault"] = _sentence(faults.get(-1))
    context["lines"] = [
        {"vaccine": line.vaccine, "day": line.day[:10], "fault": _sentence(faults.get(number))}
        for number, line in enumerate(_with_blanks(lines))
    ]
    context["faulty"] = bool(faults)
    return render(request, "vaccination/check.html", context, status=422 if faults else 200)


def _lines(request: ActorRequest) -> list[BookletLine]:
    pairs = zip(request.POST.getlist("vaccine"), request.POST.getlist("day"), strict=False)
    typed = [BookletLine(vaccine.strip(), day.strip()) for vaccine, day in pairs]
    return [line for line in typed if line.vaccine or line.day][: health.MOST]


def _with_blanks(lines: list[BookletLine]) -> list[BookletLine]:
    blank = min(BLANK, health.MOST - len(lines))
    return [*lines, *[BookletLine("", "")] * blank]


def _sentence(code: str | None) -> str:
    return text_of(code, get_language() or "zh-hans", {}) if code else ""
