"""Reading the folders of sources, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anju.domains.exchange.sources.data.sources import (
    DESCRIPTION,
    FOLDERS,
    RECOGNISED_BY,
    Field,
    FieldType,
    Source,
    Subject,
    Words,
)
from anju.foundation.errors import NotFound, Refused

_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_TYPES = {"name": FieldType.NAME, "doc_number": FieldType.DOCUMENT}
_TYPES |= {"credit_code": FieldType.CREDIT_CODE, "home_code": FieldType.HOME_CODE}


@cache
def sources(folder: Path = FOLDERS) -> Mapping[str, Source]:
    """Every source of a folder of folders, by its code. `Refused` ``source_folder`` (`folder`, `why`) for the first
    that is not as it should be."""
    found = sorted(p.parent for p in folder.glob(f"*/{DESCRIPTION}"))
    return {one.name: read_source(one) for one in found}


def readable_for(purpose: str) -> list[str]:
    """Codes of the sources whose facts may be read for this purpose."""
    return [s.code for s in sources().values() if purpose in s.purposes]


def source(code: str) -> Source:
    """One source. `NotFound` ``source_unknown``."""
    found = sources().get(code)
    if found is None:
        raise NotFound("source_unknown")
    return found


def read_source(folder: Path) -> Source:
    """The source that a folder describes. `Refused` ``source_folder`` (`folder`, `why`: the part that is wrong)."""
    try:
        stored = yaml.safe_load((folder / DESCRIPTION).read_text("utf-8"))
        fields = {name: _field(name, value) for name, value in stored["fields"].items()}
        made = Source(
            folder.name,
            _words(stored["title"]),
            _words(stored["department"]),
            Subject(stored["subject"]),
            fields,
            tuple(stored.get("key", ())),
            tuple(stored["purposes"]),
            int(stored["shrink_percent"]),
            int(stored["unmatched_days"]),
            folder,
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("source_folder", folder=folder.name, why=str(error)[:200]) from error
    if wrong := _fault(made):
        raise Refused("source_folder", folder=folder.name, why=wrong)
    return made


def _field(name: str, stored: Mapping[str, Any]) -> Field:
    codes = {str(c): _words(w) for c, w in stored["codes"].items()} if "codes" in stored else None
    return Field(
        name,
        FieldType(stored["type"]),
        _words(stored["label"]),
        bool(stored.get("required", False)),
        codes,
        int(stored.get("most", 100)),
    )


def _words(stored: Any) -> Words:  # noqa: ANN401 - whatever the file holds
    chinese, english = stored
    if not (isinstance(chinese, str) and isinstance(english, str) and chinese and english):
        raise ValueError("words")
    return chinese, english


def _fault(made: Source) -> str:
    """What is wrong with a source; "" for nothing."""
    if not _NAME.fullmatch(made.code):
        return "code"
    for name in RECOGNISED_BY[made.subject]:
        if name not in made.fields or not made.fields[name].required:
            return f"fields.{name}"
    for name, field in made.fields.items():
        if not _NAME.fullmatch(name) or _TYPES.get(name, field.type) != field.type:
            return f"fields.{name}"
        if (field.type == FieldType.CODE) != bool(field.codes) or not 1 <= field.most <= 500:
            return f"fields.{name}"
    if not set(made.key) <= made.fields.keys():
        return "key"
    if not made.purposes or not 1 <= made.shrink_percent <= 100 or made.unmatched_days < 0:
        return "purposes" if not made.purposes else "shrink_percent"
    return ""
