"""The part of Structured Fields (RFC 9651) that signatures are written in: dictionaries of inner lists and of bytes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Value = str | int | bytes | bool
MOST_CHARACTERS = 8_000
"""Of one field: ours have some three hundred."""
_KEY = re.compile(r"[a-z*][a-z0-9_.*-]*")
_STRING = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_BYTES = re.compile(r":([A-Za-z0-9+/]*={0,2}):")
_INTEGER = re.compile(r"-?[0-9]{1,15}(?![0-9.])")
_TOKEN = re.compile(r"[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*")
_SPACE = re.compile(r"[ \t]*")


class NotStructured(ValueError):  # noqa: N818 - a plain statement about a text
    """The text is no structured field of the kind that was expected."""


@dataclass(frozen=True, slots=True)
class Component:
    """A component identifier: its name with its parameters, in their order."""

    name: str
    params: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        """As the signature base writes it."""
        return f'"{self.name}"' + _params(self.params)


@dataclass(frozen=True, slots=True)
class InnerList:
    """The covered components of a signature and the parameters it was made with."""

    components: tuple[Component, ...]
    params: Mapping[str, Value]

    def __str__(self) -> str:
        """As `Signature-Input` and the last line of the signature base write it."""
        return f"({' '.join(map(str, self.components))})" + _params(self.params)


def read_inputs(text: str) -> dict[str, InnerList]:
    """Label → covered components, of a `Signature-Input` field. Raises `NotStructured`."""
    reader = _Reader(text)
    return {label: reader.inner_list() for label in reader.members()}


def read_bytes(text: str) -> dict[str, bytes]:
    """Label → bytes, of a `Signature` or `Content-Digest` field. Raises `NotStructured`."""
    reader = _Reader(text)
    return {label: reader.bytes_with_parameters() for label in reader.members()}


def written_bytes(data: bytes) -> str:
    """A byte sequence."""
    return f":{base64.b64encode(data).decode('ascii')}:"


def _params(params: Mapping[str, Value]) -> str:
    return "".join(f";{k}" if v is True else f";{k}={_item(v)}" for k, v in params.items())


def _item(value: Value) -> str:
    if isinstance(value, bool):
        return "?0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return written_bytes(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Reader:
    """Reads from left to right; whatever does not fit raises `NotStructured`."""

    def __init__(self, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            raise NotStructured("too long")
        self.text, self.at = text.strip(" "), 0

    def members(self) -> Iterator[str]:
        """Each label of a dictionary in turn; the caller reads its value. One label twice is refused."""
        seen: set[str] = set()
        while True:
            label = self._take(_KEY)
            if label in seen:
                raise NotStructured("a label twice")
            seen.add(label)
            self._expect("=")
            yield label
            self._take(_SPACE)
            if self.at == len(self.text):
                return
            self._expect(",")
            self._take(_SPACE)

    def inner_list(self) -> InnerList:
        self._expect("(")
        found: list[Component] = []
        while not self._next(")"):
            if found:
                self._expect(" ")
            found.append(Component(self._string(), self._parameters()))
        return InnerList(tuple(found), self._parameters())

    def bytes_with_parameters(self) -> bytes:
        value = self._bytes()
        self._parameters()
        return value

    def _parameters(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while self._next(";"):
            self._take(_SPACE)
            key = self._take(_KEY)
            if key in found:
                raise NotStructured("a parameter twice")
            found[key] = self._value() if self._next("=") else True
        return found

    def _value(self) -> Value:
        rest = self.text[self.at : self.at + 1]
        if rest == '"':
            return self._string()
        if rest == ":":
            return self._bytes()
        if rest == "?":
            return self._boolean()
        if rest.isdigit() or rest == "-":
            return int(self._take(_INTEGER))
        return self._take(_TOKEN)

    def _boolean(self) -> bool:
        self._expect("?")
        return self._take(re.compile("[01]")) == "1"

    def _string(self) -> str:
        return re.sub(r'\\(["\\])', r"\1", self._take(_STRING)[1:-1])

    def _bytes(self) -> bytes:
        try:
            return base64.b64decode(self._take(_BYTES)[1:-1], validate=True)
        except ValueError as error:
            raise NotStructured("no base64") from error

    def _take(self, form: re.Pattern[str]) -> str:
        found = form.match(self.text, self.at)
        if found is None:
            raise NotStructured(f"unreadable from character {self.at}")
        self.at = found.end()
        return found.group()

    def _next(self, character: str) -> bool:
        if self.text[self.at : self.at + 1] != character:
            return False
        self.at += 1
        return True

    def _expect(self, character: str) -> None:
        if not self._next(character):
            raise NotStructured(f"{character!r} expected at character {self.at}")
