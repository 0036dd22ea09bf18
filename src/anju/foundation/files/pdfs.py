"""The pages of a PDF and nothing else: what can be seen of them goes into a new file.

Forms, stamps and signatures become part of the page; then scripts, actions, attachments, descriptions, annotations,
layers, outlines, names, tags and what programs keep for themselves stay behind with the old file. Of the objects that
draw a page only the entries that draw are kept (`drawing_keys`). Runs in the process that `cleaning` starts.
"""

from __future__ import annotations

import io

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
from anju.foundation.files.segments import clean_jpeg, clean_jpeg2000

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
