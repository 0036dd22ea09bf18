"""Reads of digital permits: what is public (issuers, lists), and what a holder has."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from anju.domains.permits.credentials.models import Credential, StatusList
from anju.domains.permits.transitions.data.states import LIVE
from anju.domains.permits.transitions.models import Permit
from anju.foundation.keystore import api as keystore


def issuers(at: datetime) -> dict[str, Any]:
    """The issuer's metadata (draft-ietf-oauth-sd-jwt-vc §5): its name and keys; besides, when it was told, for which
    area each key signs, and where the status lists are."""
    keys = [
        {**key.jwk(), "area": view.region, "retired": view.retired_at is not None}
        for view, key in keystore.public_keys()
    ]
    codes = (
        StatusList.objects.filter(token__isnull=False).order_by("id").values_list("code", flat=True)
    )
    return {
        "issuer": settings.PUBLIC_URL,
        "issued_at": int(at.timestamp()),
        "jwks": {"keys": keys},
        "status_lists": [f"{settings.PUBLIC_URL}/status/{code}" for code in codes],
    }


def status_token(code: str) -> tuple[str, int] | None:
    """The signed list of that name and its version; None when there is none, or none is published yet."""
    row = (
        StatusList.objects.filter(code=code, token__isnull=False)
        .values_list("token", "version")
        .first()
    )
    return (bytes(row[0] or b"").decode(), row[1]) if row else None


def held_by(person_id: int) -> tuple[int, str, str] | None:
    """Id, number and state of the live permit of a person in sight; None without one."""
    return (
        Permit.objects.filter(person_id=person_id, state__in=[str(s) for s in LIVE])
        .values_list("id", "number", "state")
        .first()
    )


def credentials_of(permit_id: int) -> list[tuple[str, datetime, datetime, datetime | None]]:
    """Form, issue, end and withdrawal of the credentials of a permit in sight, newest first."""
    return list(
        Credential.objects.filter(permit_id=permit_id)
        .order_by("-id")
        .values_list("format", "issued_at", "expires_at", "revoked_at")
    )
