"""One pair weighs at the counter what it weighs in batch, and its weight is the sum of its reasons."""

from __future__ import annotations

import json

import pytest
from bench.chinese_register import two_lists

from anju.domains.linkage.api import (
    Role,
    UnfitParametersError,
    explain,
    from_text,
    link,
    read_columns,
    to_text,
)
from anju.domains.linkage.rules.clusters import frequencies

ROLES = {
    "姓名": Role.NAME,
    "性别": Role.SEX,
    "出生日期": Role.BIRTH,
    "证件号码": Role.NUMBER,
    "手机": Role.PHONE,
    "现住址": Role.ADDRESS,
}


@pytest.fixture(scope="module")
def city():
    left, right = two_lists(500, seed=9)
    return left, right, link(left, right, read_columns(left, right))


def raw(city, record):
    left, right, _ = city
    side, place = (
        (left, record) if record < len(left["姓名"]) else (right, record - len(left["姓名"]))
    )
    return {role: side[title][place] for title, role in ROLES.items()}


def rare(found):
    return {
        c.name: frequencies(found.columns[c.name])
        for c in found.comparisons
        if any(x.rare for x in c.levels)
    }


def test_intake_and_batch_weigh_alike(city):
    found = city[2]
    often = rare(found)
    step = max(1, len(found.weights) // 3000)
    for n in range(0, len(found.weights), step):
        one, other = int(found.pairs.one[n]), int(found.pairs.other[n])
        (alone,) = explain(found.parameters, raw(city, one), [raw(city, other)], frequency=often)
        assert abs(alone.weight - found.weights[n]) < 1e-9


def test_the_reasons_add_up_to_the_weight(city):
    found = city[2]
    best = int(found.weights.argmax())
    one, other = raw(city, int(found.pairs.one[best])), raw(city, int(found.pairs.other[best]))
    (same,) = explain(found.parameters, one, [other], frequency=rare(found))
    assert same.probability > 0.99
    assert same.weight == pytest.approx(
        same.prior + sum(r.bits for r in same.reasons) + same.household
    )
    assert [abs(r.bits) for r in same.reasons] == sorted(
        (abs(r.bits) for r in same.reasons), reverse=True
    )


def test_a_twin_at_the_same_address_is_not_taken_for_the_declared_person(city):
    found = city[2]
    one = {
        Role.NAME: "王子涵",
        Role.SEX: "女",
        Role.BIRTH: "2011-05-06",
        Role.NUMBER: None,
        Role.PHONE: "13900001234",
        Role.ADDRESS: "东湖街道人民路3号2栋1室",
    }
    twin, herself = one | {Role.NAME: "王子萱"}, dict(one)
    weighed = explain(found.parameters, one, [twin, herself], frequency={})
    assert weighed[0].probability < 0.5 < weighed[1].probability
    assert weighed[0].household < -1


def test_parameters_are_kept_as_text_and_come_back_the_same(city):
    parameters = city[2].parameters
    assert from_text(to_text(parameters)) == parameters


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept.update(form=2),
        lambda kept: kept.update(matches=0),
        lambda kept: kept["facts"].update(shoe_size=[]),
        lambda kept: kept["facts"]["sex"].pop(),
        lambda kept: kept["facts"]["sex"][0].update(m=0.5),
        lambda kept: kept.pop("facts"),
    ],
)
def test_parameters_of_another_version_or_damaged_are_refused_whole(city, spoil):
    kept = json.loads(to_text(city[2].parameters))
    spoil(kept)
    with pytest.raises(UnfitParametersError):
        from_text(json.dumps(kept))
