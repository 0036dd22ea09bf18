"""What the cells of a column look like, as a second opinion on its title."""

from __future__ import annotations

import polars as pl

from anju.domains.register.imports.data.column_vocabulary import SURNAMES
from anju.domains.register.imports.rules.titles import clean_title

_LIKE = {
    "doc_number": r"^['\u2019]?\s*(?:\d{6}[\s-]*\d{8}[\s-]*\d{3}[\dXx]|\d{15}|\d\.\d{3,}[eE]\+?1[4-7])\s*$",
    "phone": r"^(?:\+?86[\s-]*)?1[3-9]\d[\s-]*\d{4}[\s-]*\d{4}$",
    "date": (
        r"^(?:19|20)\d\d(?:[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])日?.*"
        r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$"
    ),
    "span": r"^\D*(?:19|20)\d\d(?:\D.*|\d{4}\s*)[-—–~～至到].*\d{4}(?:\D|\d{4})",
    "status": (
        r"^(?:增|减|增员|减员|新增|减少|增加|在职|离职|已离职|在住|已搬离|搬离|退租|已退租|入职|辞职|在岗|离岗|离厂|注销)$"
    ),
    "sex": r"^[男女](?:性)?$",
    "name": r"^\p{Han}[\p{Han} ·]{1,5}$",
}

_SWAPPED = ("name", "doc_number", "phone", "sex", "birth_date", "start")
"""Fields whose titles people mix up; a column of another known title (a remark) is not taken for one of them."""


def content(sample: pl.DataFrame) -> dict[str, list[float]]:
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


def second_opinion(
    wanted: str,
    columns: dict[str, tuple[int, ...]],
    sure: dict[str, float],
    shares: dict[str, list[float]],
) -> None:
    """Let the content confirm, correct or supply the column of a field."""
    present = columns.get(wanted)
    if present is None:
        supply(wanted, wanted, columns, sure, shares, least=0.6)
        return
    share = shares[wanted]
    better = max(range(len(share)), key=share.__getitem__)
    taken = {i for f, at in columns.items() if f not in _SWAPPED for i in at}
    if share[present[0]] < 0.1 and share[better] >= 0.6 and better not in taken:
        for f in [f for f, at in columns.items() if better in at]:
            del columns[f]
        columns[wanted], sure[wanted] = (better,), share[better] * 0.9


def supply(
    wanted: str,
    likeness: str,
    columns: dict[str, tuple[int, ...]],
    sure: dict[str, float],
    shares: dict[str, list[float]],
    least: float,
    titles: tuple[str | None, ...] = (),
) -> None:
    """A column without a (known) title whose values speak for themselves. A title that says another thing is heard."""
    used = {i for at in columns.values() for i in at}
    titled = {i for i, t in enumerate(titles) if t and len(clean_title(t)) > 3}
    free = [
        i
        for i in range(len(shares[likeness]))
        if i not in used | titled and shares[likeness][i] >= least
    ]
    if free and (likeness != "date" or len(free) == 1):
        best = max(free, key=shares[likeness].__getitem__)
        columns[wanted], sure[wanted] = (best,), shares[likeness][best] * 0.8
