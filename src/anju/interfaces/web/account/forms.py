# ruff: noqa: ANN401 - the signatures are allauth's, which has no types
"""Forms of sign-in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from anju.domains.access import api as access
from anju.foundation.clock import now
from anju.foundation.errors import Refused
from anju.interfaces.web.account.adapters import in_text


class _Counted:
    """Counts every try at a second factor in PostgreSQL before it is looked at."""

    user: Any

    def _count(self) -> None:
        try:
            access.begin_second_factor(user_id=self.user.pk, at=now())
        except Refused as error:
            raise in_text(error) from error

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Right: the tries are forgotten."""
        access.second_factor_right(user_id=self.user.pk)
        return super().save(*args, **kwargs)  # type: ignore[misc]


class CountedCode(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The code of an authenticator app, or a recovery code."""

    def clean_code(self) -> Any:
        """Count, then check."""
        self._count()
        return super().clean_code()


class CountedAgain(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The same, asked again before something weighty."""

    def clean_code(self) -> Any:
        """Count, then check."""
        self._count()
        return super().clean_code()


class CountedKey(_Counted, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey or security key."""

    def clean_credential(self) -> Any:
        """Count, then check."""
        self._count()
        return super().clean_credential()


class PhoneForm(forms.Form):
    """Where the code shall go."""

    phone = forms.CharField(
        label=_("手机号码"),
        max_length=24,
        widget=forms.TextInput(
            attrs={
                "inputmode": "tel",
                "autocomplete": "tel",
                "autofocus": True,
                "class": "form-control form-control-lg",
            }
        ),
    )


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=_("验证码"),
        min_length=6,
        max_length=6,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "pattern": "[0-9]{6}",
                "class": "form-control form-control-lg",
            }
        ),
    )
