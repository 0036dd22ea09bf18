"""What a command tells the one who typed it, in the language of the terminal, and tables, in which Chinese characters
take two columns."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anju.foundation.clock import CHINA
from anju.foundation.errors import AnjuError
from anju.interfaces.texts.reasons import sentence


def language() -> str:
    """``zh-hans`` on a Chinese terminal, else ``en``."""
    chosen = (
        os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    )
    return "zh-hans" if chosen.lower().startswith("zh") else "en"


def refuse(error: AnjuError, *, as_json: bool, figures: dict[str, Any] | None = None) -> int:
    """Say what is wrong: a JSON object on standard output, with `figures` that stand all the same, or one sentence on
    standard error. Returns status 1."""
    text = sentence(error.code, language(), **error.params)
    if as_json:
        show({"error": error.code, "sentence": text, "params": error.params, **(figures or {})})
    else:
        print(f"anju: {text}", file=sys.stderr)
    return 1


def _plain(value: object) -> str:
    return value.astimezone(CHINA).isoformat() if isinstance(value, datetime) else str(value)


def show(report: dict[str, Any]) -> None:
    """One JSON object on standard output; moments in the time of the installation, with its zone."""
    print(json.dumps(report, ensure_ascii=False, default=_plain))


def width(text: str) -> int:
    """Columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(lines: Sequence[Sequence[str]], *, indent: str = "    ") -> str:
    """Lines of cells, set in columns."""
    widest = [max(width(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        (
            indent
            + "  ".join(
                cell + " " * (w - width(cell)) for cell, w in zip(line, widest, strict=True)
            )
        ).rstrip()
        for line in lines
    )
