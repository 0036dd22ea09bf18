"""Sensitive fields: authenticated encryption with versioned keys, keyed blind indexes, and envelopes."""

from anju.foundation.crypto.envelopes import (
    EnvelopeKey,
    close_envelope,
    envelope_key,
    open_envelope,
)
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
    "EnvelopeKey",
    "Keyring",
    "blind_index",
    "blind_indexes",
    "close_envelope",
    "current_keyring",
    "decrypt",
    "decrypt_many",
    "encrypt",
    "encrypt_many",
    "envelope_key",
    "open_envelope",
    "row_of",
    "use_keyring",
]
