"""Clients learn that the register was brought back from a backup, and what it no longer holds.

Every answer of the API names the epoch in `Anju-Epoch` (0: never restored). A client that keeps it sends it along with
what it sends; when it is not the present one, nothing is done and the answer is 409 `server_restored`,
once: with the new number the client sends again what is later than the backup. On a register that was
never restored any number but 0 is answered 409 `server_never_restored`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anju.foundation.audit.api import Epoch, epoch
from anju.interfaces.rest.errors import ADDRESSES, details

HEADER = "Anju-Epoch"


def _refused(request: HttpRequest, present: Epoch) -> HttpResponse:
    if not present.number:
        return details(request, 409, "server_never_restored", {"epoch": 0})
    params = {
        "epoch": present.number,
        "restored_at": present.restored_at,
        "taken": present.taken,
    }
    return details(request, 409, "server_restored", params)


class RestoreEpoch:
    """Middleware of the API's addresses alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django hands over the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse what was meant for the register before the restore."""
        if not request.path.startswith(ADDRESSES):
            return self.get_response(request)
        present = epoch()
        sent = request.headers.get(HEADER, "").strip()
        outdated = sent not in ("", str(present.number))
        response = _refused(request, present) if outdated else self.get_response(request)
        response[HEADER] = str(present.number)
        return response
