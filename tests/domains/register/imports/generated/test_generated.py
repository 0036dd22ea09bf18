"""Thousands of combinations, compared cell by cell with what they were made from.

The everyday run takes 150 files. `ANJU_GENERATED=5000` (and `ANJU_GENERATED_FROM=0`) takes as many, in blocks of 50.
"""

from __future__ import annotations

import os

import pytest

from tests.domains.register.imports.generated.compare import mismatches

FIRST, COUNT, BLOCK = (
    int(os.environ.get("ANJU_GENERATED_FROM", "0")),
    int(os.environ.get("ANJU_GENERATED", "150")),
    50,
)


@pytest.mark.parametrize("block", range(FIRST, FIRST + COUNT, BLOCK))
def test_files_of_every_kind_are_read_as_they_were_meant(block):
    found = [
        text
        for seed in range(block, min(block + BLOCK, FIRST + COUNT))
        for text in mismatches(seed)
    ]
    assert not found, "\n".join([f"{len(found)} mismatches", *found[:40]])
