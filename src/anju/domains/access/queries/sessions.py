"""Sessions and the accounts behind them, as Django keeps them, each read by one prepared statement: every request begins
with both. An account brings its live grants along."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.utils import timezone

from anju.domains.access.models import User
from anju.domains.access.queries.actors import account_with_grants
from anju.foundation.db.statements import rows

_LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_FIELDS = [f.attname for f in User._meta.concrete_fields]  # noqa: SLF001 - Django's public way
_USER = account_with_grants(_FIELDS)


class Accounts(AuthenticationBackend):  # type: ignore[misc]
    """Allauth's, but for the way the account of a session is read."""

    def get_user(self, user_id: int) -> User | None:
        """The account, unless it is closed or was never there."""
        found = rows(_USER, [user_id], often=True)
        if not found:
            return None
        width = len(_FIELDS)
        user = User.from_db("default", _FIELDS, found[0][:width])
        user.grants_read = [row[width:] for row in found]
        return user if self.user_can_authenticate(user) else None


class SessionStore(InDatabase):
    """Django's own, but for the way it is read."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key any more, when it is unknown or has lapsed."""
        key = self.session_key or ""
        found = rows(_LOAD, [key, timezone.now()], often=True) if key.isalnum() else []
        if not found:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found[0][0])
        return held
