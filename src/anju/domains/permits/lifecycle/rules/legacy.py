"""Reading a list of old permits: which column is which, what a row says, what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "持证人", "name"),
    "doc_number": ("身份证号", "公民身份号码", "身份证号码", "证件号码", "id number"),
    "number": ("证号", "居住证号", "暂住证号", "居住证编号", "暂住证编号", "permit number"),
    "kind": ("证件类型", "证件种类", "类型", "type"),
    "issued": ("签发日期", "发证日期", "办证日期", "issued"),
    "until": ("签注有效期至", "有效期至", "有效期限", "到期日期", "valid until"),
}
NEEDED = ("name", "doc_number", "number", "issued", "until")
HEADER_WITHIN = 15
"""Rows from the top in which the header must stand."""
RESIDENCE, TEMPORARY = "01", "02"
"""GB/T 31000: residence permit, temporary residence permit."""
KINDS = {"居住证": RESIDENCE, "01": RESIDENCE, "": RESIDENCE, "暂住证": TEMPORARY, "02": TEMPORARY}


@dataclass(frozen=True, slots=True)
class OldPermit:
    """One row. `row`: its number as the spreadsheet shows it; `problem`: a reason code, "" when it can be read."""

    row: int
    name: str = ""
    doc_number: str = ""
    number: str = ""
    kind: str = RESIDENCE
    issued: date | None = None
    until: date | None = None
    problem: str = ""


def header(lines: Sequence[Sequence[str | None]]) -> tuple[int, dict[str, int]] | None:
    """(index of the header line, column of each field); None when there is none with all that is needed."""
    for n, line in enumerate(lines[:HEADER_WITHIN]):
        titles = [re.sub(r"\s", "", cell or "").lower() for cell in line]
        found = {
            field: next(
                (titles.index(w.replace(" ", "")) for w in words if w.replace(" ", "") in titles),
                -1,
            )
            for field, words in COLUMNS.items()
        }
        if all(found[f] >= 0 for f in NEEDED):
            return n, found
    return None


def old_permit(
    row: int, line: Sequence[str | None], columns: dict[str, int], *, today: date
) -> OldPermit:
    """What one line says."""
    told = {f: (line[c] or "").strip() if 0 <= c < len(line) else "" for f, c in columns.items()}
    issued, until, kind = day(told["issued"]), day(told["until"]), KINDS.get(told["kind"])
    problem = ""
    if not told["name"]:
        problem = "name_missing"
    elif not told["doc_number"]:
        problem = "id_missing"
    elif not told["number"]:
        problem = "old_number_missing"
    elif kind is None:
        problem = "old_kind"
    elif issued is None or until is None:
        problem = "date_invalid"
    elif until < issued:
        problem = "date_end_before_start"
    elif issued > today:
        problem = "old_issued_ahead"
    return OldPermit(
        row,
        told["name"],
        told["doc_number"].upper(),
        told["number"][:40],
        kind or "",
        issued,
        until,
        problem,
    )


def day(text: str) -> date | None:
    """2021-03-05, 2021/3/5, 2021.3.5, 20210305, 2021年3月5日, with or without a time behind."""
    found = re.match(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$", text) or re.match(
        r"^(\d{4})(\d{2})(\d{2})$", text
    )
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
