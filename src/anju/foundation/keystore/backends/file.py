"""Secrets in files, each encrypted under the installation's keyring: the embedded default.

Good for a laptop, a trial, a small town. Whoever holds the data directory holds the keys: a city uses a token.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from anju.foundation.credentials.signing import HeldKey, PublicKey
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.errors import Refused
from anju.foundation.keystore import derivation
from anju.foundation.keystore.data import SYMMETRIC, Algorithm


class FileBackend:
    """Keys under one directory, one file each, readable by their owner only."""

    name = "file"

    def __init__(self, place: Path) -> None:
        """`place`: made at the first key."""
        self._place = place

    @staticmethod
    def of_settings() -> FileBackend:
        """Beside the keyring."""
        from django.conf import settings

        return FileBackend(Path(settings.KEYRING_PATH).parent / "store")

    def supports(self, algorithm: Algorithm) -> bool:
        """All algorithms; SM2 needs an OpenSSL that has it."""
        from anju.foundation.crypto import sm2

        return algorithm != Algorithm.SM2 or sm2.available()

    def make(self, label: str, algorithm: Algorithm) -> bytes:
        """See `Backend`. Never writes over a key that stands."""
        if algorithm in SYMMETRIC:
            secret = secrets.token_bytes(derivation.LENGTH[algorithm])
            self._write(label, secret)
            return derivation.check_value(derivation.cmac(algorithm, secret, bytes(16)))
        pair = HeldKey.make(algorithm.value)
        self._write(label, pair.secret + pair.key.point)
        return pair.key.point

    def sign(self, label: str, algorithm: Algorithm, message: bytes) -> bytes:
        """See `Backend`."""
        held = self._read(label)
        return HeldKey(PublicKey(algorithm.value, held[32:]), held[:32]).sign(message)

    def region_check(self, root: str, algorithm: Algorithm, region: str, version: int) -> bytes:
        """See `Backend`."""
        key = derivation.region_key(algorithm, self._read(root), region, version)
        return derivation.check_value(derivation.cmac(algorithm, key, bytes(16)))

    def card_key(
        self, root: str, algorithm: Algorithm, region: str, version: int, data: bytes
    ) -> bytes:
        """See `Backend`."""
        key = derivation.region_key(algorithm, self._read(root), region, version)
        return derivation.card_key(algorithm, key, data)

    def card_mac(
        self,
        root: str,
        algorithm: Algorithm,
        region: str,
        version: int,
        data: bytes,
        message: bytes,
    ) -> bytes:
        """See `Backend`."""
        return derivation.cmac(
            algorithm, self.card_key(root, algorithm, region, version, data), message
        )

    def destroy(self, label: str) -> None:
        """See `Backend`. Overwritten before it is removed; a file system with snapshots may still hold
        the ciphertext."""
        path = self._path(label)
        with path.open("r+b") as handle:
            handle.write(os.urandom(path.stat().st_size))
            handle.flush()
            os.fsync(handle.fileno())
        path.unlink()

    def _path(self, label: str) -> Path:
        return self._place / f"{label.replace('/', '-')}.key"

    def _write(self, label: str, secret: bytes) -> None:
        self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(label)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(encrypt_bytes(secret, f"keystore {label}"))
            handle.flush()
            os.fsync(handle.fileno())

    def _read(self, label: str) -> bytes:
        try:
            return decrypt_bytes(self._path(label).read_bytes(), f"keystore {label}")
        except FileNotFoundError as absent:
            raise Refused("key_secret_missing", label=label) from absent
