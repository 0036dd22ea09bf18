"""The compact permit."""

from __future__ import annotations

import contextlib
import hashlib
import zlib

import pytest
from fido2 import cbor
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.credentials import jws, permit_code
from anju.foundation.credentials.signing import HeldKey, Malformed
from anju.foundation.crypto import sm2

ISSUER, STRANGER = HeldKey.make(), HeldKey.make()
CARD = {
    "exp": 1826536000,
    "iat": 1795000000,
    "status": {"status_list": {"idx": 812345, "uri": "https://jzz.example.gov.cn/status/4301-1"}},
    "city": "长沙市",
    "name": "张建国",
    "id_number": "430181199003079970",
    "residence_address": "芙蓉区某某街道某某小区3栋2单元1501室",
    "issuing_authority": "长沙市公安局芙蓉分局",
    "date_of_issuance": "2026-11-21",
    "permit_number": "430102202611000123",
    "photo_sha256": hashlib.sha256(b"photo").digest(),
}


def key_of(kid):
    return ISSUER.key if kid == ISSUER.key.kid else None


def test_base45_is_the_one_of_rfc_9285():
    for data, text in (
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
    ):
        assert permit_code.encode(data) == text and permit_code.decode(text) == data


@given(st.binary(max_size=200))
def test_base45_brings_every_byte_back(data):
    assert permit_code.decode(permit_code.encode(data)) == data


@pytest.mark.parametrize("text", ["GGW", ":::", "A", "ABCD", "a", "ZZZ"])
def test_what_base45_never_writes_is_refused(text):
    with pytest.raises(Malformed):
        permit_code.decode(text)


def test_a_whole_card_comes_back_and_fits_a_small_code():
    text = permit_code.write(CARD, ISSUER)
    assert permit_code.read(text, key_of).claims == CARD
    assert len(text) < 600
    import segno

    assert segno.make(text, error="m").version <= 16


values = st.text(max_size=30)
faces = st.fixed_dictionaries(
    {"exp": st.integers(0, 2**40)},
    optional={
        "name": values,
        "city": values,
        "id_number": values,
        "holds_permit": st.booleans(),
        "iat": st.integers(0, 2**40),
        "photo_sha256": st.binary(min_size=32, max_size=32),
        "cti": st.binary(max_size=16),
    },
)


@settings(deadline=None, max_examples=60)
@given(faces)
def test_every_face_comes_back(claims):
    assert permit_code.read(permit_code.write(claims, ISSUER), key_of).claims == claims


_DATA = permit_code.unfold(permit_code.write(CARD, ISSUER))


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(_DATA) * 8 - 1))
def test_any_flipped_bit_of_the_signed_bytes_is_refused(bit):
    data = bytearray(_DATA)
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Malformed):
        permit_code.check(bytes(data), key_of)


_TEXT = permit_code.write(CARD, ISSUER)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(_TEXT) * 7 - 1))
def test_a_flipped_bit_of_the_printed_text_changes_nothing_that_was_signed(bit):
    """Refused; only the few filling bits at the end of a deflated stream say nothing, and changing
    them changes nothing."""
    place = bit // 7
    text = _TEXT[:place] + chr(ord(_TEXT[place]) ^ 1 << bit % 7) + _TEXT[place + 1 :]
    with contextlib.suppress(Malformed):
        assert permit_code.read(text, key_of).claims == CARD


def test_a_strangers_code_and_an_altered_one_are_told_apart():
    with pytest.raises(jws.UnknownIssuer):
        permit_code.read(permit_code.write(CARD, STRANGER), key_of)
    protected, _, payload, signature = cbor.decode(_DATA[1:])
    body = {**cbor.decode(payload), 4: 9999999999}
    text = permit_code.fold(b"\xd2" + cbor.encode([protected, {}, cbor.encode(body), signature]))
    with pytest.raises(jws.BadSignature):
        permit_code.read(text, key_of)


def test_the_key_of_one_algorithm_does_not_serve_another():
    protected, _, payload, signature = cbor.decode(_DATA[1:])
    header = {**cbor.decode(protected), 1: -8}
    with pytest.raises(jws.BadSignature):
        permit_code.check(
            b"\xd2" + cbor.encode([cbor.encode(header), {}, payload, signature]), key_of
        )


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=120))
def test_any_bytes_are_refused_in_order(data):
    for text in (
        permit_code.fold(data),
        permit_code.fold(b"\xd2" + data),
        permit_code.PREFIX + permit_code.encode(data),
    ):
        with pytest.raises(Malformed):
            permit_code.read(text, key_of)


def test_a_small_code_that_unfolds_to_much_is_refused():
    bomb = permit_code.PREFIX + permit_code.encode(zlib.compress(bytes(10**7), 9))
    with pytest.raises(Malformed):
        permit_code.read(bomb, key_of)


def test_nested_beyond_reason_is_refused():
    with pytest.raises(Malformed):
        permit_code.read(permit_code.fold(b"\xd2" + b"\x81" * 8000), key_of)


def test_a_claim_without_a_number_cannot_be_written():
    with pytest.raises(KeyError):
        permit_code.write({"exp": 1, "religion": "x"}, ISSUER)


@pytest.mark.skipif(not sm2.available(), reason="this machine's OpenSSL has no SM2")
def test_the_national_family_signs_it_too():
    issuer = HeldKey.make("SM2")
    assert permit_code.read(permit_code.write(CARD, issuer), lambda _: issuer.key).claims == CARD
