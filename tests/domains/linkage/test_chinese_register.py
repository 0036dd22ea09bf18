"""An invented Chinese city: relatives stay two people, slips of eye, ear and hand do not part one."""

from __future__ import annotations

import pytest
from bench.chinese_register import City, two_lists

from anju.domains.linkage.api import by_groups, by_pairs, link, read_columns


@pytest.fixture(scope="module")
def linked():
    left, right = two_lists(1500, seed=4)
    return link(left, right, read_columns(left, right)), left["实体"] + right["实体"]


def test_the_city_is_linked(linked):
    found, truth = linked
    assert found.once
    assert by_pairs(found.groups, truth, found.side).f1 >= 0.985
    assert by_groups(found.groups, truth).f1 >= 0.985


def test_what_speaks_for_a_relative_weighs_less_than_it_would_alone(linked):
    found, _ = linked
    phone = found.parameters.facts["phone"][0]
    assert phone.f > 0.3 > phone.u * 100


def test_two_valid_numbers_speak_strongly_against(linked):
    found, _ = linked
    level = next(x for x in found.parameters.facts["number"] if x.name == "two_valid_numbers")
    assert level.m < 0.05 < 0.5 < level.u


def test_every_number_of_the_city_is_one_that_nobody_alive_has():
    assert all(p["证件号码"][14:17] in ("996", "997", "998", "999") for p in City(300, 1).people)
