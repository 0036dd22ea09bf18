"""Setting links up: this place and its keys, other places and theirs, agreements. Every step leaves its audit row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from anju.domains.exchange.catalogue.queries.entries import is_listed
from anju.domains.exchange.links.data.links import PeerState
from anju.domains.exchange.links.models import Agreement, OwnKey, OwnPlace, Peer, PeerKey
from anju.domains.exchange.links.operations.enquiries import MANAGE
from anju.domains.exchange.links.queries.peers import SECRET
from anju.domains.exchange.messages.data.classes import CLASSES, PURPOSES
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.credentials.signing import ES256, HeldKey, Malformed, PublicKey
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.independence import require_independent

KEYS = "exchange.keys"
_CODE = re.compile(r"[0-9]{6,12}")


def set_place(code: str, name: str, *, actor: Actor, at: datetime) -> None:
    """Say which place this is; the first time it also gets its key. `Refused` ``place_code_form``,
    ``place_name_missing``."""
    actor.require(MANAGE)
    if not _CODE.fullmatch(code):
        raise Refused("place_code_form")
    if not name.strip():
        raise Refused("place_name_missing")
    OwnPlace.objects.update_or_create(id=1, defaults={"code": code, "name": name.strip()[:60]})
    _record(actor, "exchange.place_set", "exchange_place", code, at)
    if not OwnKey.objects.exists():
        rotate_key(actor=actor, at=at)


def require_keys(actor: Actor) -> None:
    """Raise unless the actor keeps links or their keys: whoever notices first that a key is lost ends it."""
    if not actor.may(KEYS):
        actor.require(MANAGE)


def rotate_key(*, actor: Actor, at: datetime, algorithm: str = ES256, replaces: str = "") -> str:
    """Make the next key of this place and sign by it from now on; its name. Earlier public keys stay on file.
    `replaces`: the key that is to be followed; once it has been, a repeated request makes no further one."""
    require_keys(actor)
    if replaces:
        OwnKey.objects.select_for_update().filter(kid=replaces).first()
        current = OwnKey.objects.filter(retired_at=None).values_list("kid", flat=True).first()
        if current and current != replaces:
            return current
    held = HeldKey.make(algorithm)
    kid = held.key.kid
    OwnKey.objects.filter(retired_at=None).update(retired_at=at)
    OwnKey.objects.create(
        kid=kid,
        algorithm=held.key.alg,
        point=held.key.point,
        secret_cipher=encrypt(held.secret.hex(), SECRET, row=row_of(kid)),
        made_at=at,
    )
    _record(actor, "exchange.key_made", "exchange_key", kid, at)
    return kid


def add_peer(
    code: str,
    name: str,
    url: str,
    *,
    regions: Sequence[str] = (),
    actor: Actor,
    at: datetime,
    test: bool = False,
) -> None:
    """Enter another place. `Refused` ``place_code_form``, ``place_name_missing``, ``peer_url_form``; `Conflict`
    ``peer_known``."""
    actor.require(MANAGE)
    if not _CODE.fullmatch(code) or not all(_CODE.fullmatch(r.ljust(6, "0")) for r in regions):
        raise Refused("place_code_form")
    if not name.strip():
        raise Refused("place_name_missing")
    if not test and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise Refused("peer_url_form")
    try:
        with transaction.atomic():
            Peer.objects.create(
                code=code,
                name=name.strip()[:60],
                url=url.rstrip("/")[:200],
                regions=list(regions),
                test=test,
                made_at=at,
            )
    except IntegrityError as error:
        raise Conflict("peer_known") from error
    _record(actor, "exchange.peer_added", "exchange_peer", code, at)


def change_peer(
    code: str, *, name: str, url: str, regions: Sequence[str], actor: Actor, at: datetime
) -> None:
    """Give a place another name, address, or other divisions that it answers for; what waits goes to the new address.
    Raises as `add_peer`, `NotFound` ``peer_unknown``."""
    actor.require(MANAGE)
    row = _locked(code)
    if not all(_CODE.fullmatch(r.ljust(6, "0")) for r in regions):
        raise Refused("place_code_form")
    if not name.strip():
        raise Refused("place_name_missing")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise Refused("peer_url_form")
    row.name, row.url, row.regions = name.strip()[:60], url.rstrip("/")[:200], list(regions)
    row.attempts, row.next_at = 0, None
    row.save(update_fields=["name", "url", "regions", "attempts", "next_at"])
    _record(actor, "exchange.peer_changed", "exchange_peer", code, at)


def suspend_peer(code: str, *, suspended: bool, actor: Actor, at: datetime) -> None:
    """Stop the traffic with a place, or let it go on. `NotFound` ``peer_unknown``."""
    require_keys(actor)
    row = _locked(code)
    row.state = (PeerState.SUSPENDED if suspended else PeerState.ACTIVE).value
    row.attempts, row.next_at = 0, None
    row.save(update_fields=["state", "attempts", "next_at"])
    action = "exchange.peer_suspended" if suspended else "exchange.peer_resumed"
    _record(actor, action, "exchange_peer", code, at)


def add_key(
    code: str, jwk: Mapping[str, Any], *, since: datetime, actor: Actor, at: datetime
) -> str:
    """Enter a place's next public key (a JWK); its name. `Refused` ``peer_key_unreadable``; `Conflict`
    ``peer_key_known``."""
    require_keys(actor)
    row = _locked(code)
    try:
        key = PublicKey.from_jwk(jwk)
    except Malformed as error:
        raise Refused("peer_key_unreadable") from error
    try:
        with transaction.atomic():
            PeerKey.objects.create(
                peer=row, kid=key.kid, algorithm=key.alg, point=key.point, since=since
            )
    except IntegrityError as error:
        raise Conflict("peer_key_known") from error
    _record(actor, "exchange.peer_key_added", "exchange_peer", code, at, key=key.kid)
    return key.kid


def end_key(code: str, kid: str, *, until: datetime, actor: Actor, at: datetime) -> None:
    """A place's key ends (at once after a loss, later in a rotation); an end that is sooner stays. `NotFound`
    ``peer_key_unknown``."""
    require_keys(actor)
    row = _locked(code)
    key = PeerKey.objects.filter(peer=row, kid=kid).first()
    if key is None:
        raise NotFound("peer_key_unknown")
    ends = max(until, key.since)
    if key.until is not None and key.until <= ends:
        return
    key.until = ends
    key.save(update_fields=["until"])
    _record(actor, "exchange.peer_key_ended", "exchange_peer", code, at, key=kid)


def propose_agreement(
    code: str,
    number: str,
    *,
    classes: Sequence[str],
    own_classes: Sequence[str],
    purposes: Sequence[str],
    first: date,
    last: date,
    per_day: int,
    actor: Actor,
    at: datetime,
    resource: str = "",
) -> int:
    """Write an agreement down; it holds once somebody else accepts it. Its number in the register of agreements.

    `resource`: the code of the entry of the catalogue it is about. `Refused` ``agreement_incomplete`` without a number,
    classes, purposes, or with days or a count that cannot be; ``resource_unknown`` for a code that is not listed;
    `Conflict` ``agreement_known``.
    """
    actor.require(MANAGE)
    row = _locked(code)
    sound = (
        re.fullmatch(r"[A-Za-z0-9._-]{1,40}", number)
        and (classes or own_classes)
        and set(classes) | set(own_classes) <= set(CLASSES)
        and purposes
        and set(purposes) <= set(PURPOSES)
        and first <= last
        and per_day >= 1
    )
    if not sound:
        raise Refused("agreement_incomplete")
    if resource and not is_listed(resource):
        raise Refused("resource_unknown")
    try:
        with transaction.atomic():
            made = Agreement.objects.create(
                peer=row,
                number=number,
                classes=list(classes),
                own_classes=list(own_classes),
                purposes=list(purposes),
                first=first,
                last=last,
                per_day=per_day,
                resource=resource,
                proposed_by=actor.user_id,
                proposed_label=actor.label[:100],
                proposed_at=at,
            )
    except IntegrityError as error:
        raise Conflict("agreement_known") from error
    _record(actor, "exchange.agreement_proposed", "exchange_agreement", made.pk, at)
    return int(made.pk)


def accept_agreement(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """Put a proposed agreement in force. `NotFound` ``agreement_unknown``, `Conflict` ``agreement_decided``,
    `NotAllowed` ``approver_same_person``, ``approver_made``."""
    actor.require(MANAGE)
    row = Agreement.objects.select_for_update().filter(pk=agreement_id).first()
    if row is None:
        raise NotFound("agreement_unknown")
    if row.state != "proposed":
        raise Conflict("agreement_decided")
    if actor.kind != "system":
        require_independent(row.proposed_by, actor)
    row.state, row.accepted_label, row.accepted_at = "active", actor.label[:100], at
    row.save(update_fields=["state", "accepted_label", "accepted_at"])
    _record(actor, "exchange.agreement_accepted", "exchange_agreement", row.pk, at)


def end_agreement(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """End an agreement before its last day. A second time changes nothing. `NotFound` ``agreement_unknown``."""
    actor.require(MANAGE)
    row = Agreement.objects.select_for_update().filter(pk=agreement_id).first()
    if row is None:
        raise NotFound("agreement_unknown")
    if row.state == "ended":
        return
    row.state, row.ended_at = "ended", at
    row.save(update_fields=["state", "ended_at"])
    _record(actor, "exchange.agreement_ended", "exchange_agreement", row.pk, at)


def _locked(code: str) -> Peer:
    row = Peer.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("peer_unknown")
    return row


def _record(
    actor: Actor, action: str, kind: str, subject: object, at: datetime, **detail: str
) -> None:
    audit.record_write(
        actor, action=action, subject_kind=kind, subject_id=subject, at=at, detail=detail
    )
