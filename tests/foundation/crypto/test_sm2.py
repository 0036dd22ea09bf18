"""SM2 by the system's OpenSSL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.crypto import sm2

pytestmark = pytest.mark.skipif(not sm2.available(), reason="this machine's OpenSSL has no SM2")

SECRET = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
PUBLIC = bytes.fromhex(
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
SIGNATURE = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)


def test_the_example_of_gb_t_32918_5_holds():
    assert sm2.verify(PUBLIC, b"message digest", SIGNATURE)
    assert not sm2.verify(PUBLIC, b"message digesu", SIGNATURE)
    assert not sm2.verify(PUBLIC, b"message digest", SIGNATURE, b"8765432187654321")


def test_what_the_examples_key_signs_it_also_verifies():
    assert sm2.verify(PUBLIC, "你好".encode(), sm2.sign(SECRET, PUBLIC, "你好".encode()))


@given(st.binary(max_size=300), st.integers(0, 511))
def test_a_flipped_bit_of_a_signature_is_refused(message, bit):
    secret, public = sm2.generate()
    signature = bytearray(sm2.sign(secret, public, message))
    assert sm2.verify(public, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not sm2.verify(public, message, bytes(signature))


@pytest.mark.parametrize("signature", [b"", bytes(64), b"\xff" * 64, bytes(63)])
def test_nonsense_is_no_signature(signature):
    assert not sm2.verify(PUBLIC, b"message digest", signature)


def test_a_point_off_the_curve_is_no_key():
    assert not sm2.verify(b"\x01" * 64, b"message digest", SIGNATURE)
