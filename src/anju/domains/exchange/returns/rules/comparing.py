"""Two tables of the same people, compared column by column."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from anju.domains.exchange.returns.data.returns import FIELDS


@dataclass(frozen=True, slots=True)
class Compared:
    """`counts` as of `ComparisonView`; `differing`: row, person_id and, of each field, `theirs_…`, `ours_…` (null where
    it does not differ)."""

    counts: dict[str, int]
    differing: pl.DataFrame


def compared(theirs: pl.DataFrame, ours: pl.DataFrame) -> Compared:
    """`theirs`: row, person_id (null: not on file here) and the fields, null where nothing is said. `ours`: person_id,
    `counted` (lives in the area compared) and the fields. Of several rows about one person the first counts."""
    known = theirs.filter(pl.col("person_id").is_not_null())
    first = known.unique("person_id", keep="first", maintain_order=True)
    both = first.join(ours, on="person_id", how="inner", suffix="_ours")
    differs = {f: _differs(f) for f in FIELDS}
    marked = both.with_columns(**{f"d_{f}": e for f, e in differs.items()})
    any_field = pl.any_horizontal([pl.col(f"d_{f}") for f in FIELDS])
    wrong = marked.filter(any_field)
    found = wrong.select(
        "row",
        "person_id",
        *(
            pl.when(f"d_{f}").then(pl.col(c)).alias(f"{side}_{f}")
            for f in FIELDS
            for side, c in (("theirs", f), ("ours", f"{f}_ours"))
        ),
    )
    missing = ours.filter("counted").join(first.select("person_id"), on="person_id", how="anti")
    counts = {
        "rows": theirs.height,
        "same": both.height - wrong.height,
        "differs": wrong.height,
        "only_theirs": theirs.height - known.height + first.height - both.height,
        "repeated": known.height - first.height,
        "only_ours": missing.height,
        **{f"field:{f}": int(wrong[f"d_{f}"].sum() or 0) for f in FIELDS},
    }
    return Compared(counts, found.sort("row"))


def _differs(field: str) -> pl.Expr:
    """True where both say something and it is not the same; a division that lies inside the other is the same."""
    theirs, ours = pl.col(field), pl.col(f"{field}_ours").fill_null("")
    stated = theirs.is_not_null() & (theirs != "")
    if field == "division":
        inside = ours.str.starts_with(theirs) | (theirs.str.starts_with(ours) & (ours != ""))
        return (stated & ~inside).fill_null(value=False)
    return (stated & (theirs != ours)).fill_null(value=False)
