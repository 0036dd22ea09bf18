"""The pages of one import: what it would change, corrections, confirmation, undo."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from anju.domains.register import api as register
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.foundation.progress import api as progress
from anju.interfaces.exports import refused_rows
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.imports import outcomes_file, uploading
from anju.interfaces.web.imports.import_area import ImportArea
from anju.interfaces.web.imports.preview_page import page_values
from anju.interfaces.web.session import ActorRequest

MOST_KEPT = 40
"""Pages of refused rows whose unsent corrections travel with the page."""


def visible_import(request: ActorRequest, batch_id: int) -> register.ImportView:
    """The import of an address, as far as the actor may see it."""
    request.actor.require("import.run")
    shown = register.one_import(batch_id)
    if shown is None:
        raise NotFound("import_unknown", id=batch_id)
    return shown


@require_safe
def page(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """What the import would change, or has changed: figures, each opening its list."""
    return _page(request, area, visible_import(request, batch_id))


@require_safe
def under_way(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """How far the job is; the page comes anew when it has ended."""
    shown = visible_import(request, batch_id)
    if shown.state not in ("reading", "queued"):
        answer = HttpResponse()
        answer["HX-Redirect"] = area.url("import", batch_id=batch_id)
        return answer
    task = progress.get(shown.task_id) if shown.task_id else None
    return render(
        request,
        "imports/under_way.html",
        {
            "shown": shown,
            "task": task,
            "door": area,
            "url": area.url("import_progress", batch_id=batch_id),
        },
    )


@require_POST
def correct_rows(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """Take corrected cells of refused rows, of all pages, and read the file again; with `to`, show that page
    and keep what was typed until it is sent; with `split`, read that row as two."""
    shown = visible_import(request, batch_id)
    number = _number(request.POST.get("page"))
    typed = _typed(request, batch_id)
    if "to" in request.POST:
        to = _number(request.POST["to"])
        return _page(request, area, shown, listing="problem", number=to, typed=typed)
    fixes: dict[int, dict[str, str]] = {}
    for (row, field), text in typed.items():
        fixes.setdefault(row, {})[field] = text
    split = request.POST.get("split", "")
    if split.isdecimal() and len(split) < 10:
        fixes[int(split)] = {register.SPLIT: "1"}
    if fixes:
        shown = _reread(request, shown, fixes=fixes)
    return _page(request, area, shown, listing="problem", number=number)


@require_POST
def choose_sheet(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """Read another sheet of the same file."""
    _reread(request, visible_import(request, batch_id), sheet=request.POST.get("sheet", ""))
    return redirect(area.url("import", batch_id=batch_id))


@require_POST
def columns(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """Take the columns as a person set them right; remembered for this sender."""
    shown = visible_import(request, batch_id)
    remarks: dict[str, list[int]] = {}
    for name in request.POST:
        field = request.POST.get(name, "")
        if name.startswith("column-") and field and name[7:].isdecimal():
            remarks.setdefault(field, []).append(int(name[7:]))
    _reread(
        request,
        shown,
        columns={f: sorted(c) for f, c in remarks.items()},
        table=request.POST.get("table", ""),
    )
    return redirect(area.url("import", batch_id=batch_id))


@require_POST
def choices(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """Take what a person decided of the layout: the header's row, hidden rows, the first day of those without one."""
    shown = visible_import(request, batch_id)
    row, day = request.POST.get("header_row", ""), request.POST.get("start", "")
    decided: dict[str, object] = {
        name: "skip" if request.POST.get(name) == "skip" else None
        for name in ("hidden_rows", "struck_rows")
    }
    before = (shown.mapping or {}).get("choices", {})
    number = int(row) if row.isdecimal() and len(row) < 8 else None
    if number != before.get("header_row"):
        decided["header_row"] = number
    _reread(request, shown, choices=decided | {"start": day if parse_date(day) else None})
    return redirect(area.url("import", batch_id=batch_id))


@require_POST
def leavers(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """Remember who of the missing is confirmed to have left: one page of the list, everybody, or nobody."""
    whole, number = request.POST.get("all"), _number(request.POST.get("page"))
    if whole in ("1", "0"):
        chosen = register.preview_people(batch_id, "left") if whole == "1" else ()
        shown = register.choose_leavers(batch_id, actor=request.actor, at=request.at, chosen=chosen)
        return _page(request, area, shown, listing="left", number=number)
    shown = _choose_shown(request, batch_id)
    template = "imports/leavers_noted.html" if _is_htmx(request) else ""
    return _page(request, area, shown, listing="left", number=number, template=template)


def _choose_shown(request: ActorRequest, batch_id: int) -> register.ImportView:
    """Remember the boxes of the page of leavers that was shown, ticked or not."""
    among = [int(p) for p in request.POST.getlist("among") if p.isdecimal()]
    picked = [int(p) for p in request.POST.getlist("left") if p.isdecimal()]
    return register.choose_leavers(
        batch_id, actor=request.actor, at=request.at, chosen=picked, among=among
    )


@require_POST
def apply(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """Let the import count; that unusually many would leave is asked first."""
    shown = visible_import(request, batch_id)
    if "among" in request.POST and shown.state in ("previewed", "failed"):
        shown = _choose_shown(request, batch_id)  # what is shown ticked counts
    try:
        with transaction.atomic():
            uploading.apply(request, shown)
    except Conflict as error:
        if error.code != "leavers_many":
            raise
        return _page(
            request, area, shown, refused=sentence(error, get_language() or "zh-hans"), status=409
        )
    return redirect(area.url("import", batch_id=batch_id) + "?done=1")


@require_POST
def again(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """Try once more what broke off in a job."""
    uploading.again(request, visible_import(request, batch_id))
    return redirect(area.url("import", batch_id=batch_id))


@require_POST
def undo(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """Take the import back; what stands against it is explained on its page."""
    shown = visible_import(request, batch_id)
    try:
        register.undo(batch_id, actor=request.actor, at=request.at)
    except Conflict as error:
        return _page(
            request, area, shown, refused=sentence(error, get_language() or "zh-hans"), status=409
        )
    return redirect(area.url("import", batch_id=batch_id))


@require_POST
def reveal(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponse:
    """The refused rows with full numbers, for a stated purpose."""
    shown, number = visible_import(request, batch_id), _number(request.POST.get("page"))
    purpose = request.POST.get("purpose", "")
    if not purpose:
        raise Refused("purpose_missing")
    full = register.reveal_refused(
        batch_id, page=number, actor=request.actor, purpose=purpose, at=request.at
    )
    return _page(
        request,
        area,
        shown,
        listing="problem",
        number=number,
        full=full,
        typed=_typed(request, batch_id),
    )


def _typed(request: ActorRequest, batch_id: int) -> dict[tuple[int, str], str]:
    """Corrections in the fields of the page of refused rows that is shown, and of the pages left since the last check:
    (row, field) → text, where it differs from what stood there."""
    numbers = {
        _number(n) for n in (request.POST.get("page"), *request.POST.getlist("kept")[:MOST_KEPT])
    }
    pages = [register.preview_page(batch_id, "problem", page=n) for n in sorted(numbers)]
    return {
        (line["row"], field): text.strip()
        for page in pages
        for line in page.lines
        for field, before in line["cells"].items()
        if (text := request.POST.get(f"fix-{line['row']}-{field}")) is not None
        and text.strip() != before
    }


@require_safe
def outcomes(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponseBase:
    """The rows that were not entered, or wait, as a spreadsheet with the reason of each."""
    shown = visible_import(request, batch_id)
    listing = request.GET.get("list", "")
    if listing not in ("refused", "waiting"):
        raise NotFound("list_unknown", list=listing)
    asked = {"batch": str(shown.id), "list": listing}
    return send_list(request, outcomes_file.EXPORT, asked)


@require_safe
def problems(request: ActorRequest, area: ImportArea, batch_id: int) -> HttpResponseBase:
    """The refused rows as a spreadsheet like the original; for a stated purpose with full numbers."""
    visible_import(request, batch_id)
    asked = {"batch": str(batch_id), "purpose": request.GET.get("purpose", "")}
    return send_list(request, refused_rows.EXPORT, asked)


def _reread(
    request: ActorRequest, shown: register.ImportView, **corrections: object
) -> register.ImportView:
    """Read again with corrections, by a job where the file is large; what still cannot be read is kept as failed."""
    later = shown.counts.get("rows", 0) > uploading.LARGE_ROWS
    try:
        mended = register.correct_rows(
            shown.id,
            actor=request.actor,
            at=request.at,
            later=later,
            **corrections,  # type: ignore[arg-type]
        )
    except Conflict:
        raise
    except AnjuError as error:
        return register.set_failed(
            shown.id, actor=request.actor, code=error.code, params=error.params
        )
    return uploading.hand_over(request, mended, "import.read") if later else mended


def _page(
    request: ActorRequest,
    area: ImportArea,
    shown: register.ImportView,
    *,
    listing: str = "",
    number: int = 0,
    refused: str = "",
    status: int = 200,
    full: register.PreviewPage | None = None,
    template: str = "",
    typed: dict[tuple[int, str], str] | None = None,
) -> HttpResponse:
    context = page_values(
        request,
        area,
        shown,
        listing or request.GET.get("list", ""),
        number or _number(request.GET.get("page")),
        full,
        typed or {},
    )
    template = template or ("imports/body.html" if _is_htmx(request) else "imports/page.html")
    return render(request, template, {**area.context, **context, "refused": refused}, status=status)


def _is_htmx(request: ActorRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 1


PAGES = (
    ("<int:batch_id>/", "import", page),
    ("<int:batch_id>/progress/", "import_progress", under_way),
    ("<int:batch_id>/mend/", "import_mend", correct_rows),
    ("<int:batch_id>/sheet/", "import_sheet", choose_sheet),
    ("<int:batch_id>/columns/", "import_columns", columns),
    ("<int:batch_id>/choices/", "import_choices", choices),
    ("<int:batch_id>/leavers/", "import_leavers", leavers),
    ("<int:batch_id>/apply/", "import_apply", apply),
    ("<int:batch_id>/again/", "import_again", again),
    ("<int:batch_id>/undo/", "import_undo", undo),
    ("<int:batch_id>/reveal/", "import_reveal", reveal),
    ("<int:batch_id>/problems.xlsx", "import_problems", problems),
    ("<int:batch_id>/outcomes.xlsx", "import_outcomes", outcomes),
)
