"""From the root to a region to a card: the same arithmetic for keys in a file and, inside the token,
on a PKCS#11 token.

Region: AES- or SM4-CBC with a zero vector over the digest of ``anju region``, the region and the version. It is the
mechanism CKM_AES_CBC_ENCRYPT_DATA of PKCS#11, so that a region's key is made inside the token and never leaves it.
The message has one fixed length, under which CBC is a pseudo-random function.

Card: diversification by CMAC as NXP AN10922 does it (NIST SP 800-38B; constants 01, and 41 with 42 for 256 bits), over
at least 16 bytes, where its padding and CMAC's are the same. SM4 takes the place of AES-128.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from anju.foundation.keystore.data import Algorithm

LENGTH = {Algorithm.AES: 32, Algorithm.SM4: 16}
_CIPHER = {Algorithm.AES: algorithms.AES, Algorithm.SM4: algorithms.SM4}
_DIGEST = {Algorithm.AES: "sha256", Algorithm.SM4: "sm3"}
CONSTANTS = {Algorithm.AES: (b"\x41", b"\x42"), Algorithm.SM4: (b"\x01",)}
CHECK_BYTES = 3
SHORTEST, LONGEST = 16, 31
"""Bytes of a card's diversification input (AN10922 takes up to 31)."""


def region_data(algorithm: Algorithm, region: str, version: int) -> bytes:
    """What the root's key encrypts to make a region's."""
    text = f"anju region\0{region}\0{version}".encode()
    return hashlib.new(_DIGEST[algorithm], text).digest()[: LENGTH[algorithm]]


def region_key(algorithm: Algorithm, root: bytes, region: str, version: int) -> bytes:
    """A region's key from the root's."""
    encryptor = Cipher(_CIPHER[algorithm](root), modes.CBC(bytes(16))).encryptor()
    return encryptor.update(region_data(algorithm, region, version)) + encryptor.finalize()


def card_input(card: str) -> bytes:
    """The diversification input of a card: "AJ", then its number in ASCII, filled with spaces to 16 bytes at least."""
    text = b"AJ" + card.encode("ascii")
    if len(text) > LONGEST:
        raise ValueError("a card's number is at most 29 characters")
    return text.ljust(SHORTEST)


def card_key(algorithm: Algorithm, key: bytes, data: bytes) -> bytes:
    """A card's key from its region's key and the card's diversification input (16 to 31 bytes)."""
    if not SHORTEST <= len(data) <= LONGEST:
        raise ValueError("16 to 31 bytes")
    return b"".join(cmac(algorithm, key, constant + data) for constant in CONSTANTS[algorithm])


def cmac(algorithm: Algorithm, key: bytes, data: bytes) -> bytes:
    """NIST SP 800-38B, over AES or SM4."""
    mac = CMAC(_CIPHER[algorithm](key))
    mac.update(data)
    return mac.finalize()


def check_value(mac: bytes) -> bytes:
    """The key check value from a CMAC over sixteen zero bytes: two persons compare it aloud."""
    return mac[:CHECK_BYTES]
