"""Intake: `declare` takes a batch of declarations and answers for each.

check → store → find homes → authorise the sender → match persons → apply → notify. One row and fifty thousand go
the same way; a refused or waiting row never holds the others up.

What is sent again under a key that was used is answered as the first time; other content under that key is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any, TypeVar, cast

import polars as pl

from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.declarations import REFUSED, Outcome, Receipt, Sender
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.models import Batch
from anju.domains.register.declarations.operations import batches
from anju.domains.register.declarations.operations.context import Run, Submitter
from anju.domains.register.declarations.operations.write_conflicts import attempts
from anju.domains.register.declarations.queries.submitted import submitted
from anju.domains.register.intake.operations import processing, resubmitted_rows, storing
from anju.domains.register.intake.operations.checking import checked_items
from anju.domains.register.intake.operations.storing import payloads
from anju.foundation.actor import Actor
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.frames import put, take
from anju.foundation.request_keys import require_key

FIRST, MOST, BLOCK = 1_000, 5_000, 20_000
"""Rows of the first chunk of a batch, of the following ones, and of the blocks they are cut from, all inside the same
transaction. The first is small: the planner learns from it what the batch enters (`anju_refresh_statistics`)."""
_SCHEMA = pl.Schema(ITEM_SCHEMA)
_SILENT = pl.DataFrame({c: [None] for c in ITEM_SCHEMA}, schema=_SCHEMA)
"""One row that says nothing: thirty columns put together anew cost more than the rest of a form's row."""


def declare(
    items: pl.DataFrame | Sequence[Mapping[str, Any]],
    *,
    sender: Sender,
    actor: Actor,
    at: datetime,
    batch_key: str,
    batch_id: int | None = None,
    new_homes: bool = False,
    checked: bool = False,
    first: bool = False,
    about: Mapping[str, int] | None = None,
    seen: Mapping[str, Mapping[str, str]] | None = None,
) -> Receipt:
    """Take declarations in. Runs inside the caller's transaction: all of it counts, or nothing.

    `items`: the standard frame (`data.ITEM_SCHEMA`; absent columns read as null), or a form's few rows. `batch_key`
    and each item's `key` make the call idempotent per sender: what was taken in before is answered as then, and
    changes nothing.
    `new_homes`: a list may enter rooms nobody has entered yet, unverified. `checked`: the rows come from the
    importer, which has checked them already. `first`: none of these keys was ever sent before (a file being applied,
    whose keys hold its number), so nobody looks for them. `about`: item key → person, where the sender has the record
    itself before them (a child without documents moves out); records the sender may not see are taken for unknown
    (`NotFound`). `seen`: item key → doubts about it that the sender has confirmed, each with what it was confirmed by
    (`data.receipts.BASES`); where the actor may decide reviews, the item does not wait for these.

    Raises `NotAllowed` when the actor may declare nothing at all, `Refused` for a malformed batch
    (`item_key_missing_or_twice`, `key_unusable`), `Conflict`
    `key_used_for_another` when a key came before with another content, `batch_undone` for new items of a batch that was
    undone.
    """
    frame = standard(items) if isinstance(items, pl.DataFrame) else framed(items)
    admit(sender, actor, batch_key, frame["key"].to_list())
    about = dict(about or {})
    if about and len(people.persons(sorted(set(about.values())))) < len(set(about.values())):
        raise NotFound("person_unknown")
    with as_intake_role():
        for attempt in attempts():
            with attempt:
                receipt = _declare(
                    frame,
                    sender,
                    actor,
                    at,
                    batch_key,
                    batch_id,
                    new_homes,
                    checked,
                    first,
                    about,
                    seen or {},
                )
    return receipt


def admit(sender: Sender, actor: Actor, batch_key: str, keys: Sequence[str | None]) -> None:
    """Raises as `declare` does, for somebody who may declare nothing at all, for items without a
    key of their own and for keys that cannot be kept."""
    if not (
        actor.kind == "public" and sender.channel == "resident"
    ):  # anybody may say where they live; it waits
        actor.require("declare")
    if not all(keys) or len(set(keys)) != len(keys):
        raise Refused("item_key_missing_or_twice")
    require_key(batch_key, *(k for k in keys if k))


def _declare(
    frame: pl.DataFrame,
    sender: Sender,
    actor: Actor,
    at: datetime,
    batch_key: str,
    batch_id: int | None,
    new_homes: bool,
    checked: bool,
    first: bool,
    about: Mapping[str, int],
    seen: Mapping[str, Mapping[str, str]],
) -> Receipt:
    repeated = False
    if batch_id is None:
        batch_id, repeated = batches.open_batch(sender, key=batch_key, actor=actor, at=at)
    run = Run(Submitter(actor, sender, batch_id), at, new_homes=new_homes, seen=seen)
    before = {} if first else storing.earlier_outcomes(sender.source, frame["key"].to_list())
    if repeated and len(before) < frame.height:
        before = {**resubmitted_rows.answered(batch_id, frame), **before}
    if before:
        require_same_content(
            frame.filter(pl.col("key").is_in(list(before))), before, today=run.today
        )
    if repeated and len(before) < frame.height:
        require_open(batch_id)
        raise Conflict("key_used_for_another", key=batch_key, count=frame.height - len(before))
    fresh = frame.filter(~pl.col("key").is_in(list(before))) if before else frame
    done = _intake_all(fresh, run, checked=checked, about=about)
    batches.note_made(batch_id, run.made_homes)
    outcomes = tuple(before.get(k) or done[k] for k in frame["key"].to_list())
    return Receipt(batch_id, outcomes, repeated=bool(before) and not done)


def standard(items: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame to the standard columns and types; unknown columns are a mistake of ours, so they raise."""
    have = items.columns
    if have == _SCHEMA.names() and items.dtypes == _SCHEMA.dtypes():
        return items
    extra = set(have) - set(ITEM_SCHEMA)
    if extra:
        raise ValueError(f"columns unknown to the door: {sorted(extra)}")
    given = [_column(items, c, ITEM_SCHEMA[c]) for c in have]
    if items.height == 1:
        return put(_SILENT, *given)
    unsaid = [
        pl.Series(c, [None] * items.height, dtype=t)
        for c, t in ITEM_SCHEMA.items()
        if c not in have
    ]
    return pl.DataFrame([*given, *unsaid]).select(list(ITEM_SCHEMA))


def framed(items: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """A few items as the standard frame. What names a column unknown to intake raises, as in `standard`."""
    given = {column for item in items for column in item}
    if extra := given - ITEM_SCHEMA.keys():
        raise ValueError(f"columns unknown to the door: {sorted(extra)}")
    silent = _SILENT if len(items) == 1 else _SILENT[[0] * len(items)]
    return put(
        silent,
        *(pl.Series(c, [_written(i.get(c)) for i in items], dtype=ITEM_SCHEMA[c]) for c in given),
    )


def _written(value: object) -> object:
    """A text as it can be kept: half a character (a lone surrogate) is none, and is looked at like any lost one."""
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _column(items: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Series:
    column = items[name]
    return column if column.dtype == dtype else column.cast(dtype)


def _intake_all(
    frame: pl.DataFrame, run: Run, *, checked: bool, about: Mapping[str, int]
) -> dict[str, Outcome]:
    """Block by block: what is only resubmitted is answered at once, the rest is processed chunk by chunk."""
    done: dict[str, Outcome] = {}
    growth = batches.Growth()
    large = frame.height > FIRST
    if large:
        batches.check_as_it_goes()
    for block in _checked(frame, run, checked=checked):
        again = {} if about else resubmitted_rows.unchanged_rows(block, run)
        done.update(again)
        fresh = block.filter(~pl.col("key").is_in(list(again))) if again else block
        for chunk in _sealed(storing.numbered(fresh), large=large):
            growth.refresh_statistics()
            outcomes = process_and_store(chunk, run, about=_by_declaration(chunk, about))
            done.update(zip(chunk["key"].to_list(), outcomes, strict=True))
            growth.entered += chunk.height
    return done


def _checked(frame: pl.DataFrame, run: Run, *, checked: bool) -> Iterator[pl.DataFrame]:
    """The frame in blocks, checked and hashed. Of a large one the next block is prepared while the database is busy
    with the one before."""
    known = frozenset() if checked else regions.known_areas()
    starts = [0, *range(FIRST, frame.height, BLOCK)] if frame.height else []

    def block(start: int) -> pl.DataFrame:
        part = frame.slice(start, BLOCK if start else FIRST)
        part = resubmitted_rows.hashed(
            part.with_columns(pl.lit(None, dtype=pl.Utf8).alias("problem"))
            if checked
            else checked_items(part, known_areas=known, today=run.today)
        )
        return people.indexed(part) if frame.height > FIRST else part

    blocks = map(block, starts)
    return prefetched(blocks) if len(starts) > 1 else iter(blocks)


def _sealed(frame: pl.DataFrame, *, large: bool) -> Iterator[pl.DataFrame]:
    """In chunks, each row's submitted data encrypted, and of a large batch all that its person's record will hold."""

    def chunk(start: int) -> pl.DataFrame:
        part = storing.with_payloads(frame.slice(start, MOST))
        return people.sealed(part) if large else part

    chunks = map(chunk, range(0, frame.height, MOST))
    return prefetched(chunks) if frame.height > MOST else iter(chunks)


def _by_declaration(frame: pl.DataFrame, about: Mapping[str, int]) -> dict[int, int]:
    """Item key → person as declaration → person."""
    if not about:
        return {}
    return {d: about[k] for d, k in zip(frame["did"], frame["key"], strict=True) if k in about}


def process_and_store(frame: pl.DataFrame, run: Run, *, about: Mapping[int, int]) -> list[Outcome]:
    """What becomes of each of these rows (checked, worded, numbered), in their order. `about`: declaration → person."""
    results: processing.Results = {
        d: (REFUSED, p)
        for d, p in zip(frame["did"], frame["problem"], strict=True)
        if p is not None
    }
    good = (
        take(frame, [n for n, d in enumerate(frame["did"].to_list()) if d not in results])
        if results
        else frame
    )
    processed = processing.process(good, run, about=about)
    results.update(processed.results)
    return storing.store(frame, processed, results, run)


NAMES = ("key", "row")
"""What names an item is no content."""


def require_same_content(
    frame: pl.DataFrame, before: Mapping[str, Outcome], *, today: date
) -> None:
    """Raise `Conflict` `key_used_for_another` when a row says something else than was declared under its key.

    The content is compared as it is kept, after normalising, so that spaces and full-width figures make no difference.
    """
    keys = frame["key"].to_list()
    kept = dict(
        rows(
            "SELECT id, payload_cipher FROM register_declaration WHERE id = ANY(%s)",
            [[before[k].declaration_id for k in keys]],
        )
    )
    first = submitted([(i, kept[i]) for i in (before[k].declaration_id for k in keys)])
    checked = checked_items(frame, known_areas=regions.known_areas(), today=today)
    differing = [
        k
        for k, one, two, raw in zip(keys, first, payloads(checked), payloads(frame), strict=True)
        if _content(one) not in (_content(json.loads(two)), _content(json.loads(raw)))
    ]
    if differing:
        raise Conflict("key_used_for_another", key=differing[0], count=len(differing))


def require_open(batch_id: int) -> None:
    """Raise `Conflict` `batch_undone` for a batch that was undone: what it took in now could never be undone again."""
    if Batch.objects.filter(id=batch_id, state="undone").exists():
        raise Conflict("batch_undone")


def _content(payload: dict[str, Any]) -> dict[str, Any]:
    return {c: v for c, v in payload.items() if c not in NAMES}


T = TypeVar("T")
_END = object()


def prefetched(items: Iterable[T]) -> Iterator[T]:
    """Yield the items in order, each made by a thread of its own while the one before is worked on.

    At most one item waits, so memory stays flat. What making an item raises is raised here. The thread must not use the
    database: it would open a connection of its own, outside the caller's transaction.
    """
    source = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool:
        coming: Any = pool.submit(next, source, _END)
        while (item := coming.result()) is not _END:
            coming = pool.submit(next, source, _END)
            yield cast("T", item)
