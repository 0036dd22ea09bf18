"""Random sequences of edits, merges and unmerges: taken back, every row is as it was (`bench/merge_sequences.py`)."""

from __future__ import annotations

import random

import pytest
from bench import merge_sequences

pytestmark = pytest.mark.django_db
SEQUENCES = 25


@pytest.fixture(scope="module")
def town(once):
    return once(merge_sequences.built)


def test_any_sequence_that_is_taken_back_leaves_every_row_as_it_was(town):
    for number in range(SEQUENCES):
        merge_sequences.play(town, random.Random(f"suite.{number}"))
    assert town.counts["merge"] >= SEQUENCES
    assert {"permits_permit", "permits_proof", "casework_case", "people_document"} <= {
        table for table, _ in town.tables
    }


@pytest.mark.parametrize("number", [389, 453, 641])
def test_two_merges_of_one_record_in_any_order_leave_no_current_stay_ended(town, number):
    merge_sequences.play(town, random.Random(f"1.{number}"))


def test_a_row_that_stays_behind_is_found(town):
    first, second = merge_sequences.reading(town), merge_sequences.reading(town)
    assert first == second
    second["permits_proof"] = second["permits_proof"][1:]
    assert "permits_proof" in merge_sequences._first_difference(first, second)
