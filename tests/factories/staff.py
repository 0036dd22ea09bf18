"""Accounts of the tests and how they sign in."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from anju.domains.access import api as access
from anju.foundation.actor import Actor, system
from anju.foundation.clock import now

PLATFORM, WORDS, SECRET = system("tests"), "Quiet-River-42", "JBSWY3DPEHPK3PXP"
_USED: dict[tuple[str, str], str] = {}


def staff(username: str, *grants: tuple[str, str], name: str = "") -> int:
    """A staff account with these (role, region) grants and an authenticator app; its id."""
    user = access.create_user(
        PLATFORM,
        kind="staff",
        username=username,
        password=WORDS,
        display_name=name or username,
        at=now(),
    )
    for role, region in grants:
        access.grant(PLATFORM, user_id=user.id, role=role, region=region, at=now())
    access.enrol_totp(username=username, secret=SECRET)
    return user.id


def public(
    phone: str, *, person_id: int | None = None, grants: tuple[tuple[str, str, str], ...] = ()
) -> int:
    """An account of a phone, linked to a person's record, with (role, party, region) grants; its id."""
    user = access.public_user(phone=phone, at=now())
    if person_id is not None:
        access.link_to_person(
            PLATFORM, user_id=user.id, person_id=person_id, how="invitation", at=now()
        )
    for role, party, _region in grants:
        access.grant(PLATFORM, user_id=user.id, role=role, party=party, at=now())
    return user.id


def actor(user_id: int, *, purpose: str = "") -> Actor:
    """Who this account is now."""
    return access.actor_for(user_id, at=now(), purpose=purpose, channel="web")


def signed_in(user_id: int, *, language: str = "zh-hans") -> Client:
    """A test client in which this account has shown password and second factor."""
    from anju.domains.access.models import User

    client = Client(headers={"accept-language": language})
    client.force_login(
        User.objects.get(pk=user_id), backend="anju.domains.access.queries.sessions.Accounts"
    )
    session = client.session
    session["second_factor"] = user_id
    session.save()
    return client


def current_code(secret: str = SECRET) -> str:
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30))


def unused_code(site: str, username: str) -> str:
    """What the app shows once it differs from the code this account signed in with last: a code counts once."""
    while (code := current_code()) == _USED.get((site, username)):
        time.sleep(0.5)
    _USED[site, username] = code
    return code


def sign_in(page: object, site: str, username: str) -> None:
    """Walk through the two steps of sign-in in a browser page."""
    page.goto(f"{site}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", WORDS)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("input[name=code]")
    page.fill("input[name=code]", unused_code(site, username))
    page.press("input[name=code]", "Enter")
    page.wait_for_url(lambda url: "/account/" not in url)
