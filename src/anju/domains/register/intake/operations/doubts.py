"""Doubts about declarations on their way in: which rows wait for somebody who has seen the card."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from anju.domains.regions import api as regions
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.intake.data.receipts import SEEN
from anju.domains.register.intake.operations.relationships import RELATIONSHIP
from anju.domains.register.intake.queries.occupancy import homes_with_adults, overfull
from anju.domains.register.intake.rules.plausibility import CHILD, DOUBTS, HOME_FULL, doubts

DOCUMENT_SEEN = dict.fromkeys((*sorted(DOUBTS), RELATIONSHIP), "document")
"""What a system that sends confirms by saying that the document is in hand."""
_ONE_BY_ONE = ("counter", "landlord", "resident")
"""Channels in which a room is looked at before somebody is entered there; the capacity of homes that
lists name is not."""


def doubtful_rows(frame: pl.DataFrame, run: Run, about: Mapping[int, int]) -> dict[int, list[str]]:
    """Located rows that somebody should look at: declaration → its doubts.

    Not asked of rows whose record was chosen by a person (`about`), nor again what staff who may decide there have
    confirmed (`Run.seen`): each doubt by itself, so that one which came up only now is asked.
    """
    dids = frame["did"].to_list()
    found: dict[int, list[str]] = {}
    for one in doubts(frame, known_areas=regions.known_areas(), today=run.today):
        found.setdefault(dids[one.index], []).append(one.code)
    found = _without_those_who_join_an_adult(frame, found, run)
    for did in _overfull(frame, run):
        found.setdefault(did, []).append(HOME_FULL)
    found = {d: codes for d, codes in found.items() if d not in about}
    return _unseen(frame, found, run) if found and run.seen else found


def _without_those_who_join_an_adult(
    frame: pl.DataFrame, found: dict[int, list[str]], run: Run
) -> dict[int, list[str]]:
    """The doubts without those about a child alone where an adult lives in the home already."""
    homes = dict(zip(frame["did"].to_list(), frame["home_id"].to_list(), strict=True))
    asked = {h for d, codes in found.items() if CHILD in codes and (h := homes[d]) is not None}
    if not asked:
        return found
    kept = homes_with_adults(asked, day=run.today)
    left = {
        d: [c for c in codes if c != CHILD or homes[d] not in kept] for d, codes in found.items()
    }
    return {d: codes for d, codes in left.items() if codes}


def _unseen(frame: pl.DataFrame, found: dict[int, list[str]], run: Run) -> dict[int, list[str]]:
    """The doubts that nobody has confirmed. What was confirmed, and by what, is kept with the declaration."""
    left = dict(found)
    read = (frame[c].to_list() for c in ("did", "key", "home_region", "employer_region", "region"))
    for did, key, home, employer, region in zip(*read, strict=True):
        where = home or employer or region or run.sender.region
        confirmed = {c: run.seen[key][c] for c in found.get(did, ()) if c in run.seen.get(key, {})}
        if confirmed and run.actor.may("review.decide", region=where or "0"):
            run.effects.setdefault(did, {})[SEEN] = confirmed
            left[did] = [c for c in found[did] if c not in confirmed]
    return {d: codes for d, codes in left.items() if codes}


def _overfull(frame: pl.DataFrame, run: Run) -> list[int]:
    """Arrivals for whom their home has no place (`overfull`). A register that is taken over (by the system)
    is not asked: what was so is recorded."""
    if run.channel not in _ONE_BY_ONE or run.submitter.actor.kind == "system":
        return []
    dids = frame["did"].to_list()
    return [dids[n] for n in overfull(frame, frame["home_id"].to_list(), day=run.today)]
