"""From a named error to the sentence a person reads. Every module here may bring a table ``REASONS``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from anju.foundation.errors import AnjuError
from anju.interfaces import words


@cache
def reasons() -> dict[str, tuple[str, str]]:
    """All sentences: code → (Chinese, English)."""
    found: dict[str, tuple[str, str]] = {}
    for module in pkgutil.iter_modules(words.__path__):
        if module.name != "sentences":
            found |= getattr(importlib.import_module(f"{words.__name__}.{module.name}"), "REASONS", {})
    return found


def sentence(error: AnjuError, language: str) -> str:
    """The error in words; its bare code when no table knows it."""
    pair = reasons().get(error.code)
    if pair is None:
        return error.code
    text = pair[0] if language.startswith("zh") else pair[1]
    try:
        return text.format(**error.params)
    except (KeyError, IndexError):
        return text
