# ruff: noqa: ANN401 - the signatures are allauth's, which has no types
"""What a completed sign-in leaves: the mark of the second factor in the session, a line in the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from anju.domains.access import api as access
from anju.foundation.clock import now
from anju.interfaces.web.session import SECOND_FACTOR


@receiver(user_logged_in, dispatch_uid="anju_signed_in")
def signed_in(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """Mark and record. A passkey with its PIN or finger counts as two factors, as does password plus code."""
    methods = [record["method"] for record in get_authentication_records(request, user)]
    if "mfa" in methods:
        request.session[SECOND_FACTOR] = user.pk
    at = getattr(request, "at", None) or now()
    request.session[access.SIGNED_IN] = {
        "at": at.timestamp(),
        "device": request.META.get("HTTP_USER_AGENT", "")[:200],
    }
    request.session.cycle_key()  # from here on the key bears the account's mark
    how = "+".join(methods) or "phone"
    access.record_sign_in(
        user_id=user.pk,
        label=str(user),
        kind=user.kind,
        how=how,
        request_id=getattr(request, "request_id", ""),
        at=at,
    )


@receiver(authenticator_added, dispatch_uid="anju_second_factor_added")
def second_factor_added(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """Whoever has just enrolled a second factor has just shown it: more is open now, under a new session key."""
    request.session.cycle_key()
    request.session[SECOND_FACTOR] = user.pk
