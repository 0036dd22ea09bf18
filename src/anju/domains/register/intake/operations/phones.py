"""Whose declaration may replace a phone that is on file."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from anju.domains.access import api as access
from anju.domains.register.declarations.operations.context import Run

IN_PERSON = frozenset({"counter", "grid"})
"""Channels in which staff have the person before them."""
OWN = frozenset({"resident", "invitation"})
"""Channels in which somebody declares from an account of their own."""
_USER = "user:"


def replacing(frame: pl.DataFrame, run: Run) -> list[bool]:
    """Row by row (columns did, person_id, phone): may it replace the phone on file?

    What the person declares, from the account linked to their record, may; and what staff enter with the person before
    them. A list of others (landlord, employer, department, file) only fills in a phone where there is none.
    """
    given = [bool(p) for p in frame["phone"].to_list()]
    if not any(given):
        return [False] * frame.height
    submitters = run.submitters(frame)
    return may_replace(
        [
            (v.sender.channel, v.sender.source, p)
            for v, p in zip(submitters, frame["person_id"].to_list(), strict=True)
        ]
    )


def may_replace(declared: Sequence[tuple[str, str, int]]) -> list[bool]:
    """The same for (channel, source, person)."""
    users = {
        u for channel, source, _ in declared if channel in OWN and (u := _user(source)) is not None
    }
    own = access.records_of(users) if users else {}
    return [
        channel in IN_PERSON or (channel in OWN and own.get(_user(source) or 0) == person)
        for channel, source, person in declared
    ]


def _user(source: str) -> int | None:
    number = source.removeprefix(_USER)
    return int(number) if source.startswith(_USER) and number.isdigit() else None
