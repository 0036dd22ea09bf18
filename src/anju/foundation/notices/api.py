"""Send a message, deliver what waits, read the outbox; the local outbox stands in for a provider of SMS.

To connect a provider, write a class with the one method of `Gateway` and name it in the setting ``NOTICE_GATEWAY``.
It is called after the message is stored, outside the request that caused it (`deliver_waiting`), with a retry until
it returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from anju.foundation.crypto import blind_index, decrypt_many, encrypt
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.notices.models import Notice


class Gateway(Protocol):
    """A provider of short messages."""

    immediate: bool
    """True when storing is delivering, so that nothing waits."""

    def deliver(self, *, to: str, text: str, kind: str, reference: str) -> None:
        """Hand one message over. `to`: eleven digits; `reference`: the same for each retry, so that a provider can
        drop repeats. Any exception means "not taken, try again"."""


class Outbox:
    """No provider: messages stay in the outbox, where the demo shows them."""

    immediate = True

    def deliver(self, *, to: str, text: str, kind: str, reference: str) -> None:
        """Nothing more to do: it is in the outbox."""


def gateway() -> Gateway:
    """The gateway this installation has chosen."""
    chosen: Gateway = import_string(settings.NOTICE_GATEWAY)()
    return chosen


BOUND = (
    BoundColumn("notices_notice", "to_cipher", "to_index", ("notice.to",)),
    BoundColumn("notices_notice", "text_cipher", "to_index", ("notice.text",)),
)
"""Ciphertexts that are bound to the blind index beside them."""

TO, TEXT = "notice.to", "notice.text"
GIVE_UP = 10
"""Tries after which a message waits no longer."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was written."""

    id: int
    kind: str
    to: str
    text: str
    at: datetime
    sent_at: datetime | None


def send(
    kind: str, to: str, text: str, *, at: datetime, context: Mapping[str, str | int] | None = None
) -> int:
    """Put a message into the outbox, in the caller's transaction; the gateway takes it from there."""
    index = blind_index(to, TO)
    with _as_platform():
        row = Notice.objects.create(
            kind=kind,
            to_index=index,
            to_cipher=encrypt(to, TO, row=index),
            text_cipher=encrypt(text, TEXT, row=index),
            context=dict(context or {}),
            at=at,
            sent_at=at if gateway().immediate else None,
        )
    return row.pk


def deliver_waiting(*, at: datetime, limit: int = 100) -> int:
    """Hand waiting messages to the gateway, oldest first; how many it took. Several workers may run this."""
    out, taken = gateway(), 0
    with transaction.atomic(), _as_platform():
        waiting = Notice.objects.filter(sent_at__isnull=True, tries__lt=GIVE_UP)
        rows = list(waiting.select_for_update(skip_locked=True).order_by("id")[:limit])
        for row, message in zip(rows, _messages(rows), strict=True):
            try:
                out.deliver(
                    to=message.to, text=message.text, kind=row.kind, reference=f"anju-{row.pk}"
                )
            except Exception as err:
                row.tries, row.failure = row.tries + 1, f"{type(err).__name__}: {err}"[:200]
            else:
                row.sent_at, taken = at, taken + 1
            row.save(update_fields=["sent_at", "tries", "failure"])
    return taken


def recent(*, limit: int = 50, to: str = "", kind: str = "") -> Sequence[Message]:
    """The newest messages in clear, of one phone or kind or of all. Only the demo's outbox page may show them."""
    with transaction.atomic(), _as_platform():
        rows = Notice.objects.order_by("-at", "-id")
        if to:
            rows = rows.filter(to_index=blind_index(to, TO))
        if kind:
            rows = rows.filter(kind=kind)
        return _messages(list(rows[:limit]))


def _messages(rows: Sequence[Notice]) -> Sequence[Message]:
    indexes = [row.to_index for row in rows]
    tos = decrypt_many([row.to_cipher for row in rows], TO, rows=indexes)
    texts = decrypt_many([row.text_cipher for row in rows], TEXT, rows=indexes)
    return [
        Message(row.pk, row.kind, to, text, row.at, row.sent_at)
        for row, to, text in zip(rows, tos, texts, strict=True)
    ]


@contextmanager
def _as_platform() -> Iterator[None]:
    """The outbox belongs to the platform, not to whoever caused a message: its policy admits no other scope."""
    with transaction.atomic(), connection.cursor() as cur:
        cur.execute("SELECT coalesce(current_setting('anju.scope', true), '')")
        before = cur.fetchone()[0]
        cur.execute("SELECT set_config('anju.scope', '{(,)}', true)")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cur.execute("SELECT set_config('anju.scope', %s, true)", [before])
