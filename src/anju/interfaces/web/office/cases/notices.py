"""The other side of a case at the office: notifying it, entering its answer for who stands there, its letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.domains.casework.api import cases, respondents
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.web.casework import notice_page
from anju.interfaces.web.office.links import record_number
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.session import ActorRequest


def acts(
    request: ActorRequest, case_id: int, common: dict[str, Any]
) -> dict[str, Callable[[], object]]:
    """What a form of the case page may ask for about the other side."""
    post, text = request.POST, request.POST.get("text", "")
    return {
        "notify": lambda: respondents.notify(
            case_id,
            employer_id=record_number(post.get("employer", "")) or None,
            name=post.get("name", "")[:200],
            address=post.get("address", "")[:200],
            **common,
        ),
        "other_answer": lambda: _answered(request, case_id, text, common),
        "other_paid": lambda: respondents.state_payment(
            _of(case_id, post.get("notice", "")),
            post.get("amount", ""),
            post.get("day", ""),
            text=text,
            **common,
        ),
        "other_write": lambda: respondents.write_to(
            _of(case_id, post.get("notice", "")), text, **common
        ),
    }


def _answered(request: ActorRequest, case_id: int, text: str, common: dict[str, Any]) -> None:
    notice_id = _of(case_id, request.POST.get("notice", ""))
    _kept, faults = notice_page.keep_files(request, notice_id)
    if faults:
        raise faults[0]
    respondents.respond(notice_id, text, **common)


def _of(case_id: int, typed: str) -> int:
    """A notice of this case by its number. `Refused` ``notice_unknown``."""
    number = record_number(typed)
    if number not in {n.id for n in respondents.notices_of(case_id)}:
        raise Refused("notice_unknown")
    return number or 0


@require_safe
def letter(request: ActorRequest, case_id: int, notice_id: int) -> HttpResponse:
    """The notice on paper, for whoever has no account: what is claimed, what to bring, until when, and what the law
    says of silence."""
    request.actor.require(cases.SEE)
    record = cases.case(case_id, actor=request.actor, at=request.at)
    notice = next((n for n in respondents.notices_of(case_id) if n.id == notice_id), None)
    if notice is None:
        raise NotFound("notice_unknown")
    audit.record_read(
        request.actor,
        person_ids=[notice.person_id],
        fields=["name", "case"],
        action="office.case_letter",
        at=request.at,
    )
    names = names_for(codes=[record.line.office])
    return render(
        request,
        "office/cases/letter.html",
        {
            **notice_page.shown(notice, request.at),
            "office": names.place(record.line.office),
            "printed_at": request.at,
            "printed_by": request.actor.label,
        },
    )
