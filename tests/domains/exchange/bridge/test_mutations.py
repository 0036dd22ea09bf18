"""Some thousands of the mutations that `./anju bench bridge-mutations` does 100,000 of."""

from __future__ import annotations

import pytest
from bench.bridge_mutations import KINDS, tried


@pytest.mark.long
def test_every_mutation_of_a_chain_is_noticed_and_does_no_harm():
    kinds, unnoticed = tried(2_000, seed=7)
    assert kinds.keys() == set(KINDS)
    assert unnoticed == []
