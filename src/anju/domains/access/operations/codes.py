"""Signing in by a code sent to a phone.

The answer to a request for a code is the same, in words and in work done, whether the phone is known or not: nothing
looks for an account before the right code has come back.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.access.data import CODE_MINUTES, CODE_TRIES, UserValue
from anju.domains.access.models import PhoneCode
from anju.domains.access.operations import throttle
from anju.domains.access.operations.users import public_user
from anju.domains.access.queries.values import PHONE
from anju.domains.access.rules import normal_phone
from anju.foundation.crypto import blind_index
from anju.foundation.errors import Refused
from anju.foundation.notices.api import send

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
