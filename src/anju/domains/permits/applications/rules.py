"""Pure rules of applying and deciding.

Art. 9 of Order 663: issued within 15 days of acceptance; local rules may extend it, never over 30 days. The time an
applicant takes to bring what was missing does not count.

Articles: Order 663 art. 2 (eligibility), 9 (identity card, photograph, one proof of dwelling, job or schooling; a proxy
shows both identities).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from anju.domains.permits.applications.data import (
    AFTER,
    ApplicationState,
    Kind,
    Need,
    ProxyReason,
    Stage,
    StageDecision,
)
from anju.domains.permits.eligibility.data import Assessment, Missing, SupportingDocumentKind
from anju.foundation.actor import Grant
from anju.foundation.calendar import NONE, Published, Unit, deadline
from anju.foundation.calendar.statutory import Term, after_stop
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.errors import AnjuError


def application_number(region: str, day: date, serial: int) -> str:
    """SQ 430181 261122 000123 without the spaces."""
    return f"SQ{region[:6].ljust(6, '0')}{day:%y%m%d}{serial % 1_000_000:06d}"


def first_due(
    start: datetime,
    amount: int,
    unit: str,
    *,
    at_most: tuple[int, Unit],
    published: Published = NONE,
) -> datetime:
    """The last moment to issue. Neither a local rule nor a year whose working days nobody has published lengthens it
    past what the law allows at most (`at_most`)."""
    longest = deadline(start, *at_most)
    try:
        return min(deadline(start, amount, unit, published=published), longest)
    except AnjuError:
        return longest


def resumed(
    due: datetime, stopped: datetime, again: datetime, unit: str, *, published: Published = NONE
) -> datetime:
    """The last moment after a stop: as many days are left as when the clock was stopped. What was late stays late."""
    return after_stop(Term(0, Unit(unit)), due, stopped, again, calendar_of(published))


CONDITION = "condition"
"""One of dwelling, job or schooling (art. 2 and 9), or what a city lets stand for them."""
WITH_PHOTO = (Kind.FIRST,)


@dataclass(frozen=True, slots=True)
class Applicant:
    """What is known about who applies. `identity`: how the identity is proved (``register``, ``shown``
    or ""), `photo`: a good photograph is held already, `proxy`: why somebody else applies, with how
    their identity and relationship are proved."""

    identity: str
    photo: bool = False
    proxy: ProxyReason | None = None
    proxy_identity: str = ""
    proxy_relationship: str = ""


def needs(
    kind: Kind, found: Assessment | None, who: Applicant, documents: Collection[str]
) -> tuple[Need, ...]:
    """Everything an application of this kind needs, in the order people think of it."""
    out = [Need("identity", "663.9", (SupportingDocumentKind.IDENTITY,), who.identity)]
    if who.proxy is not None:
        out.append(
            Need(
                "proxy_identity",
                "663.9",
                (SupportingDocumentKind.PROXY_IDENTITY,),
                who.proxy_identity,
            )
        )
        out.append(
            Need(
                "proxy_tie",
                "663.9",
                (SupportingDocumentKind.PROXY_RELATIONSHIP,),
                who.proxy_relationship,
            )
        )
    if kind is Kind.FIRST and found is not None:
        out += _eligibility(found, documents)
    if kind in WITH_PHOTO:
        out.append(
            Need("photo", "663.9", (SupportingDocumentKind.PHOTO,), "register" if who.photo else "")
        )
    return tuple(
        replace(n, met_by="paper")
        if not n.met_by and n.code != CONDITION and set(n.documents) & set(documents)
        else n
        for n in out
    )


def _eligibility(found: Assessment, documents: Collection[str]) -> list[Need]:
    """What the engine found: proved facts stand as met. Missing items without a group are needed in any case; of the
    groups one is enough, so they are one need, which any supporting document of a group that supporting documents can
    complete may prove."""
    out = [Need(f.code, f.article, met_by="register") for f in found.satisfied]
    if found.entitled:
        return out
    out += [
        Need(m.code, m.article, (m.paper,) if m.paper else (), due=m.due)
        for m in found.missing
        if not m.group
    ]
    groups: dict[str, list[Missing]] = {}
    for item in found.missing:
        if item.group:
            groups.setdefault(item.group, []).append(item)
    if groups:
        out.append(_one_of(groups, documents))
    return out


def _one_of(groups: Mapping[str, list[Missing]], documents: Collection[str]) -> Need:
    provable = [g for g in groups.values() if all(m.paper for m in g)]
    done = any({m.paper for m in g} <= set(documents) for g in provable)
    first = next(iter(groups.values()))[0]
    if not provable:
        waits = [
            max(m.due for m in g if m.due)
            for g in groups.values()
            if all(m.due or m.paper for m in g)
        ]
        return Need(CONDITION, first.article, due=min(waits, default=None))
    kinds = tuple(dict.fromkeys(m.paper for g in provable for m in g))
    # A way that needs two papers is not met by one of them: `needs` must not settle it by any supporting document.
    return Need(CONDITION, first.article, kinds, "paper" if done else "")


TWO = 2


def verdict(decisions: Sequence[StageDecision], *, four_eyes: bool) -> StageDecision | None:
    """What a stage has decided; None while another clerk must still speak. With four eyes two must say the same: where
    the first two differ, a third decides."""
    needed = TWO if four_eyes else 1
    return next(
        (decision for decision in StageDecision if sum(v == decision for v in decisions) >= needed),
        None,
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
