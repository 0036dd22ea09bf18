"""Rows that a sender resubmits unchanged. Last week's roster is nine tenths of this week's: such rows need no matching,
no planning and no second copy of their data; one row of `register_repeat` remembers which declarations were repeated.

A row counts as resubmitted when the last declaration that was applied about its person, by anybody, is
this sender's and had the same content. Then nothing can have changed since, and the register already
reads as the row says. Ends are left out (an end that was to come may have been reached), and so are
leavers: their second time means something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import polars as pl

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.declarations.data.declarations import Outcome
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.data.kinds import KINDS
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.declarations.queries.submitted import PAYLOAD
from anju.foundation.crypto import blind_indexes, decrypt_many, encrypt_many, row_of
from anju.foundation.db.arrays import literal
from anju.foundation.db.statements import joined, next_ids, rows, run
from anju.foundation.frames import put

HASH = "said"
FEWEST = 100
"""Rows of a batch from which on it pays to ask."""
_CONTENT = [c for c in ITEM_SCHEMA if c not in ("key", "row", "said_at")]
_REPEATED = tuple(code for code, k in KINDS.items() if k.skips_resubmissions)


def hashed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the keyed hash of what each row says, whoever says it and in whichever line; to a list, not to a form."""
    if frame.height < FEWEST:
        return put(frame, pl.Series(HASH, [None] * frame.height, dtype=pl.Binary))
    cells = [pl.col(c).cast(pl.Utf8).fill_null("\x00") for c in _CONTENT]
    texts = frame.select(pl.concat_str(cells, separator="\x1f")).to_series().to_list()
    return frame.with_columns(
        pl.Series(HASH, blind_indexes(texts, "declaration.said"), dtype=pl.Binary)
    )


def answered(batch_id: int, frame: pl.DataFrame) -> dict[str, Outcome]:
    """Of a batch that is sent once more: its rows that were repeats the first time, and still are answered so."""
    first, last = frame["row"].fill_null(0).min(), frame["row"].fill_null(0).max()
    found = rows(
        """SELECT k.key, d.row, d.id, d.person_id, d.home_id FROM register_repeat r
        CROSS JOIN unnest(r.keys, r.declarations) AS k(key, did) JOIN register_declaration d ON d.id = k.did
        WHERE r.batch_id = %s AND r.first_row <= %s AND r.last_row >= %s""",
        [batch_id, last, first],
    )
    return {
        key: Outcome(key, row, "unchanged", "", did, person, home)
        for key, row, did, person, home in found
    }


def unchanged_rows(frame: pl.DataFrame, run: Run) -> dict[str, Outcome]:
    """The rows (checked, hashed) that only repeat what the register holds by this sender's word; remembered as such."""
    if frame.height < FEWEST:
        return {}
    asked = frame.filter(
        pl.col("problem").is_null()
        & pl.col("kind").is_in(_REPEATED)
        & pl.col("end").is_null()
        & pl.col("doc_number").is_not_null()
    )
    if asked.is_empty():
        return {}
    known = people.holders_of(asked)
    if known.is_empty():
        return {}
    asked = asked.join(known, on="key").unique("person_id", keep="none", maintain_order=True)
    source, values = joined(
        {
            "key": ("text", asked["key"]),
            "p": ("bigint", asked["person_id"]),
            "said": ("bytea", asked[HASH]),
        }
    )
    same = rows(
        f"""SELECT i.key, d.id, d.person_id, d.home_id, d.region FROM {source} AS i(key, p, said)
        CROSS JOIN LATERAL (SELECT * FROM register_declaration o WHERE o.person_id = i.p AND o.status = 'applied'
                            ORDER BY o.id DESC LIMIT 1) d
        WHERE d.said = i.said AND d.source = %s""",  # noqa: S608
        [*values, run.sender.source],
        often=True,
    )
    allowed, homes = (
        _regions_in_scope({r[4] for r in same}, run),
        _homes_still_held({r[3] for r in same if r[3]}, run),
    )
    same = [r for r in same if r[4] in allowed and (r[3] is None or homes is None or r[3] in homes)]
    numbers = dict(zip(asked["key"].to_list(), asked["row"].fill_null(0).to_list(), strict=True))
    found = {
        k: Outcome(k, numbers[k], "unchanged", "", did, person, home)
        for k, did, person, home, _ in same
    }
    _remember(found, Counter(r[4] for r in same), run)
    return found


def forget(person_ids: Sequence[int], *, but: Sequence[int] = ()) -> None:
    """These people's records changed by something older than their last declaration (a question
    answered late, a merge): what is said again about them is looked at in full. `but`: the
    declarations that were applied just now."""
    run(
        "UPDATE register_declaration SET said = NULL WHERE said IS NOT NULL AND person_id = ANY(%s) AND id <> ALL(%s)",
        [list(person_ids), list(but)],
    )


def write_out(batch_id: int) -> None:
    """Before a batch is undone: what other batches repeated of it becomes declarations of their own, unchanged so far,
    with which its undo deals as with those of anybody else."""
    found = rows(
        """SELECT r.id, r.keys, r.declarations, r.regions, r.counts FROM register_repeat r
        JOIN register_batch b ON b.id = r.batch_id AND b.state = 'applied'
        WHERE b.source = (SELECT source FROM register_batch WHERE id = %s) AND r.batch_id <> %s
          AND r.declarations && (SELECT array_agg(id) FROM register_declaration WHERE batch_id = %s)
        ORDER BY r.id""",
        [batch_id, batch_id, batch_id],
    )
    if not found:
        return
    mine = dict(rows("SELECT id, region FROM register_declaration WHERE batch_id = %s", [batch_id]))
    for repeat, keys, declarations, places_, counts in found:
        both = list(zip(keys, declarations, strict=True))
        out, rest = [b for b in both if b[1] in mine], [b for b in both if b[1] not in mine]
        ids = next_ids("register_declaration", len(out))
        source, values = joined(
            {
                "id": ("bigint", ids),
                "key": ("text", [k for k, _ in out]),
                "d": ("bigint", [d for _, d in out]),
                "data": ("bytea", _submitted_as(ids, [d for _, d in out])),
            }
        )
        run(
            f"""INSERT INTO register_declaration (id, batch_id, source, key, row, kind, status,
            reason, person_id, home_id,
                employer_id, region, party, effective, said_at, payload_cipher, said)
            SELECT i.id, r.batch_id, d.source, i.key, d.row, d.kind, 'unchanged', '', d.person_id, d.home_id,
                d.employer_id, d.region, d.party, d.effective, r.at, i.data, d.said
            FROM {source} AS i(id, key, d, data) JOIN register_declaration d ON d.id = i.d
            JOIN register_repeat r ON r.id = %s ORDER BY i.id""",  # noqa: S608
            [*values, repeat],
        )
        left = Counter(dict(zip(places_, counts, strict=True)))
        left.subtract(Counter(mine[d] for _, d in out))
        left = +left
        run(
            "UPDATE register_repeat SET keys = %s::text[], declarations = %s::bigint[], regions = %s::text[], "
            "counts = %s::int[] WHERE id = %s",
            [
                literal("text", [k for k, _ in rest]),
                literal("bigint", [d for _, d in rest]),
                literal("text", list(left)),
                literal("int", list(left.values())),
                repeat,
            ],
        )


def _submitted_as(ids: Sequence[int], declarations: Sequence[int]) -> list[bytes | None]:
    """The submitted data of these declarations, encrypted for others."""
    kept = dict(
        rows(
            "SELECT id, payload_cipher FROM register_declaration WHERE id = ANY(%s)",
            [list(declarations)],
        )
    )
    texts = decrypt_many([kept[d] for d in declarations], PAYLOAD, rows=map(row_of, declarations))
    return encrypt_many(texts, PAYLOAD, rows=map(row_of, ids))


def _regions_in_scope(regions: Collection[str], run: Run) -> set[str]:
    """Staff may have lost an area since; parties speak for what is theirs, wherever it stands."""
    if run.sender.party:
        return set(regions)
    return {r for r in regions if run.actor.may("declare", region=r or "0")}


def _homes_still_held(ids: Collection[int], run: Run) -> set[int] | None:
    """Homes that the sending party still answers for; None for staff, who answer for none."""
    if not run.sender.party:
        return None
    return {h.id for h in places.homes(sorted(ids)).values() if h.party == run.sender.party}


def _remember(found: dict[str, Outcome], places: Counter[str], batch: Run) -> None:
    if not found:
        return
    numbers = [o.row for o in found.values()]
    run(
        "INSERT INTO register_repeat (batch_id, at, first_row, last_row, keys, declarations, regions, counts)"
        " SELECT %s::bigint, %s::timestamptz, %s::int, %s::int, %s::text[], %s::bigint[], %s::text[], %s::int[]",
        [
            batch.batch_id,
            batch.at,
            min(numbers),
            max(numbers),
            literal("text", list(found)),
            literal("bigint", [o.declaration_id for o in found.values()]),
            literal("text", list(places)),
            literal("int", list(places.values())),
        ],
        often=True,
    )
