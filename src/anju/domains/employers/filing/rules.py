"""How phones and credit codes of employers are read, and what is asked of an employer by its size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from anju.domains.employers.filing.data import KEYS, LIAISON, EmployerRule
from anju.foundation.law.reading import Part
from anju.foundation.law.validity import narrowest

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_FIXED = re.compile(r"(0\d{2,3})-?(\d{7,8})(?:-(\d{1,6}))?", re.ASCII)


def business_phone(text: str) -> str | None:
    """``１３８ 1234 5678`` → ``13812345678``, ``073183612345`` → ``0731-83612345``; None when it is neither.

    Area codes have three digits when they begin with 01 or 02, else four.
    """
    plain = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text)).replace("—", "-")
    plain = re.sub(r"^(\+|00)86", "", plain)
    mobile = plain.replace("-", "")
    if _MOBILE.fullmatch(mobile):
        return mobile
    split = 3 if plain[:2] in ("01", "02") else 4
    fixed = _FIXED.fullmatch(f"{plain[:split]}-{plain[split:].lstrip('-')}")
    return "-".join(part for part in fixed.groups() if part) if fixed else None


def credit_code(text: str) -> str:
    """As it was typed → as it is kept: full-width characters and gaps of a copied licence are read."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def read_rule(part: Part, *, region: str) -> EmployerRule:
    """One entry of the section `employers`. `Refused` ``law_file_invalid`` for what no entry can be."""
    since, key = part.since(), part.text("key")
    if key not in KEYS:
        raise part.wrong(f"one of {', '.join(KEYS)}", "key")
    per, due = part.whole("per", 0) or 0, part.whole("due", 0) or 0
    if key == LIAISON and not per:
        raise part.wrong("for how many workers there is one", "per")
    if key != LIAISON and not 1 <= due <= 7:
        raise part.wrong("a day of the week, 1 to 7", "due")
    rule = EmployerRule(
        region,
        key,
        part.words(),
        part.whole("least") or 0,
        per,
        due,
        part.pair("source"),
        part.confidence(),
        since,
        part.until(since),
    )
    part.done()
    return rule


def rule_in_force(
    rules: Iterable[EmployerRule], key: str, region: str, day: date
) -> EmployerRule | None:
    """The rule of this key for an employer there on that day: of the most specific region, then of the latest day."""
    return narrowest((one for one in rules if one.key == key), region, day)


def liaison_needed(rule: EmployerRule | None, workers: int) -> int:
    """How many liaison people a rule asks of an employer with so many workers."""
    if rule is None or workers < max(rule.least, 1):
        return 0
    return -(-workers // rule.per)
