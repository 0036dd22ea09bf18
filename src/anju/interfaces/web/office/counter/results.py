"""What became of a form: the result, the receipt for the person, and taking it back."""

from __future__ import annotations

import json
from typing import Any

import typst
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.domains.register.api import Line, SubmissionReceipt
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.foundation.errors import NotFound
from anju.interfaces.texts import labels
from anju.interfaces.web import fonts
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.files import PDF, as_file
from anju.interfaces.web.fonts import require_printable
from anju.interfaces.web.office.counter import form_labels
from anju.interfaces.web.office.counter.doubts import CONFIRMED_BY
from anju.interfaces.web.printed_names import printed_names
from anju.interfaces.web.session import ActorRequest


@require_safe
def done(request: ActorRequest, batch_id: int) -> HttpResponse:
    """What was registered, what waits, and for whom."""
    receipt = _receipt(request, batch_id)
    return render(
        request,
        "office/counter/done.html",
        {
            **_facts(request, receipt, "counter.done"),
            "may_undo": receipt.state == "applied"
            and receipt.source == f"user:{request.actor.user_id}",
        },
    )


@require_safe
def receipt(request: ActorRequest, batch_id: int) -> HttpResponse:
    """居住登记回执, for paper."""
    facts = _facts(request, _receipt(request, batch_id), "counter.receipt")
    fonts.require_on_sheet(
        [line["where"] for line in facts["lines"]],
        names=[ln["printed"].characters for ln in facts["lines"]],
    )
    return render(
        request,
        "office/counter/receipt.html",
        {**facts, "printed_at": request.at, "printed_by": request.actor.label},
    )


@require_safe
def receipt_file(request: ActorRequest, batch_id: int) -> HttpResponse:
    """The same as PDF."""
    facts = _facts(request, _receipt(request, batch_id), "counter.receipt")
    return as_file(receipt_pdf(facts), f"receipt-{batch_id}.pdf", PDF, shown=True)


@require_POST
def undo(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Take the form back."""
    register.undo_own(batch_id, actor=request.actor, at=request.at)
    messages.success(request, _("已撤销，登记恢复到提交之前。"))
    return redirect("office:counter_done", batch_id)


def _receipt(request: ActorRequest, batch_id: int) -> SubmissionReceipt:
    request.actor.require("declare")
    receipt = register.submission_receipt(batch_id)
    if receipt is None or not receipt.lines:
        raise NotFound("batch_unknown", id=batch_id)
    return receipt


def _facts(request: ActorRequest, receipt: SubmissionReceipt, action: str) -> dict[str, Any]:
    known = people.persons([ln.person_id for ln in receipt.lines if ln.person_id])
    audit.record_read(
        request.actor,
        person_ids=list(known),
        fields=["name", "documents", "stays"],
        action=action,
        at=request.at,
    )
    if not known:  # everybody on the form still waits: they are on no record yet
        audit.record_list(
            request.actor,
            action=action,
            subject_kind="batch",
            subject_id=receipt.id,
            fields=["name"],
            at=request.at,
        )
    homes = places.homes([ln.home_id for ln in receipt.lines if ln.home_id])
    names = regions.names(
        {h.region[:12] for h in homes.values()} | {ln.region[:12] for ln in receipt.lines}
    )
    lines = [_line(request, ln, known, homes, names) for ln in receipt.lines]
    printed = printed_names((ln["person"].id if ln["person"] else None, ln["name"]) for ln in lines)
    for line in lines:
        line["printed"] = printed[line["person"].id if line["person"] else None, line["name"]]
        line["unprintable"] = fonts.in_words(fonts.unprintable(line["printed"].characters))
    counts = {s: sum(ln.status == s for ln in receipt.lines) for s in form_labels.STATUS}
    return {
        "slip": receipt,
        "lines": lines,
        "counts": counts,
        "number": f"{local_date(receipt.created_at):%Y%m%d}-{receipt.id:06d}",
        "today": local_date(request.at),
        "undone": receipt.state == "undone",
    }


def _line(
    request: ActorRequest,
    line: Line,
    known: dict[int, Any],
    homes: dict[int, Any],
    names: dict[str, str],
) -> dict[str, Any]:
    person = known.get(line.person_id or 0)
    home = homes.get(line.home_id or 0)
    name, tone, icon = form_labels.STATUS.get(line.status, (line.status, "calm", "minus"))
    item = line.item
    late = (
        register.timeliness(
            line.effective,
            region=line.region,
            nationality=item.get("nationality", "CHN"),
            at=request.at,
        )
        if line.effective and not register.closes(line.kind)
        else None
    )
    return {
        "line": line,
        "person": person,
        "name": person.name if person else item.get("name", ""),
        "masked": person.documents[0].masked
        if person and person.documents
        else people.mask_number(item["doc_number"])
        if item.get("doc_number")
        else "",
        "home": home.text if home else item.get("address", ""),
        "code": home.code if home else "",
        "where": form_labels.addressed(
            names.get((home.region if home else line.region)[:12], ""),
            home.text if home else item.get("address") or "",
        ),
        "status": name,
        "tone": tone,
        "icon": icon,
        "why": reason_text(line.reason) if line.reason else "",
        "confirmed": [
            (reason_text(code), CONFIRMED_BY.get(by, by))
            for code, by in line.confirmed.items()
            if code != register.RELATIONSHIP
        ],
        "timely": late,
        "question": form_labels.KINDS.get(line.question or "", ("", ""))[0],
        "open": line.review_id and not line.decided_at,
        "since": line.effective,
        "reason": form_labels.label(labels.MOVE_REASONS, item.get("reason")),
        "dwelling": form_labels.label(labels.DWELLINGS, item.get("dwelling")),
        "relation": form_labels.label(labels.RELATIONS, item.get("relation")),
    }


_PAGE = """
#let d = json(bytes(sys.inputs.at("data")))
#set page(paper: "a5", flipped: true, margin: 14mm)
#set text(font: ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Droid Sans Fallback", "PingFang SC",
  "Microsoft YaHei"), size: 9.5pt, lang: "zh", fallback: true)
#let name(n) = if n.drawing == "" { n.text } else { image(bytes(n.drawing), format: "svg", alt: n.text,
  ..if n.ratio > 8 { (width: 36mm) } else { (height: 4.5mm) }) }
#grid(columns: (1fr, auto), text(16pt, weight: "bold", d.title), align(right + bottom, text(9pt, d.number)))
#line(length: 100%, stroke: .6pt + rgb("#0d5c63"))
#v(2mm)
#table(columns: (auto, auto, 1fr, auto, auto), stroke: .4pt + rgb("#c6cecb"), inset: 5pt,
  ..d.head.map(h => text(weight: "bold", h)), ..d.rows.map(r => (name(r.at(0)), ..r.slice(1))).flatten())
#v(1fr)
#text(8.5pt, fill: rgb("#4a5a63"), d.note)
#align(right, text(9pt, d.foot))
"""


def receipt_pdf(facts: dict[str, Any]) -> bytes:
    """The receipt of one form. `facts`: as the result page has them.

    Raises `Refused` ``name_not_printable``, ``text_not_printable`` (`characters`) when a name without a picture, or an
    address, has characters the fonts lack.
    """
    receipt = facts["slip"]
    names = [line["printed"] for line in facts["lines"]]
    rows = [
        [
            line["masked"] or "—",
            line["where"] or "—",
            line["since"].isoformat() if line["since"] else "—",
            str(line["status"]),
        ]
        for line in facts["lines"]
    ]
    require_printable((word for row in rows for word in row), names=[n.characters for n in names])
    data = {
        "title": _("居住登记回执"),
        "number": _("编号 %(n)s") % {"n": facts["number"]},
        "head": [_("姓名"), _("证件号码"), _("住处"), _("来住日期"), _("结果")],
        "rows": [[name.in_layout, *row] for name, row in zip(names, rows, strict=True)],
        "note": _(
            "本回执证明已于所示日期申报居住登记。登记免费。登记内容有误，可凭本回执到任一窗口更正。"
        ),
        "foot": f"{receipt.by_label} · {receipt.created_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
    }
    return bytes(
        typst.compile(_PAGE.encode(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    )
