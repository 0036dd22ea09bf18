"""Web fonts of rare characters draw what the fonts they are cut from draw, and nothing else."""

from __future__ import annotations

import io
import itertools
import re
import struct
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image, ImageChops, ImageDraw, ImageFont

from anju.interfaces.web import font_slices

CSS = Path(font_slices.__file__).parent / "static" / "anju" / "css" / "rare.css"
installed = pytest.mark.skipif(
    not font_slices._sources(), reason="no fonts of rare characters here: ./anju fonts"
)


def drawn(font, character: str) -> Image.Image:
    picture = Image.new("L", (240, 240))
    ImageDraw.Draw(picture).text((20, 20), character, font=ImageFont.truetype(font, 180), fill=255)
    return picture


def test_the_style_sheet_names_every_character_once():
    assert CSS.read_text("utf-8") == font_slices.style_sheet()
    ranges = [
        (int(a, 16), int(b, 16))
        for a, b in re.findall(r"U\+([0-9A-F]+)-([0-9A-F]+)", font_slices.style_sheet())
    ]
    assert ranges[0][0] == font_slices.FIRST
    assert ranges[-1][1] == font_slices.LAST
    assert all(before[1] + 1 == after[0] for before, after in itertools.pairwise(ranges))


@installed
@pytest.mark.parametrize("start", [0x20000, 0x2A600, 0x2CE00, 0x2EA00, 0x30000, 0x31400])
def test_a_slice_draws_its_characters_as_the_font_it_is_cut_from(start):
    whole = max(font_slices._sources(), key=lambda p: len(font_slices._drawn(p, start)))
    codes = list(font_slices._drawn(whole, start))
    data = font_slices.slice_from(start)
    assert codes
    assert len(data) < 400_000
    nothing = drawn(io.BytesIO(data), "\U0003fff0")
    for code in codes[:: max(1, len(codes) // 12)]:
        ours, theirs = drawn(io.BytesIO(data), chr(code)), drawn(str(whole), chr(code))
        apart = sum(ImageChops.difference(ours, theirs).histogram()[128:])
        assert apart < 0.12 * sum(theirs.histogram()[128:]), hex(code)  # hinted or not
        assert ImageChops.difference(ours, nothing).getbbox(), hex(code)


@installed
def test_a_slice_keeps_the_names_that_state_licence_and_origin():
    data = font_slices.slice_from(0x30000)
    tables = {
        tag
        for tag, *_ in struct.iter_unpack(
            ">4sIIII", data[44 : 44 + 20 * struct.unpack_from(">H", data, 12)[0]]
        )
    }
    assert {b"name", b"cmap", b"glyf", b"OS/2"} <= tables
    assert not tables & {b"fpgm", b"prep", b"cvt "}
    assert ImageFont.truetype(io.BytesIO(data)).getname()[0] == "BabelStone Han"


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["2ffff", "4e00", "20001", "zzzzz", "9" * 400, "3fe00", "20000 "])
def test_what_is_no_slice_is_not_found(start):
    assert Client().get(f"/fonts/{start}.woff").status_code == 404


@installed
@pytest.mark.django_db
def test_a_slice_is_kept_by_browsers_for_a_week():
    answer = Client().get("/fonts/20000.woff")
    assert (answer.status_code, answer["Content-Type"]) == (200, "font/woff")
    assert answer["Cache-Control"] == "public, max-age=604800"
