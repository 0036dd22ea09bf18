"""Spreadsheets an employer takes away: the empty roster, the list of its people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl
from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import Worker
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.web.employer.own_employer import employer_of
from anju.interfaces.web.files import as_file, as_sheet, in_blocks
from anju.interfaces.web.imports.blank import roster
from anju.interfaces.web.session import ActorRequest


@require_safe
def template(request: ActorRequest, employer_id: int) -> HttpResponse:
    """An empty roster to fill in."""
    employer_of(request, employer_id)
    return as_file(roster(), "roster.xlsx")


@require_safe
def workers(request: ActorRequest, employer_id: int) -> HttpResponseBase:
    """All who work here, numbers and phones masked."""
    employer = employer_of(request, employer_id)
    found, _total = register.workforce(
        employer.id, as_of=local_date(request.at), q=request.GET.get("q", ""), limit=None
    )
    titles = [
        "姓名",
        "证件号码",
        "手机",
        "入职日期",
        "部门",
        "住处",
    ]  # as the roster is read, whatever the page's language
    return as_sheet(
        in_blocks(found, partial(_cells, request)),
        sheet=employer.name,
        name="workers.xlsx",
        titles=titles,
    )


def _cells(request: ActorRequest, found: Sequence[Worker]) -> pl.DataFrame:
    """The lines of these workers; the reading is recorded."""
    ids = [w.person_id for w in found]
    known = people.persons(ids)
    rooms = places.homes([w.home_id for w in found if w.home_id])
    audit.record_read(
        request.actor,
        person_ids=ids,
        fields=("name", "document", "phone"),
        action="employer.workers_file",
        at=request.at,
    )
    rows = [
        (
            w.name,
            p.documents[0].masked if p and p.documents else "",
            p.phone_masked if p else "",
            w.since,
            w.position,
            r.text if (r := rooms.get(w.home_id or 0)) else "",
        )
        for w in found
        for p in [known.get(w.person_id)]
    ]
    kinds = {
        "name": pl.Utf8,
        "document": pl.Utf8,
        "phone": pl.Utf8,
        "since": pl.Date,
        "position": pl.Utf8,
        "home": pl.Utf8,
    }
    return pl.DataFrame(rows, schema=kinds, orient="row")
