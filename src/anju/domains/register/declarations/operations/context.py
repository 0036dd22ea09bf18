"""The state of one run of intake."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from anju.domains.register.declarations.data.declarations import Sender
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.frames import take


class NotGroupable(Exception):  # noqa: N818 - not an error: it says which way to go
    """The work depends on the submitter, and there are several: each form is to be taken in alone."""


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who submits a declaration, and the batch it belongs to."""

    actor: Actor
    sender: Sender
    batch_id: int


@dataclass(slots=True)
class Run:
    """What intake takes in at once: one batch, or the forms of several senders (`together`), which then share
    channel and moment; `by` says whose each declaration is. Whatever reads `actor`, `sender` or `batch_id` of the whole
    run asks for the only submitter, and ends such a common run (`NotGroupable`).

    `answered`: kinds of question that a person with the right to decide has answered for these items (`same_person`,
    `confirm`, `contradiction`); those are not asked again, all others are. `new_homes`: rooms a list
    names may be entered unverified. `conflicts`: what stands against a declaration, for the question.
    `day`: the day on which it was declared, where that is not the day of `at` (what an undo applies
    again). `seen`: item key → which doubts about it the one who declares or decides has confirmed, each with
    what it was confirmed by. `parts`: declaration → what of it is to be applied (``stay``, ``job``,
    ``absence``); those it does not name are applied whole."""

    submitter: Submitter
    at: datetime
    by: Mapping[int, Submitter] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    new_homes: bool = False
    made_homes: list[int] = field(default_factory=list)
    effects: dict[int, dict[str, object]] = field(default_factory=dict)
    conflicts: dict[int, list[dict[str, object]]] = field(default_factory=dict)
    day: date | None = None
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: Mapping[int, Collection[str]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The calendar day of the run."""
        return self.day or local_date(self.at)

    @property
    def channel(self) -> str:
        """The channel all of it came through."""
        return self.submitter.sender.channel

    @property
    def actor(self) -> Actor:
        """Who acts. `NotGroupable` when several do."""
        return self._only().actor

    @property
    def sender(self) -> Sender:
        """Who declares. `NotGroupable` when several do."""
        return self._only().sender

    @property
    def batch_id(self) -> int:
        """The batch all of it is kept in. `NotGroupable` when it is several."""
        return self._only().batch_id

    def submitters(self, frame: pl.DataFrame) -> list[Submitter]:
        """Whose each row is (column did)."""
        return (
            [self.by[d] for d in frame["did"].to_list()]
            if self.by
            else [self.submitter] * frame.height
        )

    def rows_with_part(self, part: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of which this part is to be applied (column did)."""
        if not self.parts:
            return frame
        return take(
            frame,
            [n for n, d in enumerate(frame["did"].to_list()) if part in self.parts.get(d, (part,))],
        )

    def _only(self) -> Submitter:
        if self.by:
            raise NotGroupable
        return self.submitter
