"""Staff sign-in: counting tries and leaving a trace (GB/T 22239-2019: lockout, audit of every user), and signing in by
a code sent to a phone.

The answer to a request for a code is the same, in words and in work done, whether the phone is known or not:
nothing looks for an account before the right code has come back.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from anju.domains.access.data import CODE_MINUTES, CODE_TRIES, UserValue
from anju.domains.access.models import PhoneCode, User
from anju.domains.access.operations import throttle
from anju.domains.access.operations.users import public_user
from anju.domains.access.queries.sessions import end_sessions
from anju.domains.access.queries.values import PHONE
from anju.domains.access.rules import normal_phone
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.crypto import blind_index
from anju.foundation.errors import NotFound, Refused
from anju.foundation.notices.api import send


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


TEXT = (
    "【安居】登录验证码 {code}，{minutes} 分钟内有效，只能用一次。工作人员不会向您索要。 "
    "Sign-in code {code}, good for {minutes} minutes."
)


def request_code(*, phone: str, address: str, at: datetime) -> str:
    """Send a six-digit code; the phone as eleven digits. `Refused` ``phone_invalid``, ``too_many_tries``."""
    number = normal_phone(phone)
    throttle.hit("code.address", address, at=at)
    throttle.hit("code.phone", number, at=at)
    throttle.hit("code.pause", number, at=at)
    code = f"{secrets.randbelow(1_000_000):06d}"
    PhoneCode.objects.create(
        phone_index=blind_index(number, PHONE),
        code_index=_code_index(number, code),
        issued_at=at,
        expires_at=at + timedelta(minutes=CODE_MINUTES),
    )
    send("sign_in_code", number, TEXT.format(code=code, minutes=CODE_MINUTES), at=at)
    return number


def sign_in_by_code(*, phone: str, code: str, address: str, at: datetime) -> UserValue:
    """The account of a phone whose newest code this is; a new, untied one for a new phone.

    `Refused` ``code_wrong`` for wrong, used, expired and foreign codes alike, ``too_many_tries``. A wrong try is
    counted before the refusal, which must therefore not roll the transaction back.
    """
    number = normal_phone(phone)
    throttle.hit("code.try.address", address, at=at)
    throttle.hit("code.try.phone", number, at=at)
    with transaction.atomic():
        right = _use(number, code.strip(), at)
    if not right:
        raise Refused("code_wrong")
    throttle.clear("code.try.phone", number)
    throttle.clear("code.pause", number)
    user = public_user(phone=number, at=at)
    if not user.is_active:
        raise Refused("code_wrong")
    return user


def _use(number: str, code: str, at: datetime) -> bool:
    row = (
        PhoneCode.objects.select_for_update()
        .filter(phone_index=blind_index(number, PHONE))
        .order_by("-id")
        .first()
    )
    if row is None or row.used_at is not None or at >= row.expires_at or row.tries >= CODE_TRIES:
        return False
    row.tries += 1
    right = hmac.compare_digest(bytes(row.code_index), _code_index(number, code))
    row.used_at = at if right else None
    row.save(update_fields=["tries", "used_at"])
    return right


def _code_index(number: str, code: str) -> bytes:
    return blind_index(f"{number}:{code}", "access.code")
