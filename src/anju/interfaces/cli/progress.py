"""Progress for a person at a terminal, and one line per step for a log. It goes to standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

EVERY = 30.0
"""Seconds between two lines about one step in a log."""


class Progress:
    """Steps, each with an optional bar."""

    def __init__(self, total: int = 0, stream: TextIO | None = None) -> None:
        """`total`: how many steps there will be, when that is known."""
        self.total = total
        self._stream = stream or sys.stderr
        self._number = 0
        self._title = ""
        self._shown = 0.0
        self._logged = 0.0

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Name a step, and say how long it took when it was more than an instant."""
        self._number += 1
        self._title = f"[{self._number}/{self.total}] {title}" if self.total else title
        begun = self._logged = time.monotonic()
        self._live(f"{self._title} …")
        yield
        self.line(f"{self._title}: {time.monotonic() - begun:.1f} s")

    def tell(self, stage: str, done: int, total: int) -> None:
        """How far the present step is."""
        if time.monotonic() - self._shown > 0.1 or done >= total:
            width = round(20 * done / total) if total else 0
            self._live(
                f"{self._title}  {'█' * width}{'·' * (20 - width)} {done:,}/{total:,} {stage}"
            )

    def line(self, text: str) -> None:
        """One lasting line."""
        erase = "\r\033[K" if self._stream.isatty() else ""
        print(f"{erase}  {text}", file=self._stream, flush=True)

    def _live(self, text: str) -> None:
        self._shown = time.monotonic()
        if self._stream.isatty():
            print(f"\r\033[K  {text}", end="", file=self._stream, flush=True)
        elif self._shown - self._logged >= EVERY:
            self._logged = self._shown
            print(f"  {text}", file=self._stream, flush=True)
