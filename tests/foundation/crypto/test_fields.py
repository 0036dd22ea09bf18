"""Encrypted fields: what goes in comes out, for the right key, the right context, the untouched bytes,
and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.crypto import blind_index, decrypt, decrypt_many, encrypt, encrypt_many
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.crypto.keyring import SUITES, load, new_keyring, save

RINGS = {suite: new_keyring(suite) for suite in SUITES}
suites = st.sampled_from(SUITES)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(suites, texts, st.sampled_from(["document.number", "contact.value", "declaration.payload"]))
def test_what_goes_in_comes_out(suite, value, context):
    assert decrypt(encrypt(value, context, RINGS[suite]), context, RINGS[suite]) == value


@given(suites, texts, st.data())
def test_one_changed_byte_is_noticed(suite, value, data):
    sealed = bytearray(encrypt(value, "c", RINGS[suite]))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises((ValueError, KeyError)):
        decrypt(bytes(sealed), "c", RINGS[suite])


@given(suites, st.lists(st.one_of(st.none(), texts), min_size=1, max_size=5), st.data())
def test_the_values_of_two_rows_cannot_change_places(suite, values, data):
    beside = [f"row {n}".encode() for n in range(len(values))]
    sealed = encrypt_many(values, "c", RINGS[suite], rows=beside)
    assert decrypt_many(sealed, "c", RINGS[suite], rows=beside) == [v or "" for v in values]
    n = data.draw(st.integers(0, len(values) - 1))
    for elsewhere in (b"row 9", b"", None):
        if values[n]:
            with pytest.raises(ValueError, match=r"altered|without the row"):
                decrypt(sealed[n], "c", RINGS[suite], row=elsewhere)


@given(suites, texts)
def test_what_was_written_before_rows_were_bound_is_still_read(suite, value):
    assert decrypt(encrypt(value, "c", RINGS[suite]), "c", RINGS[suite], row=b"any") == value


@given(suites, texts, st.integers(1, 40))
def test_a_shortened_value_is_noticed(suite, value, cut):
    sealed = encrypt(value, "c", RINGS[suite])
    with pytest.raises(ValueError, match="encrypted field"):
        decrypt(sealed[: -min(cut, len(sealed))], "c", RINGS[suite])


@given(suites, texts)
def test_a_value_cannot_move_to_another_kind_of_field(suite, value):
    with pytest.raises(ValueError, match="altered"):
        decrypt(encrypt(value, "document.number", RINGS[suite]), "contact.value", RINGS[suite])


@given(suites, texts)
def test_another_installations_key_opens_nothing(suite, value):
    with pytest.raises(ValueError, match="altered"):
        decrypt(encrypt(value, "c", RINGS[suite]), "c", new_keyring(suite))


@given(st.lists(suites, min_size=1, max_size=5), texts)
def test_after_rotation_old_values_stay_readable_and_new_ones_use_the_new_key(turns, value):
    ring = new_keyring(turns[0])
    sealed = [encrypt(value, "c", ring)]
    index = blind_index(value, "c", ring)
    for suite in turns[1:]:
        ring = ring.rotated(suite)
        sealed.append(encrypt(value, "c", ring))
    assert [s[1] for s in sealed] == list(range(1, len(turns) + 1))
    assert decrypt_many(sealed, "c", ring) == [value] * len(turns)
    assert blind_index(value, "c", ring) == index, (
        "rotation of data keys leaves the blind index as it was"
    )


def test_a_ring_without_the_old_key_says_so():
    ring = new_keyring()
    sealed = encrypt("x", "c", ring)
    later = ring.rotated()
    with pytest.raises(KeyError, match="version 1"):
        decrypt(sealed, "c", type(later)(later.keys[1:], later.index_key))


@given(texts, texts)
def test_blind_indexes_are_equal_exactly_for_equal_values_of_one_context_and_key(one, other):
    ring = RINGS["AES-256-GCM"]
    assert (blind_index(one, "a", ring) == blind_index(other, "a", ring)) == (one == other)
    assert blind_index(one, "a", ring) != blind_index(one, "b", ring)
    assert blind_index(one, "a", ring) != blind_index(one, "a", RINGS["SM4-GCM"])


def test_the_index_by_sm3_differs_from_the_one_by_sha256_where_openssl_has_it():
    import hashlib

    ring = new_keyring(digest="sm3")
    if "sm3" in hashlib.algorithms_available:
        assert len(blind_index("x", "c", ring)) == 16
    else:
        with pytest.raises(ValueError, match="sm3"):
            blind_index("x", "c", ring)


@given(suites, st.lists(st.one_of(st.none(), texts), max_size=8))
def test_columns_keep_their_gaps(suite, column):
    sealed = encrypt_many(column, "c", RINGS[suite])
    assert decrypt_many(sealed, "c", RINGS[suite]) == [v or "" for v in column]


@given(suites, texts)
def test_the_same_value_never_looks_the_same(suite, value):
    assert encrypt(value, "c", RINGS[suite]) != encrypt(value, "c", RINGS[suite])


@given(st.binary(max_size=400), st.data())
def test_files_too(data, more):
    sealed = bytearray(encrypt_bytes(data, "batch.file"))
    assert decrypt_bytes(bytes(sealed), "batch.file") == data
    with pytest.raises(ValueError, match=r"."):
        decrypt_bytes(bytes(sealed), "batch.fixes")
    sealed[more.draw(st.integers(2, len(sealed) - 1))] ^= 1
    with pytest.raises(ValueError, match=r"."):
        decrypt_bytes(bytes(sealed), "batch.file")


def test_a_saved_ring_is_for_its_owner_only_and_reads_back(tmp_path):
    ring = new_keyring().rotated("SM4-GCM")
    path = tmp_path / "keys" / "keyring.json"
    save(ring, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load(path) == ring
