"""The part of the actor's area that a page about tasks is about."""

from __future__ import annotations

from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed
from anju.interfaces.web.office.naming import prefix_requested


def regions_asked(actor: Actor, permission: str, text: str) -> list[str]:
    """The actor's regions, narrowed to the one asked for. `NotAllowed` for whoever holds the permission in none, and
    for a region outside."""
    mine = actor.regions(permission)
    if not mine:
        raise NotAllowed("not_allowed", permission=permission, region="", party="")
    asked = prefix_requested(text)
    if not asked.isdecimal():
        return list(mine)
    found = [
        asked if asked.startswith(r) else r
        for r in mine
        if asked.startswith(r) or r.startswith(asked)
    ]
    if not found:
        raise NotAllowed("not_allowed", permission=permission, region=asked, party="")
    return found
