"""A transition of a permit: the one place where its state changes, who may apply which, and how the holder is
notified."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.permits.transitions import rules
from anju.domains.permits.transitions.data.transitions import PermitState, TransitionKind
from anju.domains.permits.transitions.models import Permit
from anju.domains.permits.transitions.queries import article_of
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.statements import insert
from anju.foundation.errors import Conflict, NotAllowed, NotFound
from anju.foundation.events import api as events
from anju.foundation.notices import api as notices

TRANSITION_EVENT = "permits.turned"
"""The event of every transition: ``permit``, ``person``, ``region``, ``kind``, ``reason``, ``from``, ``to``."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one permit. `region`: where it belongs from now on, kept in its life so that
    figures of a past month stay what they were; `effective`: the day from which it is so; `before` is
    "" for a new permit."""

    permit_id: int
    person_id: int
    region: str
    effective: date
    before: str
    to: str
    detail: Mapping[str, Any]


def locked(permit_id: int, *, version: int | None = None) -> Permit:
    """The permit, held for this transaction. Raises `NotFound` ``permit_unknown``; `Conflict`
    ``permit_changed`` when it is no longer the version seen."""
    permit = Permit.objects.select_for_update().filter(id=permit_id).first()
    if permit is None:
        raise NotFound("permit_unknown", id=permit_id)
    if version is not None and permit.version != version:
        raise Conflict("permit_changed", number=permit.number)
    return permit


def begin(
    permit: Permit,
    kind: TransitionKind,
    *,
    actor: Actor,
    at: datetime,
    application_id: int | None = None,
    effective: date | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Put a new permit with its first transition, in a state in which that transition may leave it.
    Raises `Conflict` ``permit_turn``."""
    if PermitState(permit.state) not in rules.TRANSITIONS[kind].after:
        raise Conflict("permit_turn", number=permit.number, before="", after=permit.state)
    permit.state_since = permit.created_at = at
    permit.save(force_insert=True)
    change = _change(permit, "", effective or local_date(at), detail)
    record_transitions(kind, [change], actor=actor, at=at, application_id=application_id)


def make_transition(
    permit: Permit,
    kind: TransitionKind,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    to: PermitState | None = None,
    effective: date | None = None,
    application_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
    **sets: Any,  # noqa: ANN401
) -> Permit:
    """Apply a transition to a locked permit, as the intake role, after asking whether the actor may.
    `to` chooses where the table allows several states; `sets` are further columns that change with it.

    Raises `Conflict` ``permit_turn`` for a transition its state does not allow, ``permit_changed`` when
    the permit is not the one that was locked; `Refused` ``permit_reason``.
    """
    before = PermitState(permit.state)
    reason = rules.reason_of(kind, reason)
    state = rules.after(kind, before, asked=to, number=permit.number)
    changed: dict[str, Any] = {**sets, "state": state.value, "version": permit.version + 1}
    if state != before:
        changed["state_since"] = at
    if not Permit.objects.filter(id=permit.pk, version=permit.version).update(**changed):
        raise Conflict("permit_changed", number=permit.number)
    for name, value in changed.items():
        setattr(permit, name, value)
    change = _change(permit, before.value, effective or local_date(at), detail)
    record_transitions(
        kind, [change], actor=actor, at=at, reason=reason, application_id=application_id
    )
    return permit


def _change(
    permit: Permit, before: str, effective: date, detail: Mapping[str, Any] | None
) -> Change:
    return Change(
        permit.pk, permit.person_id, permit.region, effective, before, permit.state, detail or {}
    )


def record_transitions(
    kind: TransitionKind,
    changes: Sequence[Change],
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    application_id: int | None = None,
) -> None:
    """Write transitions of one kind into the permits' lives, the audit trail and the outbox, one
    statement each. What changes the rows themselves calls this, and nothing else does."""
    count, article = len(changes), article_of(kind, reason, local_date(at))
    if not count:
        return
    insert(
        "permits_permit_event",
        {
            "permit_id": ("bigint", [c.permit_id for c in changes]),
            "at": ("timestamptz", [at] * count),
            "effective": ("date", [c.effective for c in changes]),
            "kind": ("text", [str(kind)] * count),
            "reason": ("text", [reason] * count),
            "article": ("text", [article] * count),
            "from_state": ("text", [c.before for c in changes]),
            "to_state": ("text", [c.to for c in changes]),
            "application_id": ("bigint", [application_id] * count),
            "by_user": ("bigint", [actor.user_id] * count),
            "by_label": ("text", [actor.label[:100]] * count),
            "detail": (
                "jsonb",
                [json.dumps({**c.detail, "region": c.region}, default=str) for c in changes],
            ),
        },
    )
    audit.record_writes(
        actor,
        action=f"permit.{kind}",
        subject_kind="permit",
        subject_ids=[c.permit_id for c in changes],
        person_ids=[c.person_id for c in changes],
        at=at,
        details=[{"from": c.before, "to": c.to, "reason": reason} for c in changes],
    )
    events.emit_many(
        TRANSITION_EVENT,
        [
            {
                "permit": c.permit_id,
                "person": c.person_id,
                "region": c.region,
                "kind": str(kind),
                "reason": reason,
                "from": c.before,
                "to": c.to,
            }
            for c in changes
        ],
        at=at,
    )


SEE, APPLY, DECIDE, ISSUE, MAKE = (
    "permit.see",
    "permit.apply",
    "permit.decide",
    "permit.issue",
    "permit.make",
)


def require_visible(permit_id: int) -> None:
    """Ask under row-level security, before the intake role is taken: a permit out of sight is as absent as none."""
    if not Permit.objects.filter(id=permit_id).exists():
        raise NotFound("permit_unknown", id=permit_id)


def is_holder(permit: Permit, actor: Actor) -> bool:
    """True for the holder's own account."""
    return actor.person_id is not None and actor.person_id == permit.person_id


def require(permit: Permit, actor: Actor, permission: str) -> None:
    """Raise `NotAllowed` unless the actor holds the permission where the holder lives or where the
    permit was issued."""
    if not (
        actor.may(permission, region=permit.region) or actor.may(permission, region=permit.issuer)
    ):
        raise NotAllowed("not_allowed", permission=permission, region=permit.region)


def require_or_holder(permit: Permit, actor: Actor, permission: str) -> None:
    """The same, or the holder."""
    if not is_holder(permit, actor):
        require(permit, actor, permission)


Text = tuple[str, str]


def notify_holders(
    person_ids: Sequence[int],
    kind: str,
    words: Text | Sequence[Text],
    *,
    at: datetime,
    permits: Sequence[int],
    facts: Sequence[dict[str, str]] | None = None,
) -> int:
    """Put one message a holder into the outbox, in the caller's transaction; how many could be reached. Somebody whose
    record was merged meanwhile is reached by the record that stands for them."""
    stands = people.all_canonical(set(person_ids))
    person_ids = [stands.get(p, p) for p in person_ids]
    phones = people.phones(person_ids)
    sent = 0
    for n, (person, permit) in enumerate(zip(person_ids, permits, strict=True)):
        text = words if isinstance(words, tuple) and isinstance(words[0], str) else words[n]
        filled_in = facts[n] if facts else {}
        reached = list(access.phones_of_users(access.accounts_of(person)).values()) or [
            (phones.get(person, ""), "zh-hans")
        ]
        for phone, language in reached:
            if phone:
                chosen = str(text[0] if language.startswith("zh") else text[1])
                notices.send(
                    kind, phone, chosen.format(**filled_in), at=at, context={"permit": permit}
                )
                sent += 1
    return sent
