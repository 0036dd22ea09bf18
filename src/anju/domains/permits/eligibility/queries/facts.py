"""The facts that the eligibility rules are asked with, of many people at once. Four queries, however many they are."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from anju.domains.people import api as people
from anju.domains.permits.eligibility.rules import FACTS
from anju.domains.register import api as register
from anju.foundation.db.frames import read_frame

_PROOFS = """SELECT person_id, code, region, lower(period), upper(period), id FROM permits_proof
    WHERE withdrawn_at IS NULL AND """
_PROVED = pl.Schema(
    {
        "person": pl.Int64,
        "code": pl.Utf8,
        "region": pl.Utf8,
        "since": pl.Date,
        "until": pl.Date,
        "id": pl.Int64,
    }
)


def facts_of(persons: Sequence[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(`PEOPLE`, `FACTS`) of these people, as far as the transaction sees. A `range` means the whole
    interval of ids."""
    stays, jobs = register.stay_columns(persons), register.job_columns(persons)
    facts = [
        _facts(stays, "registered_stay", "stay", pl.col("registered"), pl.col("dwelling")),
        _facts(jobs, "stable_job", "job", pl.lit(None, dtype=pl.Date), pl.lit("")),
    ]
    proofs = _proofs(persons)
    if proofs.height:
        facts.append(_facts(proofs, None, "proof", pl.lit(None, dtype=pl.Date), pl.lit("")))
    return people.origin_columns(persons), pl.concat(facts)


def _facts(
    frame: pl.DataFrame, code: str | None, table: str, counted: pl.Expr, detail: pl.Expr
) -> pl.DataFrame:
    return frame.select(
        "person",
        pl.col("code") if code is None else pl.lit(code).alias("code"),
        "region",
        "since",
        "until",
        counted.alias("counted"),
        detail.alias("detail"),
        pl.concat_str(pl.lit(f"{table}:"), pl.col("id")).alias("source"),
    ).match_to_schema(FACTS)


def _proofs(persons: Sequence[int]) -> pl.DataFrame:
    if isinstance(persons, range):
        return read_frame(
            _PROOFS + "person_id >= %s AND person_id < %s", [persons.start, persons.stop], _PROVED
        )
    return read_frame(_PROOFS + "person_id = ANY(%s)", [list(persons)], _PROVED)
