"""Staff sign-in: counting tries and leaving a trace (GB/T 22239-2019: lockout, audit of every user)."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from anju.domains.access.models import User
from anju.domains.access.operations import throttle
from anju.domains.access.queries.sessions import end_sessions
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.errors import NotFound


def begin_try(*, username: str, address: str, at: datetime) -> None:
    """Count a try at a password, before it is looked at. `Refused` ``too_many_tries`` while locked."""
    throttle.hit("sign_in.address", address, at=at)
    throttle.hit("sign_in.account", username.strip().lower(), at=at)


def password_right(*, username: str, address: str) -> None:
    """The password was right: the tries are forgotten."""
    throttle.clear("sign_in.account", username.strip().lower())
    throttle.give_back("sign_in.address", address)


def begin_second_factor(*, user_id: int, at: datetime) -> None:
    """Count a try at the second factor. `Refused` ``too_many_tries`` while locked."""
    throttle.hit("second_factor.account", str(user_id), at=at)


def second_factor_right(*, user_id: int) -> None:
    """The second factor was right."""
    throttle.clear("second_factor.account", str(user_id))


def record_sign_in(
    *, user_id: int, label: str, kind: str, how: str, request_id: str, at: datetime
) -> None:
    """Leave the trace of a sign-in. `how`: password, mfa, phone, passkey …"""
    actor = Actor(kind=kind, user_id=user_id, label=label, channel="web", request_id=request_id)
    record_write(
        actor,
        action="user.sign_in",
        subject_kind="user",
        subject_id=user_id,
        detail={"how": how},
        at=at,
    )


def end_own_sessions(actor: Actor, *, present: str, at: datetime, only: str = "") -> int:
    """End the other places where one is signed in, or the one with this id; how many."""
    if actor.user_id is None:
        return 0
    count = end_sessions(actor.user_id, present=present, at=at, only=only)
    record_write(
        actor,
        action="user.end_sessions",
        subject_kind="user",
        subject_id=actor.user_id,
        detail={"ended": count},
        at=at,
    )
    return count


def enrol_totp(*, username: str, secret: str, shown_in_demo: bool = False) -> None:
    """Give a staff account an authenticator app with this base32 secret, replacing an earlier one.

    `shown_in_demo` lets the demo's outbox page stand in for the app; only the demo generator may say so.
    """
    user = User.objects.filter(username=username.lower()).first()
    if user is None:
        raise NotFound("user_unknown")
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    row = TOTP.activate(user, secret).instance
    row.data["shown_in_demo"] = shown_in_demo
    row.save(update_fields=["data"])
