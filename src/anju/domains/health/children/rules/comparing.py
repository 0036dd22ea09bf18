"""Whether two records are of one child: by number, or by birth, guardians and how the name sounds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anju.domains.health.children.data import Features, Verdict

SAME, ASK, DIFFERENT = Verdict.SAME, Verdict.ASK, Verdict.DIFFERENT
_UNNAMED = re.compile(
    r"(之子|之女|之婴|之[大小双]?[子女]|婴儿?|[氏某](子|女|婴)|宝宝|毛毛)[一二三甲乙丙大小12]?$"
)


def unnamed(name: str) -> bool:
    """Whether this is what a newborn is called on paper before it has a name (王芳之女)."""
    return bool(_UNNAMED.search(name.strip()))


def compare(one: Features, other: Features) -> Verdict:
    """Numbers decide where both have one. Otherwise the day of birth must agree, nothing known may contradict, and
    then: a common guardian (number or phone) with the same name, or with none yet, is the same child; with another
    name, or among twins, somebody looks. Without a common guardian the same name together with a guardian's is the
    same child; one of the two is looked at."""
    if one.number and other.number:
        return SAME if one.number == other.number else DIFFERENT
    if one.born != other.born or _contradict(one.sex, other.sex, "0"):
        return DIFFERENT
    if _contradict(one.order, other.order, 0):
        return DIFFERENT
    named = bool(one.sounds and other.sounds)
    alike = named and one.sounds == other.sounds
    if one.guardians & other.guardians:
        twins = bool(one.order or other.order) and one.order != other.order
        if alike:
            return SAME
        return ASK if named or twins else SAME
    same_guardian_name = bool(one.guardian_names & other.guardian_names)
    if alike and same_guardian_name:
        return SAME
    return ASK if alike or same_guardian_name else DIFFERENT


def found_among(new: Features, known: Iterable[tuple[int, Features]]) -> tuple[int, list[int]]:
    """(the record that is surely of this child, or 0; those that somebody must look at)."""
    verdicts = [(number, compare(new, features)) for number, features in known]
    same = [number for number, verdict in verdicts if verdict is SAME]
    if len(same) == 1:
        return same[0], []
    return 0, [number for number, verdict in verdicts if verdict is not DIFFERENT]


def _contradict(one: object, other: object, unknown: object) -> bool:
    return one != unknown and other != unknown and one != other
