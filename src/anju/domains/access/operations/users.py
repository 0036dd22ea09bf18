"""Accounts: make, close, link to a person's record."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from anju.domains.access.data import ADMINISTRATORS, KINDS, LINKS, UserValue
from anju.domains.access.models import Grant, User
from anju.domains.access.operations.grants import grant
from anju.domains.access.queries import listing, values
from anju.domains.access.queries.party_areas import areas_of
from anju.domains.access.queries.values import PHONE
from anju.domains.access.rules import (
    in_force,
    manages,
    needs_second,
    normal_phone,
    require_plain_names,
)
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.crypto import blind_index, encrypt
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number

BOUND = (BoundColumn("access_user", "phone_cipher", "phone_index", (PHONE,)),)
"""Ciphertexts that are bound to the blind index beside them."""


def create_user(
    actor: Actor,
    *,
    kind: str,
    at: datetime,
    username: str = "",
    password: str = "",
    phone: str = "",
    display_name: str = "",
    language: str = "zh-hans",
) -> UserValue:
    """Make an account: staff and clients by username, the public by phone.

    `Refused`: ``user_kind``, ``username_missing``, ``username_characters``, ``display_name_characters``,
    ``phone_invalid``, ``password_weak``; `Conflict`: ``username_taken``, ``phone_taken``.
    """
    actor.require(listing.MANAGE)
    if kind not in KINDS:
        raise Refused("user_kind", kind=kind)
    if kind != "public" and not username.strip():
        raise Refused("username_missing")
    if kind != "public":
        require_plain_names(username.strip(), display_name.strip())
    number = normal_phone(phone) if phone or kind == "public" else ""
    user = User(
        kind=kind,
        username=username.strip().lower() or None,
        display_name=display_name.strip(),
        language=language,
        created_at=at,
        created_by=actor.user_id,
    )
    _set_phone(user, number)
    _set_password(user, password)
    with transaction.atomic():
        _refuse_taken(user)
        user.save(force_insert=True)
        record_write(
            actor,
            action="user.create",
            subject_kind="user",
            subject_id=user.pk,
            detail={"kind": kind},
            at=at,
        )
    return values.user_value(user)


def create_administrator(
    actor: Actor, *, username: str, password: str, role: str, at: datetime
) -> UserValue:
    """An account with one of the three administrators' roles everywhere: how an installation gets its first ones, so by
    the platform alone (whoever holds the command line holds the data directory). `NotAllowed` ``not_allowed``;
    `Refused` ``grant_role``, ``password_weak``, ``username_missing``; `Conflict` ``username_taken``."""
    if actor.kind != "system":
        raise NotAllowed("not_allowed", permission=listing.MANAGE)
    if role not in ADMINISTRATORS:
        raise Refused("grant_role", role=role)
    with transaction.atomic():
        user = create_user(actor, kind="staff", username=username, password=password, at=at)
        grant(actor, user_id=user.id, role=role, region="", at=at)
    return user


def public_user(*, phone: str, at: datetime) -> UserValue:
    """The account of a phone that has just proved itself by a code; made now if it is new, linked to nobody."""
    number = normal_phone(phone)
    index = blind_index(number, PHONE)
    user, made = User.objects.get_or_create(
        phone_index=index,
        defaults={
            "kind": "public",
            "phone_cipher": encrypt(number, PHONE, row=index),
            "created_at": at,
            "password": "!",
        },
    )
    if made:
        record_write(
            Actor(kind="public", user_id=user.pk, channel="web"),
            action="user.create",
            subject_kind="user",
            subject_id=user.pk,
            detail={"kind": "public"},
            at=at,
        )
    return values.user_value(user)


def set_active(actor: Actor, *, user_id: int, active: bool, reason: str, at: datetime) -> None:
    """Close or reopen an account, with the right to give each of the roles it holds, where it holds them. A closed one
    is out with its next request. `NotAllowed` ``user_self_close``, ``grant_out_of_reach``; `Refused`
    ``reason_missing``, ``reopen_needs_second`` while it holds a role that two persons give: that one is revoked first
    and asked anew."""
    require_no_identity_number(reason)
    if user_id == actor.user_id:
        raise NotAllowed("user_self_close")
    if not reason.strip():
        raise Refused("reason_missing")
    with transaction.atomic():
        user = _locked(actor, user_id)
        _managed(actor, user, reopens=active, at=at)
        user.is_active = active
        user.save(update_fields=["is_active"])
        record_write(
            actor,
            action="user.open" if active else "user.close",
            subject_kind="user",
            subject_id=user_id,
            detail={"reason": reason},
            at=at,
        )


def set_password(actor: Actor, *, user_id: int, password: str, at: datetime) -> None:
    """Give a user a new password, with the rights and refusals of `set_active`; all sessions of the user end."""
    with transaction.atomic():
        user = _locked(actor, user_id)
        _managed(actor, user, reopens=True, at=at)
        _set_password(user, password)
        user.save(update_fields=["password"])
        record_write(actor, action="user.password", subject_kind="user", subject_id=user_id, at=at)


def set_language(*, user_id: int, language: str) -> None:
    """Remember the language a user reads."""
    User.objects.filter(pk=user_id).update(language=language)


def link_to_person(
    actor: Actor, *, user_id: int, person_id: int, how: str, at: datetime, region: str | None = None
) -> None:
    """Link an account to a person's record.

    `how`: ``counter`` (staff who saw the document, and may edit persons in `region`), ``invitation`` (of a check-in,
    by the platform after the landlord's invitation was accepted) or ``real_name`` (by the platform after the service
    said yes). A phone code alone never leads here. `Conflict` ``user_tied_already`` when linked to another record.
    """
    if how not in LINKS:
        raise Refused("tie_how", how=how)
    if how == "counter":
        actor.require("person.edit", region=region)
        if actor.user_id == user_id:
            raise NotAllowed("tie_to_self")
    elif actor.kind != "system":
        raise NotAllowed("tie_by_platform", how=how)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise NotFound("user_unknown")
        if user.person_id is not None and user.person_id != person_id:
            raise Conflict("user_tied_already")
        user.person_id, user.tied_how, user.tied_at = person_id, how, at
        user.save(update_fields=["person_id", "tied_how", "tied_at"])
        record_write(
            actor,
            action="user.tie",
            subject_kind="user",
            subject_id=user_id,
            person_id=person_id,
            detail={"how": how},
            at=at,
        )


def unlink(
    actor: Actor, *, user_id: int, reason: str, at: datetime, region: str | None = None
) -> None:
    """Take an account off a person's record (a phone that changed hands)."""
    actor.require("person.edit", region=region)
    require_no_identity_number(reason)
    if not reason.strip():
        raise Refused("reason_missing")
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id, person_id__isnull=False).first()
        if user is None:
            raise NotFound("user_unknown")
        person_id = user.person_id
        user.person_id, user.tied_how, user.tied_at = None, "", None
        user.save(update_fields=["person_id", "tied_how", "tied_at"])
        record_write(
            actor,
            action="user.untie",
            subject_kind="user",
            subject_id=user_id,
            person_id=person_id,
            detail={"reason": reason},
            at=at,
        )


def move_links(
    actor: Actor,
    *,
    from_person_id: int,
    to_person_id: int,
    user_ids: tuple[int, ...] | None = None,
    at: datetime,
) -> tuple[int, ...]:
    """When records merge (or part again: then `user_ids` says whose), their accounts follow. Returns who moved."""
    actor.require("person.merge")
    with transaction.atomic():
        rows = User.objects.select_for_update().filter(person_id=from_person_id)
        if user_ids is not None:
            rows = rows.filter(pk__in=user_ids)
        moved = tuple(rows.values_list("pk", flat=True))
        User.objects.filter(pk__in=moved).update(person_id=to_person_id)
        for user_id in moved:
            record_write(
                actor,
                action="user.tie_moved",
                subject_kind="user",
                subject_id=user_id,
                person_id=to_person_id,
                detail={"from": from_person_id},
                at=at,
            )
    return moved


def _locked(actor: Actor, user_id: int) -> User:
    base = User.objects.all() if actor.kind == "system" else listing.visible_to(actor)
    user = User.objects.select_for_update().filter(pk=user_id, pk__in=base.values("pk")).first()
    if user is None:
        raise NotFound("user_unknown")
    return user


def _managed(actor: Actor, user: User, *, reopens: bool, at: datetime) -> None:
    """Raise unless the actor may take back every grant in force of this account."""
    if actor.kind == "system":
        return
    held = [g for g in map(values.grant_value, Grant.objects.filter(user=user)) if in_force(g, at)]
    for one in held:
        if not manages(
            actor,
            role=one.role,
            region=one.region,
            party=one.party,
            party_areas=areas_of(one.party),
        ):
            raise NotAllowed("grant_out_of_reach", role=one.role)
    if reopens and any(needs_second(g.role, g.region) for g in held):
        raise Refused("reopen_needs_second")


def _set_phone(user: User, number: str) -> None:
    if number:
        user.phone_index = blind_index(number, PHONE)
        user.phone_cipher = encrypt(number, PHONE, row=user.phone_index)


def _set_password(user: User, password: str) -> None:
    if not password:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as err:
        raise Refused("password_weak", why=" ".join(err.messages)) from err
    user.set_password(password)


def _refuse_taken(user: User) -> None:
    if user.username and User.objects.filter(username=user.username).exists():
        raise Conflict("username_taken", username=user.username)
    if user.phone_index is not None and User.objects.filter(phone_index=user.phone_index).exists():
        raise Conflict("phone_taken")
