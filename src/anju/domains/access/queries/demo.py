"""The demo's stand-in for an authenticator app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from anju.foundation.errors import NotFound

PERIOD = 30


@dataclass(frozen=True, slots=True)
class DemoCode:
    """What the authenticator app of a demo account shows now, and for how many seconds."""

    username: str
    display_name: str
    code: str
    seconds: int


def demo_authenticators(*, at: datetime) -> Sequence[DemoCode]:
    """Current codes of accounts that the demo generator made. `NotFound` unless this installation is a demo."""
    if not settings.DEMO:
        raise NotFound("not_a_demo")
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP, data__shown_in_demo=True)
    counter, past = divmod(int(at.timestamp()), PERIOD)
    return [
        DemoCode(
            row.user.username,
            row.user.display_name,
            format_hotp_value(hotp_value(decrypt(row.data["secret"]), counter)),
            PERIOD - past,
        )
        for row in rows.select_related("user").order_by("user__username")
    ]
