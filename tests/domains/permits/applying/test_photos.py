"""Papers and photographs by what they are: measured, never recognised; nothing but the picture is kept."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from anju.domains.permits.rules import papers, photos
from anju.foundation.errors import Refused
from tests.factories.applications import page, photograph


def test_a_plain_portrait_passes_and_is_cut_to_the_cards_shape():
    kept, checks = photos.photograph(photograph())
    with Image.open(io.BytesIO(kept)) as found:
        assert found.size == (716, 882)
        assert found.format == "JPEG"
    assert all(c.good for c in checks)


def test_a_phones_picture_is_made_no_larger_than_a_card_needs():
    kept, _ = photos.photograph(photograph(width=2400, height=3200))
    with Image.open(io.BytesIO(kept)) as found:
        assert found.size == (716, 882)


@pytest.mark.parametrize(("drawn", "reasons"), [
    ({"width": 300, "height": 370}, {"photo_small"}),
    ({"patterned": True}, {"photo_background"}),
    ({"background": (60, 62, 64)}, {"photo_background"}),
    ({"blur": 12}, {"photo_blurred"}),
    ({"width": 1600, "height": 900}, {"photo_shape"}),
    ({"width": 240, "height": 296, "patterned": True}, {"photo_small", "photo_background"}),
])
def test_everything_that_is_wrong_is_said_at_once(drawn, reasons):
    with pytest.raises(Refused, match="photo_not_fit") as refused:
        photos.photograph(photograph(**drawn))
    assert reasons <= set(refused.value.params["reasons"])


def test_place_and_camera_are_not_kept_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    kept, kind = papers.kept(photograph(width=900, height=600, exif=exif.tobytes()))
    assert kind == papers.JPEG
    assert b"Camera of somebody" not in kept
    with Image.open(io.BytesIO(kept)) as found:
        assert not dict(found.getexif())
        assert found.size == (600, 900)


def test_what_hides_behind_a_picture_is_gone():
    kept, _ = papers.kept(page() + b"<script>alert(1)</script>" + b"PK\x03\x04" * 40)
    assert b"<script>" not in kept
    assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize(("data", "code"), [
    (b"", "paper_empty"), (b"MZ\x90\x00" * 50, "paper_type"), (b"<svg onload=x>", "paper_type"),
    (b"GIF89a" + b"x" * 50, "paper_type"),
    (b"\x00\x00\x00\x18ftypheic" + b"x" * 50, "paper_heic"), (b"\xff\xd8\xff" + b"broken" * 30, "paper_unreadable"),
    (photograph()[:4000], "paper_unreadable"), (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "paper_unreadable"),
    (b"%PDF-" + b"x" * papers.LARGEST, "paper_too_large")])
def test_forged_broken_and_too_large_files_are_refused_by_what_is_in_them(data, code):
    with pytest.raises(Refused, match=code):
        papers.kept(data)


def test_a_picture_of_a_million_times_a_million_dots_is_not_opened():
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises(Refused, match=r"paper_too_large|paper_unreadable"):
        papers.kept(bomb.getvalue())


def pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def packed(text: bytes) -> bytes:
    return b"5 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n" + zlib.compress(text) + b"\nendstream endobj"


PLAIN = pdf(b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj", packed(b"<< /Type /Page /Contents 4 0 R >>"),
            b"6 0 obj << /Subtype /Image /Filter /DCTDecode >> stream\n\xff\xd8 /JS /AA \xff\nendstream endobj")


def test_a_pdf_of_pages_is_kept_as_it_is_but_is_no_photograph():
    assert papers.kept(PLAIN) == (PLAIN, papers.PDF)
    with pytest.raises(Refused, match="paper_type"):
        photos.photograph(PLAIN)


@pytest.mark.parametrize("name", [b"/JavaScript", b"/J#61vaScript", b"/JS", b"/Launch", b"/EmbeddedFiles", b"/#4c#61unch",
                                  b"/XFA", b"/AA"])
@pytest.mark.parametrize("hidden", [False, True])
def test_a_pdf_with_a_program_or_an_attachment_is_refused_wherever_it_hides(name, hidden):
    text = b"<< /S " + name + b" (app.alert) >>"
    with pytest.raises(Refused, match="paper_pdf_active"):
        papers.kept(pdf(packed(text) if hidden else b"1 0 obj " + text + b" endobj"))


def test_an_encrypted_a_cut_and_a_swelling_pdf_are_refused():
    with pytest.raises(Refused, match="paper_pdf_locked"):
        papers.kept(PLAIN.replace(b"trailer <<", b"trailer << /Encrypt 9 0 R"))
    odd = PLAIN.replace(zlib.compress(b"<< /Type /Page /Contents 4 0 R >>"), b"3c3c2f4a53>")
    for broken in (PLAIN[:-8], odd, pdf(packed(b"x" * (65 * 1024 * 1024)))):
        with pytest.raises(Refused, match="paper_unreadable"):
            papers.kept(broken)
