"""What a PDF may not bring along: programs, attached files, encryption. Such a file is refused, with what to do.

Names are looked for where a reader finds them: in the plain text of the file and in its compressed streams, spelled
with escapes (``/J#61vaScript``) too. Better one harmless file refused than one program kept.
"""

from __future__ import annotations

import re
import zlib

from anju.foundation.errors import Refused

ACTIVE = frozenset({b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"Filespec", b"RichMedia", b"XFA",
                    b"SubmitForm", b"ImportData", b"GoToE", b"GoToR", b"AA", b"AF", b"Sound", b"Movie", b"3D"})
LARGEST_STREAM = 64 * 1024 * 1024
"""Bytes of all streams unpacked; more is a bomb or no scanned page."""
DOTS = frozenset({b"Image", b"Length1", b"Type1C", b"CIDFontType0C", b"OpenType"})
"""In the dictionary of a stream of dots or of a font, whose bytes may look like any name."""
OBJECTS = frozenset({b"ObjStm", b"First"})
"""In the dictionary of a stream that holds objects: it must unpack."""
NEAR = 4096
_NAME = re.compile(rb"/((?:[^\x00\t\n\x0c\r ()<>\[\]{}/%#]|#[0-9A-Fa-f]{2})+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")


def check(data: bytes) -> None:
    """`Refused` paper_pdf_locked for an encrypted file, paper_pdf_active for programs or attachments, paper_unreadable for
    one without an end or that unpacks to more than a scanned page does."""
    if b"%%EOF" not in data[-2048:]:
        raise Refused("paper_unreadable")
    left = LARGEST_STREAM
    _look(_names(_without_streams(data)))
    for found in _STREAM.finditer(data):
        about = _names(data[max(data.rfind(b"obj", 0, found.start()), found.start() - NEAR, 0):found.start()])
        if about & DOTS and not about & OBJECTS:
            continue
        unpacked = _unpacked(data[found.end():], left)
        left -= len(unpacked)
        if left <= 0 or (about & OBJECTS and not unpacked):
            raise Refused("paper_unreadable")
        _look(_names(unpacked))


def _without_streams(data: bytes) -> bytes:
    """The file without what stands inside its streams: the bytes of a picture may look like any name."""
    return re.sub(rb"stream\r?\n.*?endstream", b"stream endstream", data, flags=re.DOTALL)


def _unpacked(rest: bytes, most: int) -> bytes:
    """A stream that zlib unpacks, as far as it goes; nothing for others."""
    if rest[:1] not in (b"\x78", b"\x58", b"\x48", b"\x38", b"\x28", b"\x18", b"\x08", b"\x68"):
        return b""
    try:
        return zlib.decompressobj().decompress(rest, most)
    except zlib.error:
        return b""


def _names(text: bytes) -> set[bytes]:
    return {_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), name) for name in _NAME.findall(text)}


def _look(names: set[bytes]) -> None:
    if b"Encrypt" in names:
        raise Refused("paper_pdf_locked")
    if names & ACTIVE:
        raise Refused("paper_pdf_active")
