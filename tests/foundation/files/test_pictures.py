"""Nothing but the picture is kept of a picture, whatever its file carried."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from anju.foundation.errors import Refused
from anju.foundation.files import JPEG, LARGEST, cleaned
from tests.factories.applications import page, photograph


def test_place_and_camera_are_not_kept_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    kept, kind = cleaned(photograph(width=900, height=600, exif=exif.tobytes()))
    assert kind == JPEG
    assert b"Camera of somebody" not in kept
    with Image.open(io.BytesIO(kept)) as found:
        assert not dict(found.getexif())
        assert found.size == (600, 900)


def test_comments_of_jpeg_and_png_are_not_kept():
    picture = Image.new("RGB", (300, 300), (200, 30, 30))
    jpeg, png, notes = io.BytesIO(), io.BytesIO(), PngInfo()
    picture.save(jpeg, "JPEG", comment=b"planted comment", icc_profile=b"planted profile")
    notes.add_text("Comment", "planted comment")
    notes.add_itxt("XML:com.adobe.xmp", "<planted/>")
    picture.save(png, "PNG", pnginfo=notes, dpi=(72, 72))
    for sent in (jpeg.getvalue(), png.getvalue()):
        assert b"planted" in sent
        kept, _ = cleaned(sent, pdf=False)
        assert b"planted" not in kept
        with Image.open(io.BytesIO(kept)) as found:
            assert not set(found.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_hides_behind_a_picture_is_gone():
    kept, _ = cleaned(page() + b"<script>alert(1)</script>" + b"PK\x03\x04" * 40)
    assert b"<script>" not in kept
    assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "paper_empty"),
        (b"MZ\x90\x00" * 50, "paper_type"),
        (b"<svg onload=x>", "paper_type"),
        (b"GIF89a" + b"x" * 50, "paper_type"),
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 50, "paper_heic"),
        (b"\xff\xd8\xff" + b"broken" * 30, "paper_unreadable"),
        (photograph()[:4000], "paper_unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "paper_unreadable"),
        (b"%PDF-" + b"x" * LARGEST, "paper_too_large"),
    ],
)
def test_forged_broken_and_too_large_files_are_refused_by_what_is_in_them(data, code):
    with pytest.raises(Refused, match=code):
        cleaned(data)


def test_a_picture_of_a_million_times_a_million_dots_is_not_opened():
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises(Refused, match=r"paper_too_large|paper_unreadable"):
        cleaned(bomb.getvalue())
