"""What a phone writes down in the field arrives, whatever happens on the way (`--histories`, 10,000,000 unless said).

A history: one or two phones write up to seven operations and synchronise; between any two requests a
request or its answer is lost, the server dies, comes back from a backup, a request comes again later, a
phone dies, is copied, gets a new version, loses its right, and the office changes and decides. Then the
network is there again, and afterwards nothing may be lost, doubled, half done, done without the right,
or told to the phone otherwise than it stands. Histories without the office end as if nothing had happened.

The server decides by its own code (`fieldwork.sync.rules.receiving`) over tables in memory; the phone is
`field_phone.py`, step by step what its program does. `--bugs`: the faults of `BUGS`, one after the
other; each must be found.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from anju.domains.fieldwork.sync.data.devices import DeviceState
from anju.domains.fieldwork.sync.data.operations import (
    GOOD,
    Entry,
    FieldChange,
    HomeNamed,
    Kind,
    Operation,
    Photo,
    Reason,
    Status,
)
from anju.domains.fieldwork.sync.rules.receiving import RELEASED, answer_to
from bench.field_phone import ANSWERED, PIECES, SENT, STUCK, UNSENT, Phone
from bench.field_server import POISON, UNFIT, UNSENDABLE, Server, Tables
from bench.harness import SEED, Report, arguments, show

HOMES = ("A", "B")
BUGS = (
    "key_alone",
    "poison_dropped",
    "poison_blocks",
    "order_ignored",
    "never_released",
    "decides_without_release",
    "right_unread",
    "revoked_goes_on",
    "last_writer_wins",
    "no_savepoint",
    "withdrawn_stands",
    "answers_reversed",
    "epoch_unread",
    "photos_forgotten",
    "relaxed_durability",
    "numbers_again",
    "upgrade_empties",
    "batch_grows batch_answered_unread",
    "any_success_counts",
    "restore_unnoticed",
    "photos_not_again",
    "last_piece_only",
    "never_asks",
)
"""Faults that others have shipped, planted into the phone or the server; some do harm only two together."""


def run(words: Sequence[str] | None = None) -> int:
    """Run the benchmark."""

    def more(parser: Any) -> None:
        parser.add_argument("--histories", type=int, default=10_000_000)
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--bugs", action="store_true")

    args = arguments(words, __doc__ or "", more)
    if args.bugs:
        return show(measure_bugs(args.histories, args.seed), as_json=args.json)
    return show(measure(args.histories, args.seed), as_json=args.json)


def measure(histories: int, seed: int) -> Report:
    """So many histories on all cores; those with a fault by their seeds."""
    begun, cores = time.perf_counter(), os.cpu_count() or 1
    size = max(1, min(20_000, histories // cores))
    parts = [
        (seed * 1_000_000_000 + at, min(size, histories - at)) for at in range(0, histories, size)
    ]
    with ProcessPoolExecutor(cores) as pool:
        found = [f for part in pool.map(faults_of, parts) for f in part]
    report = Report("field-sync", rows=histories, seconds=time.perf_counter() - begun)
    report.figures = {"faults": len(found), "examples": found[:5]}
    report.figures["histories_a_second"] = round(histories / report.seconds)
    report.at_most("histories with a fault", len(found), 0)
    return report


def measure_bugs(histories: int, seed: int) -> Report:
    """After how many histories each planted fault shows, at most so many."""
    begun = time.perf_counter()
    after = {bug: first_found(bug, histories, seed) for bug in BUGS}
    report = Report("field-sync", rows=len(BUGS), seconds=time.perf_counter() - begun)
    report.figures = {"found_after": after}
    report.at_least("planted faults found", sum(n > 0 for n in after.values()), len(BUGS))
    return report


def first_found(bug: str, histories: int, seed: int) -> int:
    """After how many histories a planted fault shows; 0 when it does not."""
    bugs = frozenset(bug.split())
    return next((n for n in range(1, histories + 1) if fault(seed + n, bugs)), 0)


def faults_of(part: tuple[int, int]) -> list[tuple[int, str]]:
    """Seeds of the histories with a fault, and which."""
    first, count = part
    return [(seed, told) for seed in range(first, first + count) if (told := fault(seed))]


def fault(seed: int, bugs: frozenset[str] = frozenset()) -> str:
    """One history; "" when all is as it must be, else what is not."""
    try:
        return History(random.Random(seed), bugs).fault()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@dataclass
class History:
    """One history. `told`: what holders were told is kept; `outside`: somebody beside the phones has acted."""

    chance: random.Random
    bugs: frozenset[str]
    told: list[Entry] = field(default_factory=list)
    outside: bool = False
    shared: bool = False
    ghosts: list[Callable[[], object]] = field(default_factory=list)
    backups: list[Tables] = field(default_factory=list)
    active: dict[int, Iterator[None]] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        """A server and its phones."""
        self.server = Server(HOMES, self.bugs)
        self.backups.append(self.server.tables.copied())
        phones = 1 if self.chance.random() < 0.7 else 2
        self.shared = phones > 1
        self.phones = [Phone(self.server, self._key, self.bugs) for _ in range(phones)]
        self.writes = self.chance.randint(2, 7)

    def _key(self) -> str:
        self.count += 1
        return f"k{self.count}"

    def fault(self) -> str:
        """Run it, bring the network back, look."""
        for _ in range(self.chance.randint(12, 40)):
            self._event()
        while len(self.told) < self.writes and self.chance.random() < 0.9:
            self._write()
        self.active.clear()
        self._drain()
        if self.outside or self.shared:
            self._decide_all()
            self._drain()
        return next((t for t in self._faults() if t), "")

    # What happens

    def _event(self) -> None:
        roll = self.chance.random()
        if roll < 0.25 and len(self.told) < self.writes:
            self._write()
        elif roll < 0.75:
            self._step()
        elif roll < 0.80:
            self.active.pop(self.chance.randrange(len(self.phones)), None)
        elif roll < 0.84 and self.ghosts:
            self._quietly(self.chance.choice(self.ghosts))
        elif roll < 0.88:
            self.backups.append(self.server.tables.copied())
        elif roll < 0.91:
            self.server.restore(self.chance.choice(self.backups))
        elif roll < 0.925:
            self._of_the_phone()
        elif roll < 0.94:
            self._handed_over()
        else:
            self._from_outside()

    def _of_the_phone(self) -> None:
        phone = self.chance.choice(self.phones)
        if self.chance.random() < 0.5:
            phone.upgrade()
        elif len(self.phones) < 3:
            self.phones.append(phone.clone())
            self.shared = True

    def _handed_over(self) -> None:
        """The queue of a phone comes as a file, in whatever order."""
        self.shared = True
        rows = [
            r.entry
            for r in self.chance.choice(self.phones).disk.rows.values()
            if r.stage == UNSENT and r.entry.fault != UNSENDABLE
        ]
        self.chance.shuffle(rows)
        for entry in rows[: self.chance.randint(1, 4)]:
            self.server.send(self.server.epoch, self._key(), [entry], dies=False)

    def _from_outside(self) -> None:
        if self.chance.random() < 0.3:
            return
        self.outside = True
        server, roll = self.server, self.chance.random()
        if roll < 0.3:
            server.office_changes(self.chance.choice(HOMES), self.chance.randint(2, 6))
        elif roll < 0.5:
            server.may = not server.may
        elif roll < 0.6:
            server.device = self.chance.choice(list(DeviceState))
        elif roll < 0.65:
            server.tables.homes.pop(self.chance.choice(HOMES), None)
        elif server.tables.kept:
            key = self.chance.choice(sorted(server.tables.kept))
            server.office_decides(key, accepts=self.chance.random() < 0.6)

    def _step(self) -> None:
        at = self.chance.randrange(len(self.phones))
        if at not in self.active:
            self.active[at] = self.phones[at].synchronise(self._network)
        if next(self.active[at], self) is self:
            del self.active[at]

    def _network(self, request: Callable[[], object]) -> object:
        roll = self.chance.random()
        if roll < 0.08:
            raise ConnectionError("the request was lost")
        if roll < 0.12:
            before = self.server.tables.copied()
            self._quietly(request)
            self.server.tables = before
            raise ConnectionError("the server died before it committed")
        if roll < 0.20:
            self.ghosts.append(request)
        if roll < 0.28:
            self._quietly(request)
            raise ConnectionError("the answer was lost")
        return request()

    def _quietly(self, request: Callable[[], object]) -> None:
        try:
            request()
        except Exception as error:
            self.ghosts = [g for g in self.ghosts if g is not request or error is None]

    # What is written down

    def _write(self) -> None:
        phone = self.chance.choice(self.phones)
        entry = self._entry(phone)
        if phone.write(entry, flushed=self.chance.random() > 0.05):
            self.told.append(entry)

    def _entry(self, phone: Phone) -> Entry:
        roll, key = self.chance.random(), self._key()
        if roll < 0.04:
            return Entry(key, f"d{key}", fault=Reason.UNREADABLE)
        if roll < 0.06:
            return Entry(key, f"d{key}", fault=UNSENDABLE)
        held = {r.entry.key for r in phone.disk.rows.values()}
        others = [e.key for e in self.told if e.key not in held and e.fault != UNSENDABLE]
        if roll < 0.15 and others:
            self.outside = True
            key = self.chance.choice(others)
        mine = [r.entry.operation for r in phone.disk.rows.values() if r.entry.operation]
        return Entry(key, f"d{self._key()}", self._operation(key, mine))

    def _operation(self, key: str, mine: list[Operation]) -> Operation:
        kind = self.chance.choice(list(Kind))
        earlier = self.chance.choice(mine) if mine else None
        photos = (Photo(f"p{key}", PIECES),) if self.chance.random() < 0.25 else ()
        if kind is Kind.WITHDRAW and earlier and earlier.key != key:
            return Operation(key, 0, kind, 0, after=(earlier.key,), withdraws=earlier.key)
        if kind is Kind.HOME:
            return Operation(key, 0, kind, 0, photos=photos)
        if kind is Kind.CHANGE:
            value = self.chance.randint(2, 6)
            changes = {"capacity": FieldChange(self.chance.choice((2, 2, value, 3)), value)}
            return Operation(key, 0, kind, 0, home=HomeNamed("A"), changes=changes, photos=photos)
        what = {"what": self.chance.choice(("", "", "", "", POISON, UNFIT))}
        entered = [o.key for o in mine if o.kind is Kind.HOME and o.key != key]
        if entered and self.chance.random() < 0.6:
            home = self.chance.choice(entered)
            named = HomeNamed(operation=home)
            return Operation(
                key, 0, Kind.MOVE_IN, 0, after=(home,), home=named, content=what, photos=photos
            )
        kind = Kind.MOVE_IN if kind is Kind.WITHDRAW else kind
        return Operation(
            key, 0, kind, 0, home=HomeNamed(self.chance.choice(HOMES)), content=what, photos=photos
        )

    # What must be so in the end

    def _drain(self) -> None:
        for _ in range(6):
            for phone in self.phones:
                for _step in phone.synchronise(lambda request: request()):
                    pass

    def _decide_all(self) -> None:
        """The office decides all that waits for it."""
        for key in list(self.server.tables.kept):
            outcome = self.server.outcome(key)
            if outcome.status is Status.WAITING and outcome.reason not in RELEASED:
                self.outside = True
                self.server.office_decides(key, accepts=self.chance.random() < 0.5)

    def _faults(self) -> Iterator[str]:
        yield from sorted(self.server.violations)
        for entry in self.told:
            yield self._arrived(entry)
        for key in self.server.tables.kept:
            yield self._done_once(key)
            yield self._released(key)
        for phone in self.phones:
            yield from self._as_told(phone)
        if not self.outside and not self.shared:
            yield self._as_in_calm()

    def _arrived(self, entry: Entry) -> str:
        if entry.fault == UNSENDABLE:
            return ""
        kept = self.server.tables.kept.get(entry.key, ())
        return "" if any(e.digest == entry.digest for e, _ in kept) else f"lost: {entry.key}"

    def _done_once(self, key: str) -> str:
        (entry, outcome), done = self.server.tables.kept[key][0], self.server.tables.done[key]
        operation = entry.operation
        if operation is None or operation.kind in (Kind.CHANGE, Kind.WITHDRAW):
            return ""
        wanted = 1 if outcome.status in GOOD else 0
        return "" if done == wanted else f"{key} is {outcome.status} and was done {done} times"

    def _released(self, key: str) -> str:
        entry, outcome = self.server.tables.kept[key][0]
        poison = entry.operation is not None and entry.operation.content.get("what") == POISON
        if outcome.reason == Reason.FAILED and not poison:
            return f"{key} failed by an error of the program"
        if outcome.reason not in (Reason.EARLIER_MISSING, Reason.EARLIER_WAITING):
            return ""
        assert entry.operation is not None
        after = [
            self.server.outcome(k) if k in self.server.tables.kept else None
            for k in entry.operation.after
        ]
        if outcome.reason == Reason.EARLIER_MISSING:
            return f"{key} still waits for what is here" if all(after) else ""
        waiting = any(o is None or o.status is Status.WAITING for o in after)
        return "" if waiting else f"{key} still waits for what was decided"

    def _as_told(self, phone: Phone) -> Iterator[str]:
        for row in phone.disk.rows.values():
            if row.entry.fault == UNSENDABLE:
                yield "" if row.stage == STUCK else "what cannot be sent was not set aside"
                continue
            kept = self.server.tables.kept.get(row.entry.key, ())
            if row.stage != ANSWERED or row.answer is None:
                yield f"{row.entry.key} is {row.stage} for ever"
            elif any(e.digest == row.entry.digest for e, _ in kept):
                outcome = self.server.outcome(row.entry.key, row.entry.digest)
                stands = answer_to(row.entry.key, row.entry.digest, outcome)
                own = kept[0][0].digest == row.entry.digest
                if own and (row.answer.status, row.answer.reason) != (stands.status, stands.reason):
                    yield self._told_otherwise(row.answer.status, stands.reason)
        for name, photo in phone.disk.photos.items():
            if name in self.server.tables.announced:
                whole = self.server.tables.photos.get(name) == PIECES
                yield "" if whole and photo.stage == SENT else f"photograph {name} is not whole"
            elif any(
                r.number == photo.number and r.stage == ANSWERED for r in phone.disk.rows.values()
            ):
                yield f"photograph {name} was never announced"

    def _told_otherwise(self, told: Status, reason: str) -> str:
        """What waits is asked for again; what was decided is told once, and changes by the office or a withdrawal."""
        later = self.outside or reason == Reason.WITHDRAWN
        return "the phone was told otherwise" if told is Status.WAITING or not later else ""

    def _as_in_calm(self) -> str:
        calm = Server(HOMES)
        for entry in self.told:
            if entry.fault != UNSENDABLE:
                calm.send(0, f"b{entry.digest}", [entry], dies=False)
        ours, theirs = self._state(self.server), self._state(calm)
        return "" if ours == theirs else f"not as in calm: {ours} / {theirs}"

    def _state(self, server: Server) -> Any:
        statuses = {k: (o.status, o.reason) for k, ((_, o), *_) in server.tables.kept.items()}
        return statuses, server.tables.homes, {k: v for k, v in server.tables.done.items() if v}


if __name__ == "__main__":
    raise SystemExit(run())
