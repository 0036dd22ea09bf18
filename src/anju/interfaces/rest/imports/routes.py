"""``/imports``: receive, look, apply, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.http import HttpResponse, HttpResponseBase
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from procrastinate.contrib.django import app

from anju.domains.employers import api as employers
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.domains.register.api import ImportView, Sender
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.progress import api as progress
from anju.foundation.sheets.writer import XLSX
from anju.interfaces.exports import listing as lists
from anju.interfaces.exports import refused_rows
from anju.interfaces.exports.asking import ask
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem, language
from anju.interfaces.rest.exports import Export, export_schema
from anju.interfaces.rest.imports.schemas import (
    Apply,
    Import,
    Imports,
    ImportWithDifference,
    Undone,
    difference,
    import_schema,
)
from anju.interfaces.rest.parameters import one_of

router = Router()
AT_ONCE = 5_000
"""Rows that are applied while the client waits, unless it says otherwise."""
READ_AT_ONCE = 2 * 1024 * 1024
"""Bytes of a file that is read while the client waits: some 15,000 rows of a workbook, 40,000 of CSV."""
BOOK = {
    "description": "A spreadsheet like the original.",
    "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
}
if TYPE_CHECKING:
    FormName = str
else:
    FormName = one_of(register.file_forms())


@router.post(
    "/imports", response={201: Import, 202: Import, ERRORS: Problem}, summary="Send a file"
)
def receive(
    request: TokenRequest,
    response: HttpResponse,
    file: Annotated[
        UploadedFile,
        File(description=".xlsx, .xls, .ods, .csv, HTML or a zip of these; 64 MB at most."),
    ],
    form: Annotated[FormName, Form()],
    employer: Annotated[str, Form(max_length=20, description="Code, for rosters.")] = "",
    region: Annotated[str, Form(max_length=15, description="Community it speaks of.")] = "",
    sheet: Annotated[str, Form(max_length=60)] = "",
) -> Status[Import]:
    """Keep and read a file. The register does not change until it is applied. Files over 2 MB are read
    by the worker: 202, and `state` is `reading` until it is `previewed` or `failed` (`counts.failed` says why)."""
    sender = sender_of(request.actor, form, employer, region)
    data = file.read()
    large = len(data) > READ_AT_ONCE
    take = register.take_file if large else register.receive
    found = take(
        data,
        file.name or "file",
        form=form,
        sender=sender,
        actor=request.actor,
        at=request.at,
        sheet=sheet,
    )
    if large:
        found = have_read(request, found)
        response["Location"] = f"/api/v1/imports/{found.id}"
    return Status(202 if large else 201, import_schema([found], actor=request.actor)[0])


@router.get("/imports", response={200: Imports, ERRORS: Problem}, summary="Imports, newest first")
def listed(request: TokenRequest, limit: pages.Limit = 20, cursor: pages.Cursor = "") -> Imports:
    """Imports of the token's area, party and own."""
    request.actor.require("import.run")
    start = pages.begin(cursor)
    found = register.imports(limit=limit + 1, offset=start)
    return Imports(
        items=import_schema(found[:limit], actor=request.actor),
        next=pages.after(start, limit, len(found)),
    )


@router.get(
    "/imports/{import_id}",
    response={200: ImportWithDifference, ERRORS: Problem},
    summary="One import",
)
def one(
    request: TokenRequest,
    import_id: pages.Id,
    x_purpose: Purpose = None,
    with_difference: Annotated[
        bool,
        Query(alias="difference", description="With who joined, left, changed (needs X-Purpose)."),
    ] = False,
) -> ImportWithDifference:
    """State and figures; for a roster also who joined, left and changed, when asked for."""
    found = visible(request, import_id, "import.run")
    plain = import_schema([found], actor=request.actor)[0]
    if not with_difference or found.form != "employer-roster":
        return ImportWithDifference(**plain.model_dump())
    actor = for_people(request, x_purpose)
    _, _, compared = register.preview(found.id, at=request.at)
    if compared is None:
        return ImportWithDifference(**plain.model_dump())
    ids = {m.person_id for m in compared.left if m.person_id} | {
        c.person_id for c in compared.changed
    }
    audit.record_read(
        actor,
        person_ids=sorted(ids),
        fields=("name", "jobs"),
        action="api.imports.difference",
        at=request.at,
    )
    return ImportWithDifference(**plain.model_dump(), difference=difference(compared))


@router.get(
    "/imports/{import_id}/problems.xlsx",
    summary="Refused rows with reasons",
    response={200: None, 202: Export, ERRORS: Problem},
    openapi_extra={"responses": {200: BOOK}},
)
def problems(
    request: TokenRequest,
    import_id: pages.Id,
    response: HttpResponse,
    x_purpose: Purpose = None,
) -> HttpResponseBase | Status[Export]:
    """The refused rows as a spreadsheet like the original, with a column saying why. Numbers are masked unless
    X-Purpose says for what they are needed; that is recorded. Of a file over 2,000 rows the worker makes it: 202, and
    `Location` is the export whose `state` is `waiting` until it is `ready` or `failed`."""
    visible(request, import_id, "import.run")
    asked = {"batch": str(import_id), "purpose": x_purpose or ""}
    listing = refused_rows.EXPORT.listing(request, asked, lists.AT_ONCE + 1)
    if listing.count > lists.AT_ONCE:
        noted = ask(request, refused_rows.EXPORT, asked, title=listing.sheet, language=language())
        response["Location"] = f"/api/v1/exports/{noted.selector}"
        return Status(202, export_schema(noted))
    book = HttpResponse(b"".join(listing.bytes()), content_type=XLSX)
    name = refused_rows.EXPORT.file_name(request, asked)
    book["Content-Disposition"] = f'attachment; filename="{name}"'
    return book


@router.post(
    "/imports/{import_id}/apply",
    response={200: Import, 202: Import, ERRORS: Problem},
    summary="Let it count",
)
def apply(
    request: TokenRequest,
    import_id: pages.Id,
    body: Apply,
    response: HttpResponse,
    wait: Annotated[
        bool | None, Query(description="false: answer 202 at once, the worker applies it.")
    ] = None,
) -> Status[Import]:
    """Apply all of it in one transaction. Files over 5,000 rows go to the worker unless `wait=true`."""
    found = visible(request, import_id, "import.apply")
    small = int(found.counts.get("rows", 0)) <= AT_ONCE
    if found.state == "applied" or (small if wait is None else wait):
        done, _ = register.apply_import(
            found.id, actor=request.actor, at=request.at, left=body.left, many=body.many
        )
        return Status(200, import_schema([done], actor=request.actor)[0])
    queued = hand_over(request, found, body.left, many=body.many)
    response["Location"] = f"/api/v1/imports/{found.id}"
    return Status(202, import_schema([queued], actor=request.actor)[0])


@router.post(
    "/imports/{import_id}/undo", response={200: Undone, ERRORS: Problem}, summary="Take it back"
)
def undo(request: TokenRequest, import_id: pages.Id) -> Undone:
    """The register reads as before the import, and remembers that it once read otherwise."""
    found = visible(request, import_id, "import.apply")
    count = register.undo(found.id, actor=request.actor, at=request.at)
    return Undone(id=found.id, state="undone", declarations=count)


def hand_over(
    request: TokenRequest, found: ImportView, left: list[int], *, many: bool
) -> ImportView:
    """Give an import to the worker, with progress that can be followed. Asked again while the worker
    has it, the answer is the same; `Conflict` when other people are named as leavers then."""
    if found.state == "queued":
        if left and sorted(set(left)) != sorted(found.leaving):
            raise Conflict("import_not_applicable", state=found.state)
        return found
    if left:
        register.choose_leavers(found.id, actor=request.actor, at=request.at, chosen=left)
    work = progress.start(
        "import", found.file_name, owner=request.actor, total=int(found.counts.get("accepted", 0))
    )
    queued = register.set_under_way(
        found.id,
        actor=request.actor,
        task_id=work.id,
        state="queued",
        permission="import.apply",
        many=many,
    )
    app.configure_task("import.apply", queue="imports").defer(
        batch=found.id, user=request.actor.user_id, task=work.id
    )
    return queued


def have_read(request: TokenRequest, kept: ImportView) -> ImportView:
    """Give a kept file to the worker, to be read for its preview."""
    work = progress.start("import.read", kept.file_name, owner=request.actor, total=None)
    noted = register.set_under_way(
        kept.id, actor=request.actor, task_id=work.id, state="reading", permission="import.run"
    )
    app.configure_task("import.read").defer(batch=kept.id, user=request.actor.user_id, task=work.id)
    return noted


def visible(request: TokenRequest, import_id: int, permission: str) -> ImportView:
    """The import, if the transaction may see it and the right holds for its area, its party or its sender.

    `NotFound` alike for absent and hidden ones.
    """
    found = register.one_import(import_id)
    if found is None:
        raise NotFound("import_unknown", id=import_id)
    if found.party and request.actor.may(permission, party=found.party):
        return found
    request.actor.require(permission, region=found.region)
    return found


def sender_of(actor: Actor, form: str, employer_code: str, region: str) -> Sender:
    """A roster speaks for its employer, a list for the community it names.

    Raises `Refused` employer_missing or region_missing, `NotFound` employer_unknown (also for another's employer) or
    region_unknown, `NotAllowed`.
    """
    if form == "employer-roster":
        return _roster(actor, employer_code)
    code = region or next((r for r in actor.regions("import.run") if len(r) >= 12), "")
    if not code:
        raise Refused("region_missing")
    actor.require("import.run", region=code)
    return Sender(f"user:{actor.user_id}", "api", actor.label, region=regions.get(code).code)


def _roster(actor: Actor, code: str) -> Sender:
    if not actor.may("import.run"):
        raise NotAllowed("not_allowed", permission="import.run")
    if not code:
        raise Refused("employer_missing")
    employer = employers.by_code(code)
    if employer is None or not (
        actor.may("import.run", region=employer.region)
        or actor.may("import.run", party=employer.party)
    ):
        raise NotFound("employer_unknown", code=code)
    return Sender(
        employer.party,
        "employer",
        employer.name,
        party=employer.party,
        employer_id=employer.id,
        region=employer.region,
    )
