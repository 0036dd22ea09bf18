"""What is possible but unlikely: a declaration with a doubt waits for somebody who has seen the card.

The one layer for counter, phone, API and files. What is certainly wrong is refused elsewhere (`items`, `intake.check`);
a doubt is answered by a person, once: who is on file under the number already is not doubted again. A foreigner's
document without a nationality is a doubt that nobody can confirm: it is answered with the nationality.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from anju.domains.register.declarations.data.ages import Ages
from anju.domains.register.declarations.data.kinds import (
    CHECK_ADULT,
    CHECK_FIRST_DAY,
    CHECK_WORKING_AGE,
    kinds_with,
)
from anju.foundation import kinship
from anju.foundation.days import age_on
from anju.foundation.documents import FOREIGN
from anju.foundation.frames import each_row

AREA, NAME, AGE = "id_area_unlisted", "name_doubtful", "age_unlikely"
NATIONALITY = "nationality_missing"
AHEAD, YOUNG_WORKER, CHILD, RELATION = (
    "start_far_ahead",
    "worker_too_young",
    "child_alone",
    "sex_against_relation",
)
HOME_FULL, TOO_YOUNG = "home_full", "age_against_relation"
OF_PERSON = frozenset({AREA, NAME, AGE, NATIONALITY})
"""Doubts about who it is: not raised for somebody who is on file under the same document and name."""
DOUBTS = frozenset({*OF_PERSON, AHEAD, YOUNG_WORKER, CHILD, RELATION, HOME_FULL, TOO_YOUNG})
CONFIRMABLE = DOUBTS - {NATIONALITY}
"""Doubts that somebody confirms by a paper that was seen; the others are answered with what is missing."""

OLDEST = 105
"""Years from which an age is doubted: a number of 15 digits that is the beginning of one of 18 reads as such an age."""
SOON = timedelta(days=31)
"""An arrival further ahead than this is a typing mistake more often than a plan."""
_ARRIVING, _WORKING = kinds_with(CHECK_FIRST_DAY), kinds_with(CHECK_WORKING_AGE)
_WITH_ADULT = kinds_with(CHECK_ADULT)
_CITIZEN = ("111", "112", "113")

_USUAL_NAME = re.compile(r"[\u4e00-\u9fff]{2,5}")
_LATIN_NAME = re.compile(r"[^\W\d_][\w'’`.·\- ]*[^\W\d_]\.?")
_LATIN = re.compile(r"[A-Za-z]")
_OTHER_LETTERS = re.compile(
    r"[\u0400-\u052f\u0600-\u06ff\u0e00-\u0fff\u1100-\u11ff\u1800-\u18af\ua000-\ua4cf\uac00-\ud7af]"
)
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NOT_IN_NAMES = re.compile(
    r"[0-9?？�□■◇○◯●＊*+＋/／\\|、,，;；&()（）\[\]【】{}｛｝<>《》=_#@!！:：]"
)
_PART_OF_NAMES = "·'’`´.-‐་།༌"
_LONGEST_HAN = 6
"""Characters of a Chinese name without a dot; compound surnames with double names end before."""
_KIN = re.compile(r"^(?:妻子|丈夫|儿子|女儿|老婆|老公|配偶|父亲|母亲|户主|爱人|小孩|孩子)")
_NO_NAME = re.compile(
    r"^(?:[小老].|.+某+|待定|离职|在职|保安|保洁|门卫|厨师|空房|空置|空缺|无人|未租|已退|退租|临时工|新员工)$"
)
"""Nicknames, names withheld, and what is written where nobody is."""
_TITLES = re.compile(r"(?:先生|女士|小姐|师傅|老板|经理|宿舍|公司|车间|部门)$")

_GROWN = frozenset({"10", "11", "12", *(f"{n}" for n in range(50, 70))})
"""Relations of no child: spouses, parents, grandparents of the householder (GB/T 4761-2008)."""
_HOUSEHOLDER = ("01", "02")


@dataclass(frozen=True, slots=True)
class Doubted:
    """One row in doubt: its place in the frame and why."""

    index: int
    code: str


_READ = (
    "kind",
    "name",
    "doc_type",
    "doc_number",
    "birth_date",
    "sex",
    "nationality",
    "relation",
    "head",
    "start",
    "region",
    "home_code",
    "address",
    "building",
    "unit",
    "room",
)
_HOME = _READ[10:]
_FEW = 200
"""So many rows are judged at once; of more, only those in which a doubt is possible."""


def asks_nationality(facts: Mapping[str, Any]) -> bool:
    """True for the facts of a review item that is answered with a nationality: nobody is on file under the
    foreigner's document that was declared without one."""
    return facts.get("reason") in OF_PERSON and NATIONALITY in facts.get("doubts", ())


def doubts(
    frame: pl.DataFrame, *, known_areas: Collection[str], today: date, ages: Ages
) -> list[Doubted]:
    """What somebody should look at in the rows of a checked standard frame: every doubt of every row,
    in their order. `ages`: those of the law on that day."""
    read, numbers = frame, list(range(frame.height))
    if frame.height > _FEW:
        read = _worth_a_look(frame.select(_READ).with_row_index("n"), known_areas, today, ages)
        numbers = read["n"].to_list()
    rows = list(each_row(read, _READ))
    alone = set(_children_alone(rows, today, ages))
    return [
        Doubted(numbers[n], code)
        for n, row in enumerate(rows)
        for code in (
            *_of_person(row, known_areas, today),
            *_of_stay(row, today, ages),
            *([CHILD] if n in alone else ()),
        )
    ]


def _worth_a_look(
    read: pl.DataFrame, known_areas: Collection[str], today: date, ages: Ages
) -> pl.DataFrame:
    """The rows in which a doubt is possible at all, by columns and generously, so that long lists are not judged row by
    row; for a child who arrives, one adult who arrives in the same home."""
    number, name, born, start = (pl.col(c) for c in ("doc_number", "name", "birth_date", "start"))
    young = born.dt.year() >= today.year - ages.alone
    possible = (
        (pl.col("doc_type").is_in(_CITIZEN) & ~number.str.slice(0, 6).is_in(sorted(known_areas)))
        | (pl.col("doc_type").is_in(FOREIGN) & pl.col("nationality").is_null())
        | ~name.str.contains(f"^{_USUAL_NAME.pattern}$")
        | name.str.contains(f"{_TITLES.pattern}|{_KIN.pattern}|{_NO_NAME.pattern}")
        | (born.dt.year() <= today.year - OLDEST)
        | (start > today + SOON)
        | young
        | (pl.col("kind").is_in(_WORKING) & (start.dt.year() - born.dt.year() <= ages.work))
        | pl.col("relation").is_in([*kinship.MALE, *kinship.FEMALE])
    ).fill_null(value=False)
    arriving = read.filter(pl.col("kind").is_in(_WITH_ADULT)).select(
        "n", *_HOME, young.alias("young")
    )
    homes = arriving.filter("young").select(_HOME).unique()
    adults = (
        arriving.filter(~pl.col("young"))
        .join(homes, on=_HOME, how="semi", nulls_equal=True)
        .unique(_HOME)["n"]
    )
    return read.filter(possible | pl.col("n").is_in(adults.implode()))


def _of_person(row: tuple[Any, ...], known_areas: Collection[str], today: date) -> Iterator[str]:
    _kind, name, doc_type, number, born, _sex, nationality = row[:7]
    if number and doc_type in _CITIZEN and number[:6] not in known_areas:
        yield AREA
    if number and doc_type in FOREIGN and not nationality:
        yield NATIONALITY
    if name and doubtful_name(name):
        yield NAME
    if born is not None and age_on(born, today) >= OLDEST:
        yield AGE


def _of_stay(row: tuple[Any, ...], today: date, ages: Ages) -> Iterator[str]:
    kind, _name, _type, _number, born, sex, _nationality, relation, _head, start = row[:10]
    if kind in _ARRIVING and start is not None and start > today + SOON:
        yield AHEAD
    if kind in _WORKING and born is not None and age_on(born, start or today) < ages.work:
        yield YOUNG_WORKER
    if (sex == "2" and relation in kinship.MALE) or (sex == "1" and relation in kinship.FEMALE):
        yield RELATION
    if relation in _GROWN and born is not None and age_on(born, today) < ages.alone:
        yield TOO_YOUNG


def doubtful_name(name: str) -> bool:
    """True for what is hardly one person's whole name: one character, signs for a character that was lost or is
    described, digits, two names, a title or a workplace."""
    if _USUAL_NAME.fullmatch(name):
        return bool(_TITLES.search(name) or _KIN.match(name) or _NO_NAME.match(name))
    if _NOT_IN_NAMES.search(name) or any(
        unicodedata.category(c)[0] in "SP" and c not in _PART_OF_NAMES for c in name
    ):
        return True
    characters = len(_HAN.findall(name))
    if not characters:
        return not _LATIN_NAME.fullmatch(_letters(name)) or bool(
            _LATIN.search(name) and _OTHER_LETTERS.search(name)
        )
    if "·" not in name and (
        characters > _LONGEST_HAN or _LATIN.search(name) or _OTHER_LETTERS.search(name)
    ):
        return True
    return characters < 2 or bool(_TITLES.search(name) or _KIN.match(name))


def _letters(name: str) -> str:
    """The name without vowel signs and the marks between syllables, which some scripts write as signs of their own."""
    return "".join(
        c for c in name if not unicodedata.category(c).startswith("M") and c not in "་།༌"
    )


def _children_alone(rows: list[tuple[Any, ...]], today: date, ages: Ages) -> Iterator[int]:
    """Children who arrive without an adult: householder themselves, or neither joined to somebody nor in one form with
    an adult for the same home."""
    young = [
        n
        for n, r in enumerate(rows)
        if r[0] in _WITH_ADULT and r[4] is not None and age_on(r[4], today) < ages.alone
    ]
    if not young:
        return
    adults = {
        r[10:]
        for r in rows
        if r[0] in _WITH_ADULT and r[4] is not None and age_on(r[4], today) >= ages.alone
    }
    for n in young:
        number, relation, head = rows[n][3], rows[n][7], rows[n][8]
        own = relation in _HOUSEHOLDER or (head is not None and head == number)
        if own or (head is None and rows[n][10:] not in adults):
            yield n
