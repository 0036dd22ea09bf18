"""Permits with their endorsement and everything that happened to them, as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from django.db.models import QuerySet

from anju.domains.permits.eligibility.data import Gap
from anju.domains.permits.eligibility.queries.law import rules_in
from anju.domains.permits.eligibility.rules import city_of
from anju.domains.permits.eligibility.rules.months import add_months, full_years
from anju.domains.permits.eligibility.rules.resolving import Rules
from anju.domains.permits.lifecycle.rules import opens_on, returned_on
from anju.domains.permits.production.data import CardStatus, CardView
from anju.domains.permits.production.models import Card, Delivery, ProductionItem
from anju.domains.permits.production.queries import card_view
from anju.domains.permits.transitions.data.transitions import (
    LIVE,
    PermitState,
    PermitView,
    TransitionKind,
    TransitionView,
)
from anju.domains.permits.transitions.models import Permit, PermitEvent
from anju.domains.permits.transitions.queries import permit_view, transition_view
from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.db.scope import inside
from anju.foundation.errors import NotFound
from anju.foundation.ordering import order_in

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


@dataclass(frozen=True, slots=True)
class PermitPage:
    """A part of a list, and how many there are in all."""

    permits: tuple[PermitView, ...]
    total: int


def permit(permit_id: int) -> PermitView:
    """One permit. Raises `NotFound` for one that is absent or out of sight, alike."""
    row = Permit.objects.filter(id=permit_id).first()
    if row is None:
        raise NotFound("permit_unknown", id=permit_id)
    return permit_view(row)


def permit_by_number(number: str) -> PermitView:
    """One permit by its number, as `lifecycle.rules.numbers.read` gives it. Raises `NotFound`."""
    row = Permit.objects.filter(number=number).first()
    if row is None:
        raise NotFound("permit_unknown", id=number)
    return permit_view(row)


def permits_of(person_ids: Sequence[int]) -> tuple[PermitView, ...]:
    """All permits of these people, the live one first."""
    rows = Permit.objects.filter(person_id__in=list(person_ids)).order_by("-id")
    return tuple(permit_view(r) for r in sorted(rows, key=lambda r: r.state not in LIVE))


def life_of(permit_id: int) -> Life:
    """A permit with its transitions and cards. Five queries. Raises `NotFound`."""
    view = permit(permit_id)
    turns = tuple(
        transition_view(e) for e in PermitEvent.objects.filter(permit_id=permit_id).order_by("id")
    )
    return Life(view, turns, cards_of(permit_id))


def card(card_id: int) -> CardView:
    """One card. Raises `NotFound`."""
    row = Card.objects.filter(id=card_id).values_list("permit_id", flat=True).first()
    found = next((c for c in cards_of(row) if c.id == card_id), None) if row else None
    if found is None:
        raise NotFound("permit_unknown", id=card_id)
    return found


def cards_of(permit_id: int) -> tuple[CardView, ...]:
    """The cards of a permit, newest first. Three queries."""
    cards = list(Card.objects.filter(permit_id=permit_id).order_by("-version"))
    batches = dict(
        ProductionItem.objects.filter(card__in=cards)
        .order_by("id")
        .values_list("card_id", "batch__code")
    )
    deliveries = {d.card_id: d for d in Delivery.objects.filter(card__in=cards)}
    return tuple(card_view(c, batches.get(c.pk, ""), deliveries.get(c.pk)) for c in cards)


ORDERS = {
    "number": "number",
    "state": "state",
    "place": "region",
    "issued": "issued_on",
    "until": "endorsed_until",
}
"""Columns by which the list of permits is sorted."""


def permits_page(
    regions: Sequence[str], *, show: str, today: date, limit: int, offset: int, order: str = ""
) -> PermitPage:
    """Permits of these region prefixes. `show`: a state of `PermitState`, ``due`` (endorsement due
    within 60 days), ``waiting`` (a card waits to be made), ``ready`` (a card waits to be collected),
    or "" for all that live. `order`: a key of
    `ORDERS`, with ``-`` before it from the largest down."""
    found = _visible_columns(regions, show, today)
    return PermitPage(
        tuple(permit_view(r) for r in found.order_by(*_ordered(order))[offset : offset + limit]),
        found.count(),
    )


def permit_ids(
    regions: Sequence[str], *, show: str, today: date, order: str = "", limit: int | None = None
) -> list[int]:
    """The permits of that list in the order of `permits_page`, by id: all of them, or the first `limit`. One query."""
    return list(
        _visible_columns(regions, show, today)
        .order_by(*_ordered(order))
        .values_list("id", flat=True)[:limit]
    )


def _ordered(order: str) -> tuple[str, ...]:
    asked = order_in(order)
    column = ORDERS.get(asked.column, "")
    return (f"-{column}", "-id") if asked.down and column else (column or "endorsed_until", "id")


def permits(ids: Sequence[int]) -> tuple[PermitView, ...]:
    """These permits in this order, as far as the transaction sees them. One query."""
    found = Permit.objects.in_bulk(list(ids))
    return tuple(permit_view(found[i]) for i in ids if i in found)


def _visible_columns(regions: Sequence[str], show: str, today: date) -> QuerySet[Permit]:
    found = _within(Permit.objects.all(), regions)
    if show in set(PermitState):
        found = found.filter(state=show)
    elif show == "due":
        found = found.filter(
            state=PermitState.ACTIVE,
            endorsed_until__gt=today,
            endorsed_until__lte=date.fromordinal(today.toordinal() + 61),
        )
    elif show in ("waiting", "ready"):
        status = CardStatus.WAITING if show == "waiting" else CardStatus.MADE
        found = found.filter(state__in=LIVE, cards__status=status).distinct()
    else:
        found = found.filter(state__in=LIVE)
    return found


def _within(found: QuerySet[Permit], regions: Sequence[str]) -> QuerySet[Permit]:
    return found.filter(inside(regions))


@dataclass(frozen=True, slots=True)
class Life:
    """A permit with all its transitions (oldest first), cards (newest first)."""

    permit: PermitView
    transitions: tuple[TransitionView, ...]
    cards: tuple[CardView, ...]
