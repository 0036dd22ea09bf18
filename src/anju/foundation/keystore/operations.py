"""The ceremony: one person makes and asks, another decides. Every step leaves a line in the trail.

Writing goes through the intake role after the permission was asked: the tables admit no other writer.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.independence import require_independent
from anju.foundation.keystore.backends import backend, chosen
from anju.foundation.keystore.data import FITTING, Action, Algorithm, KeyView, Kind, State
from anju.foundation.keystore.models import Key, Request
from anju.foundation.keystore.queries import view

MANAGE = "permit.keys"
"""The permission of the ceremony, held by the system and the security administrator."""


def make(*, kind: Kind, algorithm: Algorithm, region: str, actor: Actor, at: datetime) -> KeyView:
    """Make the next version of a key. It may not be used until two persons have activated it.

    A region's key needs an active root of its algorithm. Raises `Refused` ``key_algorithm``, ``key_no_root``.
    """
    person = _person(actor)
    if algorithm not in FITTING[kind] or (kind == Kind.ROOT and region):
        raise Refused("key_algorithm", kind=kind.value, algorithm=algorithm.value)
    with as_intake_role():
        row = _make(kind, algorithm, region, person, at)
        audit.record_write(
            actor,
            action="key.made",
            subject_kind="key",
            subject_id=row.pk,
            at=at,
            detail=_detail(row),
        )
    return view(row)


def ask(
    key_id: int,
    *,
    action: Action,
    reason: str,
    actor: Actor,
    at: datetime,
    cards: Sequence[str] = (),
) -> int:
    """Ask that something be done with a key; the request's number. For an export, `cards` fixes which card keys leave.

    Raises `Conflict` ``key_asked`` when the same already waits, `Refused` ``key_turn`` when the key's state forbids it.
    """
    require_no_identity_number(reason)
    person = _person(actor)
    with as_intake_role():
        key = _locked(key_id)
        _allowed(key, action)
        if not reason.strip():
            raise Refused("key_reason_missing")
        if (action == Action.EXPORT) != bool(cards):
            raise Refused("key_cards_missing")
        if Request.objects.filter(key=key, action=action.value, decision="").exists():
            raise Conflict("key_asked")
        row = Request.objects.create(
            key=key,
            action=action.value,
            reason=reason.strip()[:200],
            asked_by=person,
            asked_label=actor.label,
            asked_at=at,
            subject=cards_digest(cards) if cards else None,
        )
        audit.record_write(
            actor,
            action=f"key.{action.value}.asked",
            subject_kind="key",
            subject_id=key.pk,
            at=at,
            detail={**_detail(key), "request": row.pk, "cards": len(cards)},
        )
    return int(row.pk)


def decide(request_id: int, *, approve: bool, actor: Actor, at: datetime) -> KeyView:
    """Approve and do, or refuse, what another person asked. The asker may only take it back.

    Raises `NotAllowed` ``approver_same_person``, and ``approver_made`` when one of the two accounts made the other.
    An approved export is done by `export.export_card_keys`. Returns the key that came of it.
    """
    person = _person(actor)
    with as_intake_role():
        row = Request.objects.select_for_update().filter(pk=request_id).first()
        if row is None:
            raise NotFound("key_request_unknown")
        if row.decision:
            raise Conflict("key_decided")
        if approve:
            require_independent(row.asked_by, actor)
        key, action = _locked(row.key_id), Action(row.action)
        row.decision, row.decided_by, row.decided_label = (
            ("approve" if approve else "refuse"),
            person,
            actor.label,
        )
        row.decided_at = at
        if approve:
            _allowed(key, action)
            key = _do(key, action, person, at)
            row.done_at = None if action == Action.EXPORT else at
        row.save()
        word = "approved" if approve else "refused"
        audit.record_write(
            actor,
            action=f"key.{action.value}.{word}",
            subject_kind="key",
            subject_id=key.pk,
            at=at,
            detail={**_detail(key), "request": row.pk, "asked_by": row.asked_by},
        )
    return view(key)


def cards_digest(cards: Sequence[str]) -> bytes:
    """Which cards an approval is about: their numbers, in order."""
    return hashlib.sha256("\n".join(cards).encode()).digest()


def _person(actor: Actor) -> int:
    """Only people take part in a ceremony: a system that could stand in for either would make two into one."""
    actor.require(MANAGE)
    if actor.user_id is None:
        raise NotAllowed("key_person_needed")
    return actor.user_id


def _make(kind: Kind, algorithm: Algorithm, region: str, person: int, at: datetime) -> Key:
    parent = None
    if kind == Kind.REGION:
        parent = Key.objects.filter(
            kind=Kind.ROOT.value, algorithm=algorithm.value, state=State.ACTIVE.value
        ).first()
        if parent is None:
            raise Refused("key_no_root", algorithm=algorithm.value)
    keeper = backend(parent.backend if parent else chosen())
    if not keeper.supports(algorithm):
        raise Refused("key_algorithm_here", algorithm=algorithm.value, backend=keeper.name)
    same = Key.objects.filter(kind=kind.value, algorithm=algorithm.value, region=region)
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    # The last part keeps a name free that an undone transaction has already given to a secret.
    label = (
        f"anju-{kind.value}-{algorithm.value}-{region or 'all'}-v{version}-{secrets.token_hex(3)}"
    )
    made = (
        keeper.region_check(parent.label, algorithm, region, version)
        if parent
        else keeper.make(label, algorithm)
    )
    is_pair = kind == Kind.SIGN
    return Key.objects.create(
        kind=kind.value,
        algorithm=algorithm.value,
        region=region,
        version=version,
        label=label,
        backend=keeper.name,
        parent=parent,
        made_at=at,
        made_by=person,
        public=made if is_pair else None,
        check_value=None if is_pair else made,
    )


def _do(key: Key, action: Action, person: int, at: datetime) -> Key:
    if action == Action.ACTIVATE:
        return _activate(key, at)
    if action == Action.ROTATE:
        following = _make(Kind(key.kind), Algorithm(key.algorithm), key.region, person, at)
        _retire(key, at)
        return _activate(following, at)
    if action == Action.DESTROY:
        if key.kind != Kind.REGION.value:
            keeper, label = backend(key.backend), key.label
            transaction.on_commit(
                lambda: keeper.destroy(label)
            )  # a secret cannot be brought back by a rollback
        key.state, key.destroyed_at = State.DESTROYED.value, at
        key.save(update_fields=["state", "destroyed_at"])
    return key


def _activate(key: Key, at: datetime) -> Key:
    key.state, key.activated_at = State.ACTIVE.value, at
    key.save(update_fields=["state", "activated_at"])
    return key


def _retire(key: Key, at: datetime) -> None:
    key.state, key.retired_at = State.RETIRED.value, at
    key.save(update_fields=["state", "retired_at"])


_FROM = {
    Action.ACTIVATE: (State.MADE,),
    Action.ROTATE: (State.ACTIVE,),
    Action.EXPORT: (State.ACTIVE, State.RETIRED),
    Action.DESTROY: (State.MADE, State.RETIRED),
}


def _allowed(key: Key, action: Action) -> None:
    state = State(key.state)
    if state not in _FROM[action] or (action == Action.EXPORT and key.kind != Kind.REGION.value):
        raise Refused("key_turn", state=state.value, action=action.value)
    others = Key.objects.filter(
        kind=key.kind, algorithm=key.algorithm, region=key.region, state=State.ACTIVE.value
    )
    if action == Action.ACTIVATE and others.exists():
        raise Refused("key_active_already")
    in_use = key.children.exclude(state=State.DESTROYED.value)
    if action == Action.DESTROY and in_use.exists():
        raise Refused("key_has_regions")


def _locked(key_id: int) -> Key:
    row = Key.objects.select_for_update().filter(pk=key_id).first()
    if row is None:
        raise NotFound("key_unknown")
    return row


def _detail(key: Key) -> dict[str, object]:
    return {
        "kind": key.kind,
        "algorithm": key.algorithm,
        "region": key.region,
        "version": key.version,
    }
