"""The names of ISO 32000-1 that draw a page. A dictionary of a kept PDF has no other entries, so that
what nobody thought of (scripts, actions, attachments, descriptions, private data of programs) is not kept either."""

from __future__ import annotations

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
