"""Invented people. Citizen numbers end in sequences 996-999, which nobody is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.factories.spreadsheets import number


@dataclass(frozen=True, slots=True)
class Somebody:
    """What a person would say about themselves: enough for a declaration."""

    name: str
    doc_number: str
    phone: str = ""
    doc_type: str = "111"
    more: dict[str, object] = field(default_factory=dict)

    @property
    def item(self) -> dict[str, object]:
        """The personal columns of a declaration."""
        return {
            "name": self.name,
            "doc_type": self.doc_type,
            "doc_number": self.doc_number,
            "phone": self.phone or None,
            **self.more,
        }

    @property
    def wrong_number(self) -> str:
        """The document number with a check character that does not fit."""
        return self.doc_number[:-1] + ("1" if self.doc_number[-1] != "1" else "2")


def somebody(
    name: str,
    seed: int,
    *,
    area: str | None = None,
    born: date | None = None,
    phone: str | None = None,
    **more: object,
) -> Somebody:
    """A person of this name; number and phone follow from the seed and never repeat between seeds below 10,000."""
    return Somebody(
        name,
        number(seed, area=area, born=f"{born:%Y%m%d}" if born else None),
        f"139{seed:04d}{1000 + seed % 9000}" if phone is None else phone,
        more=more,
    )
