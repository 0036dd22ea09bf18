"""The form by which a family applies for its children: on the phone and at the counter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import ChildOutlook, Round
from anju.foundation.errors import AnjuError
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import enrolment_page
from anju.interfaces.web.casework.case_page import which
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.session import ActorRequest


def chosen_children(request: ActorRequest) -> list[tuple[int, int]]:
    """(child, grade) of the children that were ticked."""
    found = []
    for text in request.POST.getlist("child")[:20]:
        grade = request.POST.get(f"grade-{text}", "")
        if text.isdecimal() and len(text) < 19 and grade.isdecimal() and len(grade) < 3:
            found.append((int(text), int(grade)))
    return found


def chosen_schools(request: ActorRequest) -> list[str]:
    """Codes of the schools that were named, in order."""
    return [c[:20] for c in request.POST.getlist("choice")[:30] if c]


def form(request: ActorRequest, held: Round, found: Sequence[ChildOutlook]) -> dict[str, Any]:
    """What the form shows: children with what is proved of them, schools of the round."""
    rule, n = enrolment.admission(held.region, held.apply_from), which()
    schools = enrolment.schools_of(held.id)
    typed = dict(chosen_children(request)) if request.method == "POST" else {}
    language = "zh-hans" if n == 0 else "en"
    chosen = [*chosen_schools(request), *[""] * rule.most_choices]
    return {
        "round": held,
        "days": enrolment_page.days(held),
        "children": [
            {
                "one": c,
                "ticked": c.child_id in typed if typed else not (c.fault or c.number),
                "grade": typed.get(c.child_id, c.grade),
                "facts": enrolment_page.facts(c.known),
                "missing": enrolment_page.missing(c.fit),
                "fault": sentence(AnjuError(c.fault, name=c.name, place=held.title), language)
                if c.fault
                else "",
            }
            for c in found
        ],
        "applicable": any(not (c.fault or c.number) for c in found),
        "grades": [(g, enrolment_page.grade(g)) for g in held.grades],
        "schools": [
            {
                "one": s,
                "places": enrolment_page.places(s),
            }
            for s in schools.values()
        ],
        "slots": [(i + 1, chosen[i]) for i in range(min(rule.most_choices, len(schools), 19))],
        "same_school": request.method != "POST" or "same_school" in request.POST,
        "arrange": request.method != "POST" or "arrange" in request.POST,
        "rule": rule.words[n],
        "source": rule.source[n],
        "routes": [r.words[n] for r in rule.routes],
        "by_points": bool(rule.points),
        "key": request.POST.get("key") or new_key(),
    }
