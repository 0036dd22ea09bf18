"""Published rules as files: those that come with Anju, and those an installation adds in its data directory.

``<data>/points/*.yaml`` and ``<data>/entitlements/*.yaml`` are read again when they change. A file of the
installation that cannot be read is left out and named in the log, so that the others stay in force.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.conf import settings

from anju.foundation.errors import AnjuError

log = logging.getLogger(__name__)
Value = TypeVar("Value")
Stamp = tuple[tuple[str, int], ...]
_read: dict[str, tuple[Stamp, tuple[Any, ...]]] = {}


def published(
    kind: str, ours: Path, read: Callable[[Mapping[str, Any], str], Value]
) -> tuple[Value, ...]:
    """Every file of a kind, through `read(content, name)`: those that come with Anju in the folder
    `ours`, then those of the installation in the folder named `kind` of its data directory."""
    paths = [*sorted(ours.glob("*.yaml")), *sorted((settings.DATA / kind).glob("*.yaml"))]
    stamp: Stamp = tuple((str(p), p.stat().st_mtime_ns) for p in paths)
    held = _read.get(kind)
    if held is None or held[0] != stamp:
        found = (_one(path, read, trusted=path.parent == ours) for path in paths)
        held = _read[kind] = (stamp, tuple(v for v in found if v is not None))
    return held[1]


def _one(
    path: Path, read: Callable[[Mapping[str, Any], str], Value], *, trusted: bool
) -> Value | None:
    try:
        return read(yaml.safe_load(path.read_text("utf-8")), path.name)
    except (AnjuError, yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        if trusted:
            raise
        log.error("%s is left out: %s", path, _parse_error(error))
        return None


def _parse_error(error: Exception) -> str:
    """The place and the problem without quotation marks: what stands between them is masked in logs."""
    if isinstance(error, AnjuError):
        return "; ".join([error.code, *(f"{name} {value}" for name, value in error.params.items())])
    return str(error)
