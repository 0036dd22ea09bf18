"""Whom rows are about: persons by document number and name, employers by credit code, homes by code; never by
likeness."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from anju.domains.employers import api as employers
from anju.domains.exchange.deliveries.data.deliveries import Match
from anju.domains.exchange.deliveries.models import Connector, Fact
from anju.domains.exchange.deliveries.queries.facts import waiting
from anju.domains.exchange.sources.data.sources import DOCUMENT_TYPE, Source, Subject
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.foundation.db.statements import joined, run

SLICE = 5_000
MATCHES = ("match", "person_id", "employer_id", "home_id")


def matched(source: Source, rows: pl.DataFrame) -> pl.DataFrame:
    """`match`, `person_id`, `employer_id`, `home_id` of rows with the fields of the source, in their order."""
    if source.subject == Subject.PERSON:
        return _persons(rows)
    if source.subject == Subject.EMPLOYER:
        codes = rows["credit_code"].to_list()
        known = employers.by_credit_codes(codes)
        return _table(employer=[known.get(c) for c in codes])
    codes = rows["home_code"].to_list()
    homes = places.homes_by_code(sorted(set(codes)))
    return _table(home=[homes.get(c) for c in codes])


def _persons(rows: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.lit(None, pl.String)
    kind = (
        pl.col(DOCUMENT_TYPE).fill_null("111") if DOCUMENT_TYPE in rows.columns else pl.lit("111")
    )
    asked = rows.select(
        "name",
        "doc_number",
        kind.alias("doc_type"),
        nothing.alias("sex"),
        nothing.alias("nationality"),
        pl.lit(None, pl.Date).alias("birth_date"),
    )
    found = people.match(asked)
    verdicts = {people.KNOWN: Match.MATCHED.value, people.NAME_DIFFERS: Match.NAME_DIFFERS.value}
    match = [verdicts.get(v, Match.UNMATCHED.value) for v in found["verdict"]]
    persons = [
        p if m == Match.MATCHED.value else None
        for p, m in zip(found["person_id"], match, strict=True)
    ]
    return _table(person=persons, match=match)


def _table(
    *,
    person: list[int | None] | None = None,
    employer: list[int | None] | None = None,
    home: list[int | None] | None = None,
    match: list[str] | None = None,
) -> pl.DataFrame:
    found = person or employer or home or []
    verdicts = match or [(Match.UNMATCHED if f is None else Match.MATCHED).value for f in found]
    empty: list[int | None] = [None] * len(found)
    return pl.DataFrame(
        {
            "match": verdicts,
            "person_id": person or empty,
            "employer_id": employer or empty,
            "home_id": home or empty,
        },
        schema={"match": pl.String, **dict.fromkeys(MATCHES[1:], pl.Int64)},
    )


def match_waiting(source: Source, connector: Connector) -> int:
    """Look again for whom the waiting facts of a source are about; how many are on file by now."""
    after, found = 0, 0
    while waited := waiting(connector.pk, limit=SLICE, after=after):
        after = waited[-1][0]
        rows = pl.DataFrame(
            [{name: content.get(name) for name in source.fields} for _, content in waited],
            schema=dict.fromkeys(source.fields, pl.String),
        )
        now_known = matched(source, rows).with_columns(pl.Series("fact", [f for f, _ in waited]))
        now_known = now_known.filter(pl.col("match") == Match.MATCHED.value)
        found += now_known.height
        if now_known.height:
            _set(now_known)
    return found


def _set(found: pl.DataFrame) -> None:
    values = {c: ("bigint", found[c]) for c in ("fact", *MATCHES[1:])}
    table, params = joined(values)
    run(
        f"UPDATE exchange_fact f SET match = 'matched', person_id = i.p, employer_id = i.e, home_id = i.h"  # noqa: S608
        f" FROM {table} AS i(fact, p, e, h) WHERE f.id = i.fact",
        params,
    )


def forget_waiting(source: Source, connector: Connector, *, at: datetime) -> int:
    """Forget what is said of nobody on file and has waited for the source's days; how many. The keyed hashes stay, so
    that the same row is not taken for a new one when it is sent again."""
    before = at - timedelta(days=source.unmatched_days)
    rows = Fact.objects.filter(connector=connector).exclude(match=Match.MATCHED.value)
    rows.filter(ended_at__isnull=False, received_at__lt=before).delete()
    return (
        rows.filter(received_at__lt=before).exclude(content_cipher=None).update(content_cipher=None)
    )
