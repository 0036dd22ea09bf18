"""Files that cross the gap: what was packed is read back; what was touched on the way is not read at all."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anju.domains.permits.production.data import CardFace, CardOrder, CardResult
from anju.domains.permits.production.operations.signing import FileSigner, verified
from anju.domains.permits.production.rules import packages
from anju.foundation.errors import Refused
from tests.factories.held_permits import picture

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
OURS, THEIRS = FileSigner(Ed25519PrivateKey.generate()), FileSigner(Ed25519PrivateKey.generate())
FACE = CardFace(
    "=王小明",
    "1",
    "01",
    date(1990, 3, 7),
    "430111199003079971",
    picture(),
    "湖南省隆回县,桃洪镇\n1号",
    "湖南省浏阳市",
    "浏阳市公安局",
    date(2026, 11, 21),
)
ORDERS = [CardOrder(n, f"4301812600000{n:03d}1", f"4301812600000{n:03d}1-1", FACE) for n in (1, 2)]


def by(signer):
    return lambda data, seal: seal.key == signer.id and verified(signer.public, data, seal)


def packed() -> bytes:
    return packages.pack_orders(
        ORDERS, batch="430181-20261121-1", issuer="430181", centre="c", at=AT, sign=OURS.sign
    )[0]


def with_file(blob: bytes, name: str, body: bytes | None) -> bytes:
    """The zip with one file replaced, added, or taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        if body is not None:
            new.writestr(name, body)
    return out.getvalue()


def test_orders_are_read_back_as_they_were_packed():
    parcel, orders = packages.unpack_orders(packed(), holds=by(OURS))
    assert list(orders) == ORDERS
    assert parcel.manifest["count"] == 2
    assert parcel.files["cards.csv"].startswith(b"\xef\xbb\xbfline,card,permit,name,")
    assert packed() == packed()


def test_the_card_data_names_what_article_4_allows_and_no_more():
    told = json.loads(
        packages.unpack(packed(), form=packages.ORDER_FORMAT, holds=by(OURS)).files["cards.json"]
    )[0]
    assert set(told) == {
        "line",
        "card",
        "permit",
        "name",
        "sex",
        "ethnicity",
        "birth_date",
        "citizen_number",
        "hukou_address",
        "residence_address",
        "authority",
        "issue_date",
        "photo",
        "photo_sha256",
        "name_image",
        "name_image_sha256",
    }


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("cards.csv", b"line,card\r\n", "parcel_altered"),
        ("photos/00001.png", None, "parcel_altered"),
        ("extra.txt", b"x", "parcel_altered"),
        ("manifest.sig", None, "parcel_unreadable"),
        ("manifest.sig", b"{}", "parcel_unreadable"),
        ("manifest.json", b"{}", "parcel_unreadable"),
        ("manifest.json", b"[]", "parcel_unreadable"),
    ],
)
def test_a_touched_parcel_is_refused(name, body, code):
    with pytest.raises(Refused, match=code):
        packages.unpack_orders(with_file(packed(), name, body), holds=by(OURS))


def test_an_altered_manifest_or_another_key_does_not_hold():
    blob = packed()
    with zipfile.ZipFile(io.BytesIO(blob)) as box:
        manifest = box.read("manifest.json").replace(b'"count": 2', b'"count": 3')
    with pytest.raises(Refused, match="parcel_signature"):
        packages.unpack_orders(with_file(blob, "manifest.json", manifest), holds=by(OURS))
    with pytest.raises(Refused, match="parcel_signature"):
        packages.unpack_orders(blob, holds=by(THEIRS))
    seal = json.dumps({"key": OURS.id, "algorithm": "none", "signature": ""}).encode()
    with pytest.raises(Refused, match="parcel_signature"):
        packages.unpack_orders(with_file(blob, "manifest.sig", seal), holds=by(OURS))


def test_orders_are_not_taken_for_results():
    with pytest.raises(Refused, match="parcel_form"):
        packages.unpack_results(packed(), holds=by(OURS))


@pytest.mark.parametrize("blob", [b"", b"PK\x03\x04 no zip", b"x" * 1000, packed()[:-40]])
def test_what_is_no_zip_is_said_to_be_unreadable(blob):
    with pytest.raises(Refused, match="parcel_unreadable"):
        packages.unpack_orders(blob, holds=by(OURS))


def test_a_parcel_that_would_fill_the_memory_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("anju.domains.permits.production.rules.packages.sealing.LARGEST", 1000)
    with pytest.raises(Refused, match="parcel_too_large"):
        packages.unpack_orders(packed(), holds=by(OURS))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (CardResult(1, "c-1", "made", "", ""), "results_row"),
        (CardResult(1, "c-1", "failed", "", ""), "results_row"),
        (CardResult(1, "c-1", "lost", "S1", ""), "results_row"),
        (CardResult(1, "", "made", "S1", ""), "results_row"),
    ],
)
def test_a_result_that_does_not_make_sense_is_named_by_its_row(line, code):
    blob = packages.pack_results([line], batch="b", orders="d", at=AT, sign=OURS.sign)
    with pytest.raises(Refused, match=code) as refused:
        packages.unpack_results(blob, holds=by(OURS))
    assert refused.value.params["row"] == 2


def test_a_line_answered_twice_is_refused():
    line = CardResult(1, "c-1", "made", "S1", "")
    with pytest.raises(Refused, match="results_twice"):
        packages.unpack_results(
            packages.pack_results([line, line], batch="b", orders="d", at=AT, sign=OURS.sign),
            holds=by(OURS),
        )
