"""A part of a file of law, and where it stands: whatever is wrong is refused with file, line and place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from anju.foundation.errors import Refused

Text = tuple[str, str]
"""Chinese, English."""
CONFIDENCES = ("H", "M", "L")
_MISSING = object()
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Lines(dict[str, Any]):
    """A mapping that knows on which line it and each of its keys stand."""

    line: int
    of_key: dict[str, int]


class Part:
    """A mapping of the file. `where`: the place in words, `file`: its name. Keys nobody reads are refused by `done`."""

    def __init__(self, raw: object, where: str, file: str = "", line: int = 0) -> None:
        self.where, self.file, self.line = where, file, getattr(raw, "line", line)
        if not isinstance(raw, Mapping):
            raise self.wrong("not a mapping")
        self.raw, self.read = raw, set[str]()

    def __call__(self, key: str, default: object = _MISSING) -> Any:  # noqa: ANN401 - whatever the file holds
        """The value of a key; `Refused` when it is missing and has no default."""
        self.read.add(key)
        if key in self.raw:
            return self.raw[key]
        if default is _MISSING:
            raise self.wrong(f"{key} is missing")
        return default

    def wrong(self, problem: str, key: str = "") -> Refused:
        """`Refused` ``law_file_invalid`` that names this part, or a key of it."""
        raw = getattr(self, "raw", None)
        line = raw.of_key.get(key, self.line) if isinstance(raw, Lines) and key else self.line
        place = ".".join(filter(None, (self.where, key)))
        head = f"{self.file}:{line}" if line else self.file
        return wrong(" ".join(filter(None, (head, place))), problem)

    def part(self, key: str) -> Part:
        """A mapping under a key."""
        return self._inner(self(key), key)

    def parts(self, key: str, default: object = _MISSING) -> list[Part]:
        """A list of mappings."""
        found = self(key, default)
        if not isinstance(found, list):
            raise self.wrong("not a list", key)
        return [self._inner(one, f"{key}[{n}]", key) for n, one in enumerate(found)]

    def _inner(self, raw: object, name: str, key: str = "") -> Part:
        line = self.raw.of_key.get(key or name, self.line) if isinstance(self.raw, Lines) else 0
        return Part(raw, ".".join(filter(None, (self.where, name))), self.file, line)

    def text(self, key: str) -> str:
        """Text that is not empty."""
        found = self(key)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong("a text is missing", key)
        return found

    def words(self) -> Text:
        """Its own words in both languages."""
        return self.text("zh"), self.text("en")

    def pair(self, key: str) -> Text:
        """Words under a key; empty ones when there are none."""
        if self(key, None) is None:
            return ("", "")
        found = self.part(key)
        words = found.words()
        found.done()
        return words

    def number(self, key: str, default: object = _MISSING) -> Decimal | None:
        """A decimal number, written as text or as a whole number so that it is exact."""
        found = self(key, default)
        if found is None:
            return None
        if isinstance(found, bool | float):
            raise self.wrong("write decimals as text", key)
        try:
            value = Decimal(str(found))
        except InvalidOperation as error:
            raise self.wrong("not a number", key) from error
        if not value.is_finite():
            raise self.wrong("not a number", key)
        return value

    def needed(self, key: str) -> Decimal:
        """A decimal number that must be there."""
        found = self.number(key)
        if found is None:
            raise self.wrong("is missing", key)
        return found

    def day(self, key: str, default: object = _MISSING) -> date | None:
        """A day."""
        found = self(key, default)
        if found is not None and type(found) is not date:
            raise self.wrong("not a day", key)
        return found

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days."""
        found = self(key)
        if not isinstance(found, list) or any(type(one) is not date for one in found):
            raise self.wrong("not a list of days", key)
        return tuple(found)

    def since(self) -> date:
        """The first day it holds, `valid_from`."""
        found = self.day("valid_from")
        if found is None:
            raise self.wrong("not a day", "valid_from")
        return found

    def until(self, since: date) -> date | None:
        """The first day it no longer holds, `valid_to`; None while it holds."""
        found = self.day("valid_to", None)
        if found is not None and found <= since:
            raise self.wrong("it ends before it begins", "valid_to")
        return found

    def whole(self, key: str, default: object = _MISSING) -> int | None:
        """A whole number that is not negative."""
        found = self(key, default)
        if found is not None and (type(found) is not int or found < 0):
            raise self.wrong("not a whole number", key)
        return found

    def confidence(self, default: object = _MISSING) -> str:
        """How sure the entry is: H checked against the text, M from a guide, L to be confirmed."""
        found = str(self("confidence", default))
        if found not in CONFIDENCES:
            raise self.wrong(f"one of {', '.join(CONFIDENCES)}", "confidence")
        return found

    def texts(self, key: str, default: object = _MISSING) -> tuple[str, ...]:
        """A list of texts."""
        found = self(key, default)
        if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
            raise self.wrong("not a list of texts", key)
        return tuple(found)

    def done(self) -> None:
        """Nothing may be left over: a misspelt key would silently not count."""
        if left := sorted(set(self.raw) - self.read):
            raise self.wrong(f"unknown: {', '.join(map(str, left))}", left[0])


def wrong(where: str, problem: str) -> Refused:
    """A refusal that names the place: ``law_file_invalid``."""
    return Refused("law_file_invalid", where=where, problem=problem)


def text(found: object, where: str) -> str:
    """Text that is not empty."""
    if not isinstance(found, str) or not found.strip():
        raise wrong(where, "a text is missing")
    return found


def parsed(content: str, file: str) -> Part:
    """The file's content. `Refused` ``law_file_invalid``: no YAML, no mapping, or a key written twice."""
    loader = _Loader(content)
    try:
        node = loader.get_single_node()
        return Part(None if node is None else _built(loader, node, file), "", file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise wrong(f"{file}:{mark.line + 1}" if mark else file, _problem(error)) from error
    finally:
        loader.dispose()


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", "") or "not YAML")


def _built(loader: Any, node: yaml.Node, file: str) -> Any:  # noqa: ANN401 - whatever the file holds
    if isinstance(node, yaml.SequenceNode):
        return [_built(loader, one, file) for one in node.value]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    found = Lines()
    found.line, found.of_key = node.start_mark.line + 1, {}
    for key_node, value in node.value:
        key, line = str(loader.construct_object(key_node)), key_node.start_mark.line + 1
        if key in found:
            raise wrong(f"{file}:{line}", f"{key} is written twice")
        found[key], found.of_key[key] = _built(loader, value, file), line
    return found
