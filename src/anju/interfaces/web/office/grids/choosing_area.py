"""Which part of the actor's area a page about grids shows."""

from __future__ import annotations

from collections.abc import Mapping

from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed, Refused
from anju.interfaces.web.office.naming import prefix_requested

PERMISSION = "grid.edit"
NARROWEST = 9
"""Digits of a town: boundaries are shown and edited for a town or less, a county at most in a list."""


def area_asked(actor: Actor, asked: Mapping[str, str]) -> str:
    """The prefix a page is about: the one asked for, or the actor's own where it is one. Raises `NotAllowed`."""
    actor.require(PERMISSION)
    prefix = prefix_requested(asked.get("region", ""))
    own = actor.regions(PERMISSION)
    if not prefix:
        return own[0]
    if not any(prefix.startswith(r) for r in own):
        raise NotAllowed("not_allowed", permission=PERMISSION, region=prefix, party="")
    return prefix


def small_enough(prefix: str) -> str:
    """The same prefix; `Refused` `area_too_wide` above a county."""
    if len(prefix) < 6:
        raise Refused("area_too_wide")
    return prefix


def named(prefix: str) -> str:
    """The name of the area."""
    code = regions.padded(prefix) if len(prefix) <= 12 else prefix
    return regions.names([code]).get(code, "") if prefix else ""
