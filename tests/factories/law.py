"""Files of law that an installation puts beside ours."""

from __future__ import annotations

from pathlib import Path

from anju.foundation import law


def put(folder: Path, content: str, name: str = "4301.yaml") -> None:
    """Write one, and have it read."""
    (folder / name).write_text(content, "utf-8")
    law.look_again()
