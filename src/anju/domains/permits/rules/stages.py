"""Whose turn it is, and what the voices at one stage add up to."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.permits.data.states import Decided, Stage

TWO = 2


def verdict(voices: Sequence[Decided], *, four_eyes: bool) -> Decided | None:
    """What a stage has decided; None while another clerk must still speak. With four eyes two must say the same: where
    the first two differ, a third decides."""
    needed = TWO if four_eyes else 1
    return next((said for said in Decided if sum(v == said for v in voices) >= needed), None)


def following(stages: Sequence[Stage], stage: Stage) -> Stage | None:
    """The stage after this one; None when it is the last."""
    at = list(stages).index(stage)
    return stages[at + 1] if at + 1 < len(stages) else None


def desk(stage: Stage, *, region: str, station: str) -> tuple[str, str]:
    """(permission, region code) a clerk must hold for that stage: the community's, the street's, the station's own."""
    match stage:
        case Stage.COMMUNITY:
            return "permit.decide", region
        case Stage.STREET:
            return "permit.decide", region[:9]
        case Stage.STATION:
            return "permit.issue", station
