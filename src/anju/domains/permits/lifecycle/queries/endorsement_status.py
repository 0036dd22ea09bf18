"""The endorsement of a permit: what its years run from, when the window opens, whether the facts still hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from anju.domains.permits.eligibility.data.rulesets import Gap
from anju.domains.permits.eligibility.queries.law import rules_in
from anju.domains.permits.eligibility.rules import city_of
from anju.domains.permits.eligibility.rules.months import add_months, full_years
from anju.domains.permits.eligibility.rules.resolving import Rules
from anju.domains.permits.lifecycle.rules.endorsement import opens_on, returned_on
from anju.domains.permits.transitions.data.permits import PermitView
from anju.domains.permits.transitions.data.states import PermitState
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.domains.permits.transitions.models import Permit, PermitEvent
from anju.domains.register import api as register
from anju.domains.register.api import StayView

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EndorsementStatus:
    """How a permit stands on a day. `due`: last day for the next endorsement; `opens`: first one.
    `years`: full residence years by the city's way of counting, from `counted_from`; `gap_days` left
    out. `here`: the stay that proves the holder still lives in the city, None when the register knows
    none. `rule`, `source`: what it rests on."""

    standing: str
    due: date | None
    opens: date | None
    counted_from: date | None
    years: int
    gap_days: int
    here: StayView | None
    rule: str
    source: str
    way: str


def endorsement_status(permit: PermitView, today: date) -> EndorsementStatus:
    """How a permit stands. `standing`: none, early, open, late, closed (ended or not made yet)."""
    rules = rules_in(permit.issuer or permit.region, today)
    due = permit.endorsed_until - DAY if permit.endorsed_until else None
    opens = opens_on(due, rules) if due and rules and rules.window else None
    counted = (
        permit.residence_from + timedelta(days=permit.gap_days) if permit.residence_from else None
    )
    if rules and rules.gap is Gap.FROM_LATE_OR_RETURN and permit.residence_from:
        returned = _returned(permit, rules, today)
        counted = max(permit.residence_from, returned) if returned else counted
    end = min(today, permit.endorsed_until) if permit.endorsed_until else today
    if permit.state not in (PermitState.ACTIVE, PermitState.SUSPENDED, PermitState.LOST):
        standing = "closed"
    elif due is None or opens is None:
        standing = "none"
    else:
        standing = "late" if today > due else "open" if today >= opens else "early"
    return EndorsementStatus(
        standing,
        due,
        opens,
        counted,
        full_years(counted, end) if counted else 0,
        permit.gap_days,
        _here(permit.person_id, permit.issuer or permit.region, today),
        rules.code if rules else "",
        rules.layers[0].source if rules else "",
        str(rules.gap or "") if rules else "",
    )


def _returned(permit: PermitView, rules: Rules, today: date) -> date | None:
    """The day from which residence counts anew after the holder had left the city and come back."""
    here = city_of(permit.issuer or permit.region)
    stays = register.stay_columns([permit.person_id]).filter(pl.col("since") <= today)
    mine = [
        (s["since"], s["until"], s["registered"] or s["since"])
        for s in stays.iter_rows(named=True)
        if city_of(s["region"]) == here
    ]
    return returned_on(mine, rules.longest_gap)


def lives_in_city(permit: Permit, today: date) -> StayView | None:
    """The holder's habitual stay in the permit's city on that day, as far as the transaction sees."""
    return _here(permit.person_id, permit.issuer or permit.region, today)


def base_of(permit: Permit) -> date:
    """The day a permit's years run from: the last late endorsement, else its issue; for permits taken
    over from an older register, whatever makes its present year end where it ends."""
    last = (
        PermitEvent.objects.filter(permit_id=permit.pk, kind=str(TransitionKind.RESTORED))
        .order_by("-id")
        .first()
    )
    old = bool((permit.legacy or {}).get("source"))
    if last is not None and not old:
        return last.effective
    if old and permit.endorsed_until is not None:
        return add_months(permit.endorsed_until - DAY, -12)
    if permit.issued_on is None:
        raise ValueError("a permit that is endorsed was issued")
    return permit.issued_on


def _here(person_id: int, place: str, today: date) -> StayView | None:
    stays = [
        s
        for s in register.stays_of([person_id], as_of=today)
        if s.habitual and city_of(s.region) == city_of(place)
    ]
    return stays[-1] if stays else None
