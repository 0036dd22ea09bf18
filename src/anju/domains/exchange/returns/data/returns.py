"""Values of a comparison with what an upper level sent back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

FIELDS = ("name", "sex", "birth_date", "division")
"""What is compared, of the same document. A field that the other side leaves empty says nothing."""
TITLES: Mapping[str, str] = {
    "姓名": "name",
    "身份证号": "doc_number",
    "身份证号码": "doc_number",
    "公民身份号码": "doc_number",
    "证件号码": "doc_number",
    "证件类型": "doc_type",
    "证件种类": "doc_type",
    "性别": "sex",
    "出生日期": "birth_date",
    "现居住地区划": "division",
    "现居住地代码": "division",
    "居住地代码": "division",
    "区划代码": "division",
}
DECISIONS = ("ours_stands", "corrected", "reported")
"""What became of a difference: ours is right, ours was corrected, it was reported to the upper level."""
ANSWER_DAYS = 20
MOST_BYTES = 200 << 20


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """One comparison. `counts`: rows, same, differs, only_theirs, only_ours, repeated, unreadable, and ``field:…`` a
    field that differs; `open`: differences that wait."""

    id: int
    sender: str
    file_name: str
    at: datetime
    by_label: str
    counts: Mapping[str, int]
    open: int


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A row that differs: field → (theirs, ours)."""

    id: int
    comparison_id: int
    row: int
    person_id: int
    region: str
    values: Mapping[str, tuple[str, str]]
    state: str
    due: date
    decision: str
    note: str
