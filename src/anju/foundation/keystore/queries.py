"""Reads: the keys, which are no secret (their secrets stand elsewhere), and what waits for a second person."""

from __future__ import annotations

from anju.foundation.actor import Actor
from anju.foundation.credentials.signing import PublicKey
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused
from anju.foundation.keystore.data import Action, Algorithm, KeyView, Kind, RequestView, State
from anju.foundation.keystore.models import Key, Request


def every_key() -> list[KeyView]:
    """All keys, newest version of each first."""
    return [view(k) for k in Key.objects.order_by("kind", "algorithm", "region", "-version")]


def requests(actor: Actor, *, limit: int = 100) -> list[RequestView]:
    """What was asked and decided, what waits first. For those who take part in the ceremony, and auditors."""
    if not actor.may("audit.see"):
        actor.require("permit.keys")
    with as_intake_role():
        rows = list(Request.objects.select_related("key").order_by("decided_at", "-id")[:limit])
    rows.sort(key=lambda r: (r.decision != "", -r.pk))
    return [
        RequestView(
            r.pk,
            Action(r.action),
            view(r.key),
            r.reason,
            r.asked_by,
            r.asked_label,
            r.asked_at,
            r.decision,
            r.decided_label,
            r.decided_at,
            r.done_at,
        )
        for r in rows
    ]


def public_keys() -> list[tuple[KeyView, PublicKey]]:
    """Issuers' keys that outsiders need: in use, and retired ones whose signatures still go about."""
    rows = Key.objects.filter(
        kind=Kind.SIGN.value, state__in=[State.ACTIVE.value, State.RETIRED.value]
    )
    return [
        (view(k), PublicKey(k.algorithm, bytes(k.public or b"")))
        for k in rows.order_by("region", "version")
    ]


def nearest(kind: Kind, algorithm: Algorithm, region: str) -> Key:
    """The active key of the smallest area that holds this region. `Refused` ``key_none`` when no ceremony made one."""
    areas = [region[:length] for length in range(len(region) + 1)]
    rows = Key.objects.filter(
        kind=kind.value, algorithm=algorithm.value, state=State.ACTIVE.value, region__in=areas
    )
    found = max(rows.select_related("parent"), key=lambda k: len(k.region), default=None)
    if found is None:
        raise Refused("key_none", kind=kind.value, algorithm=algorithm.value, region=region)
    return found


def view(row: Key) -> KeyView:
    """What outsiders are handed."""
    kid = PublicKey(row.algorithm, bytes(row.public)).kid if row.public else ""
    check = bytes(row.check_value).hex().upper() if row.check_value else ""
    return KeyView(
        row.pk,
        Kind(row.kind),
        Algorithm(row.algorithm),
        row.region,
        row.version,
        State(row.state),
        row.backend,
        check,
        kid,
        row.made_at,
        row.activated_at,
        row.retired_at,
    )
