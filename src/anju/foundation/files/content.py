"""What kind of file it really is: the name and the type a browser claims are ignored."""

from __future__ import annotations

from anju.foundation.errors import Refused

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
LARGEST = 10 * 1024 * 1024
_STARTS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif")


def content_type(data: bytes, *, pdf: bool = True) -> str:
    """What the bytes are. `Refused` paper_empty, paper_too_large (`mb`), paper_heic (what phones write unless set
    otherwise), paper_type."""
    if not data:
        raise Refused("paper_empty")
    if len(data) > LARGEST:
        raise Refused("paper_too_large", mb=LARGEST // 1024 // 1024)
    for start, kind in _STARTS:
        if data.startswith(start) and (pdf or kind != PDF):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Refused("paper_heic")
    raise Refused("paper_type")
