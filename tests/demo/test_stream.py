"""The stream gives out any number of people, none of them twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from anju.demo import stream
from anju.demo.numbers import CHECKS, WEIGHTS

TODAY = date(2026, 11, 21)
NODE_MODULES = Path(__file__).parents[2] / "node_modules"


def drawn(people: int, seed: int = 1, chunk: int = 10_000) -> pl.DataFrame:
    return pl.concat(list(stream(people, seed, chunk, today=TODAY, node_modules=NODE_MODULES)))


def test_numbers_and_phones_never_repeat():
    frame = drawn(60_000)
    assert frame.height == frame["doc_number"].n_unique() == frame["phone"].n_unique() == 60_000


@pytest.mark.parametrize("seed", [1, 2, 99])
def test_numbers_pass_their_check_and_use_the_reserved_sequences(seed: int):
    for number, sex, born in drawn(500, seed).select("doc_number", "sex", "birth_date").iter_rows():
        assert (
            number[17]
            == CHECKS[sum(int(d) * w for d, w in zip(number[:17], WEIGHTS, strict=True)) % 11]
        )
        assert 996 <= int(number[14:17]) <= 999
        assert number[6:14] == f"{born:%Y%m%d}"
        assert int(number[16]) % 2 == (sex == "1")


def test_the_cut_into_chunks_changes_no_number():
    numbers = [drawn(5_000, chunk=chunk)["doc_number"] for chunk in (700, 5_000)]
    assert numbers[0].equals(numbers[1])


def test_everybody_lives_in_the_province_and_has_arrived():
    frame = drawn(2_000)
    assert frame["region"].str.starts_with("43").all()
    assert frame["start"].max() <= TODAY
    assert frame.drop("end").null_count().sum_horizontal()[0] == 0


def test_more_people_than_numbers_are_refused():
    with pytest.raises(ValueError, match="distinct"):
        next(stream(300_000_000, today=TODAY, node_modules=NODE_MODULES))
