"""Invitations: made by a landlord, taken by a tenant, and the account they link.

A phone proves a phone. What links an account to a record here is the landlord's word about a check-in *together* with
the invited phone; and only to a record that this very check-in made. Who was known before, had another phone or has
another account goes to the counter.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from django.db import transaction

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.declarations.data.declarations import REFUSED, Receipt, Sender
from anju.domains.register.declarations.models import Declaration
from anju.domains.register.intake.operations.declare import declare
from anju.domains.register.invitations import queries as reading
from anju.domains.register.invitations.data import (
    CHECK_IN,
    CLOSED,
    FILL_IN,
    GOOD_DAYS,
    OPEN,
    REVOKED,
    TIED,
    USED,
    Accepted,
    InvitationView,
    Issued,
)
from anju.domains.register.invitations.models import Invitation
from anju.domains.register.invitations.rules import new_token
from anju.domains.register.ledger.queries import occupants
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices.api import send

TEXT = (
    "【安居】您的房东已为您登记入住。本人可在 {days} 天内打开 {link} 查看和更正自己的信息，须用本手机号登录。"
    "非本人请勿理会。"
)


def invite(
    *,
    home_code: str,
    actor: Actor,
    at: datetime,
    link: Callable[[str], str],
    person_id: int | None = None,
) -> Issued:
    """Invite a tenant to a home. Without `person_id`: to fill in their own data. With it: one who is checked in there,
    by a message to the phone on file. `link` makes an address of a token. Staff of the place may invite to fill in,
    where nobody opened; what comes is confirmed by the landlord, or by staff where none is on file.

    `NotFound` ``home_unknown``, ``stay_not_open``; `NotAllowed` for homes of others; `Refused` ``phone_missing``,
    ``too_many_tries``.
    """
    home = places.home_by_code(home_code)
    by_staff = person_id is None and home is not None and actor.may("declare", region=home.region)
    if home is None or not (home.party or by_staff):
        raise NotFound("home_unknown")
    if not by_staff:
        actor.require("declare", party=home.party)
    inviting = f"user:{actor.user_id}" if by_staff else home.party
    access.count_try("invitation.made", inviting, at=at)
    token = new_token()
    with as_intake_role():
        phone = _phone_of_tenant(person_id, home.id, at) if person_id is not None else ""
        row = Invitation.objects.create(
            selector=token.selector,
            secret_hash=token.secret_hash,
            kind=CHECK_IN if phone else FILL_IN,
            home_id=home.id,
            region=home.region,
            party=home.party,
            person_id=person_id,
            state=OPEN,
            phone_cipher=encrypt(phone, reading.PHONE, row=row_of(token.selector))
            if phone
            else None,
            made_by=actor.user_id,
            made_label=actor.label,
            made_at=at,
            expires_at=at + timedelta(days=GOOD_DAYS),
        )
        audit.record_write(
            actor,
            action="invitation.make",
            subject_kind="invitation",
            subject_id=row.id,
            person_id=person_id,
            detail={"kind": row.kind, "home": home.id},
            at=at,
        )
    address = link(token.text)
    if phone:
        send(
            "invitation",
            phone,
            TEXT.format(link=address, days=GOOD_DAYS),
            at=at,
            context={"invitation": row.id},
        )
    return Issued(reading.for_party(row), "" if phone else address)


def _phone_of_tenant(person_id: int, home_id: int, at: datetime) -> str:
    if person_id not in {s.person_id for s in occupants([home_id], as_of=local_date(at))}:
        raise NotFound("stay_not_open")
    phone = people.phones([person_id]).get(person_id, "")
    if not phone:
        raise Refused("phone_missing")
    return phone


def invitation(token: str, *, at: datetime) -> InvitationView:
    """The open invitation of a link, as its bearer may know it. `NotFound` ``invitation_void`` for all others alike."""
    with as_intake_role():
        return reading.for_guest(reading.usable(token, at=at))


def revoke_invitation(invitation_id: int, *, actor: Actor, at: datetime) -> None:
    """Take an open invitation back. `NotFound` for those of others."""
    with as_intake_role():
        row = Invitation.objects.select_for_update().filter(id=invitation_id).first()
        if row is None or not actor.may("declare", party=row.party):
            raise NotFound("invitation_void")
        if row.state != OPEN:
            raise Conflict("invitation_used")
        row.state = REVOKED
        row.save(update_fields=["state"])
        audit.record_write(
            actor, action="invitation.revoke", subject_kind="invitation", subject_id=row.id, at=at
        )


def accept_invitation(
    token: str, *, actor: Actor, at: datetime, items: pl.DataFrame | None = None
) -> Accepted:
    """Take an invitation with the account one is signed in with.

    To a check-in: the account's phone must be the invited one; then the record is the account's. To fill in: `items`
    are the guest (first row) and family; they wait for the landlord's word, and with it the account is linked.

    `NotFound` ``invitation_void`` for a void link and for a foreign phone alike; `Refused` with the reason (and `row`)
    when an item is not in order: the invitation then stays open. `Conflict` ``record_needs_counter`` when the record
    must be linked at the counter, known only to the invited phone.
    """
    user = actor.user_id
    if user is None or actor.kind != "public":
        raise NotAllowed("sign_in_by_phone")
    phone = access.phone_of(user)
    with transaction.atomic(), as_intake_role():
        row = reading.usable(token, at=at, lock=True)
        if row.kind == CHECK_IN:
            return _take_record(row, user, phone, actor, at)
        if items is None or items.is_empty():
            raise Refused("invitation_needs_data")
        receipt = _fill_in(row, items, phone, actor, at)
        _use(row, user, at, USED, declaration_id=receipt.outcomes[0].declaration_id)
    return Accepted(FILL_IN, linked=False, receipt=receipt)


def _take_record(row: Invitation, user: int, phone: str, actor: Actor, at: datetime) -> Accepted:
    invited = decrypt(row.phone_cipher, reading.PHONE, row=row_of(row.selector))
    if not hmac.compare_digest(phone.encode(), invited.encode()):
        raise NotFound("invitation_void")
    person = people.lock([int(row.person_id or 0)]).get(int(row.person_id or 0))
    if person is None:
        raise NotFound("invitation_void")
    if not (
        _provable(person, user, phone)
        and reading.made_by_check_in(person, row.home_id, row.party, user)
    ):
        raise Conflict("record_needs_counter")
    _link(person, user, phone, actor, at)
    _use(row, user, at, TIED)
    return Accepted(CHECK_IN, linked=True)


def _fill_in(
    row: Invitation, items: pl.DataFrame, phone: str, actor: Actor, at: datetime
) -> Receipt:
    """Declare guest and family for the home of the invitation, the guest under the phone that signed in."""
    home = places.homes([row.home_id])[row.home_id]
    frame = (
        items.with_row_index("_n")
        .with_columns(
            pl.lit(home.code).alias("home_code"),
            pl.lit("arrive").alias("kind"),
            pl.when(pl.col("_n") == 0)
            .then(pl.lit(phone))
            .otherwise(pl.col("phone") if "phone" in items.columns else pl.lit(None, dtype=pl.Utf8))
            .alias("phone"),
        )
        .drop("_n")
    )
    sender = Sender(
        f"user:{actor.user_id}",
        "invitation",
        str(items["name"][0] or ""),
        party=row.party,
        region=row.region,
    )
    receipt = declare(frame, sender=sender, actor=actor, at=at, batch_key=f"invitation:{row.id}")
    for outcome in receipt.outcomes:
        if outcome.status == REFUSED:
            raise Refused(outcome.reason, row=outcome.row)
    return receipt


def answered(
    declaration: Declaration, *, applied: bool, by_party: bool, actor: Actor, at: datetime
) -> None:
    """The declaration of an invitation was decided: with the inviting party's yes, the account gets the record."""
    row = (
        Invitation.objects.select_for_update()
        .filter(declaration_id=declaration.id, state=USED)
        .first()
    )
    if row is None or row.used_by is None:
        return
    person, phone = declaration.person_id, access.phone_of(row.used_by)
    made = bool((declaration.effects or {}).get("created"))
    linked = bool(
        applied and by_party and made and person and phone and _provable(person, row.used_by, phone)
    )
    if linked and person:
        _link(person, row.used_by, phone, actor, at)
    row.state = TIED if linked else CLOSED
    row.person_id = person if applied else None
    row.save(update_fields=["state", "person_id"])


def _provable(person_id: int, user_id: int, phone: str) -> bool:
    """May this phone open this record? Not when the record ever had another phone, has another account, or holds what
    was another record before a merge."""
    others = [u for u in access.accounts_of(person_id) if u != user_id]
    return (
        not others
        and people.only_phone(person_id, phone)
        and not people.standing_merges([person_id])
    )


def _link(person_id: int, user_id: int, phone: str, actor: Actor, at: datetime) -> None:
    platform = system(f"invitation ({actor.label})", channel=actor.channel)
    try:
        access.link_to_person(
            platform, user_id=user_id, person_id=person_id, how="invitation", at=at
        )
    except Conflict as error:
        raise Conflict("record_needs_counter") from error
    send(
        "tied",
        phone,
        "【安居】您的账号已关联本人登记档案，可查看登记内容和谁看过它。非本人操作请联系社区窗口。",
        at=at,
    )


def _use(row: Invitation, user: int, at: datetime, state: str, **more: Any) -> None:  # noqa: ANN401
    row.used_by, row.used_at, row.state = user, at, state
    for name, value in more.items():
        setattr(row, name, value)
    row.save(update_fields=["used_by", "used_at", "state", *more])
    audit.record_write(
        system("invitation"),
        action="invitation.use",
        subject_kind="invitation",
        subject_id=row.id,
        person_id=row.person_id,
        detail={"user": user, "state": state},
        at=at,
    )
