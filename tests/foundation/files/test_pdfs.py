"""Of a PDF its pages are kept, and nothing that cannot be seen."""

from __future__ import annotations

import io
from decimal import Decimal

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageCms

from anju.foundation.errors import Refused
from anju.foundation.files import PDF, cleaned

PLANTED = (
    b"planted-title",
    b"planted-xmp",
    b"planted-script",
    b"planted-attachment",
    b"planted-address",
    b"planted-note",
    b"planted-private",
    b"planted-camera",
    b"planted-comment",
    b"planted-tail",
    b"planted-layer",
    b"planted-app",
    b"planted-form-script",
    b"planted-unknown",
)


def photographed(size: tuple[int, int] = (60, 40)) -> bytes:
    """A phone's JPEG: camera, place, comment, something behind the end."""
    exif = Image.Exif()
    exif[0x010F] = "planted-camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(
        out,
        "JPEG",
        exif=exif.tobytes(),
        comment=b"planted-comment",
        progressive=True,
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    return out.getvalue() + b"planted-tail"


def document() -> Pdf:
    """A page with a photographed paper, a filled form and a stamp, and something planted wherever a
    PDF can carry it."""
    made = Pdf.new()
    page = made.add_blank_page(page_size=(400, 300))
    picture = made.make_stream(
        photographed(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=60,
        Height=40,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
        Metadata=made.make_stream(b"planted-xmp"),
        Unknown=pikepdf.String("planted-unknown"),
    )
    page.obj.Resources = Dictionary(
        XObject=Dictionary(Im0=picture),
        Properties=Dictionary(
            MC0=made.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("planted-layer")))
        ),
    )
    page.obj.Contents = made.make_stream(b"q 300 0 0 200 50 50 cm /Im0 Do Q")
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=pikepdf.String("planted-private")))
    page.obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=pikepdf.String("planted-script")))
    stamp = made.make_stream(
        b"1 0 0 rg 0 0 40 20 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 40, 20]),
        PieceInfo=Dictionary(Private=pikepdf.String("planted-app")),
    )
    note = made.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Stamp,
            Rect=Array([10, 10, 50, 30]),
            F=4,
            Contents=pikepdf.String("planted-note"),
            AP=Dictionary(N=stamp),
            A=Dictionary(S=Name.URI, URI=pikepdf.String("planted-address")),
        )
    )
    page.obj.Annots = Array([note])
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("planted-script"))
    made.Root.AcroForm = Dictionary(Fields=Array(), XFA=made.make_stream(b"planted-form-script"))
    made.attachments["salaries.xlsx"] = b"planted-attachment"
    made.docinfo["/Title"] = "planted-title"
    with made.open_metadata(update_docinfo=False) as about:
        about["dc:title"] = "planted-xmp"
    return made


def saved(made: Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    made.save(
        out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, **how
    )
    return out.getvalue()


def everything(data: bytes) -> bytes:
    """A PDF as it is and, unpacked, its objects and their streams."""
    with Pdf.open(io.BytesIO(data)) as found:
        return data + saved(found, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)


def test_what_is_planted_in_a_pdf_does_not_survive_and_its_page_does():
    sent = saved(document())
    assert [p for p in PLANTED if p not in everything(sent)] == []
    kept, kind = cleaned(sent)
    assert kind == PDF
    told = everything(kept)
    assert not {
        p
        for p in (
            *PLANTED,
            b"/JavaScript",
            b"/JS",
            b"/Names",
            b"/Annots",
            b"/EmbeddedFile",
            b"Exif\0",
            b"/Info",
            b"/Metadata",
            b"/AcroForm",
            b"/AA",
            b"/OpenAction",
            b"ICC_PROFILE",
        )
        if p in told
    }
    with Pdf.open(io.BytesIO(kept)) as found:
        (page,) = found.pages
        assert page.mediabox == [0, 0, 400, 300]
        assert any(b"/Im0 Do" in part.read_bytes() for part in page.Contents)
        picture = page.Resources.XObject.Im0
        before = Image.open(io.BytesIO(photographed()))
        after = Image.open(io.BytesIO(picture.read_raw_bytes()))
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
        assert len(page.Resources.XObject) == 2, "the stamp has become part of the page"


def test_a_pages_own_pictures_fonts_and_inherited_size_are_kept():
    made = Pdf.new()
    page = made.add_blank_page(page_size=(200, 100))
    del page.obj.MediaBox
    del page.obj.Resources
    made.Root.Pages.MediaBox = Array([0, 0, 210, 110])
    made.Root.Pages.Resources = Dictionary(
        Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    jpeg = photographed((8, 8))
    page.obj.Contents = made.make_stream(
        b"BT /F1 12 Tf (seen) Tj ET q 9 0 0 9 0 0 cm BI /W 8 /H 8 /CS /RGB /BPC 8 /F /DCT ID "
        + jpeg
        + b"\nEI Q"
    )
    kept, _ = cleaned(saved(made))
    with Pdf.open(io.BytesIO(kept)) as found:
        (page,) = found.pages
        assert page.mediabox == [0, 0, 210, 110]
        assert page.Resources.Font.F1.BaseFont == Name.Helvetica
        assert b"(seen) Tj" in page.Contents.read_bytes()
    assert b"planted" not in everything(kept)


def test_a_picture_in_two_codings_loses_what_describes_it_as_well():
    import zlib

    made = document()
    picture = made.pages[0].Resources.XObject.Im0
    picture.write(zlib.compress(photographed()), filter=Array([Name.FlateDecode, Name.DCTDecode]))
    kept, _ = cleaned(saved(made))
    assert b"planted" not in everything(kept)


def test_an_encrypted_pdf_is_refused_with_and_without_a_word_for_opening():
    for user in ("secret", ""):
        with pytest.raises(Refused, match="paper_pdf_locked"):
            cleaned(saved(document(), encryption=pikepdf.Encryption(owner="owner", user=user)))


def test_a_broken_cut_or_empty_pdf_is_refused():
    whole = saved(document())
    for broken in (
        whole[:-400],
        whole[: len(whole) // 2],
        b"%PDF-1.7\n%%EOF\n",
        b"%PDF-" + b"x" * 500,
        saved(Pdf.new()),
        whole.replace(b"\xff\xd9planted-tail", b"\x00\x00planted-tail"),
        whole.replace(b"/Type /Pages", b"/Type /Paget").replace(b"/Kids", b"/Kidz"),
    ):
        with pytest.raises(Refused, match="paper_pdf_broken"):
            cleaned(broken)


def test_a_swelling_and_an_endless_pdf_end_in_their_own_process():
    import zlib

    made = document()
    bomb = zlib.compress(zlib.compress(b"\0" * (400 * 1024 * 1024), 9), 9)
    made.pages[0].obj.Contents = made.make_stream(b"")
    made.pages[0].obj.Contents.write(bomb, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    with pytest.raises(Refused, match=r"paper_pdf_(heavy|broken)"):
        cleaned(saved(made))
    many = Pdf.new()
    for _ in range(201):
        many.add_blank_page(page_size=(10, Decimal("10")))
    with pytest.raises(Refused, match="paper_pdf_heavy"):
        cleaned(saved(many))


def test_no_pdf_is_taken_where_a_photograph_is_asked():
    with pytest.raises(Refused, match="paper_type"):
        cleaned(saved(document()), pdf=False)
