"""Which field a column title names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anju.domains.register.data import column_words as words
from anju.foundation.characters import INVISIBLE

_NOISE = re.compile(r"[\s*※★☆::_\-—.。,、;'\"“”‘’·]+")
_BRACKETS = re.compile(r"[((\[【〔].*?[))\]】〕]")
_PREFIX = re.compile(
    r"^(?:\d{1,2}|请填写|填写|必填|选填|本人|个人|员工|职工|人员|租客|租户|承租人|流动人口|居民|现|您的|的)+"
)
_PARTS = re.compile(r"[/、,,|\\及和与或]+")
_INVISIBLE = re.compile(INVISIBLE)
_PERSONAL = ("name", "doc_number", "doc_type", "phone", "sex", "birth_date", "hukou_text", "address")


def clean_title(text: str | None) -> str:
    """A title without what only decorates it: width, spaces, asterisks, remarks in brackets."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text or "")).lower()
    without = _BRACKETS.sub("", plain) or plain
    return _NOISE.sub("", without)


@lru_cache(maxsize=8)
def vocabulary(as_: str) -> dict[str, str]:
    """Word → field for one kind of file, in which dates mean what that kind says."""
    known = {clean_title(w): field for field, row in words.WORDS.items() for w in row}
    for field, order in (("end", words.END[as_]), ("start", words.START[as_])):
        for group in reversed(order):
            known.update(dict.fromkeys(map(clean_title, group), field))
    return known


@lru_cache(maxsize=4096)
def recognise(title: str | None, as_: str) -> tuple[str, float]:
    """(field, confidence 0..1) of a title; ("", 0.0) when it says nothing."""
    text = clean_title(title)
    if not text or len(text) > 30:
        return "", 0.0
    known = vocabulary(as_)
    if text in known:
        return known[text], 1.0
    parts = [clean_title(p) for p in _PARTS.split(unicodedata.normalize("NFKC", title or "")) if clean_title(p)]
    hits = [known[p] for p in parts if p in known]
    if len(parts) > 1 and hits:
        return _combined(hits), 0.95
    bare = _PREFIX.sub("", text)
    if bare in known and bare != text:
        return known[bare], 0.95
    return _owned(text) or _longest(text, known)


def _combined(hits: list[str]) -> str:
    return "dorm" if "building" in hits and "room" in hits else hits[0]


def _owned(text: str) -> tuple[str, float] | None:
    owner = next((w for w in words.SOMEBODY_ELSE if text.startswith(w)), None)
    if owner is None:
        return None
    rest = text.removeprefix(owner)
    if owner in words.WORDS["landlord"] and rest in ("", "姓名", "名称", "名字"):
        return "landlord", 0.9
    return "other", 0.9


def _longest(text: str, known: dict[str, str]) -> tuple[str, float]:
    """The longest known word inside the title; the end of a Chinese title carries its meaning."""
    best, score = "", 0.0
    for word, field in known.items():
        if len(word) < 2 or (word.isascii() and len(word) < 4) or word not in text:
            continue
        weight = len(word) / len(text) + (0.2 if text.endswith(word) else 0.0) + len(word) * 0.01
        if weight > score:
            best, score = field, weight
    return (best, min(0.9, score)) if score >= 0.4 else ("", 0.0)


def fields_named(titles: list[str | None], as_: str) -> set[str]:
    """Distinct fields that a row of titles names, without the merely ignorable."""
    found = {recognise(t, as_)[0] for t in titles if t}
    return found - {"", "other", "filled", "contract"}
