"""The tables as `rules.receiving` asks for them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from anju.domains.fieldwork.sync.data.devices import DeviceState
from anju.domains.fieldwork.sync.data.operations import (
    Entry,
    Kind,
    Operation,
    Outcome,
    Status,
)
from anju.domains.fieldwork.sync.models import Device, OperationPhoto, Photo
from anju.domains.fieldwork.sync.models import Operation as Row
from anju.domains.fieldwork.sync.operations.applying import (
    Done,
    Holder,
    apply,
    take_visit_back,
)
from anju.domains.fieldwork.sync.queries.kept import (
    operation_of,
    outcome_of,
    present,
    sealed,
)
from anju.domains.fieldwork.sync.rules.deciding import Facts, Verdict
from anju.domains.fieldwork.sync.rules.receiving import RELEASED
from anju.domains.fieldwork.sync.rules.times import clock_of, done_at
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.foundation.errors import Conflict, NotFound

log = logging.getLogger(__name__)
NEEDS = {Kind.CHANGE: "home.edit", Kind.HOME: "home.edit"}
"""What a kind needs in its place besides the right to declare."""


@dataclass(slots=True)
class Tables:
    """The store of one holder, for one request. `texts`: the text of each entry by its digest; `sent`: the device's
    clock when it sent; `home_code`: the home that the office has chosen in place of one that could not be found;
    `sure`: it has looked at the homes that may be the new one."""

    holder: Holder
    device: Device
    state: DeviceState
    at: datetime
    batch: str = ""
    sent: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)
    home_code: str = ""
    sure: bool = False
    _rows: dict[str, list[Row]] = field(default_factory=dict)
    _homes: dict[str, HomeView | None] = field(default_factory=dict)
    _done: dict[str, Done] = field(default_factory=dict)

    def load(self, keys: Iterable[str]) -> None:
        """Read what is kept under these keys, in one query."""
        wanted = [k for k in dict.fromkeys(keys) if k not in self._rows]
        for key in wanted:
            self._rows[key] = []
        if wanted:
            mine = Row.objects.filter(user_id=self.holder.user_id, key__in=wanted)
            for row in mine.order_by("-first", "id"):
                self._rows[row.key].append(row)

    def digests(self, key: str) -> Collection[str]:
        """See `receiving.Store`."""
        return [row.digest for row in self._of(key)]

    def outcome(self, key: str, digest: str = "") -> Outcome:
        """See `receiving.Store`; what the register has decided meanwhile is given as it stands there."""
        row = next(r for r in self._of(key) if digest in ("", r.digest))
        if row.status == Status.WAITING and row.declaration_id:
            return present(row, register.standings([row.declaration_id]))
        return outcome_of(row)

    def keep(self, entry: Entry, outcome: Outcome) -> None:
        """See `receiving.Store`."""
        operation, done = entry.operation, self._done.get(entry.key, Done(outcome))
        device_clock = operation.at if operation else self.sent
        row = Row.objects.create(
            user_id=self.holder.user_id,
            device=self.device,
            key=entry.key,
            digest=entry.digest,
            first=not self._of(entry.key),
            batch=self.batch,
            number=operation.number if operation else None,
            kind=operation.kind if operation else "",
            region=self._region(operation),
            home_id=done.home_id,
            declaration_id=done.declaration_id,
            follows=list(operation.after) if operation else [],
            status=outcome.status,
            reason=outcome.reason,
            facts=dict(outcome.facts),
            payload_cipher=sealed(
                self.holder.user_id, entry.key, entry.digest, self.texts[entry.digest]
            ),
            device_at=clock_of(device_clock),
            declared_at=done_at(device=device_clock, sent=self.sent, at=self.at),
            received_at=self.at,
        )
        self._of(entry.key).append(row)
        if operation:
            self._announce(row, operation)

    def move(self, key: str, outcome: Outcome) -> None:
        """See `receiving.Store`."""
        row, done = self._of(key)[0], self._done.get(key)
        row.status, row.reason, row.facts = outcome.status, outcome.reason, dict(outcome.facts)
        if done:
            row.home_id = done.home_id or row.home_id
            row.declaration_id = done.declaration_id or row.declaration_id
        row.save(update_fields=["status", "reason", "facts", "home_id", "declaration_id"])

    def facts(self, operation: Operation) -> Facts:
        """See `receiving.Store`."""
        named = [*operation.after, *filter(None, [operation.withdraws])]
        self.load(named)
        earlier = {k: self.outcome(k).status for k in named if self._of(k)}
        home = self._homes[operation.key] = self._find_home(operation)
        region = self._region(operation)
        needs_home = operation.kind not in (Kind.HOME, Kind.WITHDRAW)
        return Facts(
            device=self.state,
            earlier=earlier,
            known=home is not None or not needs_home,
            may=operation.kind is Kind.WITHDRAW or self._may(operation.kind, region),
            present={"capacity": home.capacity, "dwelling": home.dwelling} if home else {},
        )

    def apply(self, operation: Operation, verdict: Verdict) -> Outcome:
        """See `receiving.Store`."""
        row = next(iter(self._of(operation.key)), None)
        moment = (
            row.declared_at if row else done_at(device=operation.at, sent=self.sent, at=self.at)
        )
        done = apply(
            operation,
            verdict,
            self._homes[operation.key],
            holder=self.holder,
            done_at=moment,
            at=self.at,
            sure=self.sure,
        )
        self._done[operation.key] = done
        return done.outcome

    def undo(self, key: str) -> None:
        """See `receiving.Store`. `Conflict` ``undo_by_office`` for what no declaration stands behind."""
        row = self._of(key)[0]
        if row.kind == Kind.VISIT:
            take_visit_back(key, row.home_id, user_id=self.holder.user_id, at=self.at)
            return
        if row.declaration_id is None:
            raise Conflict("undo_by_office")
        batch = register.batch_of(row.declaration_id)
        if not batch:
            raise NotFound("batch_unknown")
        register.undo_own(batch, actor=self.holder.actor, at=self.at)

    def held_by(self, key: str) -> Iterable[Operation]:
        """See `receiving.Store`."""
        waiting = Row.objects.filter(
            user_id=self.holder.user_id,
            first=True,
            status=Status.WAITING,
            reason__in=sorted(RELEASED),
            follows__contains=[key],
        )
        rows = list(waiting.order_by("id"))
        self.load(row.key for row in rows)
        return [o for row in rows if (o := operation_of(row)) is not None]

    def attempt(self) -> AbstractContextManager[None]:
        """See `receiving.Store`."""
        return transaction.atomic()

    def is_lost(self, error: Exception) -> bool:
        """See `receiving.Store`. An error of the program is logged, and the operation kept for a person."""
        if isinstance(error, OperationalError | InterfaceError):
            return True
        log.exception("an operation of the field could not be applied")
        return False

    def _of(self, key: str) -> list[Row]:
        self.load([key])
        return self._rows[key]

    def _find_home(self, operation: Operation) -> HomeView | None:
        """The home it is about, as it stands now. Of one whose fields are to be changed nobody else changes any until
        the transaction ends."""
        code = self.home_code or (operation.home.code if operation.home else "")
        if code:
            home = places.home_by_code(code)
        elif operation.home is None:
            return None
        else:
            entered = self._of(operation.home.operation)
            home_id = entered[0].home_id if entered else None
            home = places.homes([home_id]).get(home_id) if home_id else None
        if home and operation.kind is Kind.CHANGE:
            return places.lock_home(home.id)
        return home

    def _region(self, operation: Operation | None) -> str:
        """Where it is to be decided: the region of its home, else the one it names, else the device's own."""
        if operation is None:
            return str(self.device.areas[0])
        if home := self._homes.get(operation.key):
            return home.region
        named = operation.content.get("region") if operation.kind is Kind.HOME else None
        plain = (
            isinstance(named, str)
            and named.isascii()
            and named.isdigit()
            and len(named) in (12, 15)
        )
        return str(named) if plain else str(self.device.areas[0])

    def _may(self, kind: Kind, region: str) -> bool:
        actor = self.holder.actor
        needed = NEEDS.get(kind)
        return actor.may("declare", region=region) and (
            needed is None or actor.may(needed, region=region)
        )

    def _announce(self, row: Row, operation: Operation) -> None:
        """Note the photographs that are to follow."""
        for position, photo in enumerate(operation.photos):
            announced, made = Photo.objects.get_or_create(
                user_id=self.holder.user_id,
                sha256=photo.sha256,
                defaults={"size": photo.size, "announced_at": self.at},
            )
            if not made and announced.size != photo.size and announced.received == 0:
                announced.size = photo.size
                announced.save(update_fields=["size"])
            OperationPhoto.objects.get_or_create(
                operation=row, photo=announced, defaults={"position": position}
            )
