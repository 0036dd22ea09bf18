"""The applications that wait at each stage, and one application with everything that helps to decide it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.domains.people import api as people
from anju.domains.permits.api import applications as permits
from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.applications import (
    Application,
    ApplicationState,
    ApplicationView,
    MoveView,
    QueueLine,
    SupportingDocumentKind,
)
from anju.domains.permits.api.eligibility import articles
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.texts import applications as words
from anju.interfaces.texts.sentences import text_of
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.ordering import known_order, list_parts
from anju.interfaces.web.office.person import parts
from anju.interfaces.web.pieces import applications as drawn
from anju.interfaces.web.resident.views_permit import answer
from anju.interfaces.web.session import ActorRequest

SORTS = {
    "mine": (gettext_lazy("等我办"), "user-check"),
    "community": (gettext_lazy("社区"), "home"),
    "street": (gettext_lazy("街道"), "building-community"),
    "station": (gettext_lazy("制证派出所"), "id-badge-2"),
    "incomplete": (gettext_lazy("待补材料"), "file-plus"),
    "late": (gettext_lazy("已超期"), "alert-triangle"),
    "closed": (gettext_lazy("已办结"), "circle-check"),
}

ORDERS = {
    "due": gettext_lazy("期限"),
    "begun": gettext_lazy("开始"),
    "number": gettext_lazy("申请编号"),
    "place": gettext_lazy("社区"),
    "state": gettext_lazy("状态"),
}
SHEET = {
    **dict.fromkeys(("number", "name", "place", "channel", "state", "stage"), pl.Utf8),
    **dict.fromkeys(("begun", "accepted", "due", "closed"), pl.Date),
}


@require_safe
def queue(request: ActorRequest) -> HttpResponseBase:
    """Applications in one's reach, the most urgent first; each count opens its list."""
    request.actor.require("permit.see")
    asked = {"sort": request.GET.get("sort", "mine"), "order": request.GET.get("order", "")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    sort, order = _narrowed(asked)
    page = page_of(request)
    found = permits.queue(
        request.actor, at=request.at, sort=sort, page=page, size=PER_PAGE, order=order
    )
    rows = _lines(request, found.lines, "permit.list")
    return render(
        request,
        "office/applying/queue.html",
        {
            "rows": rows,
            "sort": sort,
            "now": request.at,
            "total": found.total,
            "sorts": [
                (code, text, icon, found.counts.get(code)) for code, (text, icon) in SORTS.items()
            ],
            "new_url": link("office:permit_new") if request.actor.may("permit.apply") else "",
            "paging": list_parts(request, page, len(rows), found.total, ORDERS),
        },
    )


def _narrowed(asked: Asked) -> tuple[str, str]:
    """Which of the lists of applications, and its order."""
    sort = asked.get("sort", "")
    return sort if sort in SORTS else "mine", known_order(asked.get("order", ""), ORDERS)


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("permit.see")
    sort, order = _narrowed(asked)
    ids = permits.queue_ids(asker.actor, at=asker.at, sort=sort, order=order, limit=up_to)
    titles = [
        _("申请编号"),
        _("姓名"),
        _("社区"),
        _("渠道"),
        _("状态"),
        _("环节"),
        _("开始"),
        _("受理"),
        _("期限"),
        _("办结"),
    ]
    return Listing(
        f"{_('居住证申请')} {SORTS[sort][0]}",
        titles,
        len(ids),
        in_blocks(ids, partial(_cells, asker)),
    )


EXPORT = Export("permit.sheet", lambda _who, _asked: "permit-applications.xlsx", _listing)


def _lines(request: Asker, lines: Sequence[QueueLine], action: str) -> list[dict[str, Any]]:
    """What a list says of these applications; the reading of their persons is recorded."""
    ids = [line.person_id for line in lines]
    names = names_for(persons=ids, codes=[line.region for line in lines])
    audit.record_read(
        request.actor, person_ids=ids, fields=["name", "permit"], action=action, at=request.at
    )
    return [
        {
            **drawn.line_of(line),
            "name": names.people[line.person_id].name if line.person_id in names.people else "",
            "place": names.place(line.region),
            "url": link("office:permit_application", line.id),
        }
        for line in lines
    ]


def _cells(request: Asker, ids: Sequence[int]) -> pl.DataFrame:
    """These applications for a spreadsheet. Days, not moments: a sheet is read at a desk."""
    day = lambda at: local_date(at) if at else None  # noqa: E731
    rows = _lines(request, permits.lines_of(ids), "permit.sheet")
    return pl.DataFrame(
        [
            {
                "number": r["line"].number,
                "name": r["name"],
                "place": r["place"],
                "channel": r["channel"],
                "state": r["chip"]["text"],
                "stage": r["stage"],
                "begun": day(r["line"].created_at),
                "accepted": day(r["line"].accepted_at),
                "due": day(r["line"].due_at),
                "closed": day(r["line"].closed_at),
            }
            for r in rows
        ],
        schema=SHEET,
    )


@require_safe
def one(request: ActorRequest, application_id: int) -> HttpResponse:
    """One application."""
    return page(request, application_id)


def page(
    request: ActorRequest, application_id: int, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """One application with everything; with `problem` after a decision that could not be taken."""
    found = visible_application(request, application_id)
    view = found.view
    why = permits.may_decide(found, request.actor)
    audit.record_read(
        request.actor,
        person_ids=[view.person_id],
        fields=["name", "document", "stays", "jobs", "permit"],
        action="permit.application",
        at=request.at,
    )
    return render(
        request,
        "office/applying/one.html",
        {
            **_about(request, found),
            "found": found,
            "view": view,
            "chip": drawn.chip(view.state),
            "problem": problem,
            "way": drawn.way_of(found),
            "story": drawn.story(found),
            "notice": drawn.notice_of(found),
            "papers": drawn.supporting_documents_of(found),
            "proxy": drawn.proxy_of(view),
            "facts": drawn.facts_of(view),
            "articles": drawn.articles_of(view),
            "channel": label(words.CHANNELS, view.channel),
            "stage": label(words.STAGES, view.stage) if view.stage else "",
            "final": view.stage == "station",
            "may_decide": not why,
            "why_not": text_of(why, request.LANGUAGE_CODE or "zh-hans", {})
            if why and why != "application_not_deciding"
            else "",
            "refusals": [
                (code, label(words.REFUSALS, code), label(articles(), article))
                for code, article in permits.REFUSALS.items()
            ],
            "askable": _askable(found),
            "taking_in": _taking_in(request, found),
            "given": request.POST,
            "now": request.at,
            "may_withdraw": view.closed_at is None
            and request.actor.may("permit.apply", region=view.region),
        },
        status=status,
    )


def visible_application(request: ActorRequest, application_id: int) -> Application:
    """The application of an address; `NotFound` out of sight."""
    request.actor.require("permit.see")
    found = permits.application(application_id)
    if found is None:
        raise NotFound("application_unknown", id=application_id)
    return found


@require_safe
def supporting_document(request: ActorRequest, paper_id: int) -> HttpResponse:
    """One supporting document, looked at with a trace."""
    request.actor.require("permit.see")
    _application, person_id, content_type, data = permits.content(paper_id)
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=["paper"],
        action="permit.paper",
        at=request.at,
    )
    return answer(data, content_type)


def _about(request: ActorRequest, found: Application) -> dict[str, Any]:
    """The person, and what the register knows: the life line with this application on it."""
    view, today = found.view, local_date(request.at)
    person = people.persons([view.person_id]).get(view.person_id)
    ids = [view.person_id, *(person.merged_ids if person else ())]
    stays, jobs = register.stays_of(ids), register.jobs_of(ids)
    moved = view.moves[-1] if view.moves else None
    names = names_for(
        homes=[*(s.home_id for s in stays), view.home_id, moved.before_home if moved else None],
        employer_ids=[j.employer_id for j in jobs],
        codes=[*(s.region for s in stays), view.region, *([moved.before_region] if moved else [])],
    )
    entries = parts.entries(stays, jobs, names, today)
    entries.append(
        {
            "lane": "permit",
            "label": _("居住证申请"),
            "start": local_date(view.created_at),
            "end": local_date(view.closed_at) if view.closed_at else None,
            "detail": view.number,
            "source": {"phone": "resident"}.get(view.channel, view.channel),
            "said": view.created_at,
            "url": "",
            "state": "",
            "edit_url": "",
        }
    )
    home = names.homes.get(view.home_id or 0)
    return {
        "person": person,
        "entries": entries,
        "today": today,
        "place": names.place(view.region),
        "home": home.text if home else "",
        "moved": _moved(moved, names),
        "person_url": link("office:person", view.person_id),
        "permit_url": _permit_url(view, ids),
        "document": next((d.masked for d in person.documents if d.live), "") if person else "",
        "age": person.age_on(today) if person else None,
    }


def _moved(move: MoveView | None, names: Names) -> dict[str, Any] | None:
    """The last move of the applicant while the application was under way: from where, and what it
    means for the stages."""
    if move is None:
        return None
    home = names.homes.get(move.before_home or 0)
    return {
        "at": move.at,
        "place": names.place(move.before_region),
        "home": home.text if home else "",
        "again": move.again,
    }


def _permit_url(view: ApplicationView, ids: list[int]) -> str:
    """The permit an approval led to, while the person holds one."""
    if view.state is not ApplicationState.APPROVED:
        return ""
    held = next((p for p in lifecycle.permits_of(ids) if p.state in lifecycle.LIVE), None)
    return link("office:permit", held.id) if held else ""


def _askable(found: Application) -> list[tuple[str, str]]:
    """Supporting documents a notice may name: any while none was given, afterwards only what it named."""
    kinds = list(SupportingDocumentKind)
    if found.notice is not None:
        kinds = [
            k for k in kinds if any(k == i.code or k in i.documents for i in found.notice.items)
        ]
    return [(k.value, label(words.SUPPORTING_DOCUMENTS, k)) for k in kinds]


def _taking_in(request: ActorRequest, found: Application) -> dict[str, Any] | None:
    """What the counter hands in for the person, while it is still being filled in."""
    view = found.view
    if view.state not in (
        ApplicationState.DRAFT,
        ApplicationState.INCOMPLETE,
    ) or not request.actor.may("permit.apply", region=view.region):
        return None
    needs = drawn.need_lines(permits.missing_of(view.id, at=request.at))
    notice = drawn.notice_of(found)
    return {
        "needs": needs,
        "uploads": drawn.uploads(notice["items"] if notice else needs),
        "ethnicities": drawn.ethnicities() if view.state is ApplicationState.DRAFT else (),
        "chosen": request.POST.get("ethnicity", ""),
        "identity": any(n["code"] == "identity" and not n["met"] for n in needs),
    }
