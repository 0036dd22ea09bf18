"""Texts that records of one person are likely to share although they were written down twice: who shares one is
compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anju.domains.linkage.data import Role

NUMBER_TAIL = 9
LARGEST_GROUP = 60
"""A key that more records share tells nobody from anybody."""

NAME, BIRTH, NUMBER, PHONE, OTHER = map(
    str, (Role.NAME, Role.BIRTH, Role.NUMBER, Role.PHONE, Role.OTHER)
)


def search_texts(columns: Mapping[str, Sequence[str | None]], size: int) -> list[list[str]]:
    """The texts of each record, from the columns that comparing reads (`comparisons.derive`): name and birth date by
    sound and by shape, the name with either half of the birth date, phone, end of the number, other document."""
    nothing = [None] * size
    name, born, number, phone, other, sound, shape, letters = (
        columns.get(c, nothing)
        for c in (
            NAME,
            BIRTH,
            NUMBER,
            PHONE,
            OTHER,
            f"{NAME}_sound",
            f"{NAME}_shape",
            f"{NAME}_sorted",
        )
    )
    return [
        [
            *_by_name(name[n], born[n], sound[n], shape[n], letters[n]),
            *_by_number(number[n], phone[n], other[n], name[n]),
        ]
        for n in range(size)
    ]


def _by_name(
    name: str | None, born: str | None, sound: str | None, shape: str | None, letters: str | None
) -> list[str]:
    if not name or not born:
        return []
    reading = (
        [f"sound|{sound}|{born}", f"shape|{shape}|{born}"]
        if sound
        else [f"letters|{letters}|{born}"]
    )
    return [*reading, f"month|{name}|{born[:6]}", f"day|{name}|{born[4:]}"]


def _by_number(
    number: str | None, phone: str | None, other: str | None, name: str | None
) -> list[str]:
    found = []
    if phone:
        found.append(f"phone|{phone}")
    if number:
        found.append(f"number|{number[-NUMBER_TAIL:]}")
    if other:
        found.append(f"other|{other}")
        if name:
            found.append(f"tail|{other[-5:]}|{name}")
    return found
