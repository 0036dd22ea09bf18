"""What the columns of files hold: read from their titles, and where those say nothing, from what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from anju.domains.linkage.data import REPEATED, TITLES, Field, Reading, Role
from anju.domains.linkage.rules.truth import find_truth
from anju.domains.linkage.rules.values import HAN, read_date
from anju.foundation import codes

Column = Sequence[str | None]
Table = Mapping[str, Column]

_BETWEEN = re.compile(r"[\W_]+")
_SAMPLE = 400


def bare(title: str) -> str:
    """A title as it is looked up: half width, small letters, one underscore between words, no remark in brackets."""
    text = re.sub(r"[(（\[【].*?[)）\]】]", "", unicodedata.normalize("NFKC", title)).strip()
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text)
    return _BETWEEN.sub("_", text.casefold()).strip("_")


_KNOWN: dict[str, Role] = {
    bare(word): role for role, words in TITLES.items() for word in words.split()
}
_WORDS = {word.replace("_", ""): role for word, role in _KNOWN.items()}
_SIDES = re.compile(r"_(a|b|l|r|left|right|x|y|1|2|old|new|src|clean|norm|std)$")


def role_of(title: str, values: Column) -> Role:
    """The role of a column."""
    by_title = _by_title(bare(title))
    if by_title in (Role.TRUTH, Role.HOUSEHOLD):
        return by_title
    seen = [v for v in values if v][:_SAMPLE]
    if by_title is None:
        return _by_content(seen) if seen else Role.OTHER
    if by_title in (Role.NUMBER, Role.RECORD, Role.OTHER) and _by_content(seen) is Role.BIRTH:
        return by_title if by_title is Role.RECORD else Role.OTHER
    return by_title


def _by_title(title: str) -> Role | None:
    for name in (title, _SIDES.sub("", title)):
        found = _KNOWN.get(name) or _WORDS.get(name.replace("_", ""))
        if found:
            return found
    stripped = re.sub(r"\d+$", "", title).strip("_")
    if stripped in _KNOWN:
        return _KNOWN[stripped]
    inside = [
        (len(word), role)
        for word, role in _KNOWN.items()
        if len(word) >= (2 if HAN.search(word) else 5) and word in title
    ]
    return max(inside)[1] if inside else None


_SEXES = {*codes.SEX.names, *codes.SEX.by_word}
"""Codes and words of sexes."""
_CITIZEN = re.compile(r"\d{15}|\d{17}[\dXx]")
_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_DIGITS8 = re.compile(r"(18|19|20)\d{6}")


def _by_content(seen: Sequence[str]) -> Role:
    """The role that four in five of the values speak for."""
    texts = [unicodedata.normalize("NFKC", v).strip() for v in seen]
    tests = (
        (Role.NUMBER, lambda t: bool(_CITIZEN.fullmatch(t))),
        (Role.PHONE, lambda t: bool(_MOBILE.fullmatch(t))),
        (Role.EMAIL, lambda t: "@" in t and " " not in t),
        (Role.BIRTH, _looks_like_date),
        (Role.NAME, lambda t: bool(HAN.fullmatch(t)) and 2 <= len(t) <= 4),
        (Role.ADDRESS, lambda t: bool(re.search(r"[路街村道巷弄号室栋].*\d|\d.*[号室栋]", t))),
    )
    for role, test in tests:
        if sum(map(test, texts)) >= 0.8 * len(texts):
            return role
    if len(set(texts)) <= 4 and {t.casefold() for t in texts} <= _SEXES and len(set(texts)) > 1:
        return Role.SEX
    return Role.OTHER


def _looks_like_date(text: str) -> bool:
    return bool(_DIGITS8.fullmatch(text)) or (
        bool(re.search(r"\d\D+\d", text)) and read_date(text) is not None and "." not in text[-3:]
    )


def read_columns(left: Table, right: Table | None, *, truth: str | None = None) -> Reading:
    """What is compared with what. `right` is None for one file that holds duplicates; `truth`: a title to take for
    the truth, or "none"."""
    two = right is not None
    other = right if right is not None else left
    found_truth = find_truth(left, right, {t: role_of(t, v) for t, v in left.items()}, truth)
    ignored: dict[str, str] = {}
    sides = [
        _roles(left, found_truth.left if found_truth else None, ignored, "left" if two else "")
    ]
    if two:
        sides.append(_roles(other, found_truth.right if found_truth else None, ignored, "right"))
    else:
        sides.append(sides[0])
    fields = _names(sides) + _others(sides)
    homes = [s.get(Role.HOUSEHOLD) for s in sides]
    household = (homes[0][0], homes[1][0]) if homes[0] and homes[1] else None
    return Reading(tuple(fields), found_truth, household, ignored)


Roles = dict[Role, list[str]]


def _roles(table: Table, truth: str | None, ignored: dict[str, str], side: str) -> Roles:
    """Role → titles of one side, without those that say nothing."""
    found: Roles = {}
    for title, values in table.items():
        mark = f"{side}: {title}" if side else title
        if title == truth:
            continue
        role = role_of(title, values)
        filled = {v for v in values if v}
        if role is Role.TRUTH or (role is Role.RECORD and filled):
            ignored[mark] = "identifies a record, says nothing of the person"
        elif not filled:
            ignored[mark] = "empty"
        elif role in found and role not in REPEATED:
            found.setdefault(Role.OTHER, []).append(title)
        else:
            found.setdefault(role, []).append(title)
    return found


def _names(sides: Sequence[Roles]) -> list[Field]:
    """Names, whole on one side and in two columns on the other or alike."""

    def parts(roles: Roles) -> tuple[str, ...]:
        return tuple(t for r in (Role.GIVEN, Role.SURNAME) for t in roles.get(r, []))

    if all(Role.GIVEN in s or Role.SURNAME in s for s in sides) and not any(
        Role.NAME in s for s in sides
    ):
        return [
            Field(str(role), role, tuple(sides[0][role]), tuple(sides[1][role]))
            for role in (Role.GIVEN, Role.SURNAME)
            if all(role in s for s in sides)
        ]
    whole = [tuple(s[Role.NAME]) if Role.NAME in s else parts(s) for s in sides]
    return [Field("name", Role.NAME, whole[0], whole[1])] if all(whole) else []


_SINGLE = (
    Role.SEX,
    Role.BIRTH,
    Role.NUMBER,
    Role.PHONE,
    Role.EMAIL,
    Role.ADDRESS,
    Role.STREET_NUMBER,
    Role.SUBURB,
    Role.POSTCODE,
    Role.STATE,
    Role.ORIGIN,
)


def _others(sides: Sequence[Roles]) -> list[Field]:
    fields: list[Field] = []
    for role in _SINGLE:
        left, right = (s.get(role, []) for s in sides)
        if not left or not right:
            continue
        if role is Role.ADDRESS and len(left) != len(right):
            fields.append(Field(role, role, tuple(left), tuple(right)))
            continue
        pairs = _paired(left, right)
        fields += [
            Field(role if n == 0 else f"{role}_{n + 1}", role, (a,), (b,))
            for n, (a, b) in enumerate(pairs)
        ]
    there = {bare(t): t for t in sides[1].get(Role.OTHER, [])}
    for title in sides[0].get(Role.OTHER, []):
        if (twin := there.get(bare(title))) is not None:
            fields.append(Field(f"other_{len(fields)}", Role.OTHER, (title,), (twin,)))
    return fields


def _paired(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, str]]:
    """Columns of one role on either side: those of one title together, the rest in their order."""
    there = {bare(t): t for t in right}
    same = [(t, there[bare(t)]) for t in left if bare(t) in there]
    rest_left = [t for t in left if t not in {a for a, _ in same}]
    rest_right = [t for t in right if t not in {b for _, b in same}]
    return same + list(zip(rest_left, rest_right, strict=False))
