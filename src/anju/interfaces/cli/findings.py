"""What a check of an installation answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`state` is ok, warning or wrong; `remedy` says what to do unless it is ok."""

    check: str
    state: str
    text: str
    remedy: str = ""


def ok(check: str, text: str) -> Finding:
    """All is well."""
    return Finding(check, "ok", text)
