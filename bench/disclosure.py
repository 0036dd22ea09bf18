"""Counts that may be published: the time and error of a hierarchy of `--rows` rows, and what attacks find in them.

The hierarchy (650,000 rows unless said): a province with counties, streets and communities, 180 groups in each, with
three people a row, unevenly spread. Attacks: `--pairs` pairs (1,000,000) of a group of people with and without one of
them, whose part is looked for; `--sets` sets (100) of small tables of the same people by sex, age and sex, and origin,
whose cells a linear programme (HiGHS of scipy) bounds from all figures at once; the mean of four releases of one count.
Baselines of the same run: the same attacks on true counts, on true counts with 1 and 2 left out, and on noise that
depends on the cell's own people alone; and the cell-key-perturbation package with the table that it brings. Both
packages are installed from requirements-bench.lock into a folder of their own. No installation.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bench import disclosure_attacks as attacks
from bench import intake_peer
from bench.disclosure_programmes import programmes
from bench.harness import SEED, Report, arguments, show

AT_ONCE = 50_000
FANS = (12, 15, 20, 180)


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--rows", type=int, default=650_000)
        parser.add_argument("--pairs", type=int, default=1_000_000)
        parser.add_argument("--sets", type=int, default=100)
        parser.add_argument("--seed", type=int, default=SEED)

    args = arguments(words, __doc__ or "", more)
    return show(measure(args), as_json=args.json)


def measure(args: Any) -> Report:
    rng = np.random.default_rng(args.seed)
    report = Report("disclosure", rows=args.rows)
    parents, rows, keys = province(rng, args.rows)
    hierarchy(report, parents, rows, keys)
    differences(report, rng, args.pairs)
    report.figures["four_releases"] = releases(rng)
    folder = intake_peer.installed(args.data)
    if folder is None:
        report.holds("linear programmes and the second opinion", met=False)
        return report
    sys.path.append(str(folder))
    found = programmes(rng, args.sets)
    report.figures["programmes"], report.baseline["programmes"] = found
    report.holds(
        "no person found by linear programmes",
        found[0]["cells_found"] == 0,
        found[0]["cells_found"],
    )
    report.baseline["cell-key-perturbation"] = second_opinion(folder, parents, rows, rng)
    return report


def province(rng: np.random.Generator, rows: int) -> tuple[Any, Any, Any]:
    """The tree, the row and the key of each of three people a row."""
    groups = max(1, round(rows / (12 * 15 * 20)))
    parents, above, first = [np.array([-1])], 1, 0
    for fan in (*FANS[:3], groups):
        parents.append(np.repeat(np.arange(above), fan) + first)
        first, above = first + above, above * fan
    share = rng.gamma(0.5, size=above)
    people = first + rng.choice(above, size=3 * above, p=share / share.sum())
    keys = rng.integers(0, 2**64, size=len(people), dtype=np.uint64)
    return np.concatenate(parents), people, keys


def hierarchy(report: Report, parents: Any, rows: Any, keys: Any) -> None:
    from anju.domains.statistics.api import cells, noise, protected

    begun = time.perf_counter()
    made = cells(parents, rows, keys, edition=1)
    figures = protected(made)
    report.seconds = time.perf_counter() - begun
    errors = np.abs(figures - made.counts)
    some = made.counts > 0
    sums = np.bincount(parents[1:], weights=figures[1:], minlength=len(parents))
    inner = np.bincount(parents[1:], minlength=len(parents)) > 0
    table = noise()
    report.rows = len(parents)
    report.figures["hierarchy"] = {
        "people": len(rows),
        "rows_with_people": int(some.sum()),
        "mean_error_of_rows_with_people": round(float(errors[some].mean()), 4),
        "mean_error_of_all_rows": round(float(errors.mean()), 4),
        "mean_error_by_count": {
            str(n): round(float(errors[made.counts == n].mean()), 3)
            for n in (1, 2, 3, 4, 5, 10)
            if (made.counts == n).any()
        },
        "mean_error_of_rows_with_parts": round(float(errors[inner].mean()), 4),
        "greatest_error": int(errors.max()),
        "bias": round(float((figures - made.counts)[some].mean()), 5),
        "table": {
            "variance": table.variance,
            "greatest_bias": float(np.abs(table.biases()).max()),
            "bound": table.bound,
        },
    }
    report.at_most("seconds for the hierarchy", report.seconds, 60)
    report.at_most("mean error of rows with people", float(errors[some].mean()), 1.5)
    wrong = int((sums[inner] != figures[inner]).sum())
    report.holds("children sum to their parent", wrong == 0, wrong)
    small = int(np.isin(figures, (1, 2)).sum())
    report.holds("no figure of 1 or 2", small == 0, small)


def differences(report: Report, rng: np.random.Generator, number: int) -> None:
    recovered = done = own = 0
    right: list[float] = []
    prior: list[float] = []
    while done < number:
        parts, size = int(rng.integers(2, 7)), min(AT_ONCE, number - done)
        counts, value = attacks.pairs(rng, size, parts, most=300)
        found = attacks.published(rng, counts, value)
        recovered += int(attacks.recovered(found).sum())
        own += int(attacks.only_change(by_own_key(rng, counts, value)).sum())
        right.append(attacks.guessed(found, rng) * size)
        prior.append(size / parts)
        done += size
    report.figures["pairs"] = {
        "pairs": number,
        "recovered": recovered,
        "greatest_difference_is_right": round(sum(right) / number, 4),
        "blind_guess_is_right": round(sum(prior) / number, 4),
    }
    report.baseline["pairs"] = {
        "recovered_from_true_counts": number,
        "recovered_from_noise_by_the_cells_own_people_alone": own,
    }
    report.holds(f"no exact recovery in {number:,} pairs", recovered == 0, recovered)


def by_own_key(rng: np.random.Generator, counts: Any, value: Any) -> attacks.Pairs:
    """The customary method: a part nobody joined keeps its figure, sums are left alone."""
    from anju.domains.statistics.api import noise, perturbed

    more, keys = counts.copy(), rng.integers(0, 2**64, size=counts.shape, dtype=np.uint64)
    at = np.arange(len(value)), value
    more[at] += 1
    other = keys.copy()
    other[at] += rng.integers(1, 2**63, size=len(value), dtype=np.uint64)

    def drawn(true: Any, key: Any) -> Any:
        return perturbed(true.ravel(), key.ravel(), noise()).reshape(true.shape)

    return attacks.Pairs(drawn(more, other), drawn(counts, keys), value)


def releases(rng: np.random.Generator) -> dict[str, float]:
    """How often the rounded mean of the figures of four releases is a count that stayed the same, and of one."""
    from anju.domains.statistics.api import noise, perturbed

    counts = rng.integers(1, 60, size=100_000)
    drawn = [
        perturbed(counts, rng.integers(0, 2**64, size=len(counts), dtype=np.uint64), noise())
        for _ in range(4)
    ]
    return {
        "mean_of_four_is_the_count": round(
            float((np.rint(np.mean(drawn, axis=0)) == counts).mean()), 4
        ),
        "one_is_the_count": round(float((drawn[0] == counts).mean()), 4),
    }


def second_opinion(folder: Path, parents: Any, rows: Any, rng: np.random.Generator) -> Any:
    """Lowest rows and those above them by the package: two tables, each in its own right."""
    pd = import_module("pandas")
    create = import_module("cell_key_perturbation.create_perturbed_table").create_perturbed_table

    table = pd.read_csv(folder / "ptable_10_5_rule.csv")
    keys = rng.integers(0, int(table["ckey"].max()) + 1, size=len(rows))
    data = pd.DataFrame({"row": rows, "above": parents[rows], "key": keys})
    begun = time.perf_counter()
    low, high = (
        create(data, table, [], [name], "key").set_index(name) for name in ("row", "above")
    )
    seconds = time.perf_counter() - begun
    shown = low[low["count"].notna()]
    sums = low["count"].fillna(0).groupby(parents[low.index]).sum()
    noise = table.groupby("pcv")["pvalue"]
    return {
        "table": "ptable_10_5_rule.csv",
        "seconds": round(seconds, 2),
        "rows": len(low) + len(high),
        "suppressed": round(float(low["count"].isna().mean()), 4),
        "mean_error_of_what_is_shown": round(
            float((shown["count"] - shown["pre_sdc_count"]).abs().astype(float).mean()), 4
        ),
        "mean_error_with_suppressed_as_0": round(
            float((low["count"].fillna(0) - low["pre_sdc_count"]).abs().astype(float).mean()), 4
        ),
        "sums_that_do_not_hold": round(
            float((sums != high["count"].reindex(sums.index).fillna(0)).mean()), 4
        ),
        "greatest_bias_from_10": round(float(noise.mean().loc[10:].abs().max()), 4),
        "mean_variance_from_10": round(float(noise.var(ddof=0).loc[10:].mean()), 4),
    }
