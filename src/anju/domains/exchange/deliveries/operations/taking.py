"""Taking a delivery in: whole or not at all, each row accounted for, in one transaction."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.exchange.deliveries import models
from anju.domains.exchange.deliveries.data.deliveries import (
    OPEN,
    SMALLEST,
    Counts,
    Delivery,
    DeliveryState,
    Manifest,
)
from anju.domains.exchange.deliveries.operations import storing
from anju.domains.exchange.deliveries.operations.matching import matched
from anju.domains.exchange.deliveries.queries.deliveries import delivery_value, newest_of
from anju.domains.exchange.deliveries.queries.facts import in_force
from anju.domains.exchange.deliveries.rules.comparing import Standing, missing, standing
from anju.domains.exchange.mapping.data.mappings import Mapping
from anju.domains.exchange.mapping.queries.versions import in_force as mapping_in_force
from anju.domains.exchange.mapping.rules.applying import ROW, Mapped, apply_mapping
from anju.domains.exchange.mapping.rules.tables import Table, table_of
from anju.domains.exchange.sources.data.sources import Source
from anju.domains.exchange.sources.rules.reading import source as source_of
from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound, Refused
from anju.foundation.sheets import read_cells

ACTOR = system("exchange.deliveries", channel="exchange")
SLICE = 50_000
_TWICE, _OLDER, _FUTURE, _DAMAGED = "fact_twice", "fact_older", "fact_future", "map_damaged"


def take_file(
    source_code: str, name: str, data: bytes, manifest: Manifest, *, at: datetime
) -> Delivery:
    """Take a file in that is whole. The same bytes under the same name and day change nothing and are answered as they
    were, unless they were refused as a whole and can be taken now. Under another name or of a later day they say that
    things are again as they were: they count anew once another file was applied meanwhile.

    A file that cannot be taken as a whole is a delivery of state `refused` with its reason: ``delivery_half`` (not the
    bytes of the manifest), ``delivery_rows`` (another number of rows), those of reading files and of mapping. One that
    has lost more facts than the source's limit is `asking`, and nothing of it is applied until somebody has said so.
    """
    digest = hashlib.sha256(data).hexdigest()
    source = source_of(source_code)
    with acting(ACTOR):
        connector = _locked(source_code)
        row = newest_of(source_code, digest)
        if row is not None and _states_anew(row, name, manifest, at):
            row = None
        if row is not None and row.state not in {DeliveryState.CONFIRMED, DeliveryState.REFUSED}:
            return delivery_value(row)
        row = row or _fresh(connector, name, digest, manifest, at)
        return _taken(source, row, manifest, lambda: _read(data, name, digest, manifest), at)


def _states_anew(row: models.Delivery, name: str, manifest: Manifest, at: datetime) -> bool:
    """Whether the bytes of this delivery, sent again, are a statement of their own rather than the same sent twice."""
    if row.state in OPEN:
        return False
    before, day = row.as_of or local_date(row.received_at), manifest.as_of or local_date(at)
    if row.name == name[:200] and day <= before:
        return False
    applied = models.Delivery.objects.filter(
        connector=row.connector_id, state=DeliveryState.APPLIED
    ).order_by("-done_at", "-id")
    return row.state != DeliveryState.APPLIED or applied.values_list("id", flat=True)[0] != row.pk


def take_rows(
    source_code: str, name: str, table: Table, manifest: Manifest, *, at: datetime
) -> Delivery:
    """Take in rows that were read from a department's database, as `take_file` takes those of a file.

    A reading under a name (`manifest.sha256` is its own alone) takes the place of the one before it that was refused or
    waits for a decision. One that was confirmed covers a later one that has lost no more than a person was shown.
    """
    source = source_of(source_code)
    with acting(ACTOR):
        connector = _locked(source_code)
        row = (
            models.Delivery.objects.filter(connector=connector, name=name[:200])
            .filter(state__in=[DeliveryState.REFUSED, *OPEN])
            .order_by("-id")
            .first()
        )
        if row is None:
            row = _fresh(connector, name, manifest.sha256, manifest, at)
        lost = row.params.get("absent") if row.state == DeliveryState.CONFIRMED else None
        row.sha256, row.received_at, row.done_at = manifest.sha256, at, None
        row.as_of = manifest.as_of
        if row.state != DeliveryState.CONFIRMED:
            row.state, row.reason, row.decided_label = DeliveryState.REFUSED, "", ""
        return _taken(source, row, manifest, lambda: table, at, confirmed_loss=lost)


def _locked(source_code: str) -> models.Connector:
    connector = models.Connector.objects.select_for_update().filter(source=source_code).first()
    if connector is None:
        raise NotFound("connector_unknown")
    return connector


def _fresh(
    connector: models.Connector, name: str, digest: str, manifest: Manifest, at: datetime
) -> models.Delivery:
    return models.Delivery(
        connector=connector,
        name=name[:200],
        sha256=digest,
        region=connector.region,
        received_at=at,
        as_of=manifest.as_of,
        state=DeliveryState.REFUSED,
    )


def _taken(
    source: Source,
    row: models.Delivery,
    manifest: Manifest,
    read: Callable[[], Table],
    at: datetime,
    *,
    confirmed_loss: int | None = None,
) -> Delivery:
    """`confirmed_loss`: how many missing facts a person has confirmed (None: as many as there are)."""
    try:
        table = read()
        version = mapping_in_force(source)
        made = _mapped(source, version.mapping, table)
    except Refused as refused:
        reason = refused.code, _plain(refused.params)
        if row.pk and (row.reason, row.params) == reason:
            return delivery_value(row)
        (row.reason, row.params), row.done_at = reason, at
        row.save()
        return _recorded(row, at)
    row.mapping = version.number
    row.save()
    _Taking(source, row, manifest, table, made, at).apply(confirmed_loss)
    return _recorded(row, at)


def _read(data: bytes, name: str, digest: str, manifest: Manifest) -> Table:
    if digest != manifest.sha256:
        raise Refused("delivery_half")
    found = table_of(read_cells(data, name))
    if found.cells.height != manifest.rows:
        raise Refused("delivery_rows", said=manifest.rows, found=found.cells.height)
    return found


def _recorded(row: models.Delivery, at: datetime) -> Delivery:
    found = delivery_value(row)
    audit.record_write(
        ACTOR,
        action="exchange.delivered",
        subject_kind="exchange_delivery",
        subject_id=row.pk,
        at=at,
        detail={"source": found.source, "state": found.state.value, "reason": found.reason},
    )
    return found


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    return {k: v if isinstance(v, int | list) else str(v)[:500] for k, v in params.items()}


def _mapped(source: Source, mapping: Mapping, table: Table) -> Mapped:
    parts = [
        apply_mapping(
            source,
            mapping,
            table.cells.slice(first, SLICE),
            numbers=table.numbers.slice(first, SLICE),
        )
        for first in range(0, max(table.cells.height, 1), SLICE)
    ]
    return Mapped(
        pl.concat(p.rows for p in parts),
        pl.concat(p.faults for p in parts),
        pl.concat(p.refused for p in parts),
    )


class _Taking:
    """One delivery under way."""

    def __init__(
        self,
        source: Source,
        row: models.Delivery,
        manifest: Manifest,
        table: Table,
        made: Mapped,
        at: datetime,
    ) -> None:
        self.source, self.row, self.manifest, self.table, self.at = source, row, manifest, table, at
        self.today = local_date(at)
        self.day: date = manifest.as_of or self.today
        self.faults: dict[int, list[tuple[str, str]]] = {}
        for number, field, reason in made.faults.select(ROW, "field", "reason").iter_rows():
            self.faults.setdefault(number, []).append((field, reason))
        for number in table.damaged:
            self.faults.setdefault(number, []).append(("", _DAMAGED))
        self.rows = made.rows.filter(~pl.col(ROW).is_in(list(table.damaged)))

    def apply(self, confirmed_loss: int | None) -> None:
        """Compare, ask where it shrank, store; the counts add up."""
        held = in_force(self.row.connector_id)
        rows = storing.keyed(self.source, self.rows, self.day)
        gone = missing(rows, held) if self.manifest.complete else held["fact"].clear()
        future = rows.filter(pl.col("as_of") > self.today)
        rows = standing(rows.filter(pl.col("as_of") <= self.today), held)
        if self._shrank(gone.len(), held.height) and not self._confirmed(
            gone.len(), confirmed_loss
        ):
            self.row.state, self.row.reason = DeliveryState.ASKING, "delivery_shrank"
            self.row.params = {"absent": gone.len(), "held": held.height}
            self.row.counts = asdict(
                Counts(self.table.cells.height, absent=gone.len(), held=held.height)
            )
            self.row.save()
            return
        aside = self._faulty(rows, Standing.OLDER, _OLDER)
        self._faulty(rows, Standing.CONTRADICTORY, _TWICE)
        for number in future[ROW]:
            self.faults.setdefault(number, []).append(("as_of", _FUTURE))
        self._store(rows, held, gone, aside)

    def _confirmed(self, gone: int, loss: int | None) -> bool:
        return self.row.state == DeliveryState.CONFIRMED and (loss is None or gone <= loss)

    def _shrank(self, gone: int, held: int) -> bool:
        return held >= SMALLEST and gone * 100 > held * self.source.shrink_percent

    def _faulty(self, rows: pl.DataFrame, which: Standing, reason: str) -> int:
        numbers = rows.filter(pl.col("standing") == which.value)[ROW]
        for number in numbers:
            self.faults.setdefault(number, []).append(("", reason))
        return numbers.len()

    def _store(self, rows: pl.DataFrame, held: pl.DataFrame, gone: pl.Series, aside: int) -> None:
        fresh = rows.filter(pl.col("standing").is_in([Standing.NEW.value, Standing.CHANGED.value]))
        again = self._known_again(rows.filter(pl.col("standing") == Standing.UNCHANGED.value))
        matches = Counter(
            storing.store_facts(self.source, self.row, pl.concat([fresh, again]), at=self.at)
        )
        storing.mark_absent(self.row.connector_id, gone, day=self.day)
        back = rows.filter(pl.col("absent").fill_null(value=False))["fact"].drop_nulls()
        storing.mark_present(back)
        titles = self.table.cells.columns
        cells = self.table.cells.with_columns(self.table.numbers.alias("\u0001line"))
        wrong = cells.filter(pl.col("\u0001line").is_in(list(self.faults)))
        storing.store_refused(
            self.row,
            titles,
            [(line[-1], self.faults[line[-1]], line[:-1]) for line in wrong.iter_rows()],
        )
        applied = fresh.height + again.height
        received, refused = self.table.cells.height, len(self.faults) - aside
        counts = Counts(
            received=received,
            applied=applied,
            unchanged=received - applied - refused - aside,
            refused=refused,
            aside=aside,
            absent=gone.len(),
            held=held.height,
        )
        counts = replace(
            counts, **{m: matches.get(m, 0) for m in ("matched", "unmatched", "name_differs")}
        )
        self.row.counts, self.row.state, self.row.done_at = (
            asdict(counts),
            DeliveryState.APPLIED,
            self.at,
        )
        self.row.reason, self.row.params = "", {}
        self.row.save()

    def _known_again(self, unchanged: pl.DataFrame) -> pl.DataFrame:
        """Unchanged rows about somebody who is on file by now, and whose fact was forgotten meanwhile."""
        bare = unchanged.filter(pl.col("bare").fill_null(value=False))
        if not bare.height:
            return bare
        known = matched(self.source, bare)["match"] == "matched"
        return bare.filter(known)
