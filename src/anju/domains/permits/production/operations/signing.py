"""The key under which order files leave, and the keys of production centres whose results we believe.

They lie beside the keyring, apart from the database, in ``production.json`` (mode 0600): our own Ed25519 key, made at
first use, and for each centre its id, name, area and public key, which an administrator brings there by hand over a
channel of their own (``./anju permits trust-centre``). Whoever can only write to the database can trust nobody.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from anju.domains.permits.production.rules.packages import Seal
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import Refused

ALGORITHM = "Ed25519"
_RAW = serialization.Encoding.Raw


class Signer(Protocol):
    """Whatever signs order files: a key in a file today, in a module behind PKCS#11 as well."""

    def sign(self, data: bytes) -> Seal:
        """A seal over these bytes."""


@dataclass(frozen=True)
class FileSigner:
    """An Ed25519 key of the installation."""

    key: Ed25519PrivateKey

    @property
    def id(self) -> str:
        """The key's id: the head of the SHA-256 of its public half."""
        return key_id(self.public)

    @property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self.key.public_key().public_bytes(_RAW, serialization.PublicFormat.Raw)

    def sign(self, data: bytes) -> Seal:
        """A seal over these bytes."""
        return Seal(self.id, ALGORITHM, self.key.sign(data))


@dataclass(frozen=True, slots=True)
class Centre:
    """A production centre we know. `region`: the prefix for which it makes cards."""

    id: str
    name: str
    region: str
    public: bytes


def key_id(public: bytes) -> str:
    """The id of a public key."""
    return hashlib.sha256(public).hexdigest()[:32]


def place() -> Path:
    """The file of keys."""
    return Path(settings.KEYRING_PATH).with_name("production.json")


def signer(path: Path | None = None) -> FileSigner:
    """Our own key; made now if there is none yet."""
    where = path or place()
    if "own" not in (content := _read(where)):
        raw = Ed25519PrivateKey.generate().private_bytes(
            _RAW, serialization.PrivateFormat.Raw, serialization.NoEncryption()
        )
        _write(where, {**content, "own": base64.b64encode(raw).decode()})
        content = _read(where)
    return FileSigner(Ed25519PrivateKey.from_private_bytes(base64.b64decode(content["own"])))


def centres(path: Path | None = None) -> tuple[Centre, ...]:
    """The centres we trust, by name."""
    found = [
        Centre(c["id"], c["name"], c["region"], base64.b64decode(c["public"]))
        for c in _read(path or place()).get("centres", [])
    ]
    return tuple(sorted(found, key=lambda c: c.name))


def trust_centre(
    *, name: str, region: str, public: bytes, actor: Actor, at: datetime, path: Path | None = None
) -> Centre:
    """Believe results signed by this key for cards of this area, from now on; recorded in the audit
    trail. Raises `Refused`
    ``key_form``."""
    if len(public) != 32 or not name.strip() or not (region == "" or region.isdecimal()):
        raise Refused("key_form")
    where, made = path or place(), Centre(key_id(public), name.strip()[:100], region, public)
    content = _read(where)
    others = [c for c in content.get("centres", []) if c["id"] != made.id]
    line = {
        "id": made.id,
        "name": made.name,
        "region": region,
        "public": base64.b64encode(public).decode(),
    }
    audit.record_write(
        actor,
        action="permits.trust_centre",
        subject_kind="centre",
        subject_id=made.id,
        at=at,
        detail={"name": made.name, "region": region},
    )
    _write(where, {**content, "centres": [*others, line]})
    return made


def holds_for(region: str | None, path: Path | None = None) -> Callable[[bytes, Seal], bool]:
    """A check of seals: made by a centre that makes cards for this area; None: by any centre we know."""
    known = {c.id: c for c in centres(path) if region is None or region.startswith(c.region)}

    def holds(manifest: bytes, seal: Seal) -> bool:
        centre = known.get(seal.key)
        return centre is not None and verified(centre.public, manifest, seal)

    return holds


def verified(public: bytes, data: bytes, seal: Seal) -> bool:
    """True when the seal over these bytes is by this key."""
    if seal.algorithm != ALGORITHM:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(seal.signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """Atomically, readable by its owner only: a half-written file would lose the key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        json.dump(content, handle, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
