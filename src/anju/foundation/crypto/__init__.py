"""Sensitive fields: authenticated encryption with versioned keys, and keyed blind indexes."""

from anju.foundation.crypto.fields import (
    blind_index,
    blind_indexes,
    decrypt,
    decrypt_many,
    encrypt,
    encrypt_many,
    row_of,
)
from anju.foundation.crypto.keyring import Keyring, current_keyring, use_keyring

__all__ = [
    "Keyring",
    "blind_index",
    "blind_indexes",
    "current_keyring",
    "decrypt",
    "decrypt_many",
    "encrypt",
    "encrypt_many",
    "row_of",
    "use_keyring",
]
