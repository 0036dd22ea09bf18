"""Doses typed from a booklet in; out what counts, what is due next, and the rule of each. Nothing is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anju.domains.health import api as health
from anju.domains.health.api import BookletLine, Evaluation, Forecast, GroupAnswer, Schedule
from anju.foundation.clock import local_date
from anju.interfaces.texts.sentences import text_of
from anju.interfaces.texts.vaccination import DOSES, STATES, WHY
from anju.interfaces.web.session import ActorRequest

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
        "title": _words(schedule.title.zh, schedule.title.en),
        "born": born[:10],
        "gender": gender,
        "vaccines": [
            (code, _words(schedule.names[code].zh, schedule.names[code].en))
            for code in schedule.vaccines
        ],
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
            context["groups"] = [_group(schedule, a, today) for a in answers]
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


def _words(zh: str, en: str) -> str:
    return zh if (get_language() or "zh").startswith("zh") else en


def _sentence(code: str | None) -> str:
    return text_of(code, get_language() or "zh-hans", {}) if code else ""


def _rule(schedule: Schedule, code: str) -> dict[str, str]:
    clause = schedule.clauses.get(code)
    if clause is None:
        return {}
    return {"text": _words(clause.zh, clause.en), "source": clause.source}


def _group(schedule: Schedule, answer: GroupAnswer, today: date) -> dict[str, Any]:
    name = schedule.names[answer.group]
    return {
        "name": _words(name.zh, name.en),
        "doses": [_dose(schedule, e) for e in answer.evaluations],
        "next": _next(schedule, answer.forecast, today),
    }


def _dose(schedule: Schedule, evaluation: Evaluation) -> dict[str, Any]:
    name = schedule.names[evaluation.given.code]
    counted = evaluation.status == "valid"
    return {
        "day": date.fromordinal(evaluation.given.day),
        "vaccine": _words(name.zh, name.en),
        "counts": _words(*DOSES[evaluation.status]),
        "why": _words(*WHY[evaluation.reason]),
        "counted": counted,
        "rule": {} if counted else _rule(schedule, evaluation.clause),
    }


def _next(schedule: Schedule, forecast: Forecast, today: date) -> dict[str, Any]:
    day = today.toordinal()
    state = forecast.status.value
    if forecast.earliest is not None:
        late = forecast.past_due is not None and forecast.past_due < day
        state = "ahead" if forecast.earliest > day else "late" if late else "now"
    return {
        "state": _words(*STATES[state]),
        "code": state,
        "number": forecast.number,
        "from": date.fromordinal(forecast.earliest) if forecast.earliest is not None else None,
        "until": date.fromordinal(forecast.past_due) if forecast.past_due is not None else None,
        "vaccines": [_words(schedule.names[c].zh, schedule.names[c].en) for c in forecast.vaccines],
        "rule": _rule(schedule, forecast.clause),
    }
