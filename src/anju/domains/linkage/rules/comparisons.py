"""How each fact is compared: the columns made from it, and the levels from equal to different."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anju.domains.linkage.data import Field, Role
from anju.domains.linkage.rules import names
from anju.domains.linkage.rules.conditions import (
    Condition,
    Record,
    alike,
    begins_alike,
    both,
    crossed,
    edits,
    ends_alike,
    every,
    missing,
    neither_nor,
    same,
    some,
    unlike,
)
from anju.domains.linkage.rules.values import (
    is_whole_citizen_number,
    read_column,
    shared_form,
    words_in_order,
)

Columns = dict[str, list[str | None]]


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement. `matches` and `relatives`: what to expect before anything was learnt, among pairs of
    one person and among two people of one household. `fixed`: what is expected of relatives is not learnt. `rare`:
    equal rare values weigh more than equal frequent ones."""

    name: str
    condition: Condition | None
    matches: float
    relatives: float
    fixed: bool = False
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact that is compared; its last level holds what met no other."""

    name: str
    role: Role
    levels: tuple[Level, ...]
    silent: Condition | None = None
    """When it says nothing although both are filled: another field carries the evidence."""

    def level_of(self, one: Record, other: Record) -> int:
        """The place of the first level that two records meet; -1 when it says nothing."""
        if self.absent.test(one, other):
            return -1
        for place, level in enumerate(self.levels):
            if level.condition is None or level.condition.test(one, other):
                return place
        return len(self.levels) - 1

    @property
    def absent(self) -> Condition:
        """When it says nothing."""
        empty = missing(self.name)
        return some(empty, self.silent) if self.silent else empty


EXACT, OTHER = "same", "different"


def derive(field: Field, values: Sequence[str | None]) -> Columns:
    """The columns that comparing a fact reads, from its raw values."""
    read = read_column(field.role, values)
    make = _DERIVED.get(field.role)
    columns: Columns = {field.name: read}
    if make is not None:
        columns |= {f"{field.name}_{key}": made for key, made in make(read).items()}
    if field.role is Role.NAME:
        columns[f"{field.name}_words"] = [words_in_order(v) for v in values]
    if field.role is Role.NUMBER:
        columns[field.name] = [v and shared_form(v) for v in read]
    return columns


def _of_names(read: Sequence[str | None]) -> Columns:
    han = [v if names.is_han(v) else None for v in read]
    latin = [None if h else v for h, v in zip(han, read, strict=True)]
    made: Columns = {
        "shape": [v and names.shape_key(v) for v in han],
        "tone": [v and names.tone_key(v) for v in han],
        "sound": [v and names.sound_key(v) for v in han],
        "sorted": [v and "".join(sorted(v)) for v in read],
        "latin": latin,
        "soundex": [v and names.soundex(v) for v in latin],
        "length": [v and str(len(v)) for v in han],
    }
    for place in range(4):
        made[f"c{place + 1}"] = [v and (v[place : place + 1] or "-") for v in han]
    return made


_ROW = str.maketrans("7894561230", "aaabbbcccd")
_COLUMN = str.maketrans("1472580369", "aaabbbbccc")


def _of_numbers(read: Sequence[str | None]) -> Columns:
    short = [v and shared_form(v) for v in read]
    return {
        "sorted": [v and "".join(sorted(v)) for v in short],
        "row": [v and v.translate(_ROW) for v in short],
        "column": [v and v.translate(_COLUMN) for v in short],
        "whole": ["1" if v and is_whole_citizen_number(v) else None for v in read],
        "head": [v and v[: len(v) // 2] for v in short],
        "tail": [v and v[len(v) // 2 :] for v in short],
    }


def _of_codes(read: Sequence[str | None]) -> Columns:
    return {"sorted": [v and "".join(sorted(v)) for v in read]}


def _of_addresses(read: Sequence[str | None]) -> Columns:
    return {"digits": [v and "".join(c if c.isdigit() else " " for c in v).strip() for v in read]}


_DERIVED: dict[Role, Callable[[Sequence[str | None]], Columns]] = {
    Role.NAME: _of_names,
    Role.GIVEN: _of_names,
    Role.SURNAME: _of_names,
    Role.NUMBER: _of_numbers,
    Role.PHONE: _of_numbers,
    Role.ADDRESS: _of_addresses,
    Role.BIRTH: _of_codes,
    Role.STREET_NUMBER: _of_codes,
    Role.POSTCODE: _of_codes,
    Role.STATE: _of_codes,
}


def comparison_of(field: Field, fields: Sequence[Field]) -> Comparison:
    """How a fact is compared among the facts there are."""
    swapped = _names_swapped(fields) if field.role is Role.SURNAME else None
    return Comparison(field.name, field.role, _LEVELS[field.role](field.name, fields), swapped)


def _names_swapped(fields: Sequence[Field]) -> Condition | None:
    """Given name and surname stand in each other's place; decided by the given name."""
    named = {f.role: f.name for f in fields}
    if Role.GIVEN not in named or Role.SURNAME not in named:
        return None
    given, surname = named[Role.GIVEN], named[Role.SURNAME]
    return every(
        some(crossed(given, surname), crossed(surname, given)),
        alike(given, 0.85, surname),
        alike(surname, 0.85, given),
        unlike(given),
    )


Levels = tuple[Level, ...]


def _swapped(name: str) -> Condition:
    """The same characters, two of them in each other's place."""
    return every(same(f"{name}_sorted"), edits(name, 2))


def _names_whole(n: str, _: Sequence[Field]) -> Levels:
    same_length = same(f"{n}_length")
    rest = [same(f"{n}_c{k}") for k in (1, 2, 3, 4)]
    one_off = some(
        *(every(*(c for k, c in enumerate(rest) if k != without)) for without in (1, 2, 3))
    )
    return (
        Level(EXACT, same(n), 0.80, 0.002, fixed=True, rare=True),
        Level("looks_alike", same(f"{n}_shape"), 0.03, 0.004),
        Level("sounds_alike", same(f"{n}_tone"), 0.03, 0.002),
        Level("sounds_alike_in_dialect", same(f"{n}_sound"), 0.03, 0.006),
        Level(
            "order_changed",
            some(same(f"{n}_sorted"), alike(f"{n}_words", 0.93)),
            0.01,
            0.0005,
            fixed=True,
        ),
        Level("nearly_same", alike(f"{n}_latin", 0.92), 0.03, 0.002),
        Level("character_missing", every(unlike(f"{n}_length"), edits(n, 1)), 0.01, 0.05),
        Level("similar", alike(f"{n}_latin", 0.8), 0.01, 0.1),
        Level("one_character_differs", every(same_length, one_off), 0.02, 0.30),
        Level("surname_same", same(f"{n}_c1"), 0.01, 0.28),
        Level(OTHER, None, 0.02, 0.25),
    )


def _parts_of_names(n: str, fields: Sequence[Field]) -> Levels:
    given = n == Role.GIVEN
    swap = _names_swapped(fields) if given else None
    swapped = (Level("in_the_other_field", swap, 0.02, 0.0005, fixed=True),) if swap else ()
    return (
        Level(EXACT, same(n), 0.75, 0.01 if given else 0.85, fixed=True, rare=True),
        *swapped,
        Level("looks_alike", same(f"{n}_shape"), 0.02, 0.01),
        Level("sounds_alike", some(same(f"{n}_tone"), same(f"{n}_sound")), 0.02, 0.01),
        Level("nearly_same", alike(f"{n}_latin", 0.92), 0.06, 0.01),
        Level("similar", some(alike(f"{n}_latin", 0.82), same(f"{n}_soundex")), 0.05, 0.03),
        Level(OTHER, None, 0.08, 0.92 if given else 0.1),
    )


def _births(n: str, _: Sequence[Field]) -> Levels:
    year, month_day = begins_alike(n, 4), ends_alike(n, 5)
    return (
        Level(EXACT, same(n), 0.90, 0.06),
        Level("digits_swapped_or_mistyped", some(edits(n, 1), _swapped(n)), 0.05, 0.003),
        Level("year_differs", month_day, 0.01, 0.003),
        Level("two_digits_differ", every(edits(n, 2), year), 0.01, 0.01),
        Level("same_year", year, 0.01, 0.06),
        Level(OTHER, None, 0.02, 0.86),
    )


def _numbers(n: str, _: Sequence[Field]) -> Levels:
    doubtful, near = neither_nor(f"{n}_whole"), edits(n, 1)
    return (
        Level(EXACT, same(n), 0.90, 0.0001, fixed=True),
        Level("digits_swapped", every(doubtful, _swapped(n)), 0.015, 0.0005),
        Level(
            "neighbouring_key",
            every(doubtful, near, some(same(f"{n}_row"), same(f"{n}_column"))),
            0.015,
            0.001,
        ),
        Level("one_digit_differs", every(doubtful, near), 0.02, 0.001),
        Level("two_digits_differ", every(doubtful, edits(n, 2)), 0.015, 0.003),
        Level("two_valid_numbers", both(f"{n}_whole"), 0.005, 0.60, fixed=True),
        Level(OTHER, None, 0.03, 0.39),
    )


def _phones(n: str, _: Sequence[Field]) -> Levels:
    near = edits(n, 1)
    return (
        Level(EXACT, same(n), 0.75, 0.40),
        Level("digits_swapped", _swapped(n), 0.01, 0.001),
        Level(
            "neighbouring_key",
            every(near, some(same(f"{n}_row"), same(f"{n}_column"))),
            0.01,
            0.002,
        ),
        Level("one_digit_differs", near, 0.02, 0.002),
        Level(OTHER, None, 0.21, 0.595),
    )


def _addresses(n: str, _: Sequence[Field]) -> Levels:
    return (
        Level(EXACT, same(n), 0.65, 0.75, rare=True),
        Level("nearly_same", every(same(f"{n}_digits"), alike(n, 0.9)), 0.12, 0.08),
        Level(
            "similar", some(alike(n, 0.9), every(same(f"{n}_digits"), alike(n, 0.75))), 0.06, 0.07
        ),
        Level(OTHER, None, 0.17, 0.10),
    )


def _words(n: str, _: Sequence[Field]) -> Levels:
    return (
        Level(EXACT, same(n), 0.80, 0.85, rare=True),
        Level("nearly_same", alike(n, 0.9), 0.08, 0.05),
        Level(OTHER, None, 0.12, 0.10),
    )


def _short_codes(n: str, _: Sequence[Field]) -> Levels:
    return (
        Level(EXACT, same(n), 0.85, 0.85, rare=True),
        Level("one_character_differs", some(edits(n, 1), _swapped(n)), 0.07, 0.05),
        Level(OTHER, None, 0.08, 0.10),
    )


def _sexes(n: str, _: Sequence[Field]) -> Levels:
    return (Level(EXACT, same(n), 0.98, 0.5), Level(OTHER, None, 0.02, 0.5))


_LEVELS: dict[Role, Callable[[str, Sequence[Field]], Levels]] = {
    Role.NAME: _names_whole,
    Role.GIVEN: _parts_of_names,
    Role.SURNAME: _parts_of_names,
    Role.SEX: _sexes,
    Role.BIRTH: _births,
    Role.NUMBER: _numbers,
    Role.PHONE: _phones,
    Role.EMAIL: _words,
    Role.ADDRESS: _addresses,
    Role.STREET_NUMBER: _short_codes,
    Role.SUBURB: _words,
    Role.POSTCODE: _short_codes,
    Role.STATE: _short_codes,
    Role.ORIGIN: _words,
    Role.OTHER: _words,
}
