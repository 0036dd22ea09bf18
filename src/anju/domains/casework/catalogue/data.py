"""Entries of the service catalogue, and what a form may ask a person: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from anju.foundation.law.reading import Text

MOST_ROWS = 2_000
"""Lines of a city's file."""


class ProvedBy(StrEnum):
    """Who proves a fact, so that nobody asks the person for it. NOBODY: only the person can say it."""

    REGISTER = "register"
    PERMITS = "permits"
    EXCHANGE = "exchange"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a service needs to know. `titles`: what forms and lists of documents call it."""

    code: str
    words: Text
    titles: tuple[str, ...]
    proved_by: ProvedBy
    source: Text


@dataclass(frozen=True, slots=True)
class Service:
    """One entry, in the columns of the national standard: who it is for, what it is, to which standard, who pays, which
    office leads. `matter`: the kind of case it is asked for by, "" where it is used without one; `documents`: what a
    city asks for besides what is on record; `version`: of the city's list, 0 for the law that comes with Anju.
    """

    code: str
    region: str
    field: Text
    name: Text
    audience: Text
    content: Text
    standard: Text
    payer: Text
    lead: Text
    valid_from: date
    valid_to: date | None = None
    matter: str = ""
    place: Text = ("", "")
    documents: tuple[str, ...] = ()
    source: Text = ("", "")
    confidence: str = ""
    version: int = 0


COLUMNS = (
    ("code", "编号", 20),
    ("field", "领域", 40),
    ("name", "服务项目", 100),
    ("audience", "服务对象", 300),
    ("content", "服务内容", 500),
    ("standard", "服务标准", 500),
    ("payer", "支出责任", 300),
    ("lead", "牵头负责单位", 100),
    ("place", "办理地点", 200),
    ("documents", "需提供的材料", 300),
    ("valid_from", "实施日期", 10),
    ("valid_to", "失效日期", 10),
)
"""(name, title in a file, longest text) of a city's file; the titles are those of the national standard."""
NEEDED = ("code", "name", "audience", "content", "standard", "payer", "lead", "valid_from")


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of a file that was left out. `fault`: a code of a sentence; `column`: the title it speaks of;
    `value`: what stands there."""

    line: int
    fault: str
    column: str
    value: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedCatalogue:
    """A city's list as it was imported. `number`: counted in its region."""

    id: int
    region: str
    number: int
    file_name: str
    accepted: int
    refused: tuple[RefusedLine, ...]
    by_label: str
    published_at: datetime
    withdrawn_at: datetime | None
