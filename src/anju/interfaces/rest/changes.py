"""``/changes``: what changed, in order, for departments under an agreement; the same body for signed requests."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field
from pydantic import ValidationError as PydanticError

from anju.domains.exchange.api import changes, messages
from anju.domains.exchange.api.signing import HttpMessage
from anju.foundation.errors import Refused
from anju.interfaces.rest.auth import Purpose, TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem, details, language, status_of


class ChangesAsked(Schema):
    """The next changes under an agreement. `after`: the cursor of the last answer, which is thereby acknowledged and
    not given again; without it, what was not acknowledged yet."""

    model_config = ConfigDict(extra="forbid")

    agreement: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")]
    after: Annotated[str, Field(max_length=400, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    limit: Annotated[int, Field(ge=1, le=changes.MOST)] = 100


class SignedChangesAsked(ChangesAsked):
    """The same in a signed request, with its purpose."""

    purpose: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]


class ChangesGiven(Schema):
    """Changes as CloudEvents 1.0 in their order. `more`: ask again at once. `lost_before`: changes before that moment
    were removed before they were fetched; ask the office for them."""

    agreement: str
    changes: list[dict[str, Any]]
    cursor: str
    more: bool
    lost_before: str | None


class ChangeKind(Schema):
    """One kind of change: the `type` of its events, and what it means."""

    kind: str
    type: str
    meaning: str


class ChangeKinds(Schema):
    """Everything that may be agreed about."""

    items: list[ChangeKind]


router = Router()


@router.get(
    "/changes/kinds",
    response={200: ChangeKinds, ERRORS: Problem},
    auth=None,
    summary="Kinds of changes",
)
def listed(request: TokenRequest) -> ChangeKinds:
    """The kinds of changes that may be agreed about. Open to everybody."""
    which = 0 if language().startswith("zh") else 1
    return ChangeKinds(
        items=[
            ChangeKind(kind=code, type=f"anju.{code}.v1", meaning=words[which])
            for code, words in changes.kinds().items()
        ]
    )


@router.post("/changes", response={200: ChangesGiven, ERRORS: Problem}, summary="Fetch changes")
def fetch(request: TokenRequest, body: ChangesAsked, x_purpose: Purpose = None) -> Any:  # noqa: ANN401 - or a problem
    """The next changes under your agreement, oldest first, for its purpose. The order is stable and nothing is
    skipped: a change whose transaction ends late waits until nothing can come before it. Send the cursor of an answer
    with the next request once its changes are stored: they are acknowledged and not given again. Without it the same
    changes are given again, under the same ids. Each change shows in the access log of the person. The answer is
    signed (RFC 9421) by a key of `/exchange/v1/keys`."""
    if not x_purpose:
        return details(request, 403, "purpose_missing")
    found, reply = changes.fetch_as_department(
        HttpMessage(b"", {}, "POST", settings.PUBLIC_URL + request.get_full_path()),
        asked_in(body),
        base=settings.PUBLIC_URL,
        actor=request.actor,
        at=request.at,
    )
    if reply is None:
        refused = found.refusal or Refused("request_invalid")
        return details(request, status_of(refused), refused.code, refused.params)
    response = HttpResponse(reply.body, status=reply.status)
    for name, value in reply.headers.items():
        response[name] = value
    return response


def read_signed(body: bytes) -> changes.SignedRequest:
    """What a signed request asks. `Refused` ``request_invalid``."""
    try:
        found = SignedChangesAsked.model_validate_json(body)
        messages.read_json(body)
    except (PydanticError, messages.NotReadable, json.JSONDecodeError) as error:
        raise Refused("request_invalid") from error
    return changes.SignedRequest(asked_in(found), found.purpose)


def asked_in(body: ChangesAsked) -> changes.Asked:
    """A body as the domain takes it."""
    return changes.Asked(body.agreement, body.after, body.limit)
