"""Which encoding a text has. Single damaged bytes are replaced and their places remembered, instead of refusing all."""

from __future__ import annotations

import codecs

from anju.foundation.errors import Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 1 << 20
MOST_DAMAGE = 0.2
"""Of the characters beyond ASCII: what is damaged more is no text."""
_GB = ("gbk", "gb2312", "gb18030", "gb_2312-80", "cp936", "x-gbk")


class Decoder:
    """Bytes → text, piece by piece; `damaged` counts the places that were no text (they become U+FFFD)."""

    def __init__(self, encoding: str) -> None:
        self.damaged = 0
        self._decoder = codecs.getincrementaldecoder(encoding)(errors=_HANDLER)

    def decode(self, piece: bytes, *, final: bool) -> str:
        """The text of the next bytes."""
        before = len(_places)
        text = self._decoder.decode(piece, final)
        self.damaged += len(_places) - before
        del _places[before:]
        return text


_HANDLER = "anju-damaged"
_places: list[int] = []


def _note(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _places.append(error.start)
    return "\ufffd", error.start + 1 if error.encoding.startswith("gb") else error.end


codecs.register_error(_HANDLER, _note)


def detect_encoding(data: bytes | memoryview, filename: str) -> tuple[str, int]:
    """The codec and where the text starts (after a byte order mark). Raises `Refused` file_unreadable for no text."""
    head = bytes(data[:SAMPLE])
    for mark, name in _BOMS:
        if head.startswith(mark):
            _require_text(head[len(mark) :], name, filename)
            return name, len(mark)
    if any(b < 9 and b for b in head[:4096]) or head.startswith(b"%PDF"):
        raise Refused("file_unreadable", filename=filename)
    if head[:4096].count(0) > len(head[:4096]) // 8:
        name = "utf-16-le" if head[1:4096:2].count(0) >= head[:4096:2].count(0) else "utf-16-be"
        _require_text(head, name, filename)
        return name, 0
    if _damage(head, "utf-8") == 0 and (len(data) <= SAMPLE or _whole_utf8(data)):
        return "utf-8", 0
    if _damage(head, "gb18030") == 0 and not _probably_big5(head):
        return "gb18030", 0
    if _damage(head, "big5hkscs") == 0 and _probably_big5(head):
        return "big5hkscs", 0
    best = min(("utf-8", "gb18030"), key=lambda name: _damage(head, name))
    _require_text(head, best, filename)
    return best, 0


def decoded(data: bytes, filename: str, *, named: str = "") -> tuple[str, bool]:
    """All of a text, and whether bytes of it were damaged. `named`: the encoding that the text says it has, believed
    where the bytes do not contradict it."""
    own, start = detect_encoding(data, filename)
    encoding = "gb18030" if named in _GB else "big5hkscs" if named.startswith("big5") else named
    if encoding and start == 0 and encoding != own:
        try:
            return data.decode(encoding), False
        except (UnicodeDecodeError, LookupError):
            pass
    decoder = Decoder(own)
    text = decoder.decode(data[start:], final=True)
    return text, decoder.damaged > 0


def _whole_utf8(data: bytes | memoryview) -> bool:
    """A GB text may begin with a megabyte of plain digits: look at all of it. Damaged places here and there may be."""
    decoder = Decoder("utf-8")
    beyond = 0
    for at in range(0, len(data), SAMPLE):
        text = decoder.decode(bytes(data[at : at + SAMPLE]), final=at + SAMPLE >= len(data))
        beyond += 0 if text.isascii() else len(text)
        if decoder.damaged > 1000:
            return False
    return decoder.damaged * 20 <= beyond or decoder.damaged == 0


def _damage(head: bytes, encoding: str) -> int:
    decoder = Decoder(encoding)
    decoder.decode(head, final=len(head) < SAMPLE)
    return decoder.damaged


def _require_text(head: bytes, encoding: str, filename: str) -> None:
    decoder = Decoder(encoding)
    text = decoder.decode(head, final=len(head) < SAMPLE)
    beyond = sum(not c.isascii() for c in text[:100_000])
    if decoder.damaged > MOST_DAMAGE * max(beyond, 1):
        raise Refused("file_unreadable", filename=filename)


def _probably_big5(head: bytes) -> bool:
    """Big5 is nearly always legal GB 18030 too, but gives rare characters there."""
    sample = head[:65_536]
    return _frequent(sample, "big5hkscs", "big5", (0xA4, 0xC6)) > _frequent(
        sample, "gb18030", "gb2312", (0xB0, 0xD7)
    )


def _frequent(sample: bytes, encoding: str, plain: str, leads: tuple[int, int]) -> float:
    """The share of the characters beyond ASCII that belong to the frequent ones of an encoding."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    han = [
        c for c in text if "\u3400" <= c <= "\u9fff" or "\ue000" <= c <= "\uf8ff" or ord(c) > 0xFFFF
    ]
    if not han:
        return 0.0
    frequent = 0
    for c in han:
        coded = c.encode(plain, errors="ignore")
        frequent += len(coded) == 2 and leads[0] <= coded[0] <= leads[1]
    return frequent / len(han)
