"""The files of law: those that come with Anju, and those an installation adds in its data directory."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.conf import settings

from anju.foundation.errors import Refused
from anju.foundation.law.reading import Part, Text, parsed, wrong

log = logging.getLogger(__name__)
OURS = Path(__file__).with_name("regions")
SECTIONS = (
    "rules",
    "working_days",
    "articles",
    "paths",
    "eligibility",
    "points",
    "barred",
    "benefits",
    "dwelling",
    "inspection",
    "visits",
    "letters",
    "employers",
    "facts",
    "services",
    "matters",
    "matter_variants",
    "duties",
    "enrolment",
    "enrolment_days",
    "rescue_duties",
    "rescue_bounds",
    "group_kinds",
    "barred_purposes",
)
"""What a file may hold; each section has one reader, in the domain it belongs to."""
Value = TypeVar("Value")
Stamp = tuple[tuple[Path, int], ...]
EVERY = 1.0
"""Seconds after which a process looks again whether a file has changed."""


@dataclass(frozen=True, slots=True)
class LawFile:
    """One file's head. `region`: code prefix, "" for the country; `revised`: the day it was last changed."""

    name: str
    region: str
    words: Text
    revised: date


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file of the installation, and where (file, line, place)."""

    where: str
    problem: str


_readers: dict[str, Section[Any]] = {}
_looks: list[tuple[float, Path, Stamp]] = []
_content: dict[Path, tuple[int, tuple[LawFile, dict[str, list[Part]]] | Fault]] = {}


class Section(Generic[Value]):
    """One section of all files, and what reads an entry of it. A section that is wrong in a file of the installation is
    left out there and named in the log, so that everything else stays in force; a fault of ours is raised."""

    def __init__(self, name: str, read: Callable[[Part, LawFile], Value]) -> None:
        assert name in SECTIONS  # noqa: S101 - a slip of a developer
        self.name, self.read = name, read
        self._held: tuple[Stamp, tuple[Value, ...], tuple[Fault, ...]] | None = None
        _readers[name] = self

    def entries(self) -> tuple[Value, ...]:
        """Every entry, in the order of the files: ours by name, then the installation's."""
        return self._now()[1]

    def faults(self) -> tuple[Fault, ...]:
        """What was left out."""
        return self._now()[2]

    def _now(self) -> tuple[Stamp, tuple[Value, ...], tuple[Fault, ...]]:
        stamp = _stamp()
        if self._held is None or self._held[0] != stamp:
            values, faults = list[Value](), list[Fault]()
            for path, written in stamp:
                found = self._of(path, written)
                if isinstance(found, Fault):
                    log.error("%s: %s. It is left out: %s", path, found.where, found.problem)
                    faults.append(found)
                else:
                    values += found
            self._held = (stamp, tuple(values), tuple(faults))
        return self._held

    def _of(self, path: Path, written: int) -> list[Value] | Fault:
        content = _read(path, written)
        if isinstance(content, Fault):
            return content
        file, sections = content
        try:
            return [self.read(_anew(one), file) for one in sections[self.name]]
        except Refused as error:
            if path.parent == OURS:
                raise
            return Fault(**error.params)


def faults() -> tuple[Fault, ...]:
    """What is wrong with the files of the installation, each fault once; the domains must be imported."""
    return tuple(dict.fromkeys(f for section in _readers.values() for f in section.faults()))


def _anew(part: Part) -> Part:
    """The same part for one more reader."""
    return Part(part.raw, part.where, part.file)


def _stamp() -> Stamp:
    """The files and when each was written, as of the last look."""
    looked = time.monotonic()
    if not _looks or _looks[0][1] != settings.DATA or looked - _looks[0][0] >= EVERY:
        paths = [*sorted(OURS.glob("*.yaml")), *sorted((settings.DATA / "law").glob("*.yaml"))]
        _looks[:] = [(looked, settings.DATA, tuple((p, p.stat().st_mtime_ns) for p in paths))]
    return _looks[0][2]


def look_again() -> None:
    """Look for changed files at the next reading, without waiting."""
    _looks.clear()


def _read(path: Path, written: int) -> tuple[LawFile, dict[str, list[Part]]] | Fault:
    if path not in _content or _content[path][0] != written:
        try:
            _content[path] = (written, _opened(path))
        except Refused as error:
            if path.parent == OURS:
                raise
            _content[path] = (written, Fault(**error.params))
    return _content[path][1]


def _opened(path: Path) -> tuple[LawFile, dict[str, list[Part]]]:
    try:
        content = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(path.name, "it cannot be read as UTF-8 text") from error
    whole = parsed(content, path.name)
    region, revised = whole("region"), whole.day("revised")
    if not isinstance(region, str) or not (region == "" or region.isdigit()):
        raise whole.wrong("a code prefix in quotation marks", "region")
    if revised is None:
        raise whole.wrong("not a day", "revised")
    file = LawFile(path.name, region, whole.words(), revised)
    sections = {name: whole.parts(name, []) for name in SECTIONS}
    whole.done()
    return file, sections
