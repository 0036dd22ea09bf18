"""Where secrets live: behind one interface, a file (the embedded default) or a PKCS#11 token.

Chosen by settings.KEYSTORE: ``file``, or ``pkcs11:`` with the library's path. Each key remembers its backend, so that
an installation can move from one to the other key by key.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from anju.foundation.errors import Refused
from anju.foundation.keystore.data import Algorithm


class Backend(Protocol):
    """What every keeper of secrets can do. Labels name keys; secrets go in and out of no call but `card_key`."""

    name: str

    def supports(self, algorithm: Algorithm) -> bool:
        """Whether keys of this algorithm can be made here."""

    def make(self, label: str, algorithm: Algorithm) -> bytes:
        """Make a key; the public point of a signing key, the check value of a symmetric one."""

    def sign(self, label: str, algorithm: Algorithm, message: bytes) -> bytes:
        """r ‖ s over the message."""

    def region_check(self, root: str, algorithm: Algorithm, region: str, version: int) -> bytes:
        """The check value of a region's key."""

    def card_key(
        self, root: str, algorithm: Algorithm, region: str, version: int, data: bytes
    ) -> bytes:
        """A card's own key, for writing it into the card. The root's and the region's stay inside."""

    def card_mac(
        self,
        root: str,
        algorithm: Algorithm,
        region: str,
        version: int,
        data: bytes,
        message: bytes,
    ) -> bytes:
        """A CMAC under the card's key: to prove or check that a card is the one it says."""

    def destroy(self, label: str) -> None:
        """Remove the secret for ever."""


@cache
def backend(name: str) -> Backend:
    """The keeper of that name; `Refused` ``keystore_missing`` when this installation has none."""
    if name == "file":
        from anju.foundation.keystore.backends.file import FileBackend

        return FileBackend.of_settings()
    if name == "pkcs11":
        from anju.foundation.keystore.backends.pkcs11 import Pkcs11Backend

        return Pkcs11Backend.of_settings()
    raise Refused("keystore_missing", backend=name)


def chosen() -> str:
    """The keeper for new keys: settings.KEYSTORE up to its colon."""
    from django.conf import settings

    return str(settings.KEYSTORE).partition(":")[0]
