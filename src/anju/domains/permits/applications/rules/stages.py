"""Which state of an application may follow which, who decides at a stage, and what the opinions given
there add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anju.domains.permits.applications.data.states import (
    AFTER,
    ApplicationState,
    Stage,
    StageDecision,
)
from anju.foundation.actor import Grant

TWO = 2


def verdict(decisions: Sequence[StageDecision], *, four_eyes: bool) -> StageDecision | None:
    """What a stage has decided; None while another clerk must still speak. With four eyes two must say the same: where
    the first two differ, a third decides."""
    needed = TWO if four_eyes else 1
    return next(
        (said for said in StageDecision if sum(v == said for v in decisions) >= needed), None
    )


def following(stages: Sequence[Stage], stage: Stage) -> Stage | None:
    """The stage after this one; None when it is the last."""
    at = list(stages).index(stage)
    return stages[at + 1] if at + 1 < len(stages) else None


def deciding_office(stage: Stage, *, region: str, station: str) -> tuple[str, str, str]:
    """(role, permission, region code) a stage asks for: the level that decides there, and its own area."""
    match stage:
        case Stage.COMMUNITY:
            return "counter", "permit.decide", region
        case Stage.STREET:
            return "street", "permit.decide", region[:9]
        case Stage.STATION:
            return "police", "permit.issue", station


def holds(grants: Iterable[Grant], stage: Stage, *, region: str, station: str) -> bool:
    """True when one grant is of the stage's level, covers the stage's area and carries its permission. A wider office
    (district, city) supervises; it does not decide in the place of a community, a street or a station."""
    role, permission, area = deciding_office(stage, region=region, station=station)
    return any(
        g.role == role
        and permission in g.permissions
        and g.region is not None
        and area.startswith(g.region)
        for g in grants
    )


def areas(grants: Iterable[Grant], stage: Stage) -> tuple[str, ...]:
    """Region prefixes in which these grants may decide that stage."""
    role, permission, _area = deciding_office(stage, region="", station="")
    return tuple(
        sorted(
            {
                g.region
                for g in grants
                if g.role == role and permission in g.permissions and g.region is not None
            }
        )
    )


def may_follow(before: ApplicationState, after: ApplicationState) -> bool:
    """True when an application may go from one state to the other."""
    return after in AFTER[before]
