"""Which column holds what: by its title, with its content as second opinion. A person can correct the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as AbcMapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from anju.domains.register.imports.data.column_vocabulary import PREFERRED
from anju.domains.register.imports.data.title_vocabulary import OTHER_PERSONS
from anju.domains.register.imports.rules.content import content, second_opinion, supply
from anju.domains.register.imports.rules.header import Header
from anju.domains.register.imports.rules.neighbouring_columns import by_neighbours
from anju.domains.register.imports.rules.titles import IGNORED, Meaning, clean_title, meaning
from anju.foundation.errors import Refused

SAMPLE = 300
SPANS = (
    "租期",
    "租赁期",
    "租赁期限",
    "租赁期间",
    "租期起止",
    "租赁起止",
    "租赁起止日期",
    "起止日期",
    "起止时间",
    "居住期限",
    "合同期限",
    "合同起止日期",
    "租住期限",
)
"""Titles under which a lease stands as one span."""
CONTENT_KNOWS = frozenset({"doc_number", "phone", "sex"})
"""Fields whose cells say what they are."""
SECONDS = {"phone": "phone_more", "doc_number": "doc_number_more"}
"""Where a person may have several, the columns that are read when the first is empty in a row: 电话2, 护照号码."""
SECOND_SURE = 0.8


@dataclass(frozen=True, slots=True)
class Mapping:
    """Field → columns (0-based; several are read one after the other), how sure, and of which header.

    `fingerprint` is the same for files with the same titles: a correction is remembered by it, per sender.
    """

    columns: dict[str, tuple[int, ...]]
    confidence: dict[str, float] = field(default_factory=dict)
    fingerprint: str = ""
    titles: tuple[str | None, ...] = ()
    choices: dict[str, Any] = field(default_factory=dict)
    """What a person decided besides columns (`imports.data.reading.CHOICES`), remembered with them."""
    others: tuple[tuple[str, dict[str, tuple[int, ...]]], ...] = ()
    """Corrected columns of further tables of the file, by the fingerprint of their titles."""

    def for_titles(self, titles: tuple[str | None, ...]) -> dict[str, tuple[int, ...]] | None:
        """The columns a person gave for a table with these titles; None when nobody did."""
        mark = fingerprint(titles)
        return (self.columns if mark == self.fingerprint else dict(self.others).get(mark)) or None

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
            "choices": self.choices,
            "others": [
                [mark, {f: list(c) for f, c in columns.items()}] for mark, columns in self.others
            ],
        }

    @classmethod
    def from_json(cls, stored: AbcMapping[str, Any]) -> Mapping:
        """The mapping `to_json` gave."""
        return cls(
            {f: tuple(c) for f, c in stored["columns"].items()},
            dict(stored.get("confidence", {})),
            stored.get("fingerprint", ""),
            tuple(stored.get("titles", ())),
            dict(stored.get("choices", {})),
            tuple(
                (mark, {f: tuple(c) for f, c in columns.items()})
                for mark, columns in stored.get("others", ())
            ),
        )


def map_columns(
    cells: pl.DataFrame,
    header: Header,
    as_: str,
    within: frozenset[int] | None = None,
    fixed: AbcMapping[str, list[int]] | None = None,
) -> Mapping:
    """Map by titles, then let the content confirm, correct or supply the columns a file cannot do without.

    `within`: only these columns, of a table that stands beside another. `fixed`: fields whose columns a person gave.

    Raises `Refused` column_ambiguous (`field`,
    `columns`) where two columns of one title could both be the person's name or number.
    """
    titles = tuple(
        t if within is None or i in within else None for i, t in enumerate(header.titles)
    )
    given = {f: tuple(c) for f, c in (fixed or {}).items() if c}
    taken = {i for c in given.values() for i in c}
    columns, sure = by_title(
        tuple(None if i in taken else t for i, t in enumerate(titles)), as_, given
    )
    shares = content(cells.slice(header.last + 1, SAMPLE))
    spans = [
        i for i, t in enumerate(titles) if clean_title(t) in SPANS and shares["span"][i] >= 0.6
    ]
    for i, title in enumerate(titles):
        found = grouped(title, as_)
        left_alone = found.field in ("other", "former", "filled", "contract")
        if (
            left_alone or i in taken or (within is not None and i not in within)
        ):  # somebody else's phone is not the person's
            for share in shares.values():
                share[i] = 0.0
        for wanted in CONTENT_KNOWS.intersection(
            found.fields
        ):  # nor one whose title was not taken for the person's
            shares[wanted][i] *= i in columns.get(wanted, ())
    for wanted in CONTENT_KNOWS - given.keys():
        second_opinion(wanted, columns, sure, shares)
    if "name" not in columns and not {"surname", "given"} <= columns.keys():
        supply("name", "name", columns, sure, shares, least=0.7)
    if "status" not in columns and as_ != "outflow":
        supply("status", "status", columns, sure, shares, least=0.95)
    if "start" not in columns and as_ == "rental-tenants" and len(spans) == 1:
        columns["start"], sure["start"] = (spans[0],), 0.8
    if "start" not in columns:
        supply("start", "date", columns, sure, shares, least=0.7, titles=titles)
    return Mapping(columns, {f: round(sure[f], 2) for f in columns}, fingerprint(titles), titles)


def fingerprint(titles: tuple[str | None, ...]) -> str:
    """Short digest of the cleaned titles in their order."""
    return hashlib.sha256("|".join(clean_title(t) for t in titles).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A column that could be read as a field."""

    at: int
    title: str
    found: Meaning


def by_title(
    titles: tuple[str | None, ...],
    as_: str,
    given: AbcMapping[str, tuple[int, ...]] | None = None,
) -> tuple[dict[str, tuple[int, ...]], dict[str, float]]:
    """Field → columns, and how sure: of several for one field the one that is meant, by owner, wording and place."""
    candidates: dict[str, list[_Candidate]] = {}
    owner_until_name = False
    for i, title in enumerate(titles):
        found = grouped(title, as_)
        if found.field == "landlord" or (found.field == "other" and _names_somebody(title)):
            owner_until_name = True
        elif "name" in found.fields or found.field in ("surname", "given"):
            owner_until_name = False
        theirs = owner_until_name and found.sure < 1.01 and _repeatable(found) and not found.own
        for name in found.fields:
            if name not in IGNORED:
                marked = (
                    Meaning(found.fields, found.sure - 0.6, found.own, found.stem, found.part)
                    if theirs
                    else found
                )
                candidates.setdefault(name, []).append(_Candidate(i, clean_title(title), marked))
    columns: dict[str, tuple[int, ...]] = dict(given or {})
    sure: dict[str, float] = dict.fromkeys(columns, 1.0)
    for name, list_ in candidates.items():
        if name in columns:
            continue
        chosen = _chosen(name, list_, columns.get("name"))
        if chosen:
            columns[name] = tuple(c.at for c in chosen)
            sure[name] = max(c.found.sure for c in chosen)
            _second(name, [c for c in list_ if c not in chosen], columns, sure)
    by_neighbours(columns, sure, titles, as_)
    return columns, sure


def _second(
    name: str, left: list[_Candidate], columns: dict[str, tuple[int, ...]], sure: dict[str, float]
) -> None:
    """Note the columns that are read where the first one for a field is empty."""
    more = tuple(c.at for c in left if c.found.sure >= SECOND_SURE)
    if name in SECONDS and more:
        columns[SECONDS[name]], sure[SECONDS[name]] = more, SECOND_SURE


def _names_somebody(title: str | None) -> bool:
    """A column that holds another person's name; what follows may be theirs too."""
    text = clean_title(title)
    return text in OTHER_PERSONS or text.endswith(("姓名", "人", "名字", "name"))


def _repeatable(found: Meaning) -> bool:
    """What a landlord's part of a line may hold as well as a tenant's."""
    return found.field in (
        "phone",
        "doc_number",
        "doc_type",
        "sex",
        "hukou_text",
        "relation",
        "nationality",
        "birth_date",
    )


def _chosen(
    name: str, candidates: list[_Candidate], named: tuple[int, ...] | None
) -> list[_Candidate]:
    if name in ("address", "hukou_text", "destination"):
        return _of_one_address(name, candidates)
    if name in ("position", "community"):
        return [c for c in candidates if c.found.sure > max(o.found.sure for o in candidates) - 0.5]
    best = max(candidates, key=lambda c: _rank(name, c, named))
    if best.found.sure < 0.5 and name in (
        "phone",
        "doc_type",
        "sex",
        "hukou_text",
        "relation",
        "birth_date",
        "nationality",
    ):
        return []  # it stands with somebody else's name
    alike = [
        c
        for c in candidates
        if c.title == best.title
        and c.found.own == best.found.own
        and abs(c.found.sure - best.found.sure) < 0.01
    ]
    if len(alike) > 1 and name in ("name", "doc_number"):
        raise Refused(
            "column_ambiguous", field=name, title=best.title, columns=[letters(c.at) for c in alike]
        )
    return [best]


def _rank(name: str, candidate: _Candidate, named: tuple[int, ...] | None) -> tuple[float, ...]:
    """What of several columns for one field is meant first: what says so, then the usual word, then the one that
    follows the name."""
    order = PREFERRED.get(name, ())
    place = order.index(candidate.title) if candidate.title in order else len(order)
    behind = candidate.at - named[0] if named and candidate.at > named[0] else 100 + candidate.at
    return (candidate.found.own, round(candidate.found.sure, 1), -place, -behind)


def _of_one_address(name: str, candidates: list[_Candidate]) -> list[_Candidate]:
    """The parts of the one address that is meant; columns of other addresses are left over."""
    order = PREFERRED[name]
    stems: dict[str, list[_Candidate]] = {}
    for c in candidates:
        stems.setdefault(c.found.stem, []).append(c)
    whole = [s for s in stems if s]
    if not whole:
        return stems.get("", [])

    def rank(stem: str) -> tuple[float, ...]:
        place = order.index(stem) if stem in order else len(order)
        return (
            any(c.found.own for c in stems[stem]),
            round(max(c.found.sure for c in stems[stem]) - 0.06, 1),
            -place,
            -stems[stem][0].at,
        )

    best = max(whole, key=rank)
    return sorted([*stems[best], *stems.get("", [])], key=lambda c: c.at)


def letters(index: int) -> str:
    """A column as spreadsheets call it: 0 → A, 26 → AA."""
    text, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def grouped(title: str | None, as_: str) -> Meaning:
    """A title of several lines is its group first where the group names a field or a person ("户籍地·省")."""
    if not title or "·" not in title:
        return meaning(title, as_)
    group, _, sub = title.partition("·")
    of_group = meaning(group, as_)
    if of_group.field in ("other", "landlord", "former"):
        own = meaning(sub, as_)
        if of_group.field == "landlord" and own.field == "name":
            return Meaning(("landlord",), 0.9)
        return Meaning(("former" if of_group.field == "former" else "other",), 0.9)
    whole = meaning(group + sub, as_)
    if whole.sure >= 0.9:
        return whole
    partial = meaning(sub, as_).field in ("", "address", "community", "hukou_text")
    if of_group.field in ("hukou_text", "address", "destination") and partial:
        return Meaning((of_group.field,), 0.8, of_group.own, clean_title(group), part=True)
    own = grouped(sub, as_)
    return (
        own
        if own.fields or not of_group.fields
        else Meaning(of_group.fields, 0.8, of_group.own, of_group.stem)
    )
