"""The status of a credential as the register has it now, for a verifier who is online."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from anju.domains.permits.credentials.models import Credential, StatusList
from anju.domains.permits.transitions.data.states import ENDED, PermitState
from anju.foundation.credentials import status_list
from anju.foundation.credentials.signing import Malformed
from anju.foundation.db.scope import as_intake_role


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
