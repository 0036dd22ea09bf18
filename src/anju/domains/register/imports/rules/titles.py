"""Which field a column title names: the whole title decides, never a shorter word inside a longer one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anju.domains.register.imports.data import column_vocabulary as words
from anju.domains.register.imports.data import title_vocabulary as signs
from anju.domains.register.imports.data.column_vocabulary import END, START
from anju.domains.register.intake.data.cell_vocabulary import STATUS
from anju.foundation.characters import INVISIBLE

_NOISE = re.compile(r"[\s*※★☆::_\-—.。,、;'\"“”‘’·?？!！]+")
_BRACKETS = re.compile(r"[((\[【〔{].*?[))\]】〕}]")
_INSIDE = re.compile(r"[((\[【〔{](.*?)[))\]】〕}]")
_PARTS = re.compile(r"[/、,,|\\&+\n]+|[及和与或]")
_INVISIBLE = re.compile(INVISIBLE)
_NUMBERED = re.compile(
    r"^(?:[a-z]?\d{1,2}[.、\s]*|第[一二三四五六七八九十]+[项栏]?)|(?:[\d①-⑨]{1,2}|[一二三四五六])$"
)
_ARRIVAL = re.compile(r"^来.{1,8}(?:日期|时间|年月|年月日)$")
_ENDINGS = ("名称", "信息", "情况", "栏", "填写", "必填", "选填", "如实填写", "一致", "格式")
_TWO_SCRIPTS = re.compile(r"([一-龥]{2,})[a-z]{2,}")
_WHOSE = re.compile(
    "^(?:" + "|".join(sorted(map(re.escape, signs.WHOSE), key=len, reverse=True)) + ")+"
)
IGNORED = ("", "other", "former", "filled", "contract")
"""What is recognised in order to be left alone."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a title names. `fields`: one, or several in one cell ("姓名/电话"). `sure` 0..1. `own`:
    says outright that it is the person's present one. `stem`, `part`: of an address in several columns."""

    fields: tuple[str, ...] = ()
    sure: float = 0.0
    own: bool = False
    stem: str = ""
    part: bool = False

    @property
    def field(self) -> str:
        """The first field, or ""."""
        return self.fields[0] if self.fields else ""


NOTHING = Meaning()


def plain(text: str | None) -> str:
    """Width, script and case made one; nothing left out."""
    return (
        _INVISIBLE.sub("", unicodedata.normalize("NFKC", text or ""))
        .translate(signs.TRADITIONAL)
        .lower()
    )


def clean_title(text: str | None) -> str:
    """A title without what only decorates it: width, spaces, asterisks, remarks in brackets."""
    whole = plain(text)
    return _NOISE.sub("", _BRACKETS.sub("", whole) or whole)


@lru_cache(maxsize=8)
def vocabulary(as_: str) -> dict[str, str]:
    """Word → field for one kind of file, in which dates mean what that kind says."""
    known = {clean_title(w): field for field, row in words.WORDS.items() for w in row}
    if as_ != "employer-roster":
        known.update(dict.fromkeys(map(clean_title, words.WORDS["contract_end"]), "contract"))
    known.update(dict.fromkeys(map(clean_title, STATUS), "status"))
    for field, order in (("end", END[as_]), ("start", START[as_])):
        for group in reversed(order):
            known.update(dict.fromkeys(map(clean_title, group), field))
    return known


def recognise(title: str | None, as_: str) -> tuple[str, float]:
    """(field, confidence 0..1) of a title; ("", 0.0) when it says nothing."""
    found = meaning(title, as_)
    return found.field, found.sure


@lru_cache(maxsize=8192)
def meaning(title: str | None, as_: str) -> Meaning:
    """What a title names, its brackets and what stands before it included."""
    text = clean_title(title)
    if not text or len(text) > 40:
        return NOTHING
    inside = _NOISE.sub("", "".join(_INSIDE.findall(plain(title))))
    if inside and (found := _by_brackets(text, inside, as_)) is not None:
        return found
    known = vocabulary(as_)
    if known.get(inside) in ("phone", "doc_number") and known.get(text) == "name":
        return Meaning(("name", known[inside]), 0.95)
    found = _whole(text, title, as_)
    if not found.fields:
        return (
            Meaning((known[inside],), 0.9)
            if known.get(inside) in ("name", "doc_number", "phone", "sex")
            else found
        )
    own = found.own or any(w in inside for w in signs.OWN) or text.startswith(signs.OWN)
    return Meaning(found.fields, found.sure, own, found.stem, found.part)


def _by_brackets(text: str, inside: str, as_: str) -> Meaning | None:
    """Whose or which one the brackets say it is; None when they only explain."""
    if any(w in inside for w in signs.OWN):
        return None
    if inside.startswith(signs.OTHER_PERSONS) or inside in signs.OTHER_PERSONS:
        if text in vocabulary(as_) and not inside.endswith(("填写", "提供", "必填", "盖章")):
            return Meaning(("other",), 0.9)
        return None
    if inside in signs.FORMER or inside.startswith(("曾用", "旧", "原", "首次", "变更前", "备用")):
        return Meaning(("former",), 0.9)
    if inside in signs.PARTS and (base := vocabulary(as_).get(text)) in (
        "hukou_text",
        "address",
        "destination",
    ):
        return Meaning((base,), 0.95, stem=text, part=True)
    return None


def _whole(text: str, title: str | None, as_: str) -> Meaning:
    known = vocabulary(as_)
    for form in dict.fromkeys(_forms(text)):
        if form in known:
            return _known(known[form], form, 1.0)
    several = _several(title, as_)
    if several is not None:
        return several
    bare = _WHOSE.sub("", text)
    if bare in known and bare != text:
        return _known(known[bare], bare, 0.95, own=text.startswith(signs.OWN))
    if (
        as_ != "outflow"
        and _ARRIVAL.fullmatch(text)
        and not text.endswith(("离开时间", "离开日期"))
    ):
        return Meaning(("start",), 0.95)
    if text.startswith(signs.FORMER):
        rest = next(
            text.removeprefix(w)
            for w in sorted(signs.FORMER, key=len, reverse=True)
            if text.startswith(w)
        )
        if rest in known or _WHOSE.sub("", rest) in known or rest in ("名", "姓名"):
            return Meaning(("former",), 0.9)
    return _owned(text) or _stemmed(text, known) or _ending(text, title, known)


def _forms(text: str) -> Iterator[str]:
    """A title, and how else it is written: with a number, another word for a day, its English beside
    it, "No." behind."""
    yield from (text, text.replace("/", ""), _NUMBERED.sub("", text))
    yield from (text.removesuffix(e) for e in _ENDINGS)
    yield re.sub(r"(?:年月日|年月|时日|日子|(?<!生)日)$", "日期", text)
    if text.isascii():
        yield text.removesuffix("number").removesuffix("no")
    elif both := _TWO_SCRIPTS.fullmatch(text):
        yield both[1]


def _known(field: str, form: str, sure: float, *, own: bool = False) -> Meaning:
    stem, part = (
        _split_stem(form) if field in ("hukou_text", "address", "destination") else ("", False)
    )
    return Meaning((field,), sure, own, stem, part)


def _split_stem(form: str) -> tuple[str, bool]:
    """A title of an address and whether it names only a part of one."""
    part = form in words.ADDRESS_PARTS
    return ("" if part else form), part


def _several(title: str | None, as_: str) -> Meaning | None:
    known = vocabulary(as_)
    texts = [clean_title(p) for p in _PARTS.split(_BRACKETS.sub("", plain(title)) or plain(title))]
    bracketed = [clean_title(p) for p in _INSIDE.findall(plain(title))]
    parts = [
        _WHOSE.sub("", t) or t
        for t in (*texts, *(b for b in bracketed if known.get(b) in ("phone", "doc_number")))
        if t
    ]
    hits = list(dict.fromkeys(known[p] for p in parts if p in known and known[p] not in IGNORED))
    if len(parts) < 2 or not hits:
        return None
    if "building" in hits and "room" in hits:
        return Meaning(("dorm",), 0.95)
    combined = tuple(f for f in hits if f in ("name", "doc_number", "phone"))
    return Meaning(combined if len(combined) > 1 else (hits[0],), 0.95)


def _owned(text: str) -> Meaning | None:
    owner = next(
        (w for w in sorted(signs.OTHER_PERSONS, key=len, reverse=True) if text.startswith(w)), None
    )
    if owner is None:
        return None
    rest = text.removeprefix(owner)
    if owner in signs.LANDLORDS and rest in ("", "姓名", "名称", "名字", "name"):
        return Meaning(("landlord",), 0.9)
    if owner in ("父", "母") and len(rest) < 2:
        return None
    return Meaning(("other",), 0.9)


def _stemmed(text: str, known: dict[str, str]) -> Meaning | None:
    """An address with the name of its part at the end: 户籍所在地省, 现住址详细地址."""
    for part in sorted(
        signs.PARTS, key=len
    ):  # the longest stem: 户籍地市 is the city of 户籍地, as 户籍地省 its province
        stem = text.removesuffix(part)
        if (
            stem != text
            and known.get(stem) in ("hukou_text", "address", "destination")
            and len(stem) >= 2
            and stem not in words.ADDRESS_PARTS
        ):
            return Meaning((known[stem],), 0.9, stem=stem, part=True)
    return None


def _ending(text: str, title: str | None, known: dict[str, str]) -> Meaning:
    """The longest known word at the end of the title; general words only after what says no more than whose it is."""
    if text.isascii():
        return _english(plain(title), known)
    for length in range(min(len(text) - 1, 12), 1, -1):
        word, before = text[-length:], text[:-length]
        field = known.get(word)
        if field is None:
            continue
        general = word in signs.GENERAL or field in ("start", "end", "serial", "remark", "status")
        if any(w in before for w in signs.ELSEWHERE):
            return (
                Meaning(("contract",), 0.8)
                if field in ("start", "end", "doc_number", "reason")
                else NOTHING
            )
        if general and _WHOSE.sub("", before):
            return NOTHING
        if any(before.endswith(w) for w in signs.OTHER_PERSONS):
            return Meaning(("other",), 0.8)
        if re.search(signs.BEFORE_NOW, before):
            return Meaning(("former",), 0.8)
        return _known(field, word, round(min(0.9, 0.5 + length / len(text) * 0.4), 2))
    return NOTHING


def _english(title: str, known: dict[str, str]) -> Meaning:
    tokens = re.findall(r"[a-z]+", re.sub(r"'s\b", "", title))
    for at in range(1, len(tokens)):
        field, before = known.get("".join(tokens[at:])), tokens[:at]
        if field is None:
            continue
        if any(w in signs.OTHER_PERSONS for w in before):
            return Meaning(("other",), 0.8)
        if any(w in signs.ELSEWHERE for w in before):
            return Meaning(("contract",), 0.8)
        if any(w in signs.FORMER for w in before):
            return Meaning(("former",), 0.8)
        return (
            Meaning((field,), 0.8)
            if field not in ("start", "end") or set(before) <= set(signs.WHOSE)
            else NOTHING
        )
    return NOTHING


def fields_named(titles: list[str | None], as_: str) -> set[str]:
    """Distinct fields that a row of titles names, without the merely ignorable."""
    return {
        f
        for t in titles
        if t
        for f in (meaning(t, as_).fields or meaning(t.rpartition("·")[2], as_).fields)
    } - set(IGNORED)
