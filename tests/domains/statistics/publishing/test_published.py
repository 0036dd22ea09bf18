"""What is published of the demo town: whole sums, nothing of 1 or 2, one figure a division, fixed, and nobody found."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from django.db import ProgrammingError, transaction
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from anju.domains.register.ledger.models import Stay
from anju.domains.statistics.api import noise, possible, publishing
from anju.domains.statistics.api.reports import period_at
from anju.domains.statistics.models import Edition, PublishedTable
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import NotAllowed, Refused
from tests.factories.register import PLATFORM

pytestmark = [pytest.mark.town, pytest.mark.django_db]
CITY = "430181"


@pytest.fixture(scope="module")
def later():
    """When the quarter of today is over and late reports are in."""
    quarter = period_at("quarter", local_date(now()))
    return now() + (quarter.last - local_date(now())) + timedelta(days=20)


@pytest.fixture(scope="module")
def quarter():
    return period_at("quarter", local_date(now())).code


def statistician(region: str = CITY) -> Actor:
    grant = Grant("city", frozenset({"stats.publish", "stats.see"}), region=region)
    return Actor(kind="staff", user_id=7, label="统计员", grants=(grant,), purpose="statistics")


@pytest.fixture
def counted(town, later, quarter):
    with acting(PLATFORM):
        return publishing.preview_edition(CITY, quarter, actor=PLATFORM, at=later)


def test_sums_hold_and_nothing_is_one_or_two_and_empty_rows_are_there_and_are_nought(counted):
    errors = []
    for one in counted:
        keys, figures = one.tree.keys, one.published
        assert len(set(keys)) == len(keys) == len(one.content.lines)
        assert not {1, 2} & set(figures)
        assert all(f == 0 for f, n in zip(figures, one.true, strict=True) if n == 0)
        below: dict[int, int] = {}
        for figure, parent in zip(figures, one.tree.parents, strict=True):
            below[parent] = below.get(parent, 0) + figure
        for parent, total in below.items():
            assert parent < 0 or figures[parent] == total
        assert any(n == 0 for n in one.true), "rows without people are published too"
        true = np.array(one.true)
        errors += list(np.abs(np.array(figures) - true)[true > 0])
    assert np.mean(errors) <= 2, "the keys of a new installation are random, and these cells few"


def test_true_counts_are_those_of_the_ledger(counted, later):
    with acting(PLATFORM):
        day = counted and period_at("quarter", local_date(now())).last
        here = [
            s
            for s in Stay.objects.filter(habitual=True, superseded_at=None)
            if s.region.startswith(CITY)
            and s.period.lower <= day
            and (s.period.upper is None or day < s.period.upper)
        ]
    for one in counted:
        assert one.true[0] == len(here) > 0
    by_key = dict(zip(counted[0].tree.keys, counted[0].true, strict=True))
    for community in {s.region[:12] for s in here}:
        assert by_key[(community,)] == sum(s.region.startswith(community) for s in here)


def test_a_division_has_one_figure_in_all_tables(counted):
    seen: dict[str, set[int]] = {}
    for one in counted:
        for key, figure in zip(one.tree.keys, one.published, strict=True):
            if len(key) == 1:
                seen.setdefault(key[0], set()).add(figure)
    assert len(seen) > 10
    assert all(len(figures) == 1 for figures in seen.values()), seen


def test_a_linear_programme_over_all_tables_of_the_edition_finds_nobody(counted):
    """Unknown are the people of the lowest rows of every table. Tables share divisions only, so people that agree in
    these exist for any lowest rows that do, and no larger programme tells more. Of each row the attacker knows the
    range of counts from which its figure can have come."""
    sums, low, high, rows = [], [], [], []
    shared: dict[str, list[np.ndarray]] = {}
    size = sum(len(_leaves(one)) for one in counted)
    offset = 0
    for one in counted:
        leaves = _leaves(one)
        least, greatest = possible(np.array(one.published), noise())
        for n, key in enumerate(one.tree.keys):
            row = np.zeros(size)
            row[[offset + i for i, leaf in enumerate(leaves) if _below(one, leaf, n)]] = 1
            sums.append(row)
            low.append(least[n])
            high.append(greatest[n])
            rows.append(one.true[n])
            if len(key) == 1:
                shared.setdefault(key[0], []).append(row)
        offset += len(leaves)
    same = [a - b for several in shared.values() for a, b in pairwise(several)]
    programme = _Programme(np.array(sums), np.array(low), np.array(high), np.array(same))
    tried = found = 0
    for row, true in zip(sums, rows, strict=True):
        if true > 0 and tried < 200:
            least, most = programme.ends(row)
            tried += 1
            found += int(least == most)
            assert least <= true <= most or programme.wider
    assert tried > 30 and found == 0


class _Programme:
    """Bounds of sums of unknowns. Making sums whole moved some figures beyond the range of the noise; the attacker, who
    knows that, widens all ranges by the least that leaves a solution."""

    def __init__(self, sums, low, high, same):
        self.upper = vstack([csr_matrix(sums), -csr_matrix(sums)])
        self.equal = csr_matrix(same)
        self.wider = -1
        status = 2
        while status == 2:
            self.wider += 1
            self.bounds = np.r_[high + self.wider, -np.maximum(low - self.wider, 0)].astype(float)
            status = self._solved(np.zeros(sums.shape[1])).status
        assert status == 0

    def ends(self, row):
        """The least and the greatest whole number of people in a row."""
        low, high = self._solved(row), self._solved(-row)
        assert low.status == high.status == 0
        return int(np.ceil(low.fun - 1e-6)), int(np.floor(-high.fun + 1e-6))

    def _solved(self, aim):
        return linprog(
            aim,
            A_ub=self.upper,
            b_ub=self.bounds,
            A_eq=self.equal,
            b_eq=np.zeros(self.equal.shape[0]),
            method="highs",
        )


def _leaves(one):
    above = set(one.tree.parents)
    return [n for n in range(len(one.tree.keys)) if n not in above]


def _below(one, leaf, row):
    while leaf >= 0:
        if leaf == row:
            return True
        leaf = one.tree.parents[leaf]
    return False


def test_an_edition_is_published_once_and_never_changes(town, later, quarter):
    with acting(PLATFORM):
        made = publishing.publish_edition(CITY, quarter, actor=statistician(), at=later)
        again = publishing.publish_edition(
            CITY, quarter, actor=statistician(), at=later + timedelta(days=30)
        )
        assert made == again
        tables = {c: publishing.published_table(CITY, quarter, c) for c, _name in made.tables}
        assert list(tables) == [t.code for t in publishing.open_tables()]
        (first,) = {t.lines[0].figure for t in tables.values()}
        assert first > 100
        assert [e.digest for e in publishing.editions(CITY)] == [made.digest]
        for statement in (Edition.objects.all().delete, PublishedTable.objects.all().delete):
            with (
                pytest.raises((ProgrammingError, Exception)),
                transaction.atomic(),
                as_intake_role(),
            ):
                statement()
        with pytest.raises(ProgrammingError), transaction.atomic(), as_intake_role():
            Edition.objects.update(digest="x")
        for region in ("4301", "43"):
            with pytest.raises(Refused) as refused:
                publishing.publish_edition(region, quarter, actor=statistician(""), at=later)
            assert refused.value.code == "edition_overlaps"


def test_who_may_not_publish_and_what_is_not_published(town, later, quarter):
    with acting(PLATFORM):
        for actor in (statistician("430182"), statistician(CITY + "124")):
            with pytest.raises(NotAllowed):
                publishing.publish_edition(CITY, quarter, actor=actor, at=later)
        for code, reason in (
            ("2026-09", "edition_period"),
            ("x", "edition_period"),
            (quarter, "edition_early"),
        ):
            with pytest.raises(Refused) as refused:
                publishing.preview_edition(CITY, code, actor=PLATFORM, at=now())
            assert refused.value.code == reason
        with pytest.raises(Refused) as refused:
            publishing.preview_edition("430181124", quarter, actor=PLATFORM, at=later)
        assert refused.value.code == "edition_area"
