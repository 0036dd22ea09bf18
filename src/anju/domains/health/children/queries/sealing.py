"""What of a child is kept as ciphertext and hash, and how it is read again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from anju.domains.health.children.data import Features, NewGuardian
from anju.domains.health.children.models import Child, GuardianRow
from anju.domains.health.children.rules.comparing import unnamed
from anju.domains.people import api as people
from anju.foundation.crypto import blind_index, decrypt, decrypt_many, encrypt, row_of
from anju.foundation.crypto.binding import BoundColumn

CHILD, GUARDIAN, OBSERVATION, BOOKLET = (
    "health.child",
    "health.guardian",
    "health.observation",
    "health.booklet",
)
_NUMBER, _PHONE, _SOUNDS = "health.number", "health.phone", "health.sounds"
BOUND = (
    BoundColumn("health_child", "facts_cipher", "id", (CHILD,)),
    BoundColumn("health_child", "booklet_cipher", "id", (BOOKLET,)),
    BoundColumn("health_guardian", "facts_cipher", "id", (GUARDIAN,)),
    BoundColumn("health_observation", "facts_cipher", "id", (OBSERVATION,)),
)
Facts = dict[str, Any]


def sealed(facts: Facts, context: str, row_id: int) -> bytes:
    """Facts as ciphertext, bound to their row."""
    return encrypt(json.dumps(facts, ensure_ascii=False), context, row=row_of(row_id))


def opened(cipher: bytes | memoryview, context: str, row_id: int) -> Facts:
    """The facts of one row."""
    found: Facts = json.loads(decrypt(cipher, context, row=row_of(row_id)))
    return found


def opened_many(
    ciphers: Sequence[bytes | memoryview], context: str, ids: Sequence[int]
) -> list[Facts]:
    """The facts of many rows."""
    clear = decrypt_many(ciphers, context, rows=[row_of(i) for i in ids])
    return [json.loads(text) for text in clear]


def sounds_of(name: str) -> bytes:
    """How a name sounds, as a keyed hash; empty for the name of a newborn that has none yet."""
    sound = "" if unnamed(name) else people.readings(name)[0]
    return blind_index(sound, _SOUNDS) if sound else b""


def number_of(number: str) -> bytes:
    """A document number as a keyed hash; empty without one."""
    return blind_index(number, _NUMBER) if number else b""


def phone_of(phone: str) -> bytes:
    """A phone as a keyed hash; empty without one."""
    return blind_index(phone, _PHONE) if phone else b""


def booklet_of(code: str) -> bytes:
    """A booklet's code, as typed or scanned, as a keyed hash."""
    bare = "".join(c for c in code.upper() if c.isalnum())
    return (
        blind_index(bare.removeprefix("JZ") if len(bare) > 12 else bare, BOOKLET) if bare else b""
    )


def guardian_features(
    guardians: Sequence[NewGuardian],
) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """(numbers and phones, how the names sound) of guardians."""
    hashes = {h for g in guardians for h in (number_of(g.number), phone_of(g.phone)) if h}
    return frozenset(hashes), frozenset(h for g in guardians if (h := sounds_of(g.name)))


def features_of(rows: Sequence[Child]) -> list[tuple[int, Features]]:
    """What distinguishes these children. One query for their guardians."""
    ids = [r.pk for r in rows]
    hashes: dict[int, set[bytes]] = {i: set() for i in ids}
    names: dict[int, set[bytes]] = {i: set() for i in ids}
    found = GuardianRow.objects.filter(child_id__in=ids).values_list(
        "child_id", "number_index", "phone_index", "sounds_index"
    )
    for child, number, phone, sounds in found:
        hashes[child] |= {bytes(h) for h in (number, phone) if h}
        names[child] |= {bytes(sounds)} if sounds else set()
    return [
        (
            r.pk,
            Features(
                r.born,
                r.sex,
                r.birth_order,
                bytes(r.number_index or b""),
                bytes(r.sounds_index or b""),
                frozenset(hashes[r.pk]),
                frozenset(names[r.pk]),
            ),
        )
        for r in rows
    ]
