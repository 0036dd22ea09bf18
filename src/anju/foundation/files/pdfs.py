"""The pages of a PDF and nothing else: what can be seen of them goes into a new file.

Forms, stamps and signatures become part of the page; then scripts, actions, attachments, descriptions, annotations,
layers, outlines, names, tags and what programs keep for themselves stay behind with the old file. Of the objects
that draw a page only the entries that draw are kept (`drawing_keys`). Runs in the process that `cleaning` starts.

Pictures inside a PDF, without decoding them: a JPEG keeps the segments that draw it, a JPEG 2000 its picture
boxes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Pdf,
    Stream,
    StreamDecodeLevel,
)

from anju.foundation.errors import Refused

SOI, EOI, SOS, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
APPLICATION = range(0xE0, 0xF0)
PICTURE_DRAWING = (0xE0, 0xEE)
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
        if marker in PICTURE_DRAWING:
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
    most = 14 if marker == PICTURE_DRAWING[0] else 12
    text = body[2 : 2 + most]
    if marker == PICTURE_DRAWING[0]:
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


MOST_PAGES = 200
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes of one stream: an A4 page at 600 dots an inch has 104 MB."""
PICTURES = {"/DCTDecode": clean_jpeg, "/JPXDecode": clean_jpeg2000}


def pages_alone(data: bytes) -> bytes:
    """A new PDF with the same pages. `Refused` paper_pdf_locked, paper_pdf_broken, paper_pdf_heavy."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MOST_UNPACKED,
        png_max_memory=MOST_UNPACKED,
        tiff_max_memory=MOST_UNPACKED,
        run_length_max_memory=MOST_UNPACKED,
        max_stream_filters=4,
    )
    try:
        with Pdf.open(io.BytesIO(data), attempt_recovery=False) as source:
            return _written_anew(source)
    except pikepdf.PasswordError as error:
        raise Refused("paper_pdf_locked") from error
    except (
        pikepdf.PdfError,
        pikepdf.DataDecodingError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RuntimeError,
    ) as error:
        raise Refused("paper_pdf_broken") from error


def _written_anew(source: Pdf) -> bytes:
    if source.is_encrypted:
        raise Refused("paper_pdf_locked")
    if not len(source.pages) > 0:
        raise Refused("paper_pdf_broken")
    if len(source.pages) > MOST_PAGES:
        raise Refused("paper_pdf_heavy")
    if Name.AcroForm in source.Root:
        source.generate_appearance_streams()
    source.flatten_annotations()
    made, out = Pdf.new(), io.BytesIO()
    for page in source.pages:
        page.externalize_inline_images()
        made.pages.append(page)
    for page in made.pages:
        _copy(page.obj, PAGE)
    _copy_drawing(made)
    made.save(
        out,
        recompress_flate=True,
        stream_decode_level=StreamDecodeLevel.generalized,
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
    )
    if source.get_warnings() or made.get_warnings():
        raise Refused("paper_pdf_broken")
    return out.getvalue()


def _copy_drawing(made: Pdf) -> None:
    """Walk everything the pages lead to, once."""
    seen: set[tuple[int, int]] = set()
    waiting = [(page.obj.get(name), name) for page in made.pages for name in PAGE]
    while waiting:
        found, under = waiting.pop()
        if not isinstance(found, (Dictionary, Stream, Array)) or found.objgen in seen:
            continue
        if found.is_indirect:
            seen.add(found.objgen)
        if isinstance(found, Array):
            waiting += [(item, "") for item in found]
        else:
            waiting += _drawing_entries(found, under)
        if isinstance(found, Stream):
            _clean_picture(found)


def _drawing_entries(found: Dictionary | Stream, under: str) -> list[tuple[Object | None, str]]:
    """What is left of a dictionary that stands under this name: its values with their names."""
    if under == RESOURCES:
        _copy(found, CATEGORIES)
        return [
            (item, "")
            for category in found.values()
            if isinstance(category, Dictionary)
            for item in category.values()
        ]
    if under in OWN_NAMES:
        return [(item, "") for item in found.values()]
    _copy(found, DRAWING)
    return [(value, name) for name, value in found.items()]


def _copy(found: Object, names: frozenset[str]) -> None:
    for name in set(found.keys()) - names:
        del found[name]


def _clean_picture(stream: Stream) -> None:
    """A picture in a format of cameras keeps what draws it."""
    filters = stream.get(Name.Filter)
    names = (
        [str(f) for f in filters]
        if isinstance(filters, Array)
        else []
        if filters is None
        else [str(filters)]
    )
    if not set(names) & set(PICTURES):
        return
    if set(names[:-1]) & set(PICTURES):
        raise ValueError("a picture inside another coding")
    parms = stream.get(Name.DecodeParms)
    last = parms[-1] if isinstance(parms, Array) and len(parms) == len(names) else parms
    raw = stream.read_raw_bytes()
    if len(names) > 1:
        with Pdf.new() as aside:
            raw = aside.make_stream(raw, Filter=Array([Name(n) for n in names[:-1]])).read_bytes()
    stream.write(
        PICTURES[names[-1]](raw),
        filter=Name(names[-1]),
        decode_parms=last if isinstance(last, Dictionary) else None,
    )


RESOURCES = "/Resources"
CATEGORIES = frozenset({"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading"})
"""Of a resource dictionary: each is a dictionary with names of the page's own. Layers and tags (/Properties) are left
out."""
OWN_NAMES = frozenset({"/CharProcs", "/Colorants"})
"""Dictionaries elsewhere whose entries are named by the file."""

PAGE = frozenset(
    {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
)

_STREAM = "Filter DecodeParms Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows"
_STREAM_2 = "EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform Length Length1 Length2 Length3"
_PICTURE = "Type Subtype Width Height ColorSpace Intent ImageMask Mask Decode Interpolate SMask SMaskInData Name Matte"
_FORM = "FormType BBox Matrix Resources Group S CS I"
_STATE = "LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 FL SM SA BM CA ca AIS TK G BC"
_COLOUR = "N Alternate Range WhitePoint BlackPoint Gamma Colorants Process Components"
_FUNCTION = "FunctionType Domain Size BitsPerSample Order Encode C0 C1 Functions Bounds"
_PATTERN = "PatternType PaintType TilingType XStep YStep Shading ExtGState"
_SHADING = "ShadingType Background AntiAlias Function Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow"
_FONT = "BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo DW W DW2 W2"
_FONT_2 = (
    "CIDToGIDMap FontBBox FontMatrix CharProcs FontName FontFamily FontStretch FontWeight Flags ItalicAngle"
    " Ascent"
)
_FONT_3 = "Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3"
_FONT_4 = "CharSet CIDSet Style Panose BaseEncoding Differences CMapName Registry Ordering Supplement WMode UseCMap"

DRAWING = frozenset(
    "/" + name
    for names in (
        _STREAM,
        _STREAM_2,
        _PICTURE,
        _FORM,
        _STATE,
        _COLOUR,
        _FUNCTION,
        _PATTERN,
        _SHADING,
        _FONT,
        _FONT_2,
        _FONT_3,
        _FONT_4,
    )
    for name in names.split()
)
