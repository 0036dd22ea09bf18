"""Signing what a holder shows. Each credential that outlives the minute has a place in a status list.

A live code has none: its state was asked when it was signed, 90 seconds at most before it is read. So the least of
presentations ("holds a valid permit") carries nothing by which two verifiers could find that they met the same person.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings

from anju.domains.permits.credentials.data import (
    CHECKS,
    CHOICES,
    LIVE,
    PRINTED,
    VCT,
    LiveCode,
    Wallet,
)
from anju.domains.permits.credentials.models import Credential
from anju.domains.permits.credentials.operations.status_lists import Place, place_for
from anju.domains.permits.production.models import Card
from anju.domains.permits.production.operations.layout import layout_of
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.domains.permits.transitions.models import Permit
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.calendar import Unit, add_working_days, later
from anju.foundation.clock import CHINA, local_date
from anju.foundation.credentials import permit_code, sd_jwt
from anju.foundation.credentials.signing import PublicKey
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.keystore import api as keystore

CITY = 4
FACE_OF_LAYOUT = {
    "name": "name",
    "sex": "sex",
    "birth_date": "birth_date",
    "id_number": "citizen_number",
    "hukou_address": "hukou_address",
    "residence_address": "residence_address",
    "issuing_authority": "authority",
    "date_of_issuance": "issue_date",
}


def live(
    *,
    permit_id: int,
    show: Collection[str],
    actor: Actor,
    at: datetime,
    check: str = "",
    checked_at: datetime | None = None,
) -> LiveCode:
    """A code for the holder's screen with `credentials.data.ALWAYS` and the chosen claims. `check`:
    how the holder was confirmed.

    Raises `NotFound` ``permit_unknown`` to anybody but the holder, `Refused` ``permit_not_active`` (`state`),
    ``permit_show`` for what may not be shown, ``key_none`` where no issuer's key is active yet.
    """
    permit = _own(permit_id, actor)
    until = at + LIVE
    claims = {
        "iat": _second(at),
        "exp": _second(until),
        "cti": secrets.token_bytes(8),
        "live": True,
        **_facts(permit, show, at=at),
    }
    if check in CHECKS and checked_at is not None:
        claims |= {"holder_check": check, "holder_checked_at": _second(checked_at)}
    with keystore.signing(
        _city(permit), purpose="permit.shown", actor=actor, at=at, algorithm=_algorithm()
    ) as signer:
        signer.about = f"permit {permit.pk}"
        text = permit_code.write(claims, signer)
    _spelled_out(actor, permit, "permit.shown", at, {"claims": sorted(claims), "check": check})
    return LiveCode(text, until)


def wallet(
    *, permit_id: int, actor: Actor, at: datetime, device: Mapping[str, Any] | None = None
) -> Wallet:
    """A credential for the holder's wallet, every claim of which can be shown or kept back. `device`: the wallet's own
    public key as a JWK, to which it is then bound. It holds until the endorsement ends. Raises as `live`."""
    permit = _own(permit_id, actor)
    facts = _facts(permit, CHOICES, at=at)
    facts = {k: v.hex() if isinstance(v, bytes) else v for k, v in facts.items()}
    holder = PublicKey.from_jwk(device) if device else None
    expires = _midnight(
        permit.endorsed_until or permit.valid_until or local_date(at) + timedelta(days=365)
    )
    if expires <= at:
        raise Refused("permit_not_active", state="suspended")
    with (
        as_intake_role(),
        keystore.signing(
            _city(permit), purpose="permit.wallet", actor=actor, at=at, algorithm=_algorithm()
        ) as signer,
    ):
        place = _placed(permit, sd_jwt.KIND, signer.key.kid, expires, at, holder)
        signer.about = f"permit {permit.pk}"
        claims = {
            "iss": settings.PUBLIC_URL,
            "iat": _second(at),
            "exp": _second(expires),
            "status": place.claim,
        }
        text = sd_jwt.issue(claims, facts, signer, vct=VCT, holder=holder)
        _spelled_out(actor, permit, "permit.wallet", at, {"list": place.code, "index": place.index})
    return Wallet(text, expires)


def printed(*, permit_id: int, actor: Actor, at: datetime) -> str:
    """The text of the QR code on a card: as `PRINTED`, for the term of the card. Needs ``permit.make`` in its region.

    Codes of earlier cards of the permit stop holding with the next published list.
    """
    permit = Permit.objects.filter(pk=permit_id).first()
    if permit is None or not actor.may("permit.make", region=permit.region):
        raise NotFound("permit_unknown", id=permit_id)
    facts = _facts(permit, PRINTED, at=at, states=(PermitState.IN_PRODUCTION, PermitState.ACTIVE))
    expires = _midnight(permit.valid_until or _end_of_card(permit, at))
    with (
        as_intake_role(),
        keystore.signing(
            _city(permit), purpose="permit.printed", actor=actor, at=at, algorithm=_algorithm()
        ) as signer,
    ):
        Credential.objects.filter(permit=permit, format="code", revoked_at=None).update(
            revoked_at=at, revoked_why="replaced"
        )
        place = _placed(permit, "code", signer.key.kid, expires, at, None)
        signer.about = f"permit {permit.pk}"
        text = permit_code.write(
            {"iat": _second(at), "exp": _second(expires), "status": place.claim, **facts}, signer
        )
        _spelled_out(
            actor, permit, "permit.printed", at, {"list": place.code, "index": place.index}
        )
    return text


def _own(permit_id: int, actor: Actor) -> Permit:
    row = Permit.objects.filter(pk=permit_id).first()
    if row is None or actor.person_id is None or row.person_id != actor.person_id:
        raise NotFound("permit_unknown", id=permit_id)
    if actor.user_id is None:
        raise NotAllowed("not_allowed", permission="permit.see")
    return row


def _facts(
    permit: Permit,
    show: Collection[str],
    *,
    at: datetime,
    states: Collection[PermitState] = (PermitState.ACTIVE,),
) -> dict[str, Any]:
    """The claims to be shown, as the register has them now; what it does not know is left out."""
    if PermitState(permit.state) not in states:
        raise Refused("permit_not_active", state=permit.state)
    if not set(show) <= set(CHOICES):
        raise Refused("permit_show")
    layout = layout_of(permit, ethnicity="", at=at)
    known: dict[str, Any] = {name: layout[source] for name, source in FACE_OF_LAYOUT.items()}
    card = (
        Card.objects.filter(permit=permit, photo__isnull=False)
        .select_related("photo")
        .order_by("-version")
        .first()
    )
    known |= {
        "permit_number": permit.number,
        "photo_sha256": bytes(card.photo.sha256) if card and card.photo else b"",
    }
    place = regions.path(_city(permit).ljust(12, "0"))
    return {
        "holds_permit": True,
        "city": place[-1].name if place else "",
        **{k: known[k] for k in CHOICES if k in show and known[k]},
    }


def _placed(
    permit: Permit, form: str, kid: str, expires: datetime, at: datetime, holder: PublicKey | None
) -> Place:
    place = place_for(permit.issuer or permit.region, at=at)
    Credential.objects.create(
        permit=permit,
        status_list_id=place.list_id,
        index=place.index,
        format=form,
        key=kid,
        holder_key=holder.point if holder else None,
        issued_at=at,
        expires_at=expires,
    )
    return place


def _end_of_card(permit: Permit, at: datetime) -> date:
    """The last day of the code on a card of a permit that has no end (rule ``permit.card_life``), counted from the
    first day of the month: the day of the making is nobody's business."""
    day = local_date(at)
    life, _ = register.rule("permit.card_life", permit.region, day, at=at)
    return later(day.replace(day=1), int(life["amount"]), Unit(life["unit"]), add_working_days)


def _city(permit: Permit) -> str:
    """Issuers are cities (or wider): the smaller the area of a key, the more it would tell."""
    return (permit.issuer or permit.region)[:CITY]


def _spelled_out(
    actor: Actor, permit: Permit, action: str, at: datetime, detail: Mapping[str, Any]
) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="permit",
        subject_id=permit.pk,
        at=at,
        person_id=permit.person_id,
        detail=detail,
    )


def _algorithm() -> keystore.Algorithm:
    return keystore.Algorithm(settings.PERMIT_ALGORITHM)


def _second(at: datetime) -> int:
    return int(at.timestamp())


def _midnight(day: date) -> datetime:
    """The first moment of a day in China, which is when what ends on it ends."""
    return datetime.combine(day, time(), CHINA).astimezone(UTC)
