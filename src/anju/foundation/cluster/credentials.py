"""Passwords made once and kept in the data directory, readable by their owner only."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from anju.foundation.cluster.layout import ClusterError


@dataclass(frozen=True)
class Credentials:
    """`owner_url` is set for an installation on an existing server; then `superuser` and `owner` are not used."""

    superuser: str
    owner: str
    app: str
    secret_key: str
    owner_url: str = ""


def fresh(owner_url: str = "") -> Credentials:
    """New random passwords. An existing server's role may have one already: ``ANJU_APP_PASSWORD`` names it."""
    app = os.environ.get("ANJU_APP_PASSWORD") if owner_url else None
    return Credentials(
        secrets.token_urlsafe(24),
        secrets.token_urlsafe(24),
        app or secrets.token_urlsafe(24),
        secrets.token_urlsafe(48),
        owner_url,
    )


def load(path: Path) -> Credentials | None:
    """The stored credentials; None when this data directory has none yet."""
    try:
        return Credentials(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as failure:
        raise ClusterError(
            f"{path} is damaged: it does not hold the passwords it should. Put it back from where you keep "
            "copies; the database cannot be opened without it."
        ) from failure


def save(credentials: Credentials, path: Path) -> None:
    """Write them atomically with mode 0600."""
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        json.dump(asdict(credentials), handle, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
