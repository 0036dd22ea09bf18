"""A permit begins: its number, its first year, its first card."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from anju.domains.permits.eligibility.queries.law import kind_of, rules_in
from anju.domains.permits.eligibility.rules.months import add_months
from anju.domains.permits.lifecycle import rules as numbers
from anju.domains.permits.production.data import DeliveryWay
from anju.domains.permits.production.operations.ordering import order
from anju.domains.permits.transitions.data.transitions import (
    LIVE,
    CardReason,
    PermitState,
    TransitionKind,
)
from anju.domains.permits.transitions.models import Permit
from anju.domains.permits.transitions.operations import begin
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict


def open_permit(
    *,
    person_id: int,
    region: str,
    station: str,
    home_id: int | None,
    path: str,
    actor: Actor,
    at: datetime,
    application_id: int | None = None,
    ethnicity: str = "",
    photo_id: int | None = None,
    way: DeliveryWay = DeliveryWay.PICK_UP,
) -> int:
    """The permit of somebody whose application was approved; its id. Call it as the intake role, with the approval.

    Its day of issue, printed on the card, is today; the first year runs from it (art. 10). Raises `Conflict`
    `permit_live` when the person holds one already.
    """
    held = Permit.objects.filter(person_id=person_id, state__in=[str(s) for s in LIVE]).first()
    if held is not None:
        raise Conflict("permit_live", number=held.number)
    today = local_date(at)
    permit = Permit(
        number=next_number(station or region, today),
        person_id=person_id,
        region=region,
        issuer=station,
        home_id=home_id,
        state=PermitState.IN_PRODUCTION,
        path=path,
        issued_on=today,
        residence_from=today,
        endorsed_until=first_year(region, today, kind_of(person_id)),
    )
    begin(permit, TransitionKind.CREATED, actor=actor, at=at, application_id=application_id)
    order(permit, CardReason.FIRST, at=at, ethnicity=ethnicity, photo_id=photo_id, way=way)
    return permit.pk


def next_number(area: str, today: date) -> str:
    """A number nobody has had."""
    while True:
        serial = int(rows("SELECT nextval('permits_permit_serial')")[0][0])
        found = numbers.number(area[:6].ljust(6, "0"), today.year, serial)
        if not Permit.objects.filter(number=found).exists():
            return found


def first_year(region: str, issued: date, kind: str) -> date | None:
    """The first day on which a permit of this kind issued then is no longer endorsed; None where such permits are not
    endorsed, as those of residents of Hong Kong, Macao and Taiwan."""
    rules = rules_in(region, issued, permit=kind)
    return (
        add_months(issued, 12) + timedelta(days=1) if rules and rules.window is not None else None
    )
