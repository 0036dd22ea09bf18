"""Whatever happens between a phone and the server, nothing written down is lost, doubled or half done.

The model and its faults stand in `bench.field_sync`, where ten million histories are run.
"""

from __future__ import annotations

import pytest
from bench.field_sync import BUGS, faults_of, first_found

SEEDS = 7_000_000_000


@pytest.mark.long
def test_twenty_thousand_histories_end_as_they_must():
    assert faults_of((SEEDS, 20_000)) == []


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_fault_is_found(bug):
    assert first_found(bug, 20_000, SEEDS) > 0
