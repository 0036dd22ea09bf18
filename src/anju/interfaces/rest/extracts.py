"""``/extracts``: a department's bulk extract, its manifest, and its file, once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from anju.domains.exchange.api import extracts
from anju.interfaces.rest.auth import TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem


class Extract(Schema):
    """An extract that was ordered for you. `manifest`: digest, rows, columns and terms once it is `ready`."""

    id: str
    state: Annotated[
        str, Field(json_schema_extra={"enum": [s.value for s in extracts.ExtractState]})
    ]
    agreement: str
    purpose: str
    division: str
    written: int
    total: int
    manifest: dict[str, Any]
    delete_after: datetime | None


router = Router()
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get(
    "/extracts/{extract_id}", response={200: Extract, ERRORS: Problem}, summary="One extract"
)
def one(request: TokenRequest, extract_id: Id) -> Extract:
    """How far it is, and its manifest once it is ready. Others' extracts are answered as absent."""
    found = extracts.extract_for(extract_id, actor=request.actor)
    return Extract(
        id=found.selector,
        state=found.state.value,
        agreement=found.agreement,
        purpose=found.purpose,
        division=found.region,
        written=found.written,
        total=found.total,
        manifest=dict(found.manifest),
        delete_after=found.delete_after,
    )


@router.post(
    "/extracts/{extract_id}/file",
    response={200: None, ERRORS: Problem},
    openapi_extra={
        "responses": {
            200: {
                "description": "The file",
                "content": {extracts.PARQUET: {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
    summary="Download it, once",
)
def file(request: TokenRequest, extract_id: Id) -> HttpResponse:
    """The Parquet file, once; afterwards its content is gone here. Compare its SHA-256 with the manifest's."""
    found, data = extracts.fetch_extract(extract_id, actor=request.actor, at=request.at)
    answer = HttpResponse(data, content_type=extracts.PARQUET)
    answer["Content-Disposition"] = f'attachment; filename="extract-{found.selector}.parquet"'
    return answer
