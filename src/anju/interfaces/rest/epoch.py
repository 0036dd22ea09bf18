"""Clients learn that the register was brought back from a backup, and what it no longer holds.

Every answer of the API names the epoch in `Anju-Epoch` (0: never restored). A client that keeps it sends it along with
what it sends; when it is not the present one, nothing is done and the answer is 409 `server_restored`, once: with the new
number the client sends again what is later than the backup.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anju.foundation.audit.api import epoch
from anju.interfaces.rest.errors import ADDRESSES, problem

HEADER = "Anju-Epoch"


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
        if sent and sent != str(present.number):
            response = problem(
                request,
                409,
                "server_restored",
                params={
                    "epoch": present.number,
                    "restored_at": present.restored_at,
                    "taken": present.taken,
                },
            )
        else:
            response = self.get_response(request)
        response[HEADER] = str(present.number)
        return response
