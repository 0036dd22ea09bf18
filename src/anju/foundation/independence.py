"""Two independent persons for one decision: nobody approves what they asked, nor what an account of
their own making asked, nor does an account they made approve what they asked.

The accounts belong to a domain above, which names here who made whom (`makers_from`).
"""

from __future__ import annotations

from collections.abc import Callable

from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed

Makers = Callable[[int], frozenset[int]]
"""From an account to the accounts that made it, and those that made these, to the first."""

_source: list[Makers] = []


def makers_from(source: Makers) -> None:
    """Who made an account is asked of this function from now on."""
    _source[:] = [source]


def require_independent(asked_by: int | None, approver: Actor) -> None:
    """Raise unless the approver is a member of staff who is independent of the account that asked.

    `NotAllowed` ``approver_person_needed``, ``approver_same_person``, ``approver_made``.
    """
    if approver.user_id is None or approver.kind != "staff":
        raise NotAllowed("approver_person_needed")
    if asked_by is None or approver.user_id == asked_by:
        raise NotAllowed("approver_same_person")
    for makers in _source:
        if approver.user_id in makers(asked_by) or asked_by in makers(approver.user_id):
            raise NotAllowed("approver_made")
