"""What is said about one message: its faults, and who and when it is judged for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anju.domains.exchange.messages.data.classes import errors


@dataclass(frozen=True, slots=True)
class Fault:
    """A code of the catalogue and a JSON Pointer to the place. Never a value: a fault may name a person's number."""

    code: str
    at: str = ""

    @property
    def severity(self) -> str:
        """error or warning."""
        return errors()[self.code].severity

    def written(self) -> dict[str, str]:
        """As answers carry it."""
        return {"code": self.code, "at": self.at, "severity": self.severity}


@dataclass(frozen=True, slots=True)
class Occasion:
    """For whom a message is judged: the receiving place, the place that signed, and the moment."""

    receiver: str
    sender: str
    at: datetime
