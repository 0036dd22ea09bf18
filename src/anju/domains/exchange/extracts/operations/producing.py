"""Making an extract: block by block from the replica, each person recorded, the file in encrypted pieces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from anju.domains.exchange.answers.data.catalogue import extract_columns
from anju.domains.exchange.answers.queries.agreements import terms
from anju.domains.exchange.extracts.data.extracts import ACTION, MOST_ROWS, TERM, ExtractState
from anju.domains.exchange.extracts.models import Extract, ExtractPart
from anju.domains.exchange.extracts.queries.extracts import (
    FACTS,
    PART,
    count_residents,
    residents,
)
from anju.domains.exchange.extracts.rules.rows import manifest, parquet, row_frame
from anju.domains.exchange.shields.queries import all_shielded
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import blind_indexes, row_of
from anju.foundation.crypto.blobs import encrypt_bytes
from anju.foundation.db.replica import reading
from anju.foundation.db.scope import acting

TOKENS = "exchange.extract"
"""The context of tokens. The agreement stands in the text: two recipients' tokens have nothing in common."""
PART_BYTES = 1024 * 1024


def make_extract(extract_id: int, *, at: datetime) -> None:
    """Make an approved extract, in transactions of its own, one a block; what a worker that died had recorded is
    recorded again. Nothing where it is not approved; one that cannot be made says why (`failure`):
    ``answer_agreement_ended``, ``extract_too_large``."""
    with acting(system(ACTION, channel="exchange")):
        row = Extract.objects.select_related("agreement").filter(pk=extract_id).first()
        if row is None or row.state != ExtractState.APPROVED:
            return
        failure = _unfit(row, at)
        if failure:
            Extract.objects.filter(pk=row.pk).update(
                state=ExtractState.FAILED.value, failure=failure
            )
            return
    frame = pl.concat(
        [row_frame(pl.DataFrame(schema=FACTS).drop("person"), [], row.columns), *_blocks(row, at)]
    )
    data = parquet(frame)
    found = manifest(frame, data, extract_columns(), _terms(row))
    with acting(system(ACTION, channel="exchange")):
        ExtractPart.objects.filter(extract=row).delete()
        for number, start in enumerate(range(0, len(data), PART_BYTES)):
            ExtractPart.objects.create(
                extract=row,
                number=number,
                data_cipher=encrypt_bytes(
                    data[start : start + PART_BYTES], PART, row=row_of(row.pk, number)
                ),
            )
        Extract.objects.filter(pk=row.pk, state=ExtractState.APPROVED.value).update(
            state=ExtractState.READY.value,
            written=frame.height,
            size=len(data),
            manifest=found,
            delete_after=at + TERM,
        )


def _unfit(row: Extract, at: datetime) -> str:
    if not terms(row.agreement).holds_on(local_date(at)):
        return "answer_agreement_ended"
    with reading():
        total = count_residents(row.region, row.day)
    Extract.objects.filter(pk=row.pk).update(total=total, written=0)
    return "extract_too_large" if total > MOST_ROWS else ""


def _blocks(row: Extract, at: datetime) -> Iterator[pl.DataFrame]:
    """The rows block by block; whoever is shielded is left out, everybody else's log says who was given a row."""
    recipient = _recipient(row)
    after, written = 0, 0
    while True:
        with acting(system(ACTION, channel="exchange")):
            hidden = list(all_shielded(at))
            with reading():
                block = residents(row.region, row.day, after)
            if block.is_empty():
                return
            after = int(block["person"][-1])
            shown = block.filter(~pl.col("person").is_in(hidden))
            people = shown["person"].to_list()
            texts = [f"{row.agreement.number}|{person}" for person in people]
            tokens = [t or b"" for t in blind_indexes(texts, TOKENS)]
            audit.record_read(
                recipient, person_ids=people, fields=list(row.columns), action=ACTION, at=at
            )
            written += len(people)
            Extract.objects.filter(pk=row.pk).update(written=written)
        yield row_frame(shown.drop("person"), tokens, row.columns)


def _recipient(row: Extract) -> Actor:
    return Actor(
        kind="client",
        user_id=row.agreement.user_id,
        label=row.agreement.name,
        purpose=row.purpose,
        channel="api",
        request_id=row.selector,
    )


def _terms(row: Extract) -> dict[str, str]:
    return {
        "agreement": row.agreement.number,
        "recipient": row.agreement.name,
        "purpose": row.purpose,
        "basis": row.basis,
        "division": row.region,
        "day": row.day.isoformat(),
    }
