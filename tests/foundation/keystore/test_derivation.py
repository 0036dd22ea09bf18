"""Diversification against published examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.keystore import derivation
from anju.foundation.keystore.data import Algorithm


def test_aes_256_diversification_is_the_example_of_an10922():
    key = bytes.fromhex("00112233445566778899AABBCCDDEEFF0102030405060708090A0B0C0D0E0F00")
    data = bytes.fromhex("04782E21801D803042F54E585020416275")
    expected = "4FC6EEC820B4C54314990B8611662DB695E7880982C0001E6067488346100AED"
    assert derivation.card_key(Algorithm.AES, key, data).hex().upper() == expected


def test_cmac_is_the_example_of_sp_800_38b():
    key = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
    assert (
        derivation.cmac(Algorithm.AES, key, bytes.fromhex("6bc1bee22e409f96e93d7e117393172a")).hex()
        == "28a7023f452e8f82bd4bf28d8c37c35c"
    )


@pytest.mark.parametrize("algorithm", [Algorithm.AES, Algorithm.SM4])
@given(first=st.from_regex(r"\A[0-9]{1,18}\Z"), second=st.from_regex(r"\A[0-9]{1,18}\Z"))
def test_each_card_has_a_key_of_its_own(algorithm, first, second):
    root = bytes(range(derivation.LENGTH[algorithm]))
    region = derivation.region_key(algorithm, root, "4301", 1)
    keys = [
        derivation.card_key(algorithm, region, derivation.card_input(card))
        for card in (first, second)
    ]
    assert (keys[0] == keys[1]) == (first == second)
    assert len(keys[0]) == derivation.LENGTH[algorithm]


@pytest.mark.parametrize("algorithm", [Algorithm.AES, Algorithm.SM4])
def test_regions_and_versions_have_keys_of_their_own(algorithm):
    root = bytes(range(derivation.LENGTH[algorithm]))
    keys = {
        derivation.region_key(algorithm, root, region, version)
        for region in ("43", "4301", "4302", "")
        for version in (1, 2, 11)
    }
    assert len(keys) == 12 and root not in keys


def test_a_card_number_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="29"):
        derivation.card_input("9" * 30)
