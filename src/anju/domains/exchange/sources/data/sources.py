"""What a folder of a source says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FOLDERS = Path(__file__).resolve().parent
"""Every folder beside this file that holds a `source.yaml` is a source."""
MANAGE = "exchange.manage"
"""The permission of those who keep sources, mappings and deliveries."""
DESCRIPTION, MAPPING, SAMPLE = "source.yaml", "mapping.json", "sample.csv"

Words = tuple[str, str]
"""Chinese, English."""


class FieldType(StrEnum):
    """What stands in a field. A code is one of the field's own list; a day is kept as ``2026-11-30``."""

    NAME = "name"
    DOCUMENT = "document"
    CREDIT_CODE = "credit_code"
    HOME_CODE = "home_code"
    TEXT = "text"
    DAY = "day"
    CODE = "code"
    NUMBER = "number"
    FLAG = "flag"


class Subject(StrEnum):
    """Whom or what the facts of a source are about, and by which field it is recognised."""

    PERSON = "person"
    EMPLOYER = "employer"
    HOME = "home"


RECOGNISED_BY = {
    Subject.PERSON: ("name", "doc_number"),
    Subject.EMPLOYER: ("employer_name", "credit_code"),
    Subject.HOME: ("home_code",),
}
"""Fields that every source about such a subject has: a subject is recognised by these and by nothing else."""
DOCUMENT_TYPE = "doc_type"
AS_OF = "as_of"
"""The field that says of which day a fact is; a source without it is of the day its file names."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `codes`: of a code field, code → words; `most`: characters at the most."""

    name: str
    type: FieldType
    label: Words
    required: bool = False
    codes: Mapping[str, Words] | None = None
    most: int = 100


@dataclass(frozen=True, slots=True)
class Source:
    """A source. `key`: fields that tell the facts about one subject apart (none: one fact a subject). `purposes`: for
    which its facts may be read. `shrink_percent`: a delivery that has lost more than this share of the facts in force
    stops and asks a person. `unmatched_days`: how long a row about nobody on file is kept."""

    code: str
    title: Words
    department: Words
    subject: Subject
    fields: Mapping[str, Field]
    key: tuple[str, ...]
    purposes: tuple[str, ...]
    shrink_percent: int
    unmatched_days: int
    folder: Path
