"""What the tables keep of a declared person instead of the words: keyed hashes, ciphers, readings.

Needs no database, so a large batch has its next rows sealed while the last ones are written.
"""

from __future__ import annotations

import polars as pl

from anju.domains.people.rules import keys
from anju.domains.people.rules.readings import readings
from anju.domains.people.rules.scripts import search_key
from anju.foundation.crypto import Keyring, blind_indexes, decrypt, encrypt_many
from anju.foundation.frames import each_row, put

INDEX = "sealed_index"
_READINGS = ("sealed_pinyin", "sealed_initials", "sealed_other", "sealed_search")


def indexed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the blind index of the document, by which a person is recognised; null without one, and for a
    foreigner's document without a nationality (`of_any_country`).

    Columns read: doc_type, doc_number, nationality.
    """
    if INDEX in frame.columns:
        return frame
    read = each_row(frame, ("doc_type", "nationality", "doc_number"))
    texts = [
        keys.index_text(k or "111", issuer, n)
        if n and (issuer := keys.issuer_of(k or "111", i))
        else None
        for k, i, n in read
    ]
    return put(frame, _bytes(INDEX, blind_indexes(texts, keys.INDEX)))


def of_any_country(frame: pl.DataFrame) -> dict[int, list[bytes]]:
    """Row → the blind indexes its document may have, of rows with a foreigner's document and no
    nationality. Columns read: doc_type, doc_number, nationality."""
    read = each_row(frame, ("doc_type", "nationality", "doc_number"))
    return {
        row: [i for i in blind_indexes(keys.possible_texts(kind, number), keys.INDEX) if i]
        for row, (kind, nationality, number) in enumerate(read)
        if number and keys.issuer_of(kind or "111", nationality) is None
    }


def sealed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add everything a newcomer's rows hold. Columns read: those of `indexed`, name, phone."""
    if "sealed_number" in frame.columns:
        return frame
    frame = indexed(frame)
    numbers, phones = frame["doc_number"].to_list(), frame["phone"].to_list()
    read = [(*readings(n), search_key(n)) for n in frame["name"].to_list()]
    phone_indexes = blind_indexes(phones, keys.PHONE_INDEX)
    return put(
        frame,
        _bytes("sealed_number", encrypt_many(numbers, keys.NUMBER, rows=frame[INDEX].to_list())),
        _bytes(
            "sealed_tail", blind_indexes([keys.tail(n) if n else None for n in numbers], keys.TAIL)
        ),
        _bytes("sealed_phone", encrypt_many(phones, keys.PHONE, rows=phone_indexes)),
        _bytes("sealed_phone_index", phone_indexes),
        _bytes(
            "sealed_phone_tail",
            blind_indexes([p[-4:] if p else None for p in phones], keys.PHONE_TAIL),
        ),
        *(pl.Series(c, [r[n] for r in read], dtype=pl.Utf8) for n, c in enumerate(_READINGS)),
    )


def number_opens(cipher: bytes, index: bytes, ring: Keyring) -> bool:
    """True when the ring decrypts this ciphertext of an identity number: how a keyring proves itself."""
    try:
        return bool(decrypt(cipher, keys.NUMBER, ring, row=index))
    except (ValueError, KeyError):
        return False


def _bytes(name: str, values: list[bytes | None]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.Binary)
