"""Characters without a glyph are noticed before anything is printed."""

from __future__ import annotations

import re
import struct
import unicodedata
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.people.rules.name_pictures import name_picture
from anju.foundation.errors import Refused
from anju.foundation.files import cleaned
from anju.interfaces.web import fonts
from anju.interfaces.web.office.counter.results import receipt_pdf
from anju.interfaces.web.printed_names import PrintedName
from tests.factories.name_pictures import written_name

CODES = st.sets(
    st.integers(0x20, 0x323AF).filter(lambda c: not 0xD800 <= c < 0xE000), min_size=1, max_size=40
)


def font(codes: set[int], *, collection: bool = False) -> bytes:
    """The parts of a font file that say which characters it draws, in both formats."""
    low = sorted(c for c in codes if c < 0xFFFF)
    count = len(low) + 1
    ends, deltas = [*low, 0xFFFF], [*((1 - c) & 0xFFFF for c in low), 1]
    short = struct.pack(
        f">{count}HH{count}H{count}H{count}H", *ends, 0, *ends, *deltas, *[0] * count
    )
    four = struct.pack(">HHHHHHH", 4, 14 + len(short), 0, count * 2, 0, 0, 0) + short
    groups = b"".join(struct.pack(">III", c, c, n + 1) for n, c in enumerate(sorted(codes)))
    twelve = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    table = struct.pack(">HHHHIHHI", 0, 2, 0, 3, 20, 3, 10, 20 + len(four)) + four + twelve
    start = 16 if collection else 0
    head = b"ttcf" + struct.pack(">III", 0x10000, 1, 16) if collection else b""
    return (
        head
        + struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0)
        + struct.pack(">4sIII", b"cmap", 0, start + 28, len(table))
        + table
    )


@settings(max_examples=60)
@given(CODES, st.booleans())
def test_exactly_the_characters_of_a_font_are_read(tmp_path_factory, codes, collection):
    path = tmp_path_factory.mktemp("fonts") / "one.ttf"
    path.write_bytes(font(codes, collection=collection))
    assert {c for first, last in fonts.covered_by(path) for c in range(first, last + 1)} == codes


def test_a_damaged_font_draws_nothing(tmp_path):
    (tmp_path / "cut.ttf").write_bytes(font({0x4E00})[:40])
    assert fonts.covered_by(tmp_path / "cut.ttf") == ()


def test_missing_characters_are_named_once_and_private_use_is_never_printed():
    covered = fonts.joined([(0x20, 0x7E), (0x4E00, 0x9FFF), (0xE000, 0xF8FF)])
    text = "\u5f20\U00031350\U00031350 \ue123\u200d\u845b\U000e0100"
    assert fonts.missing(text, covered) == ["\U00031350", "\ue123"]


def slip(name: str) -> dict[str, object]:
    line = {
        "printed": PrintedName(name),
        "masked": "",
        "where": "\u957f\u6c99\u5e02",
        "since": None,
        "status": "",
    }
    return {
        "slip": SimpleNamespace(by_label="A", created_at=datetime(2026, 5, 1, tzinfo=UTC)),
        "lines": [line],
        "number": 1,
    }


def test_a_receipt_with_a_name_the_fonts_lack_is_refused_and_names_the_character():
    assert receipt_pdf(slip("\u738b\u5c0f\u660e")).startswith(b"%PDF")
    with pytest.raises(Refused, match="name_not_printable") as refused:
        receipt_pdf(slip("\u738b\ue123"))
    assert refused.value.params["characters"] == "\ue123 (U+E123)"


def test_a_name_with_a_picture_prints_and_an_address_without_a_glyph_is_refused_still():
    told = slip("\u738b\ue123")
    (line,) = told["lines"]
    line["printed"] = PrintedName(
        "\u738b\ue123", name_picture(cleaned(written_name(), pdf=False)[0])[0]
    )
    assert receipt_pdf(told).startswith(b"%PDF")
    line["where"] = "\u6e56\u5357\ue123"
    with pytest.raises(Refused, match="text_not_printable"):
        receipt_pdf(told)


def test_a_sheet_from_the_browser_is_refused_for_rare_characters_alone(monkeypatch):
    monkeypatch.setattr(fonts, "coverage", lambda: ())
    fonts.require_on_sheet(
        ["\u957f\u6c99\u5e02 8-1\u53f7"], names=["\u738b\u5c0f\u660e\u00b7M\u00fcller"]
    )
    with pytest.raises(Refused, match="name_not_printable"):
        fonts.require_on_sheet([], names=["\u738b\U00020000"])
    with pytest.raises(Refused, match="text_not_printable"):
        fonts.require_on_sheet(["\ue123\u8def"])


def test_a_block_that_no_font_draws_is_named_and_an_odd_sign_is_not():
    whole = fonts.joined(fonts.GB18030.values())
    assert fonts.lacking_blocks(whole) == []
    without = fonts.joined(r for name, r in fonts.GB18030.items() if name != "CJK Extension B")
    ((name, characters),) = fonts.lacking_blocks(without)
    assert (name, characters[0], len(characters)) == ("CJK Extension B", "\U00020000", 42720)


@pytest.mark.parametrize("block", list(fonts.GB18030))
def test_characters_of_every_block_of_gb_18030_come_out_on_paper_or_are_refused(block):
    first, last = fonts.GB18030[block]
    named = [
        c
        for c in map(chr, range(first, last + 1, max(1, (last - first) // 40)))
        if unicodedata.category(c) not in ("Cn", "Mn", "Cf")
    ]
    lacking = fonts.missing("".join(named), fonts.coverage())
    drawn = [c for c in named if c not in lacking]
    if lacking:
        with pytest.raises(Refused, match="name_not_printable"):
            receipt_pdf(slip("".join(lacking)))
    if drawn:
        shapes = drawing("".join(drawn))
        assert shapes
        assert not shapes & drawing("\U0003fff0")  # what stands for a character without a glyph
        assert receipt_pdf(slip("".join(drawn))).startswith(b"%PDF")


def drawing(text: str) -> set[str]:
    """The shapes of the glyphs that typst draws for these characters."""
    source = '#set page(width: auto, height: auto)\n#set text(font: "Noto Sans CJK SC", fallback: true)\n#sys.inputs.w'
    svg = bytes(typst.compile(source.encode(), format="svg", sys_inputs={"w": text})).decode()
    return set(re.findall(r'<symbol[^>]*><path d="([^"]+)"', svg))
