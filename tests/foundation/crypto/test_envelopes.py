"""Envelopes: closed by anybody, opened by the installation alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.crypto import close_envelope, envelope_key, open_envelope
from anju.foundation.crypto.keyring import new_keyring

RING = new_keyring()
KEY = envelope_key(RING)


@given(st.binary(max_size=2000), st.text(max_size=40))
@settings(max_examples=50)
def test_what_was_put_in_comes_out(data, context):
    assert open_envelope(close_envelope(data, context, KEY), context, RING) == data


def test_two_envelopes_of_the_same_bytes_differ():
    assert close_envelope(b"same", "x", KEY) != close_envelope(b"same", "x", KEY)


@given(st.integers(0, 200), st.integers(1, 255))
@settings(max_examples=200)
def test_one_altered_byte_anywhere_is_noticed(place, change):
    envelope = bytearray(close_envelope(b"an operation of the field", "x", KEY))
    envelope[place % len(envelope)] ^= change
    with pytest.raises(ValueError, match="envelope"):
        open_envelope(bytes(envelope), "x", RING)


@pytest.mark.parametrize("length", [0, 1, 66, 94])
def test_a_part_of_one_is_none(length):
    with pytest.raises(ValueError, match="envelope"):
        open_envelope(close_envelope(b"", "x", KEY)[:length], "x", RING)


def test_it_cannot_be_moved_to_another_context():
    with pytest.raises(ValueError, match="altered"):
        open_envelope(close_envelope(b"1", "photo", KEY), "operation", RING)


def test_another_installation_cannot_open_it():
    with pytest.raises(ValueError, match="altered"):
        open_envelope(close_envelope(b"1", "x", KEY), "x", new_keyring())


def test_it_is_opened_after_the_keyring_has_a_further_key():
    later = RING.rotated()
    assert envelope_key(later).version == KEY.version + 1
    assert open_envelope(close_envelope(b"1", "x", KEY), "x", later) == b"1"


def test_the_same_keyring_always_gives_the_same_key():
    assert envelope_key(RING) == KEY
    assert len(KEY.point) == 65
