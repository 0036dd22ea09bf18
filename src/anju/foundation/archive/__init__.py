"""Backups: one compressed file of all tables as they were at one moment, and the way back. Knows no Django."""

from anju.foundation.archive.manifest import ArchiveError, Manifest, Sequence, Table
from anju.foundation.archive.read import load, manifest_of, put_aside
from anju.foundation.archive.write import check_target, write

__all__ = [
    "ArchiveError",
    "Manifest",
    "Sequence",
    "Table",
    "check_target",
    "load",
    "manifest_of",
    "put_aside",
    "write",
]
