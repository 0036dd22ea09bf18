"""Rounds of enrolment for everybody: days, rule, schools with their places, the seed, the last one placed; no list of
persons."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from anju.domains.casework.api import enrolment
from anju.domains.regions import api as regions
from anju.interfaces.texts import enrolment as words
from anju.interfaces.web.casework import enrolment_page
from anju.interfaces.web.choosing import label
from anju.interfaces.web.published.views import which
from anju.interfaces.web.session import ActorRequest


@require_safe
def rounds(request: ActorRequest) -> HttpResponse:
    """All rounds, the latest first."""
    found = enrolment.rounds_within([""])
    names = regions.names(sorted({r.region.ljust(12, "0") for r in found}))
    return render(
        request,
        "published/rounds.html",
        {
            "rounds": [
                {
                    "round": r,
                    "place": names.get(r.region.ljust(12, "0"), r.region),
                    "state": label(words.ROUND_STATES, r.state.value),
                    "days": enrolment_page.days(r),
                }
                for r in found
            ],
            "back_url": reverse("published:services"),
        },
    )


@require_safe
def one(request: ActorRequest, round_id: int) -> HttpResponse:
    """One round: what its rule asks, how places are given, schools; after publication the last one placed."""
    held, n = enrolment.one_round(round_id), which()
    rule = enrolment.admission(held.region, held.apply_from)
    published = held.state.value == "published"
    return render(
        request,
        "published/round.html",
        {
            "round": held,
            "days": enrolment_page.days(held),
            "state": label(words.ROUND_STATES, held.state.value),
            "rule": rule.words[n],
            "routes": [r.words[n] for r in rule.routes],
            "source": rule.source[n],
            "appeal": rule.appeal[n],
            "by_points": bool(rule.points),
            "published": published,
            "schools": [
                {
                    "one": s,
                    "grade": enrolment_page.grade(grade),
                    "places": places,
                    "last": held.cutoffs.get(f"{s.code}/{grade}") if published else None,
                }
                for s in enrolment.schools_of(round_id).values()
                for grade, places in sorted(s.places.items())
            ],
            "back_url": reverse("published:rounds"),
        },
    )
