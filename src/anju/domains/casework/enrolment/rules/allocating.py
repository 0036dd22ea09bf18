"""Allocation by the published rule, and moving up when a place is given back. Nothing here knows names or pages.

The rule: families take their turn by points, the higher first; of equal points by the draw, the smaller number first.
In its turn a family gets the first school it named that has room for all its children who want to stay together; where
no school has, they are placed one by one. Who gets none of the named schools and takes one by arrangement gets, after
all others had their turn, a school with room: of those whose area holds the home, then any, by code. All others wait.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from anju.domains.casework.enrolment.data import Applicant, Passed, Placement

Seats = Mapping[tuple[str, int], int]
"""(school, grade) → places."""


def draw_number(seed: str, family: str) -> str:
    """The number a family draws: SHA-256 of the published seed, a colon and the number of its application. Anybody can
    compute it."""
    return hashlib.sha256(f"{seed}:{family}".encode()).hexdigest()[:16]


def in_turn(applicants: Iterable[Applicant], seed: str) -> list[list[Applicant]]:
    """Families in the order of their turns; in a family by grade, then by id."""
    families: dict[str, list[Applicant]] = {}
    for one in applicants:
        families.setdefault(one.family, []).append(one)
    for members in families.values():
        members.sort(key=lambda a: (a.grade, a.id))
    return sorted(
        families.values(),
        key=lambda f: (-max(a.points for a in f), draw_number(seed, f[0].family), f[0].family),
    )


def allocate(applicants: Iterable[Applicant], seats: Seats, seed: str) -> dict[int, Placement]:
    """Everybody's placement, by id."""
    left = dict(seats)
    placed: dict[int, Placement] = {}
    later: list[list[Applicant]] = []
    families = in_turn(applicants, seed)
    for family in families:
        units = [family] if family[0].same_school else [[a] for a in family]
        for unit in units:
            if not _by_choice(unit, left, placed) and unit[0].arrange:
                later.append([a for a in unit if placed[a.id].school is None])
    schools = sorted({school for school, _grade in seats})
    for unit in later:
        _by_arrangement(unit, schools, left, placed)
    return _marked_split(families, placed)


def _by_choice(
    unit: Sequence[Applicant], left: dict[tuple[str, int], int], placed: dict[int, Placement]
) -> bool:
    """Give a unit its first choice with room; True when nobody of it is without a school."""
    passed: list[Passed] = []
    for n, school in enumerate(unit[0].choices, 1):
        short = _short(unit, school, left)
        if short is None:
            _take(unit, school, left)
            placed.update({a.id: Placement(school, n, tuple(passed)) for a in unit})
            return True
        passed.append(Passed(school, *short))
    if len(unit) == 1:
        placed[unit[0].id] = Placement(None, 0, tuple(passed))
        return False
    given = [_by_choice([one], left, placed) for one in unit]
    return all(given)


def _short(
    unit: Sequence[Applicant], school: str, left: Mapping[tuple[str, int], int]
) -> tuple[int, int] | None:
    """(places left, places needed) in the first grade that has too few; None where there is room for all."""
    if len(unit) == 1:
        room = left.get((school, unit[0].grade), 0)
        return None if room else (0, 1)
    for grade, needed in sorted(Counter(a.grade for a in unit).items()):
        room = left.get((school, grade), 0)
        if room < needed:
            return room, needed
    return None


def _take(unit: Sequence[Applicant], school: str, left: dict[tuple[str, int], int]) -> None:
    for one in unit:
        left[school, one.grade] -= 1


def _by_arrangement(
    unit: Sequence[Applicant],
    schools: Sequence[str],
    left: dict[tuple[str, int], int],
    placed: dict[int, Placement],
) -> None:
    """A school with room for the unit, or else for each of it."""
    near = set(unit[0].near)
    for members in [unit] if len(unit) == 1 else [unit, *([a] for a in unit)]:
        if placed[members[0].id].school is not None:
            continue
        for school in sorted(schools, key=lambda s: (s not in near, s)):
            if _short(members, school, left) is None:
                _take(members, school, left)
                for one in members:
                    placed[one.id] = Placement(school, 0, placed[one.id].passed)
                break


def _marked_split(
    families: Iterable[Sequence[Applicant]], placed: dict[int, Placement]
) -> dict[int, Placement]:
    """Siblings who wanted one school and did not get it are marked."""
    for family in families:
        if family[0].same_school and len({placed[a.id].school for a in family}) > 1:
            placed.update({a.id: replace(placed[a.id], split=True) for a in family})
    return placed


def move_up(
    families: Sequence[Sequence[tuple[Applicant, str]]], free: Seats
) -> list[tuple[int, str, int]]:
    """Who moves up into free places: (id, school, choice), in order. `families`: in the order of their turns, each
    child with the school it holds ("" for none); those who accepted a place are not among them.

    Again and again the first family that can better itself does: to the first school it named, before the one it
    holds, that has room for all who move together. What it held is free for the next.
    """
    left = dict(free)
    moves: list[tuple[int, str, int]] = []
    units = [unit for family in families for unit in _moving_jointly(family)]
    standing = {a.id: held for unit in units for a, held in unit}
    while True:
        for unit in units:
            better = _better(unit, standing, left)
            if better is not None:
                break
        else:
            return moves
        school, choice = better
        for one, _held in unit:
            if standing[one.id]:
                seat = (standing[one.id], one.grade)
                left[seat] = left.get(seat, 0) + 1
            left[school, one.grade] -= 1
            standing[one.id] = school
            moves.append((one.id, school, choice))


def _moving_jointly(
    family: Sequence[tuple[Applicant, str]],
) -> list[Sequence[tuple[Applicant, str]]]:
    """Siblings move as one while they want to stay together and are: in one school, or all without one."""
    if family and family[0][0].same_school and len({held for _a, held in family}) == 1:
        return [family]
    return [[one] for one in family]


def _better(
    unit: Sequence[tuple[Applicant, str]],
    standing: Mapping[int, str],
    left: Mapping[tuple[str, int], int],
) -> tuple[str, int] | None:
    first = unit[0][0]
    held = standing[first.id]
    for n, school in enumerate(first.choices, 1):
        if school == held:
            return None
        if _short([a for a, _h in unit], school, left) is None:
            return school, n
    return None
