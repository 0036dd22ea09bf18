"""Who has two sets of figures that one person tells apart never learns for certain where that person is counted."""

import numpy as np
import pytest
from bench import disclosure_attacks as attacks


@pytest.mark.parametrize("parts", [2, 5])
@pytest.mark.parametrize("most", [3, 300])
def test_no_person_is_recovered_from_pairs_of_sets_that_differ_by_one(parts, most):
    rng = np.random.default_rng(parts * most)
    found = attacks.published(rng, *attacks.pairs(rng, 5_000, parts, most=most))
    assert not attacks.recovered(found).any()


def test_the_attack_recovers_everybody_from_counts_that_are_not_protected():
    rng = np.random.default_rng(1)
    counts, value = attacks.pairs(rng, 1_000, 4, most=30)
    more = counts.copy()
    more[np.arange(len(value)), value] += 1
    assert attacks.only_change(attacks.Pairs(more, counts, value)).all()


def test_the_attack_never_rules_out_where_the_person_is_while_no_sum_was_changed():
    """Otherwise it would not be the attack of somebody who knows the method."""
    from anju.domains.statistics.api import noise, perturbed

    rng = np.random.default_rng(2)
    counts, value = attacks.pairs(rng, 2_000, 1, most=50)
    more = counts.copy()
    more[np.arange(len(value)), value] += 1

    def drawn(true):
        keys = rng.integers(0, 2**64, size=true.size, dtype=np.uint64)
        return perturbed(true.ravel(), keys, noise()).reshape(true.shape)

    assert attacks.remaining(attacks.Pairs(drawn(more), drawn(counts), value)).all()
