"""Sessions and the accounts behind them, as Django keeps them, each read by one prepared statement:
every request begins with both. An account brings its live grants along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.utils import timezone

from anju.domains.access.models import User
from anju.domains.access.queries.actors import account_with_grants
from anju.foundation.crypto import blind_index
from anju.foundation.db.statements import rows, run

_LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_FIELDS = [f.attname for f in User._meta.concrete_fields]  # noqa: SLF001 - Django's public way
_USER = account_with_grants(_FIELDS)


SEEN, SIGNED_IN = "seen", "signed_in"
"""What a session keeps of its use and its beginning (seconds; `signed_in`: {at, device})."""


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

    def _get_new_session_key(self) -> str:
        """A key that begins with the mark of the account it is for: an account's sessions are found by their keys."""
        own = (
            str(self._session_cache.get(SESSION_KEY, "")) if hasattr(self, "_session_cache") else ""
        )
        key: str = super()._get_new_session_key()  # type: ignore[misc]
        return (mark_of(own) + key)[:KEY_LENGTH] if own else key


KEY_LENGTH, MARK_LENGTH = 40, 8
"""Characters of the key of a session, and of the mark of its account before the 32 random ones."""


def mark_of(user: str) -> str:
    """How the keys of this account's sessions begin; says nothing about the account."""
    digest = blind_index(user, "session.owner").hex()
    return digest[:MARK_LENGTH]


@dataclass(frozen=True, slots=True)
class SessionValue:
    """One place where an account is signed in. `id`: to end it by, of no use for signing in."""

    id: str
    since: datetime | None
    seen: datetime | None
    device: str
    present: bool


_OF_USER = """SELECT session_key, session_data FROM django_session
    WHERE session_key >= %s AND session_key < %s AND expire_date > %s ORDER BY expire_date DESC"""


def sessions_of(user_id: int, *, present: str, at: datetime) -> list[SessionValue]:
    """Where an account is signed in, this session (its key `present`) first, then the latest. One query."""
    found = [
        SessionValue(
            _id_of(key),
            _moment(data.get(SIGNED_IN, {}).get("at")),
            _moment(data.get(SEEN)),
            str(data.get(SIGNED_IN, {}).get("device", "")),
            key == present,
        )
        for key, data in _read(user_id, at)
    ]
    return sorted(found, key=lambda s: not s.present)


def end_sessions(user_id: int, *, present: str, at: datetime, only: str = "") -> int:
    """End an account's other sessions, or the one with this id; how many. The present one is never ended so."""
    gone = [
        key for key, _data in _read(user_id, at) if key != present and only in ("", _id_of(key))
    ]
    return run("DELETE FROM django_session WHERE session_key = ANY(%s)", [gone])


def _read(user_id: int, at: datetime) -> list[tuple[str, dict[str, Any]]]:
    mark, store = mark_of(str(user_id)), SessionStore()
    read = [(key, store.decode(data)) for key, data in rows(_OF_USER, [mark, mark + "\x7f", at])]
    return [(key, data) for key, data in read if data.get(SESSION_KEY) == str(user_id)]


def _id_of(key: str) -> str:
    return blind_index(key, "session.id").hex()[:16]


def _moment(stamp: float | None) -> datetime | None:
    return datetime.fromtimestamp(stamp, UTC) if stamp else None
