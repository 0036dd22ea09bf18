"""A phone in the field, as its program keeps it (`static/anju/js/field`): the same log, the same steps of a
synchronisation, one step at a time, so that anything may happen between two of them.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from anju.domains.fieldwork.sync.data.operations import Answer, Entry, Status
from bench.field_server import BatchUsedError, RequestRefusedError, RestoredError, Server

UNSENT, ANSWERED, STUCK = "unsent", "answered", "stuck"
WAITING, SENDING, SENT = "waiting", "sending", "sent"
MOST = 3
PIECES = 2


@dataclass
class Row:
    """One operation in the log."""

    number: int
    entry: Entry
    stage: str = UNSENT
    answer: Answer | None = None


@dataclass
class Picture:
    """A photograph in the log."""

    number: int
    stage: str = WAITING


@dataclass
class Disk:
    """What survives the phone's death."""

    rows: dict[int, Row] = field(default_factory=dict)
    photos: dict[str, Picture] = field(default_factory=dict)
    batch: tuple[str, tuple[str, ...]] | None = None
    epoch: int = 0
    last: int = 0


Network = Callable[[Callable[[], object]], object]
"""Carries one request: gives its answer, or raises `ConnectionError`."""


class Phone:
    """One device. `bugs`: planted, to see that the test finds them."""

    def __init__(
        self, server: Server, new_key: Callable[[], str], bugs: frozenset[str] = frozenset()
    ) -> None:
        """A phone that was set up and holds nothing yet."""
        self.server, self.new_key, self.bugs = server, new_key, bugs
        self.disk = Disk()
        self.unflushed: list[Callable[[], None]] = []

    def clone(self) -> Phone:
        """A copy of the phone that goes on by itself."""
        twin = Phone(self.server, self.new_key, self.bugs)
        twin.disk = copy.deepcopy(self.disk)
        return twin

    # Writing

    def write(self, entry: Entry, *, flushed: bool) -> bool:
        """Write an operation down; True when its holder was told that it is kept. Not `flushed`: the phone dies before
        the disk has it."""
        relaxed = "relaxed_durability" in self.bugs
        if not flushed:
            return relaxed
        number = self.disk.last + 1
        if "numbers_again" in self.bugs:
            number = 1 + sum(r.stage == UNSENT for r in self.disk.rows.values())
        self.disk.rows[number] = Row(number, entry)
        self.disk.last = number
        for photo in entry.operation.photos if entry.operation else ():
            self.disk.photos[photo.sha256] = Picture(number)
        return True

    def upgrade(self) -> None:
        """A newer version of the program opens what the older one left."""
        if "upgrade_empties" in self.bugs:
            self.disk.rows = {n: r for n, r in self.disk.rows.items() if r.stage == ANSWERED}
            self.disk.batch = None

    # Synchronising, one request at a time

    def synchronise(self, network: Network) -> Iterator[None]:
        """A round: yields before each request. It ends early when the network fails."""
        try:
            for _ in range(2):
                try:
                    yield from self._round(network)
                    return
                except RestoredError:
                    self._offer_again()
        except ConnectionError:
            return

    def _round(self, network: Network) -> Iterator[None]:
        yield
        network(lambda p=self.disk.epoch: self.server.standing(p, ()))
        yield from self._send(network)
        yield from self._send_photos(network)
        yield from self._follow_up(network)

    def _send(self, network: Network) -> Iterator[None]:
        most = MOST
        while (batch := self._batch(most)) is not None:
            key, keys = batch
            rows = [r for r in self.disk.rows.values() if r.entry.key in keys and r.stage == UNSENT]
            entries = [r.entry for r in sorted(rows, key=lambda r: r.number)]
            epoch = self.disk.epoch
            yield
            try:
                answers = network(
                    lambda k=key, e=tuple(entries), p=epoch: self.server.send(p, k, e, dies=False)
                )
            except BatchUsedError:
                self.disk.batch = None
                continue
            except RequestRefusedError:
                # The request as a whole was not taken: each for itself.
                self.disk.batch = None
                if "poison_blocks" in self.bugs:
                    return
                if len(rows) == 1:
                    rows[0].stage = STUCK
                most = 1
                continue
            self._note(rows, answers)  # type: ignore[arg-type]
            most = MOST

    def _batch(self, most: int) -> tuple[str, tuple[str, ...]] | None:
        unsent = sorted(
            (r for r in self.disk.rows.values() if r.stage == UNSENT), key=lambda r: r.number
        )
        begun = self.disk.batch
        if begun and sum(r.entry.key in begun[1] for r in unsent) == len(begun[1]):
            if "batch_grows" not in self.bugs:
                return begun
            return begun[0], tuple(r.entry.key for r in unsent)
        if not unsent:
            return None
        self.disk.batch = (self.new_key(), tuple(r.entry.key for r in unsent[:most]))
        return self.disk.batch

    def _note(self, rows: list[Row], answers: list[Answer]) -> None:
        by_key = {a.key: a for a in answers}
        for at, row in enumerate(rows):
            answer = (
                answers[at] if "answers_by_position" in self.bugs else by_key.get(row.entry.key)
            )
            if "any_success_counts" in self.bugs:
                answer = Answer(row.entry.key, row.entry.digest, Status.APPLIED, "", {})
            if answer is None:
                continue
            own = answer.digest == row.entry.digest or "digest_unread" in self.bugs
            row.stage, row.answer = (ANSWERED if own else STUCK), answer
            for photo in self.disk.photos.values():
                if own and photo.number == row.number and photo.stage == WAITING:
                    photo.stage = SENDING
        if "answered_forgotten" in self.bugs:
            self.disk.rows = {n: r for n, r in self.disk.rows.items() if r.stage != ANSWERED}
        self.disk.batch = None

    def _send_photos(self, network: Network) -> Iterator[None]:
        for name, photo in list(self.disk.photos.items()):
            if photo.stage != SENDING:
                continue
            yield
            epoch = self.disk.epoch
            here = network(lambda n=name, p=epoch: self.server.photo(p, n, None))
            tries = 0
            while isinstance(here, int) and 0 <= here < PIECES and tries < 4:
                tries += 1
                yield
                offset = PIECES - 1 if "last_piece_only" in self.bugs else here
                here = network(lambda n=name, o=offset, p=epoch: self.server.photo(p, n, o))
            if here == PIECES:
                photo.stage = SENT

    def _follow_up(self, network: Network) -> Iterator[None]:
        waiting = [
            r
            for r in self.disk.rows.values()
            if r.stage == ANSWERED and r.answer and r.answer.status is Status.WAITING
        ]
        if not waiting or "never_asks" in self.bugs:
            return
        yield
        epoch = self.disk.epoch
        found = network(
            lambda k=tuple(r.entry.key for r in waiting), p=epoch: self.server.standing(p, k)
        )
        for row in waiting:
            answer = found.get(row.entry.key)  # type: ignore[attr-defined]
            if answer is None:
                row.stage = UNSENT
            else:
                row.answer = answer

    def _offer_again(self) -> None:
        self.disk.epoch = self.server.epoch
        if "restore_unnoticed" in self.bugs:
            return
        for row in self.disk.rows.values():
            if row.stage == ANSWERED:
                row.stage = UNSENT
        if "photos_not_again" not in self.bugs:
            for photo in self.disk.photos.values():
                photo.stage = WAITING
        self.disk.batch = None
