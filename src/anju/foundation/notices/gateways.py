"""The way out: what an SMS provider must be able to do, and the local outbox that stands in for one.

To connect a provider, write a class with this one method and name it in the setting ``NOTICE_GATEWAY``. It is called
after the message is stored, outside the request that caused it (`api.deliver_waiting`), with a retry until it returns.
"""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


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
