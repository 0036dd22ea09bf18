"""The order in which the doors of a round are walked: a short path that begins at a place and ends anywhere.

The path is built from the nearest door to the nearest, mended by turning stretches round (2-opt) and moving up to three
doors elsewhere (Or-opt), then shaken at random places and mended there, as often as `shakes` says. The same doors give
the same order.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

SHAKES = 80
"""How often a finished path is shaken. More find little: see ``./anju bench rounds``."""
NEIGHBOURS = 14
"""Nearest doors that are tried as neighbours of a door."""
SEGMENT = 3
"""Doors that are moved together at most."""
SMALLEST_GAIN = 1e-6
CLOSE = 120.0
"""Up to so many metres from one of them, stairs included, places are taken as one to begin with."""

Distances = NDArray[np.float64]


def shortest_order(distances: Distances, *, shakes: int = SHAKES) -> list[int]:
    """The order of all places, the one with index 0 first. `distances`: the same both ways, in any unit."""
    count = len(distances)
    if count < 3:
        return list(range(count))
    found = []
    for start in _starts(distances):
        path = _Path(distances, start)
        path.improve(path.order[:-1])
        path.shake(random.Random(count), shakes)  # noqa: S311 - no secret
        found.append(path.order[:-1])
    return min(found, key=lambda order: length(distances, order))


def _starts(distances: Distances) -> list[list[int]]:
    """Paths to begin with: from the nearest door to the nearest, and with doors that lie close together, as those of a
    building do, taken as one place."""
    nearest = _nearest_first(distances)
    groups = _groups(distances)
    if not 2 < len(groups) < len(distances):
        return [nearest]
    first = [group[0] for group in groups]
    path = _Path(distances[np.ix_(first, first)], _nearest_first(distances[np.ix_(first, first)]))
    path.improve(path.order[:-1])
    path.shake(random.Random(len(groups)), SHAKES)  # noqa: S311 - no secret
    return [nearest, [place for group in path.order[:-1] for place in groups[group]]]


def _groups(distances: Distances) -> list[list[int]]:
    """The places in groups, each within `CLOSE` of its group's first; the place with index 0 alone."""
    groups: list[list[int]] = [[0]]
    left = list(range(1, len(distances)))
    while left:
        first = left[0]
        groups.append([p for p in left if distances[first, p] <= CLOSE])
        left = [p for p in left if distances[first, p] > CLOSE]
    return groups


def length(distances: Distances, order: Sequence[int]) -> float:
    """How long the path in this order is."""
    return float(distances[order[:-1], order[1:]].sum())


class _Path:
    """An order of all places. Behind the last stands an end that is near to every place, so that a path that ends
    anywhere is changed as one between two fixed places."""

    def __init__(self, distances: Distances, start: Sequence[int]) -> None:
        count = len(distances)
        bordered = np.zeros((count + 1, count + 1))
        bordered[:count, :count] = distances
        self.far: list[list[float]] = bordered.tolist()
        others = distances.copy()
        np.fill_diagonal(others, -1.0)  # itself first, also where others lie at the same spot
        nearest = np.argsort(others, axis=1, kind="stable")[:, 1 : NEIGHBOURS + 1]
        self.near: list[list[int]] = nearest.tolist()
        self.end = count
        self.order = [*start, count]
        self.place = [0] * (count + 1)
        self._number(0, count)

    def improve(self, first: Iterable[int]) -> float:
        """Improve the path around these places until nothing near them can be; what was gained."""
        queue, gained = list(first), 0.0
        waiting = set(queue)
        while queue:
            place = queue.pop()
            waiting.discard(place)
            while (found := self._turn(place) or self._move(place)) is not None:
                gain, touched = found
                gained += gain
                fresh = [t for t in touched if t != self.end and t not in waiting]
                queue += fresh
                waiting.update(fresh)
        return gained

    def shake(self, chance: random.Random, times: int) -> None:
        """Swap two neighbouring stretches somewhere and improve there; what became no shorter is put back."""
        if self.end < 8:
            return
        for _ in range(times):
            before, places = self.order[:], self.place[:]
            start = chance.randrange(1, self.end - 5)
            first = start + chance.randint(1, min(12, self.end - start - 3))
            second = first + chance.randint(1, min(12, self.end - first - 1))
            lost = self._swap(start, first, second)
            ends = {start - 1, start, first - 1, first, second - 1, second}
            touched = [p for i in ends if (p := self.order[i]) != self.end]
            if self.improve(touched) <= lost + SMALLEST_GAIN:
                self.order, self.place = before, places

    def _swap(self, start: int, first: int, second: int) -> float:
        """Put the stretch [first, second) before [start, first); how much longer the path is."""
        order, far = self.order, self.far
        a, b, c, d = order[start - 1], order[start], order[first - 1], order[first]
        e, f = order[second - 1], order[second]
        order[start:second] = order[first:second] + order[start:first]
        self._number(start, second - 1)
        return far[a][d] + far[e][b] + far[c][f] - far[a][b] - far[c][d] - far[e][f]

    def _turn(self, a: int) -> tuple[float, tuple[int, ...]] | None:
        """2-opt: a stretch beside `a` turned round so that a nearer place follows, or precedes, it."""
        order, place, far = self.order, self.place, self.far
        i = place[a]
        b = order[i + 1]
        for c in self.near[a]:
            saved = far[a][b] - far[a][c]
            if saved <= 0:
                break
            j = place[c]
            d = order[j + 1]
            gain = saved + far[c][d] - far[b][d]
            if gain > SMALLEST_GAIN:
                self._reverse(min(i, j) + 1, max(i, j))
                return gain, (a, b, c, d)
        if i == 0:
            return None
        b = order[i - 1]
        for c in self.near[a]:
            saved = far[a][b] - far[a][c]
            if saved <= 0:
                break
            j = place[c]
            if j == 0:
                continue
            d = order[j - 1]
            gain = saved + far[c][d] - far[b][d]
            if gain > SMALLEST_GAIN:
                self._reverse(min(i, j), max(i, j) - 1)
                return gain, (a, b, c, d)
        return None

    def _move(self, a: int) -> tuple[float, tuple[int, ...]] | None:
        """Or-opt: `a` and up to two places before or behind it, put beside a nearer place."""
        i = self.place[a]
        if i == 0:
            return None
        for size in range(1, SEGMENT + 1):
            for first in {i, i - size + 1}:
                last = first + size - 1
                if first < 1 or last >= self.end:
                    continue
                found = self._next_to(a, first, last)
                if found is not None:
                    return found
        return None

    def _next_to(self, a: int, first: int, last: int) -> tuple[float, tuple[int, ...]] | None:
        """Put the stretch from `first` to `last`, which begins or ends with `a`, between two others."""
        order, place, far = self.order, self.place, self.far
        before, behind = order[first - 1], order[last + 1]
        other = order[last] if order[first] == a else order[first]
        freed = far[before][order[first]] + far[order[last]][behind] - far[before][behind]
        for c in self.near[a]:
            if far[a][c] >= freed:
                break
            j = place[c]
            if first <= j <= last:
                continue
            for side in (1, -1):
                d = _beyond(order, j + side, first, last, side)
                if d < 0:
                    continue
                gain = freed - far[a][c] - far[other][d] + far[c][d]
                if gain > SMALLEST_GAIN:
                    self._put(first, last, c, a, side)
                    return gain, (a, other, c, d, before, behind)
        return None

    def _put(self, first: int, last: int, c: int, a: int, side: int) -> None:
        stretch = self.order[first : last + 1]
        rest = self.order[:first] + self.order[last + 1 :]
        if (stretch[0] == a) != (side == 1):
            stretch.reverse()
        at = rest.index(c) + (1 if side == 1 else 0)
        self.order = rest[:at] + stretch + rest[at:]
        self._number(0, self.end)

    def _reverse(self, first: int, last: int) -> None:
        self.order[first : last + 1] = self.order[first : last + 1][::-1]
        self._number(first, last)

    def _number(self, first: int, last: int) -> None:
        place = self.place
        for index, node in enumerate(self.order[first : last + 1], first):
            place[node] = index


def _beyond(order: Sequence[int], j: int, first: int, last: int, side: int) -> int:
    """The place at `j` once the stretch is taken out: what stands on its other side; -1 before the beginning."""
    if first <= j <= last:
        j = last + 1 if side == 1 else first - 1
    return order[j] if 0 <= j < len(order) else -1


def _nearest_first(distances: Distances) -> list[int]:
    left = distances.copy()
    left[:, 0] = np.inf
    order = [0]
    for _ in range(len(distances) - 1):
        following = int(np.argmin(left[order[-1]]))
        order.append(following)
        left[:, following] = np.inf
    return order
