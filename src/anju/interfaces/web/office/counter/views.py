"""The counter's form: one page, filled in by keyboard, told at once what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.domains.register.api import Missing, Receipt, Sender
from anju.foundation import codes
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound
from anju.interfaces.web.choosing import offered
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.counter import form_labels, reading
from anju.interfaces.web.office.counter.doubts import ANSWERS, Doubt, confirmed, doubts_of
from anju.interfaces.web.office.counter.probable import SAME, Question, choose, questions
from anju.interfaces.web.office.counter.reading import Filled
from anju.interfaces.web.office.links import record_number
from anju.interfaces.web.session import ActorRequest


class _NothingTaken(Exception):  # noqa: N818 - not an error: it carries the answer out of a transaction that must not count
    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self.receipt = receipt


def sender_of(actor: Actor) -> Sender:
    """Staff at the counter."""
    area = next(iter(actor.regions("declare")), "")
    return Sender(f"user:{actor.user_id}", "counter", actor.label, region=area)


@require_http_methods(["GET", "POST"])
def counter(request: ActorRequest) -> HttpResponse:
    """Register a person, or a whole family, in one go."""
    request.actor.require("declare")
    if request.method == "GET":
        return _page(request, _fresh(request), [])
    filled = reading.read(request.POST, key=form_key(request.POST.get("key", "")))
    items, today = reading.frame(filled), local_date(request.at)
    found = reading.problems(filled, items, actor=request.actor, today=today)
    doubts = doubts_of(filled, reading.unlikely(filled, items, today=today), request.POST)
    if found or not all(d.answer for d in doubts):
        return _page(request, filled, found, doubts=doubts, status=422)
    asked = questions(request, filled)
    if chosen := choose(filled, asked):
        messages.info(request, _("已改用在册的档案，请核对后再按“登记”。"))
    if chosen or not all(q.answer for q in asked):
        left = [q for q in asked if q.answer != SAME]
        return _page(request, filled, [], doubts=doubts, probable=left, status=422)
    try:
        with transaction.atomic():
            receipt = register.declare_family(
                items,
                sender=sender_of(request.actor),
                actor=request.actor,
                at=request.at,
                batch_key=filled.key,
                about=reading.about(filled),
                seen=confirmed(filled, doubts),
            )
            if register.REFUSED in receipt.counts and not receipt.repeated:
                raise _NothingTaken(receipt)
    except Conflict as conflict:
        if conflict.code != "key_used_for_another":
            raise
        filled.key = str(uuid.uuid4())
        messages.warning(
            request,
            _("这张表刚才已经提交过，现在的内容不同。确要另外登记的，核对后再按一次“登记”。"),
        )
        return _page(request, filled, [], status=409)
    except _NothingTaken as answer:
        refused = [
            Missing(n, "kind", o.reason)
            for n, o in enumerate(answer.receipt.outcomes)
            if o.reason and o.status == register.REFUSED
        ]
        return _page(request, filled, refused, status=422)
    return redirect("office:counter_done", receipt.batch_id)


def form_key(text: str) -> str:
    """The form's own key. What does not look like one gets a new one, so that nobody picks another's."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid4())


def _fresh(request: ActorRequest) -> Filled:
    """An empty form; with ``?person=``, one about a known person, with ``?home=`` one for a scanned plate."""
    given = request.GET.get("person", "")
    row = {
        **dict.fromkeys(reading.PERSON_FIELDS, ""),
        "prefix": "m0",
        "doc_type": "111",
    }
    filled = Filled(str(uuid.uuid4()), [row], dict.fromkeys(reading.STAY_FIELDS, ""))
    filled.stay |= {
        "start": local_date(request.at).isoformat(),
        "reason": "01",
        "dwelling": "02",
        "home_code": places.tidy_code(request.GET.get("home", "")),
    }
    if (number := record_number(given)) is not None:
        person_id = people.canonical(number)
        filled.known = people.persons([person_id])
        if not filled.known:
            raise NotFound("person_unknown")
        row["person"] = str(person_id)
        audit.record_read(
            request.actor,
            person_ids=[person_id],
            fields=["name", "documents", "stays"],
            action="counter.form",
            at=request.at,
        )
    return filled


def _page(
    request: ActorRequest,
    filled: Filled,
    found: list[Missing],
    status: int = 200,
    *,
    doubts: Sequence[Doubt] = (),
    probable: Sequence[Question] = (),
) -> HttpResponse:
    home = places.home_by_code(filled.stay["home_code"]) if filled.stay["home_code"] else None
    names = regions.names(
        [c for c in (filled.stay["region"], *(r["hukou"] for r in filled.rows)) if c]
    )
    context: dict[str, Any] = {
        "filled": filled,
        "stay": filled.stay,
        "home": home,
        "region_name": names.get(filled.stay["region"], ""),
        "problems": listed(filled, found),
        "unlikely": [
            {**line, "name": d.field, "answer": d.answer}
            for line, d in zip(listed(filled, [d.missing for d in doubts]), doubts, strict=True)
        ],
        "answers": ANSWERS,
        "probable": probable,
        "rows": [row_context(filled, n, found, names) for n in range(len(filled.rows))],
        "words": form_labels,
        "errors": (errors := {m.field: reason_text(m.reason) for m in found if m.row == 0}),
        "more": inputs(reading.OF_STAY, filled.stay, errors),
        "next_row": next_index(filled),
        "police": offered(codes.POLICE_REASON.names, *codes.POLICE_REASON.names),
        "today": local_date(request.at),
        **choices(),
    }
    return render(request, "office/counter/form.html", context, status=status)


def choices() -> dict[str, Any]:
    """The lists the form offers."""
    return {
        "documents": form_labels.DOCUMENTS,
        "sexes": form_labels.SEXES,
        "relations": form_labels.RELATIONS,
        "reasons": form_labels.REASONS,
        "dwellings": form_labels.DWELLINGS,
        "proxies": form_labels.PROXIES,
    }


def next_index(filled: Filled) -> int:
    """A number no row of the form has."""
    return max(int(r["prefix"][1:]) for r in filled.rows) + 1


def row_context(
    filled: Filled, n: int, found: list[Missing], names: dict[str, str]
) -> dict[str, Any]:
    """One person of the form as the template draws it."""
    row = filled.rows[n]
    known = filled.known.get(int(row["person"])) if row["person"].isdecimal() else None
    return {
        "n": n,
        "p": row["prefix"],
        "value": row,
        "known": known,
        "hukou_name": names.get(row["hukou"], ""),
        "masked": known.documents[0].masked if known and known.documents else "",
        "errors": (errors := {m.field: reason_text(m.reason) for m in found if m.row == n}),
        "more": inputs(reading.OF_PERSON, row, errors, prefix=f"{row['prefix']}-"),
    }


def inputs(
    part: str, values: Mapping[str, str], errors: Mapping[str, str], prefix: str = ""
) -> list[dict[str, Any]]:
    """The fields of this part that are drawn by their type alone."""
    return [
        {
            "name": f"{prefix}{name}",
            "label": form_labels.FIELDS[name],
            "value": values.get(name, ""),
            "error": errors.get(name, ""),
            "choices": form_labels.choices_of(name),
            "type": "date" if register.FIELDS[name].dtype == pl.Date else "text",
            "most": register.FIELDS[name].most,
        }
        for name in reading.drawn_by_type(part)
    ]


def listed(filled: Filled, found: list[Missing]) -> list[dict[str, str]]:
    """The list at the top: whom, which field, why, and the way to the field."""
    out = []
    for m in found:
        row = filled.rows[m.row]
        who = row["name"][:40] or (_("本人") if m.row == 0 else _("家人 %(n)s") % {"n": m.row})
        shared = m.field in ("home_code", "start", "region")
        target = (
            f"id_{m.field}_text"
            if m.field in ("home_code", "region")
            else f"id_{m.field}"
            if shared
            else f"id_{row['prefix']}-{m.field}"
        )
        out.append(
            {
                "who": "" if shared else str(who),
                "field": str(form_labels.FIELDS.get(m.field, m.field)),
                "why": reason_text(m.reason),
                "target": target,
            }
        )
    return out
