"""From a code to the sentence a person reads. Every module here may bring a table ``REASONS``, and
``LISTED``: the words of the codes that a parameter of such a sentence lists."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from anju.foundation.errors import AnjuError
from anju.interfaces import texts
from anju.interfaces.texts.permissions import not_allowed

Pairs = dict[str, tuple[str, str]]
"""Code → (Chinese, English)."""


@cache
def reasons() -> dict[str, tuple[str, str]]:
    """All sentences: code → (Chinese, English)."""
    return _joined("REASONS")


@cache
def listed() -> dict[tuple[str, str], Pairs | Callable[[], Pairs]]:
    """(code, parameter) → the words of the codes it lists, or the function that fetches them."""
    return _joined("LISTED")


def _joined(table: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for module in pkgutil.iter_modules(texts.__path__):
        if module.name != "sentences":
            found |= getattr(importlib.import_module(f"{texts.__name__}.{module.name}"), table, {})
    return found


def sentence(error: AnjuError, language: str) -> str:
    """The error in words; its bare code when no table knows it."""
    return text_of(error.code, language, error.params)


def text_of(code: str, language: str, params: Mapping[str, Any]) -> str:
    """A code in words; the bare code when no table knows it. Lists are read out with commas. ``not_allowed`` names the
    permission and who gives it."""
    chinese = language.lower().startswith("zh")
    if code == "not_allowed":
        code, params = not_allowed(params, chinese=chinese)
    pair = reasons().get(code)
    if pair is None:
        return code
    comma = "、" if chinese else ", "
    plain = {
        k: comma.join(_listed(code, k, v if isinstance(v, list | tuple) else [v], chinese=chinese))
        if isinstance(v, list | tuple) or (code, k) in listed()
        else v
        for k, v in params.items()
    }
    text = pair[0] if chinese else pair[1]
    try:
        return text.format(**plain)
    except (KeyError, IndexError):
        return text


def _listed(code: str, parameter: str, values: Iterable[object], *, chinese: bool) -> list[str]:
    found = listed().get((code, parameter), {})
    table = found() if callable(found) else found
    return [table.get(v, (v, v))[0 if chinese else 1] for v in map(str, values)]


def source_text(source: str, language: str) -> str:
    """Where a rule is written, for the reader."""
    from anju.domains.register import api as register  # sentences are said before any installation

    return source if language.startswith("zh") else register.rule_source_words().get(source, source)
