"""Trying a scheme out for oneself: answers in, an explained calculation out, nothing kept.

It runs only when the person sends the form, about nobody but the one who fills it in, and only what the register proves
about that person is filled in beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.permits.api import points
from anju.domains.permits.api.points import Fact, Scheme
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.texts.sentences import text_of
from anju.interfaces.web.declaring import signed_in
from anju.interfaces.web.pieces.schemes import YES_NO, chosen
from anju.interfaces.web.published.scheme_page import head, language, result
from anju.interfaces.web.session import ActorRequest

TIMES = 3
"""How many days of one kind of event can be given."""


@require_safe
@signed_in
def choose(request: ActorRequest) -> HttpResponse:
    """Which scheme."""
    found = points.schemes(today=local_date(request.at))
    return render(
        request,
        "published/choose.html",
        {"schemes": [head(s) for s in found], "back_url": reverse("resident:home")},
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def try_out(request: ActorRequest, code: str) -> HttpResponse:
    """The questions; sent, the calculation above them."""
    today = local_date(request.at)
    one = points.scheme(code, today=today)
    proven = _proven(request, one)
    asked = request.method == "POST"
    typed = {f.code: request.POST.getlist(f.code) for f in one.facts} if asked else proven
    found, problems = points.try_out(one, typed, today=today) if asked else (None, {})
    questions = [_question(fact, typed, proven, problems) for fact in one.facts]
    context = {
        "scheme": head(one),
        "questions": [q for q in questions if q["kind"] != "events"],
        "grave": [q for q in questions if q["kind"] == "events"],
        "found": found and result(one, found),
        "problems": bool(problems),
        "tied": request.actor.person_id is not None,
        "today": today,
        "back_url": reverse("published:choose"),
    }
    return render(request, "published/try.html", context, status=422 if problems else 200)


def _proven(request: ActorRequest, one: Scheme) -> dict[str, list[str]]:
    """What the register proves about the one who is signed in, as it would be typed. Looking leaves a line."""
    found = points.proven_about_oneself(one, actor=request.actor, today=local_date(request.at))
    if request.actor.person_id is not None:
        audit.record_read(
            request.actor,
            person_ids=[request.actor.person_id],
            fields=("birth_date", "stays", "jobs"),
            action="own.points",
            at=request.at,
        )
    return {code: [str(value)] for code, value in found.items()}


def _question(
    fact: Fact,
    typed: Mapping[str, list[str]],
    proven: Mapping[str, list[str]],
    problems: Mapping[str, str],
) -> dict[str, Any]:
    """One question with what stands in it."""
    lang = language()
    given = typed.get(fact.code, [])
    choices = [(c.code, chosen(c.words, lang)) for c in fact.choices] or [
        (code, chosen(words, lang)) for code, words in YES_NO.items()
    ]
    held = [*given, *[""] * TIMES][:TIMES]
    return {
        "code": fact.code,
        "kind": fact.kind,
        "label": chosen(fact.words, lang),
        "hint": chosen(fact.hint, lang),
        "unit": chosen(fact.unit, lang),
        "choices": choices,
        "value": held[0],
        "values": held,
        "proven": bool(given) and given == proven.get(fact.code),
        "problem": text_of(problems[fact.code], lang, {}) if fact.code in problems else "",
    }
