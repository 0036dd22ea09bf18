"""The keyring: data keys by version, and the index key. A file apart from the database, readable by its owner only.

Encryption keys rotate: new values are written under the newest version, old ones stay readable. The index key does
not rotate by itself, because every blind index depends on it; re-keying it is a bulk operation.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

SUITES = ("AES-256-GCM", "SM4-GCM")
DIGESTS = ("sha256", "sm3")
_KEY_BYTES = {"AES-256-GCM": 32, "SM4-GCM": 16}


@dataclass(frozen=True)
class DataKey:
    """One encryption key: `version` 1..255, its cipher suite and its bytes."""

    version: int
    suite: str
    secret: bytes


@dataclass(frozen=True)
class Keyring:
    """All keys of an installation. `digest` names the HMAC hash: sha256 or sm3."""

    keys: tuple[DataKey, ...]
    index_key: bytes
    digest: str = "sha256"

    @property
    def newest(self) -> DataKey:
        """The key new values are written under."""
        return self.keys[-1]

    def key(self, version: int) -> DataKey:
        """The key of that version; `KeyError` if this ring does not hold it."""
        for key in self.keys:
            if key.version == version:
                return key
        raise KeyError(f"the keyring holds no key of version {version}")

    def rotated(self, suite: str = "AES-256-GCM") -> Keyring:
        """A ring with one more key, under which new values will be written."""
        return Keyring(
            (*self.keys, new_key(self.newest.version + 1, suite)), self.index_key, self.digest
        )


def new_key(version: int, suite: str = "AES-256-GCM") -> DataKey:
    """A fresh random key."""
    return DataKey(version, suite, secrets.token_bytes(_KEY_BYTES[suite]))


def new_keyring(suite: str = "AES-256-GCM", digest: str = "sha256") -> Keyring:
    """A fresh ring with one key."""
    return Keyring((new_key(1, suite),), secrets.token_bytes(32), digest)


def load(path: Path) -> Keyring:
    """Read a ring; `FileNotFoundError` says that this installation has none, `ValueError` that the
    file is no whole ring."""
    try:
        doc = json.loads(path.read_text("utf-8"))
        keys = tuple(
            DataKey(k["version"], k["suite"], base64.b64decode(k["secret"], validate=True))
            for k in doc["keys"]
        )
        ring = Keyring(keys, base64.b64decode(doc["index_key"], validate=True), doc["digest"])
        versions = [k.version for k in keys]
        whole = (
            bool(keys)
            and versions == sorted(set(versions))
            and versions[0] > 0
            and versions[-1] < 256
            and all(len(k.secret) == _KEY_BYTES[k.suite] for k in keys)
            and len(ring.index_key) == 32
            and ring.digest in DIGESTS
        )
    except (ValueError, KeyError, TypeError, AttributeError) as damage:
        raise ValueError(f"{path} is not a whole keyring") from damage
    if not whole:
        raise ValueError(f"{path} is not a whole keyring")
    return ring


def check_values(ring: Keyring) -> dict[str, bytes]:
    """What proves each key without telling it, by name: kept in the database, compared before anything
    uses the keys."""
    secrets_by_name = {f"data {k.version} {k.suite}": k.secret for k in ring.keys} | {
        f"index {ring.digest}": ring.index_key
    }
    return {
        name: hmac.new(secret, b"anju key check\0" + name.encode(), "sha256").digest()[:16]
        for name, secret in secrets_by_name.items()
    }


def save(ring: Keyring, path: Path) -> None:
    """Write the ring atomically with mode 0600: a half-written keyring would lose every number."""
    doc = {
        "keys": [
            {"version": k.version, "suite": k.suite, "secret": base64.b64encode(k.secret).decode()}
            for k in ring.keys
        ],
        "index_key": base64.b64encode(ring.index_key).decode(),
        "digest": ring.digest,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        json.dump(doc, handle, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


_current: list[Keyring] = []


def use_keyring(ring: Keyring) -> None:
    """Make this the ring of the process."""
    _current[:] = [ring]


def current_keyring() -> Keyring:
    """The ring of the process, read from `settings.KEYRING_PATH` at first use."""
    if not _current:
        from django.conf import settings

        use_keyring(load(Path(settings.KEYRING_PATH)))
    return _current[0]
