"""Correction tickets to departments: opened at a person's facts, listed by term, answered, printed, taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.exchange.api import tickets
from anju.domains.exchange.api.tickets import Ticket
from anju.domains.people import api as people
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import sources as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, link, page_of, record_number
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sources.mapping_form import language
from anju.interfaces.web.office.sources.views_person import MAY, ticket_shown
from anju.interfaces.web.session import ActorRequest

FIELDS = ["name", "department_facts"]


def _waiting(asked: Asked) -> bool:
    return asked.get("show") != "all"


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """The tickets that wait, those whose term ends first at the top; all of them with ``?show=all``."""
    request.actor.require(MAY)
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, {"show": request.GET.get("show", "")[:3]})
    page, asked = page_of(request), request.GET.dict()
    printed = bool(request.GET.get("print"))
    found, total = tickets.tickets(
        waiting=_waiting(asked),
        purpose=request.actor.purpose,
        limit=PER_PAGE * 10 if printed else PER_PAGE,
        offset=0 if printed else (page - 1) * PER_PAGE,
    )
    show = "" if _waiting(asked) else "all"
    return render(
        request,
        "office/sources/tickets_print.html" if printed else "office/sources/tickets.html",
        {
            "lines": _shown(request, found, "office.tickets"),
            "waiting": _waiting(asked),
            "show": show,
            "outcomes": [
                (o, label_in(words.OUTCOMES, o, language())) for o in ("corrected", "upheld")
            ],
            "paging": list_parts(request, page, len(found), total),
            "printed_at": request.at,
            "printed_by": request.actor.label,
        },
    )


def _shown(asker: Asker, found: Sequence[Ticket], action: str) -> list[dict[str, Any]]:
    """Tickets with their persons' names, whose reading is recorded."""
    kept = people.all_canonical([t.person_id for t in found])
    persons = people.persons(sorted(set(kept.values())))
    if persons:
        audit.record_read(
            asker.actor, person_ids=sorted(persons), fields=FIELDS, action=action, at=asker.at
        )
    today = local_date(asker.at)
    return [
        ticket_shown(t) | {"person": person, "late": t.state in tickets.WAITING and t.due < today}
        for t in found
        if (person := persons.get(kept.get(t.person_id, t.person_id))) is not None
    ]


@require_POST
def open_ticket(request: ActorRequest, fact_id: int) -> HttpResponse:
    """Doubt a field of a fact."""
    person = record_number(request.POST.get("person", ""))
    return _done(
        request,
        lambda: tickets.open_ticket(
            fact_id,
            request.POST.get("field", "")[:40],
            proposed=request.POST.get("proposed", "")[: tickets.LONGEST_VALUE],
            why=request.POST.get("why", "")[: tickets.LONGEST_WHY],
            actor=request.actor,
            at=request.at,
        ),
        _("已提出，随下一次取数送给部门。"),
        link("office:person_facts", person) if person else link("office:tickets"),
    )


@require_POST
def answer(request: ActorRequest, ticket_id: int) -> HttpResponse:
    """Write the department's answer down, or take the ticket back."""
    if "withdraw" in request.POST:
        return _done(
            request,
            lambda: tickets.withdraw_ticket(ticket_id, actor=request.actor, at=request.at),
            _("已撤回。"),
            link("office:tickets"),
        )
    return _done(
        request,
        lambda: tickets.answer_ticket(
            ticket_id,
            outcome=request.POST.get("outcome", ""),
            text=request.POST.get("text", "")[: tickets.LONGEST_WHY],
            actor=request.actor,
            at=request.at,
        ),
        _("答复已记下。"),
        link("office:tickets"),
    )


def _done(request: ActorRequest, call: Callable[[], object], done: str, to: str) -> HttpResponse:
    saved(request, call, done)
    return redirect(to)


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(MAY)
    _found, total = tickets.tickets(waiting=_waiting(asked), purpose=asker.actor.purpose, limit=0)
    titles = [
        _("编号"),
        _("部门"),
        _("姓名"),
        _("字段"),
        _("部门的说法"),
        _("我方意见"),
        _("理由"),
        _("状态"),
        _("期限"),
        _("答复"),
    ]

    def blocks() -> Any:  # noqa: ANN401 - an iterator of frames
        for first in range(0, total, PER_PAGE):
            found, _count = tickets.tickets(
                waiting=_waiting(asked),
                purpose=asker.actor.purpose,
                limit=PER_PAGE,
                offset=first,
            )
            lines = _shown(asker, found, "office.tickets_sheet")
            yield pl.DataFrame(
                [_cells(line) for line in lines],
                schema=dict.fromkeys(titles, pl.String),
                orient="row",
            )

    return Listing(_("校核纠错"), titles, total if up_to is None else min(total, up_to), blocks())


def _cells(line: dict[str, Any]) -> tuple[str, ...]:
    found = line["t"]
    return (
        str(found.id),
        line["department"],
        line["person"].name,
        line["field"],
        line["stated"],
        found.proposed,
        found.why,
        line["outcome"] or line["state"],
        found.due.isoformat(),
        line["answer"],
    )


EXPORT = Export("office.tickets", lambda _who, _asked: "tickets.xlsx", _listing)
