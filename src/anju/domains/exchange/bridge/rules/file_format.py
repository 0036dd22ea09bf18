"""One file of a bridge: a header that is signed and names its place in the chain, and content only its receiver opens.

Form: the line `MAGIC`, four bytes of length, the header (canonical JSON), a signature of 64 bytes over both, the
encrypted content. The header holds size and SHA-256 of the content, so that the signature covers every byte but its
own; a signature in another form than the one written is refused too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from anju.domains.exchange.bridge.data.bridge import DATA, MOST_BYTES, MOST_HEADER, RECEIPT
from anju.domains.exchange.messages.rules.canonical import canonical
from anju.foundation.credentials.signing import ES256, PublicKey, Signer

MAGIC = b"ANJU-BRIDGE-1\n"
SIGNATURE = 64
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256: of the two signatures r, s and r, n - s the smaller one is written."""
_START = len(MAGIC) + 4


class BridgeFault(ValueError):  # noqa: N818 - said as a person would
    """A file is not as it should be; `code` says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself. `number` and `previous` (SHA-256 of the file before it, "" for the first) are of the
    chain of its sender; a receipt has no number and names the last `applied` one with its `hash`, the numbers
    `missing` here, and `made` (microseconds, rising). `parts`: kind, rows and bytes of each table."""

    kind: str
    sender: str
    receiver: str
    number: int
    previous: str
    made: int
    keyid: str
    parts: tuple[tuple[str, int, int], ...] = ()
    applied: int = 0
    hash: str = ""
    missing: tuple[int, ...] = ()
    size: int = 0
    content: str = ""

    @property
    def context(self) -> str:
        """What the content is encrypted for: it opens in no other file."""
        return f"anju bridge {self.kind} {self.sender}>{self.receiver} {self.number} {self.previous} {self.made}"

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(r for _, r, _ in self.parts)


@dataclass(frozen=True, slots=True)
class BridgeFile:
    """A file whose form and signature hold. `hash`: SHA-256 of all its bytes."""

    header: Header
    hash: str
    content: bytes


Close = Callable[[bytes, str], bytes]
"""Encrypts content for the receiver, bound to a context."""


def write(
    header: Header, parts: Mapping[str, tuple[int, bytes]], *, signer: Signer, close: Close
) -> bytes:
    """A whole file. `parts`: kind → (rows, table)."""
    bare = replace(
        header, keyid=signer.key.kid, parts=tuple((k, n, len(b)) for k, (n, b) in parts.items())
    )
    content = close(b"".join(b for _, b in parts.values()), bare.context) if parts else b""
    whole = replace(bare, size=len(content), content=hashlib.sha256(content).hexdigest())
    head = _framed(whole)
    return head + _smaller(signer.sign(head), signer.key.alg) + content


def read_header(data: bytes) -> tuple[Header, int]:
    """The header and where the signature begins; nothing of it is proved. `BridgeFault` ``bridge_file_form``."""
    if len(data) < _START or not data.startswith(MAGIC):
        raise BridgeFault("bridge_file_form")
    length = int.from_bytes(data[len(MAGIC) : _START], "big")
    if not 2 <= length <= MOST_HEADER or len(data) < _START + length + SIGNATURE:
        raise BridgeFault("bridge_file_form")
    try:
        members = json.loads(data[_START : _START + length])
        header = _header(members)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BridgeFault("bridge_file_form") from error
    return header, _START + length


def read(
    data: bytes, *, here: str, there: str, key_of: Callable[[str], PublicKey | None]
) -> BridgeFile:
    """A file from `there` to `here`, proved byte by byte. `BridgeFault` ``bridge_file_form``, ``bridge_other_link``,
    ``bridge_key_unknown``, ``bridge_signature``, ``bridge_file_altered``."""
    if len(data) > MOST_BYTES:
        raise BridgeFault("bridge_file_form")
    header, end = read_header(data)
    if (header.sender, header.receiver) != (there, here):
        raise BridgeFault("bridge_other_link")
    key = key_of(header.keyid)
    if key is None:
        raise BridgeFault("bridge_key_unknown")
    signature, content = data[end : end + SIGNATURE], data[end + SIGNATURE :]
    if signature != _smaller(signature, key.alg) or not key.verify(data[:end], signature):
        raise BridgeFault("bridge_signature")
    if data[:end] != _framed(header):
        raise BridgeFault("bridge_file_form")
    if len(content) != header.size or hashlib.sha256(content).hexdigest() != header.content:
        raise BridgeFault("bridge_file_altered")
    return BridgeFile(header, hashlib.sha256(data).hexdigest(), content)


def tables(file: BridgeFile, open_content: Close) -> dict[str, bytes]:
    """Kind → table. `BridgeFault` ``bridge_file_altered`` when the content is not for us or not what the header
    says."""
    if not file.header.parts:
        return {}
    try:
        plain = open_content(file.content, file.header.context)
    except ValueError as error:
        raise BridgeFault("bridge_file_altered") from error
    if len(plain) != sum(size for _, _, size in file.header.parts):
        raise BridgeFault("bridge_file_altered")
    found, at = {}, 0
    for kind, _, size in file.header.parts:
        found[kind] = plain[at : at + size]
        at += size
    return found


def _framed(header: Header) -> bytes:
    text = canonical(asdict(header)).encode()
    return MAGIC + len(text).to_bytes(4, "big") + text


def _header(members: Mapping[str, Any]) -> Header:
    texts = ("kind", "sender", "receiver", "previous", "keyid", "hash", "content")
    numbers = ("number", "made", "applied", "size")
    if not isinstance(members, dict) or set(members) != set(Header.__slots__):
        raise ValueError("not the members of a header")
    if not all(isinstance(members[t], str) and len(members[t]) <= 64 for t in texts):
        raise ValueError("not a text")
    if not all(type(members[n]) is int and 0 <= members[n] < 1 << 62 for n in numbers):
        raise ValueError("not a number")
    if members["kind"] not in (DATA, RECEIPT):
        raise ValueError("no kind we know")
    parts = tuple((str(k), _count(n), _count(b)) for k, n, b in members["parts"])
    missing = tuple(_count(n) for n in members["missing"])
    return Header(**{**members, "parts": parts, "missing": missing})


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 62:
        raise ValueError("not a number")
    return value


def _smaller(signature: bytes, alg: str) -> bytes:
    s = int.from_bytes(signature[32:], "big")
    if alg != ES256 or s <= _ORDER // 2:
        return signature
    return signature[:32] + (_ORDER - s).to_bytes(32, "big")
