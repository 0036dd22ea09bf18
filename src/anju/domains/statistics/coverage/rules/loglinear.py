"""Log-linear models of overlapping lists, fitted to many tables of counts at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
ROUNDS = 60
LIMIT = 1e-9
HETEROGENEITY: dict[str, Callable[[Numbers], Numbers]] = {
    "Poisson2": lambda k: np.exp2(k) - 1,
    "Darroch": lambda k: k * k / 2,
    "Gamma3.5": lambda k: -np.log(3.5 + k) + np.log(3.5),
}
"""How people differ in being found, as a function of the number of lists they stand on."""


@dataclass(frozen=True)
class Model:
    """Lists (each with a rate of its own), groups of lists that depend on each other, differences between people."""

    groups: tuple[tuple[int, ...], ...] = ()
    heterogeneity: str = ""

    def named(self, lists: tuple[str, ...]) -> tuple[str, ...]:
        """What depends on what, by the titles of the lists."""
        terms = tuple(":".join(lists[i] for i in group) for group in self.groups)
        return (*terms, f"heterogeneity {self.heterogeneity}") if self.heterogeneity else terms

    def short(self) -> str:
        """Mt, Mt [12], Mth Poisson2."""
        groups = "".join("[" + "".join(str(i + 1) for i in g) + "]" for g in self.groups)
        head = f"Mth {self.heterogeneity}" if self.heterogeneity else "Mt"
        return f"{head} {groups}".rstrip()


def cells(lists: int) -> NDArray[np.int64]:
    """Every pattern but that of nobody."""
    return np.array([p for p in product((0, 1), repeat=lists) if any(p)], dtype=np.int64)


def design(model: Model, patterns: NDArray[np.int64]) -> Numbers:
    """One row a pattern, one column a parameter; the intercept is the logarithm of those on no list."""
    columns = [np.ones(len(patterns)), *patterns.T.astype(float)]
    columns += [patterns[:, list(group)].prod(axis=1).astype(float) for group in model.groups]
    if model.heterogeneity:
        columns.append(HETEROGENEITY[model.heterogeneity](patterns.sum(axis=1).astype(float)))
    return np.column_stack(columns)


@dataclass(frozen=True)
class Fitted:
    """Results of one model for each table of counts."""

    missing: Numbers
    log_likelihood: Numbers
    expected: Numbers
    coefficients: Numbers


def fit(matrix: Numbers, counts: Numbers, start: Numbers | None = None) -> Fitted:
    """Maximum likelihood under the Poisson law, by Newton's steps on scaled columns; one row of `counts` a table."""
    scale = np.abs(matrix).max(axis=0)
    x = matrix / scale
    squares = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    size = x.shape[1]
    if start is None:
        eta = np.log(counts + 0.5)
        beta = np.zeros((len(counts), size))
    else:
        beta = np.broadcast_to(start * scale, (len(counts), size)).copy()
        eta = beta @ x.T
    for _ in range(ROUNDS):
        mu = np.exp(np.clip(eta, -40, 40))
        weight = (mu @ squares).reshape(-1, size, size)
        weight += (
            np.eye(size) * (weight.diagonal(axis1=1, axis2=2).max(axis=1) * 1e-13)[:, None, None]
        )
        target = (mu * eta + counts - mu) @ x
        fresh = np.linalg.solve(weight, target[:, :, None])[:, :, 0]
        new_eta = fresh @ x.T
        step = np.abs(new_eta - eta).max(axis=1)
        shrink = np.minimum(1.0, 4.0 / np.maximum(step, 1e-12))[:, None]
        change = np.abs(mu * (new_eta - eta)).max(axis=1) / np.maximum(counts.sum(axis=1), 1)
        eta = eta + shrink * (new_eta - eta)
        beta = fresh
        if (change < LIMIT).all():
            break
    mu = np.exp(np.clip(eta, -40, 40))
    likelihood = (counts * np.log(np.maximum(mu, 1e-300)) - mu).sum(axis=1)
    return Fitted(np.exp(np.minimum(beta[:, 0], 60)), likelihood, mu, beta / scale)


def estimable(model: Model, patterns: NDArray[np.int64], counts: Numbers) -> bool:
    """Whether the counts settle the number on no list: overlaps that are empty settle nothing about their groups."""
    kept, groups = np.ones(len(patterns), dtype=bool), []
    for group in model.groups:
        inside = patterns[:, list(group)].all(axis=1)
        if counts[inside].sum() == 0:
            kept &= ~inside
        else:
            groups.append(group)
    rest = Model(tuple(groups), model.heterogeneity)
    matrix = design(rest, patterns[kept])
    if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        return False
    return exists(matrix, counts[kept])


def exists(matrix: Numbers, counts: Numbers) -> bool:
    """Whether the likelihood has its maximum at finite parameters: no direction lowers empty cells and
    leaves the rest."""
    found = fit(matrix, counts[None, :])
    mu = found.expected[0]
    information = matrix.T @ (mu[:, None] * matrix)
    scale = np.sqrt(np.maximum(information.diagonal(), 1e-300))
    values = np.linalg.eigvalsh(information / scale[:, None] / scale[None, :])
    empty = counts == 0
    return bool(values[0] > 1e-9 and (not empty.any() or mu[empty].min() > 1e-6))


def standard_error(matrix: Numbers, expected: Numbers, missing: float) -> float:
    """Of the number of all people: the unseen vary as a Poisson number, and by what the counts leave open."""
    information = matrix.T @ (expected[:, None] * matrix)
    variance = np.linalg.pinv(information, rcond=1e-13)[0, 0]
    return float(np.sqrt(max(missing + missing * missing * variance, 0)))


def pairs(lists: int) -> list[tuple[int, int]]:
    """Every two lists."""
    return list(combinations(range(lists), 2))
