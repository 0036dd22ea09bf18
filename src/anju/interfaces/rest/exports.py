"""``/exports``: long lists that were asked for elsewhere, their state and the file that the worker makes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import StreamingHttpResponse
from ninja import Path, Router, Schema

from anju.foundation.audit import api as audit
from anju.foundation.errors import Conflict
from anju.foundation.exports import api as exports
from anju.foundation.sheets.writer import XLSX
from anju.interfaces.exports.rights import actor_now
from anju.interfaces.rest.auth import TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem, sentence_of


class Export(Schema):
    """A file in the making or made. `state`: waiting, ready, failed (`failure` is the code, `detail` the sentence).
    `rows` and `size` (bytes) are known once it is ready; it is deleted after `delete_after`."""

    id: str
    state: str
    file_name: str
    rows: int
    size: int
    failure: str
    failure_params: dict[str, Any]
    detail: str
    asked_at: datetime
    finished_at: datetime | None
    delete_after: datetime


router = Router()
Selector = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="`id` of the export.")]
BOOK = {
    "description": "The spreadsheet.",
    "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
}


@router.get(
    "/exports/{export_id}", response={200: Export, ERRORS: Problem}, summary="State of a file"
)
def one(request: TokenRequest, export_id: Selector) -> Export:
    """How far a file is that this client asked for. Others' files look like absent ones."""
    return export_schema(exports.one(export_id))


@router.get(
    "/exports/{export_id}/file",
    response={200: None, ERRORS: Problem},
    summary="The file",
    openapi_extra={"responses": {200: BOOK}},
)
def file(request: TokenRequest, export_id: Selector) -> StreamingHttpResponse:
    """The file, once it is `ready`; 409 before. The download is recorded."""
    found = exports.one(export_id)
    if found.state != "ready":
        raise Conflict("export_not_ready")
    audit.record_list(
        actor_now(found, request.at),
        action="export.download",
        subject_kind="export",
        subject_id=found.selector,
        fields=("name",),
        at=request.at,
    )
    answer = StreamingHttpResponse(exports.parts(found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    answer["Content-Length"] = str(found.size)
    return answer


def export_schema(found: exports.Export) -> Export:
    """A file as the API gives it."""
    return Export(
        id=found.selector,
        state=found.state,
        file_name=found.file_name,
        rows=found.rows,
        size=found.size,
        failure=found.failure,
        failure_params=found.failure_params,
        detail=sentence_of(found.failure, **found.failure_params) if found.failure else "",
        asked_at=found.asked_at,
        finished_at=found.finished_at,
        delete_after=found.delete_after,
    )
