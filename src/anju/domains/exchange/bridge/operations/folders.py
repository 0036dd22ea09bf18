"""Folders that people and programs share: a file has its name only when it is whole and on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from anju.domains.exchange.bridge.data.bridge import MOST_BYTES, MOST_HEADER, SUFFIX
from anju.domains.exchange.bridge.rules.file_format import BridgeFault, Header, read_header
from anju.foundation.whole_files import write


def put(folder: Path, name: str, data: bytes) -> None:
    """Write a file into a folder, which is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / name, [data])


def found(folder: Path) -> Iterator[tuple[Path, Header | None]]:
    """Files of bridges in a folder with what they say of themselves (None: nothing readable), by number. Unfinished
    ones, folders and links are passed over; nothing is followed out of the folder."""
    listed: list[tuple[int, str, Path, Header | None]] = []
    for path in sorted(folder.glob("*" + SUFFIX)):
        if path.is_symlink() or not path.is_file():
            continue
        header: Header | None = None
        if path.stat().st_size <= MOST_BYTES:
            with path.open("rb") as file:
                try:
                    header, _ = read_header(file.read(MOST_HEADER + 1024))
                except BridgeFault:
                    header = None
        listed.append((header.number if header else 0, path.name, path, header))
    for _, _, path, header in sorted(listed, key=lambda f: f[:2]):
        yield path, header
