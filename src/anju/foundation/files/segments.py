"""Pictures inside a PDF, without decoding them: a JPEG keeps the segments that draw it, a JPEG 2000
its picture boxes."""

from __future__ import annotations

from collections.abc import Iterator

SOI, EOI, SOS, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
APPLICATION = range(0xE0, 0xF0)
DRAWING = (0xE0, 0xEE)
"""JFIF and Adobe: how the colours are meant. All other application segments describe the picture or its maker."""
ALONE = (0x01, *range(0xD0, 0xD8))
"""Markers without a length."""
BOXES = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")
CODESTREAM = b"\xff\x4f\xff\x51"


def clean_jpeg(data: bytes) -> bytes:
    """The JPEG without comments, application segments that do not draw, and whatever follows its end. `ValueError` for
    one that is not whole."""
    if data[:2] != bytes((0xFF, SOI)):
        raise ValueError("no JPEG")
    kept = [data[:2]]
    for marker, body in _segments(data):
        if marker in DRAWING:
            kept.append(bytes((0xFF, marker)) + _drawing(body, marker))
        elif marker != COMMENT and marker not in APPLICATION:
            kept.append(bytes((0xFF, marker)) + body)
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, what follows it) up to the end of the picture; a scan with its data."""
    at, marker = 2, 0
    while marker != EOI:
        while data[at : at + 2] == b"\xff\xff":
            at += 1  # fill bytes
        if len(data) < at + 2 or data[at] != 0xFF:
            raise ValueError("a JPEG without an end")
        marker, start = data[at + 1], at + 2
        at = start if marker in ALONE or marker == EOI else _segment_end(data, start)
        if marker == SOS:
            at = _scan_end(data, at)
        yield marker, data[start:at]


def _segment_end(data: bytes, start: int) -> int:
    size = int.from_bytes(data[start : start + 2], "big")
    if size < 2 or start + size > len(data):
        raise ValueError("a JPEG segment without an end")
    return start + size


def _drawing(body: bytes, marker: int) -> bytes:
    """A JFIF segment without its small copy of the picture; an Adobe segment of its fixed length."""
    most = 14 if marker == DRAWING[0] else 12
    text = body[2 : 2 + most]
    if marker == DRAWING[0]:
        text = (text[:12] + b"\0\0") if text.startswith(b"JFIF\0") and len(text) == most else b""
    elif not text.startswith(b"Adobe"):
        text = b""
    return (len(text) + 2).to_bytes(2, "big") + text


def _scan_end(data: bytes, at: int) -> int:
    """Where the next marker after a scan's data stands."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("a JPEG scan without an end")
        if data[at + 1] != 0 and data[at + 1] not in ALONE and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def clean_jpeg2000(data: bytes) -> bytes:
    """The boxes that draw; a bare codestream as it is. `ValueError` for one that is not whole."""
    if data.startswith(CODESTREAM):
        return data
    kept, at = [], 0
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        end = len(data) if size == 0 else at + size
        if end < at + 8 or end > len(data):
            raise ValueError("a JPEG 2000 box without an end")
        if kind in BOXES:
            kept.append(data[at:end])
        at = end
    if not any(box[4:8] == b"jp2c" for box in kept):
        raise ValueError("no picture")
    return b"".join(kept)
