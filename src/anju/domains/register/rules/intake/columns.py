"""Which column holds what: by its title, with its content as second opinion. A person can correct the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as AbcMapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from anju.domains.register.data.column_words import MANY, SURNAMES
from anju.domains.register.rules.intake.header import Header
from anju.domains.register.rules.intake.titles import clean_title, recognise

SAMPLE = 300
_LIKE = {
    "doc_number": r"^['\u2019]?\s*(?:\d{6}[\s-]*\d{8}[\s-]*\d{3}[\dXx]|\d{15}|\d\.\d{3,}[eE]\+?1[4-7])\s*$",
    "phone": r"^(?:\+?86[\s-]*)?1[3-9]\d[\s-]*\d{4}[\s-]*\d{4}$",
    "date": r"^(?:19|20)\d\d(?:[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])日?.*|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$",  # noqa: E501
    "sex": r"^[男女](?:性)?$",
    "name": r"^\p{Han}[\p{Han} ·]{1,5}$",
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Field → columns (0-based; several are read one after the other), how sure, and of which header.

    `fingerprint` is the same for files with the same titles: a correction is remembered by it, per sender.
    """

    columns: dict[str, tuple[int, ...]]
    confidence: dict[str, float] = field(default_factory=dict)
    fingerprint: str = ""
    titles: tuple[str | None, ...] = ()

    def corrected(self, changes: AbcMapping[str, int | tuple[int, ...] | None]) -> Mapping:
        """The mapping as a person set it right: a column for a field, None for "not in this file"."""
        columns, sure = dict(self.columns), dict(self.confidence)
        for name, at in changes.items():
            columns.pop(name, None)
            if at is not None:
                taken = (at,) if isinstance(at, int) else tuple(at)
                columns = {f: tuple(i for i in c if i not in taken) for f, c in columns.items()}
                columns = {f: c for f, c in columns.items() if c} | {name: taken}
                sure[name] = 1.0
        return replace(self, columns=columns, confidence={f: sure.get(f, 1.0) for f in columns})

    def to_json(self) -> dict[str, Any]:
        """A form that JSON can hold."""
        return {
            "columns": {f: list(c) for f, c in self.columns.items()},
            "confidence": self.confidence,
            "fingerprint": self.fingerprint,
            "titles": list(self.titles),
        }

    @classmethod
    def from_json(cls, stored: AbcMapping[str, Any]) -> Mapping:
        """The mapping `to_json` gave."""
        return cls(
            {f: tuple(c) for f, c in stored["columns"].items()},
            dict(stored.get("confidence", {})),
            stored.get("fingerprint", ""),
            tuple(stored.get("titles", ())),
        )


def map_columns(cells: pl.DataFrame, header: Header, as_: str) -> Mapping:
    """Map by titles, then let the content confirm, correct or supply the columns a file cannot do without."""
    columns, sure = _by_title(header.titles, as_)
    shares = _content(cells.slice(header.last + 1, SAMPLE))
    for i, title in enumerate(header.titles):
        if _grouped(title, as_)[0] in ("other", "filled", "contract"):  # somebody else's phone is not the person's
            for share in shares.values():
                share[i] = 0.0
    for wanted in ("doc_number", "phone", "sex"):
        _second_opinion(wanted, columns, sure, shares)
    if "name" not in columns:
        _supply("name", "name", columns, sure, shares, least=0.7)
    if "start" not in columns:
        _supply("start", "date", columns, sure, shares, least=0.7)
    return Mapping(columns, {f: round(sure[f], 2) for f in columns}, fingerprint(header.titles), header.titles)


def fingerprint(titles: tuple[str | None, ...]) -> str:
    """Short digest of the cleaned titles in their order."""
    return hashlib.sha256("|".join(clean_title(t) for t in titles).encode()).hexdigest()[:16]


def _by_title(titles: tuple[str | None, ...], as_: str) -> tuple[dict[str, tuple[int, ...]], dict[str, float]]:
    columns: dict[str, tuple[int, ...]] = {}
    sure: dict[str, float] = {}
    for i, title in enumerate(titles):
        name, confidence = _grouped(title, as_)
        if name in ("", "other", "filled", "contract"):
            continue
        if name in columns and name in MANY and abs(sure[name] - confidence) < 0.5:
            columns[name] = (*columns[name], i)
        elif name not in columns or confidence > sure[name]:
            columns[name], sure[name] = (i,), confidence
    return columns, sure


def _grouped(title: str | None, as_: str) -> tuple[str, float]:
    """A title of two lines is its group first where the group names a field of its own ("户籍地·省")."""
    if title and "·" in title:
        group, _, sub = title.partition("·")
        whole = recognise(group + sub, as_)
        if whole[1] >= 0.9:
            return whole
        found = recognise(group, as_)
        return (found[0], 0.8) if found[0] else recognise(sub, as_)
    return recognise(title, as_)


def _content(sample: pl.DataFrame) -> dict[str, list[float]]:
    """For each likeness the share of filled cells in every column that have it."""
    shares: dict[str, list[float]] = {name: [] for name in _LIKE}
    for column in sample.get_columns():
        filled = column.drop_nulls().str.strip_chars()
        for name, pattern in _LIKE.items():
            hits = int(filled.str.contains(pattern).sum())
            share = hits / max(filled.len(), 1)
            if name == "name" and share:
                share *= _surnames(filled)
            shares[name].append(share)
    return shares


def _surnames(values: pl.Series) -> float:
    """1 when nearly all begin with a surname and they differ from each other, else less."""
    begin = int(values.str.slice(0, 1).is_in(list(SURNAMES)).sum()) / max(values.len(), 1)
    distinct = values.n_unique() / max(values.len(), 1)
    return begin if distinct > 0.5 or values.len() < 4 else 0.0


def _second_opinion(
    wanted: str,
    columns: dict[str, tuple[int, ...]],
    sure: dict[str, float],
    shares: dict[str, list[float]],
) -> None:
    present = columns.get(wanted)
    if present is None:
        _supply(wanted, wanted, columns, sure, shares, least=0.6)
        return
    share = shares[wanted]
    better = max(range(len(share)), key=share.__getitem__)
    taken = {i for f, at in columns.items() if f in ("landlord", "head") for i in at}
    if share[present[0]] < 0.1 and share[better] >= 0.6 and better not in taken:
        for f in [f for f, at in columns.items() if better in at]:
            del columns[f]
        columns[wanted], sure[wanted] = (better,), share[better] * 0.9


def _supply(
    wanted: str,
    likeness: str,
    columns: dict[str, tuple[int, ...]],
    sure: dict[str, float],
    shares: dict[str, list[float]],
    least: float,
) -> None:
    """A column without a (known) title whose values speak for themselves."""
    used = {i for at in columns.values() for i in at}
    free = [i for i in range(len(shares[likeness])) if i not in used and shares[likeness][i] >= least]
    if free and (likeness != "date" or len(free) == 1):
        best = max(free, key=shares[likeness].__getitem__)
        columns[wanted], sure[wanted] = (best,), shares[likeness][best] * 0.8
