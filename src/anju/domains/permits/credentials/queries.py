"""Reads of digital permits: what is public (issuers, lists), what a holder has, and the status of a credential as the
register has it now, for a verifier who is online."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from anju.domains.permits.credentials.models import Credential, StatusList
from anju.domains.permits.transitions.data.transitions import ENDED, LIVE, PermitState
from anju.domains.permits.transitions.models import Permit
from anju.foundation.credentials import status_list
from anju.foundation.credentials.signing import Malformed
from anju.foundation.db.scope import as_intake_role
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


@dataclass(frozen=True, slots=True)
class RegisterStatuses:
    """Answers for the places of one list from the register, as it is now (`issued`), not as it was when published."""

    code: str
    size: int
    issued: int
    expires: int = 0

    def state(self, index: int) -> int:
        """In force, withdrawn for ever, or suspended for now; `Malformed` beyond the end of the list."""
        if not 0 <= index < self.size:
            raise Malformed("beyond the end of the list")
        with as_intake_role():
            row = (
                Credential.objects.filter(status_list__code=self.code, index=index)
                .values_list("revoked_at", "permit__state")
                .first()
            )
        if row is None or (row[0] is None and row[1] == PermitState.ACTIVE.value):
            return status_list.VALID
        return (
            status_list.INVALID if row[0] is not None or row[1] in ENDED else status_list.SUSPENDED
        )


def statuses_now(at: datetime) -> dict[str, RegisterStatuses]:
    """By address, the lists that have been published, answered from the register."""
    return {
        f"{settings.PUBLIC_URL}/status/{code}": RegisterStatuses(code, size, int(at.timestamp()))
        for code, size in StatusList.objects.filter(token__isnull=False).values_list("code", "size")
    }
