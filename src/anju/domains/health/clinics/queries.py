"""Reads of clinics and stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, Sum

from anju.domains.health.clinics.data import ADDS, FIGURES, GIVE, SEE, Clinic, Lot, Move, StockMove
from anju.domains.health.clinics.models import ClinicRow, LotRow, StockMoveRow
from anju.foundation.actor import Actor
from anju.foundation.errors import NotFound

MOST_MOVES, MOST_USED_UP = 200, 200


def _clinic(row: ClinicRow) -> Clinic:
    return Clinic(
        row.pk,
        row.code,
        row.name,
        row.region,
        row.address,
        row.phone,
        tuple(row.weekdays),
        row.ended_on,
    )


def clinics(region: str = "", *, ended: bool = False) -> list[Clinic]:
    """The clinics of a region, those that have ended only where asked for. One query."""
    found = ClinicRow.objects.filter(region__startswith=region).order_by("region", "code")
    return [_clinic(r) for r in (found if ended else found.filter(ended_on=None))]


def clinic(clinic_id: int) -> Clinic:
    """One clinic. `NotFound` ``clinic_unknown``."""
    row = ClinicRow.objects.filter(id=clinic_id).first()
    if row is None:
        raise NotFound("clinic_unknown")
    return _clinic(row)


def clinics_by_id(ids: Sequence[int]) -> dict[int, Clinic]:
    """Several, those that have ended too. One query."""
    return {r.pk: _clinic(r) for r in ClinicRow.objects.filter(id__in=list(ids))}


def own_clinics(actor: Actor, permission: str = GIVE) -> list[Clinic]:
    """The clinics at which the actor holds the permission. One query."""
    within = Q(pk=None)
    for region in actor.regions(permission):
        within |= Q(region__startswith=region)
    found = ClinicRow.objects.filter(within, ended_on=None).order_by("region", "code")
    return [_clinic(r) for r in found]


def lots(
    clinic_id: int, *, actor: Actor, usable_on: date | None = None, used_up: bool | None = None
) -> list[Lot]:
    """The lots of a clinic, the first to expire first; with `usable_on` those on hand and good on the day; `used_up`:
    the newest ones of which nothing is left, or those on hand. Two queries. `NotAllowed` without the desk or the
    figures there."""
    place = clinic(clinic_id)
    if not any(actor.may(p, region=place.region) for p in (SEE, FIGURES)):
        actor.require(GIVE, region=place.region)
    found = LotRow.objects.filter(clinic_id=clinic_id)
    if usable_on is not None:
        found = found.filter(on_hand__gt=0, expires__gte=usable_on)
    if used_up is not None:
        found = found.filter(on_hand=0) if used_up else found.filter(on_hand__gt=0)
    sums = found.annotate(
        came=Sum("stockmoverow__amount", filter=Q(stockmoverow__move__in=list(ADDS))),
        went=Sum("stockmoverow__amount", filter=~Q(stockmoverow__move__in=list(ADDS))),
    ).order_by("expires", "vaccine", "number")
    if used_up:
        sums = sums.order_by("-expires", "-id")[:MOST_USED_UP]
    return [
        Lot(
            r.pk,
            r.clinic_id,
            r.vaccine,
            r.number,
            r.maker,
            r.expires,
            r.on_hand,
            r.came or 0,
            r.went or 0,
        )
        for r in sums
    ]


def moves(lot_id: int) -> list[StockMove]:
    """The movements of a lot, the latest first; they name no child. One query."""
    found = StockMoveRow.objects.filter(lot_id=lot_id).order_by("-id")[:MOST_MOVES]
    return [StockMove(r.pk, Move(r.move), r.amount, r.note, r.by_label, r.at) for r in found]
