"""Spreadsheets an employer takes away: the empty roster, the list of its people."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial

import polars as pl
import xlsxwriter
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.api import Worker
from anju.foundation import codes
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.web.employer.own_employer import employer_of
from anju.interfaces.web.employer.worker_lists import LEFT, listed, show_of
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.files import as_file
from anju.interfaces.web.session import ActorRequest


@require_safe
def template(request: ActorRequest, employer_id: int) -> HttpResponse:
    """An empty roster to fill in."""
    employer_of(request, employer_id)
    return as_file(roster(), "roster.xlsx")


@require_safe
def workers(request: ActorRequest, employer_id: int) -> HttpResponseBase:
    """All who work here, numbers and phones masked."""
    show = show_of(request.GET.get("show"))
    asked = {"employer": str(employer_id), "q": request.GET.get("q", ""), "show": show}
    return send_list(request, EXPORT, asked)


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    employer = employer_of(asker, int(asked["employer"]))
    today = local_date(asker.at)
    show = show_of(asked.get("show"))
    found, total = listed(employer.id, show, today=today, q=asked["q"], limit=up_to)
    titles = [
        "姓名",
        "证件号码",
        "手机",
        "入职日期",
        "部门",
        "住处",
    ]  # as the roster is read, whatever the page's language
    if show == LEFT:
        titles[-1] = "离职日期"
    return Listing(employer.name, titles, total, in_blocks(found, partial(_cells, asker)))


EXPORT = Export("employer.workers_file", lambda _who, _asked: "workers.xlsx", _listing)


def _cells(request: Asker, found: Sequence[Worker]) -> pl.DataFrame:
    """The lines of these workers; the reading is recorded."""
    ids = [w.person_id for w in found if w.name]
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
            w.name or _("（非本单位申报，不显示姓名）"),
            p.documents[0].masked if p and p.documents else "",
            p.phone_masked if p else "",
            w.since,
            w.position,
            f"{w.until}" if w.until else r.text if (r := rooms.get(w.home_id or 0)) else "",
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


COLUMNS = (
    ("姓名", 12),
    ("证件类型", 14),
    ("身份证号码", 24),
    ("手机", 16),
    ("入职日期", 14),
    ("部门", 16),
    ("合同到期", 14),
    ("宿舍楼栋", 12),
    ("房号", 10),
    ("离职日期", 14),
)
_DOCUMENTS = codes.DOCUMENT.chinese
KINDS = (
    _DOCUMENTS["111"],
    _DOCUMENTS["414"],
    "港澳居民居住证",
    "台湾居民居住证",
    _DOCUMENTS["553"],
)
ROWS = 5000


def roster() -> bytes:
    """A roster with the columns the reader knows. Cells are text, so that a number keeps its last digits."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("花名册")
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for c, (title, width) in enumerate(COLUMNS):
        page.write_string(0, c, title, head)
        page.set_column(c, c, width, day if title.endswith(("日期", "到期")) else text)
    page.data_validation(1, 1, ROWS, 1, {"validate": "list", "source": list(KINDS)})
    page.data_validation(
        1,
        2,
        ROWS,
        2,
        {
            "validate": "length",
            "criteria": "between",
            "minimum": 5,
            "maximum": 20,
            "error_type": "warning",
            "error_title": "证件号码",
            "error_message": "请核对位数。",
        },
    )
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
