"""A register in memory for devices in the field, for the model test of their synchronisation.

What it decides, it decides by the server's own loop (`fieldwork.sync.rules.receiving`); only the tables
beneath are a few dictionaries. It can be brought back to an earlier day, as from a backup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from anju.domains.fieldwork.sync.data.devices import DeviceState
from anju.domains.fieldwork.sync.data.operations import (
    Answer,
    Entry,
    Kind,
    Operation,
    Outcome,
    Reason,
    Status,
)
from anju.domains.fieldwork.sync.rules.deciding import Facts, Verdict, changed
from anju.domains.fieldwork.sync.rules.receiving import RELEASED, answer_to, receive, release
from anju.foundation.errors import Conflict, Refused

POISON = "poison"
"""Content at which the program itself fails."""
UNFIT = "unfit"
"""Content that the register refuses."""


UNSENDABLE = "unsendable"
"""Fault of an entry for which a request is refused as a whole."""


class RequestRefusedError(Exception):
    """422 for the request as a whole."""


class RestoredError(Exception):
    """409 ``server_restored``: the epoch is named."""


class BatchUsedError(Exception):
    """409 ``key_used_for_another``."""


@dataclass
class Tables:
    """What a backup holds. `done`: how often the effect of each operation stands; `photos`: bytes that are here."""

    kept: dict[str, list[tuple[Entry, Outcome]]] = field(default_factory=dict)
    batches: dict[str, set[str]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    homes: dict[str, dict[str, int]] = field(default_factory=dict)
    photos: dict[str, int] = field(default_factory=dict)
    announced: set[str] = field(default_factory=set)

    def copied(self) -> Tables:
        """The same, to come back to."""
        return Tables(
            {k: list(v) for k, v in self.kept.items()},
            {k: set(v) for k, v in self.batches.items()},
            Counter(self.done),
            {k: dict(v) for k, v in self.homes.items()},
            dict(self.photos),
            set(self.announced),
        )


class Server:
    """The register, with one holder's operations. `bugs`: planted, to see that the test finds them."""

    def __init__(self, homes: Iterable[str], bugs: frozenset[str] = frozenset()) -> None:
        """Homes on file, each for two."""
        self.tables = Tables(homes={code: {"capacity": 2} for code in homes})
        self.epoch = 0
        self.bugs = bugs
        self.device = DeviceState.ACTIVE
        self.may = True
        self.deciding = False
        self.violations: set[str] = set()

    # What arrives from a device

    def send(self, epoch: int, batch: str, entries: Sequence[Entry], *, dies: bool) -> list[Answer]:
        """`POST /field/operations`: one transaction. `dies`: the process is killed before it commits."""
        self._require_epoch(epoch)
        if any(e.fault == UNSENDABLE for e in entries):
            raise RequestRefusedError
        before = self.tables.copied()
        try:
            answers = self._received(batch, entries)
        except Exception:
            self.tables = before
            raise
        if dies and "commits_before_death" not in self.bugs:
            self.tables = before
        return answers

    def _received(self, batch: str, entries: Sequence[Entry]) -> list[Answer]:
        fresh = [e for e in entries if e.digest not in self.digests(e.key)]
        kept = self.tables.batches.get(batch, set())
        if kept and (fresh or not kept <= {e.key + e.digest for e in entries}):
            if "batch_answered_unread" in self.bugs:
                return [Answer(e.key, e.digest, Status.APPLIED, "", {}) for e in entries]
            raise BatchUsedError
        answers = receive(entries, self)
        if fresh:
            self.tables.batches.setdefault(batch, set()).update(e.key + e.digest for e in fresh)
        if "answers_reversed" in self.bugs:
            digests = [a.digest for a in reversed(answers)]
            return [replace(a, digest=d) for a, d in zip(answers, digests, strict=True)]
        return answers

    def photo(self, epoch: int, name: str, offset: int | None) -> int:
        """How many of the two pieces of a photograph are here, after this one came."""
        self._require_epoch(epoch)
        if name not in self.tables.announced:
            return -1
        here = self.tables.photos.get(name, 0)
        if offset is not None and (offset == here or "pieces_anywhere" in self.bugs):
            here = self.tables.photos[name] = offset + 1
        return here

    def standing(self, epoch: int, keys: Iterable[str]) -> dict[str, Answer]:
        """`POST /field/standing`."""
        self._require_epoch(epoch)
        found = (k for k in keys if k in self.tables.kept)
        return {k: answer_to(k, self.tables.kept[k][0][0].digest, self.outcome(k)) for k in found}

    def _require_epoch(self, epoch: int) -> None:
        if epoch != self.epoch and "epoch_unread" not in self.bugs:
            raise RestoredError

    # What happens beside the devices

    def restore(self, backup: Tables) -> None:
        """Come back from a backup."""
        self.tables = backup.copied()
        self.epoch += 1

    def office_changes(self, home: str, value: int) -> None:
        """The office writes a field of a home."""
        if home in self.tables.homes:
            self.tables.homes[home]["capacity"] = value

    def office_decides(self, key: str, *, accepts: bool) -> None:
        """Somebody decides about what waits or lies in quarantine."""
        entry, outcome = self.tables.kept[key][0]
        if outcome.status not in (Status.WAITING, Status.QUARANTINED) or entry.operation is None:
            return
        if not accepts or entry.operation.kind is Kind.WITHDRAW:
            self.move(key, Outcome(Status.REFUSED, "refused_by_office"))
        else:
            self.deciding = True
            try:
                with self.attempt():
                    self.move(key, self.apply(entry.operation, self._as_wished(entry.operation)))
            except Exception:
                return
            finally:
                self.deciding = False
        if "decides_without_release" not in self.bugs:
            release(key, self)

    def _as_wished(self, operation: Operation) -> Verdict:
        return Verdict(values={n: c.value for n, c in operation.changes.items()})

    # `receiving.Store`

    def digests(self, key: str) -> Collection[str]:
        """See `receiving.Store`."""
        if "key_alone" in self.bugs and key in self.tables.kept:
            return _Anything()
        return [e.digest for e, _ in self.tables.kept.get(key, ())]

    def keep(self, entry: Entry, outcome: Outcome) -> None:
        """See `receiving.Store`."""
        if "poison_dropped" in self.bugs and outcome.status is Status.QUARANTINED:
            self.tables.kept.setdefault(entry.key, []).append(
                (Entry(entry.key, ""), Outcome(Status.REFUSED))
            )
            return
        self.tables.kept.setdefault(entry.key, []).append((entry, outcome))
        if entry.operation and not ("photos_forgotten" in self.bugs and outcome.reason):
            self.tables.announced.update(p.sha256 for p in entry.operation.photos)

    def move(self, key: str, outcome: Outcome) -> None:
        """See `receiving.Store`."""
        self.tables.kept[key][0] = (self.tables.kept[key][0][0], outcome)

    def outcome(self, key: str, digest: str = "") -> Outcome:
        """See `receiving.Store`."""
        rows = self.tables.kept[key]
        return next((o for e, o in rows if digest in ("", e.digest)), rows[0][1])

    def facts(self, operation: Operation) -> Facts:
        """See `receiving.Store`."""
        named = [*operation.after, *filter(None, [operation.withdraws])]
        home = self._home(operation)
        missing_ignored = "order_ignored" in self.bugs
        earlier = {k: self.outcome(k).status for k in named if k in self.tables.kept}
        if missing_ignored:
            earlier = {k: earlier.get(k, Status.APPLIED) for k in named}
        needs_home = operation.kind not in (Kind.HOME, Kind.WITHDRAW)
        return Facts(
            device=DeviceState.ACTIVE if "revoked_goes_on" in self.bugs else self.device,
            earlier=earlier,
            known=home in self.tables.homes or not needs_home,
            may=self.may or operation.kind is Kind.WITHDRAW or "right_unread" in self.bugs,
            present=dict(self.tables.homes.get(home, {})),
        )

    def apply(self, operation: Operation, verdict: Verdict) -> Outcome:
        """See `receiving.Store`."""
        self._look_on(operation, verdict)
        self.tables.done[operation.key] += 1
        if operation.content.get("what") == POISON:
            raise RuntimeError(POISON)
        if operation.content.get("what") == UNFIT:
            raise Refused("field_value", field="name")
        if operation.kind is Kind.HOME:
            self.tables.homes[operation.key] = {"capacity": 2}
        if operation.kind is Kind.CHANGE:
            values = verdict.values
            if "last_writer_wins" in self.bugs:
                values = {n: c.value for n, c in operation.changes.items()}
            self.tables.homes[self._home(operation)].update(values)
            return Outcome(Status.APPLIED) if "last_writer_wins" in self.bugs else changed(verdict)
        return Outcome(Status.APPLIED)

    def undo(self, key: str) -> None:
        """See `receiving.Store`."""
        entry = self.tables.kept[key][0][0]
        if entry.operation and entry.operation.kind in (Kind.HOME, Kind.CHANGE, Kind.WITHDRAW):
            raise Conflict(Reason.UNDO_BY_OFFICE)
        if "withdrawn_stands" not in self.bugs:
            self.tables.done[key] -= 1

    def held_by(self, key: str) -> Iterable[Operation]:
        """See `receiving.Store`."""
        if "never_released" in self.bugs:
            return []
        return [
            e.operation
            for (e, o), *_ in self.tables.kept.values()
            if o.status is Status.WAITING
            and o.reason in RELEASED
            and e.operation
            and key in e.operation.after
        ]

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """See `receiving.Store`."""
        done = Counter(self.tables.done)
        homes = {code: dict(fields) for code, fields in self.tables.homes.items()}
        try:
            yield
        except Exception:
            if "no_savepoint" not in self.bugs:
                self.tables.done, self.tables.homes = done, homes
            raise

    def is_lost(self, error: Exception) -> bool:
        """See `receiving.Store`."""
        return "poison_blocks" in self.bugs

    def _look_on(self, operation: Operation, verdict: Verdict) -> None:
        """Note what must never be done."""
        if self.deciding:
            return
        if not self.may or self.device is not DeviceState.ACTIVE:
            self.violations.add("done without the right")
        if any(key not in self.tables.kept for key in operation.after):
            self.violations.add("done before what it follows")
        present = self.tables.homes.get(self._home(operation), {})
        overwritten = "last_writer_wins" in self.bugs and any(
            present.get(n) not in (c.base, c.value) for n, c in operation.changes.items()
        )
        if overwritten or any(present.get(n) != operation.changes[n].base for n in verdict.values):
            self.violations.add("the other side's value was overwritten")

    def _home(self, operation: Operation) -> str:
        if operation.home is None:
            return ""
        return operation.home.code or operation.home.operation


class _Anything(tuple[str, ...]):
    """A collection that holds whatever is asked for."""

    def __contains__(self, _: object) -> bool:
        return True
