# ruff: noqa: ANN401 - the signatures are allauth's, which has no types
"""What allauth asks us: counting tries, keeping secrets encrypted, where to go after signing in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language

from anju.domains.access import api as access
from anju.foundation.clock import now
from anju.foundation.crypto import decrypt, encrypt
from anju.foundation.errors import Refused
from anju.interfaces.texts.sentences import sentence

SECRET = "access.second_factor"  # noqa: S105 - the name of an encryption context


def in_text(error: Refused) -> ValidationError:
    """A refusal as a form shows it."""
    return ValidationError(sentence(error, get_language() or "zh-hans"), code=error.code)


class StaffSignIn(DefaultAccountAdapter):  # type: ignore[misc]
    """Password sign-in of staff."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff accounts are made by those who administer users."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try first, so that a locked account is not even looked at."""
        try:
            access.begin_try(
                username=credentials.get("username", ""),
                address=self.get_client_ip(request),
                at=now(),
            )
        except Refused as error:
            raise in_text(error) from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check the password; forget the tries when it was right."""
        self.pre_authenticate(request, **credentials)
        user: AbstractBaseUser | None = self._check(request, credentials)
        if user is None:
            self.authentication_failed(request, **credentials)
            return None
        access.password_right(
            username=credentials.get("username", ""), address=self.get_client_ip(request)
        )
        request.session.cycle_key()  # what comes next, the second factor, is asked in a session nobody could have set
        return user

    def _check(self, request: HttpRequest, credentials: dict[str, Any]) -> AbstractBaseUser | None:
        from django.contrib.auth import authenticate

        return authenticate(request, **credentials)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No "you have signed in" on top of a page that shows it."""


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps, passkeys, recovery codes."""

    def encrypt(self, text: str) -> str:
        """Secrets stand encrypted in the database."""
        return encrypt(text, SECRET).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """And are opened only to check a code."""
        return decrypt(bytes.fromhex(encrypted_text), SECRET)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Accounts have no e-mail; the audit trail keeps the event."""
