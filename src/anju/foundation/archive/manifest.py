"""What an archive says about itself: a zip file of one member per table, and ``manifest.json`` written last."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

FORMAT = 1
MEMBER = "manifest.json"
CHUNK = 1 << 20


class ArchiveError(Exception):
    """The archive cannot be written or read; the text says why and what to do."""


@dataclass(frozen=True)
class Table:
    """One table. `sha256` is of its rows in PostgreSQL's COPY text format, in the order of the archive."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Its file in the archive."""
        return f"tables/{self.name}.copy"


@dataclass(frozen=True)
class Sequence:
    """Where a counter stood."""

    name: str
    last: int
    called: bool


@dataclass(frozen=True)
class Manifest:
    """The whole: `migrations` are (app, name) in the order they were applied; `taken` is ISO 8601 in UTC."""

    taken: str
    server: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    sequences: tuple[Sequence, ...]
    format: int = FORMAT

    def as_json(self) -> str:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @staticmethod
    def from_json(text: str) -> Manifest:
        """Read it back; `ArchiveError` when it is of a later kind."""
        doc = json.loads(text)
        if doc["format"] != FORMAT:
            raise ArchiveError(
                f"This archive is of format {doc['format']}; this Anju reads format {FORMAT}. "
                "Restore it with the Anju that wrote it, or a newer one."
            )
        return Manifest(
            doc["taken"],
            doc["server"],
            tuple((app, name) for app, name in doc["migrations"]),
            tuple(
                Table(t["name"], tuple(t["columns"]), t["rows"], t["sha256"]) for t in doc["tables"]
            ),
            tuple(Sequence(**s) for s in doc["sequences"]),
        )
