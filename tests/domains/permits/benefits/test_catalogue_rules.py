"""The catalogue's own rules: what is in force where, what a file may say, and when the answer is yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.benefits.data import Entry, HeldPermit, VerdictReason
from anju.domains.permits.benefits.rules import in_force, read_catalogue, verdict
from anju.domains.permits.transitions.data.transitions import LIVE, PermitState
from anju.foundation.errors import Refused
from anju.foundation.law import Part
from tests.domains.permits.points.published import calm

DAY = date(2026, 11, 22)
near = st.integers(-400, 400).map(lambda n: DAY + timedelta(days=n))
permits = st.builds(
    HeldPermit,
    st.just("430181124205"),
    st.sampled_from([str(s) for s in PermitState]),
    st.none() | near,
    st.none() | near,
    st.none() | near,
)


@calm
@given(st.none() | permits, st.booleans(), st.booleans(), st.booleans())
def test_yes_needs_a_live_endorsed_permit_here_for_something_offered_here(
    permit, here, offered, by_number
):
    found = verdict(permit, here=here, offered=offered, by_number=by_number, day=DAY)
    if found.entitled:
        assert permit is not None and here and offered
        assert permit.state in {PermitState.ACTIVE, PermitState.LOST} and not (
            by_number and permit.state == PermitState.LOST
        )
        assert permit.endorsed_until is None or permit.endorsed_until > DAY
        assert permit.valid_until is None or permit.valid_until > DAY
    if permit is not None and here and offered and permit.state == PermitState.ACTIVE:
        assert found.reason in {
            VerdictReason.ENTITLED,
            VerdictReason.SUSPENDED,
            VerdictReason.ENDED,
        }


@calm
@given(permits, st.booleans(), st.booleans())
def test_a_permit_of_another_area_is_as_if_there_were_none(permit, offered, by_number):
    nobody = verdict(None, here=False, offered=False, by_number=by_number, day=DAY)
    assert verdict(permit, here=False, offered=offered, by_number=by_number, day=DAY) == nobody


@calm
@given(permits, st.booleans())
def test_only_a_suspension_names_a_day(permit, by_number):
    found = verdict(permit, here=True, offered=True, by_number=by_number, day=DAY)
    assert found.since is None or found.reason == VerdictReason.SUSPENDED
    if permit.state == PermitState.ACTIVE and found.reason == VerdictReason.SUSPENDED:
        assert found.since == permit.endorsed_until <= DAY


def test_every_state_of_a_permit_has_its_answer():
    answers = {
        s: verdict(
            HeldPermit("43", s, None, None, None), here=True, offered=True, by_number=True, day=DAY
        ).reason
        for s in PermitState
    }
    assert answers == {
        PermitState.IN_PRODUCTION: VerdictReason.NOBODY,
        PermitState.ACTIVE: VerdictReason.ENTITLED,
        PermitState.SUSPENDED: VerdictReason.SUSPENDED,
        PermitState.LOST: VerdictReason.LOST,
        PermitState.WITHDRAWN: VerdictReason.ENDED,
        PermitState.EXPIRED: VerdictReason.ENDED,
        PermitState.CANCELLED: VerdictReason.ENDED,
    }
    assert {s for s, said in answers.items() if said != VerdictReason.ENDED} == set(LIVE)


PARKS = Entry(
    "parks",
    "addition",
    "",
    ("公园", "Parks"),
    "",
    ("service",),
    date(2020, 1, 1),
    None,
    ("源", "source"),
    "L",
)
entries = st.lists(
    st.builds(
        lambda code, region, since, span: replace(
            PARKS,
            code=code,
            region=region,
            valid_from=since,
            valid_to=None if span is None else since + timedelta(days=span),
        ),
        st.sampled_from("abc"),
        st.sampled_from(["", "43", "4301", "430181", "31"]),
        near,
        st.none() | st.integers(1, 300),
    )
)


@calm
@given(entries, st.sampled_from(["", "43", "430181124205", "310101", "4401"]))
def test_of_one_code_the_nearest_word_in_force_counts(found, region):
    chosen = {e.code: e for e in in_force(found, region=region, day=DAY)}
    holding = [
        e
        for e in found
        if region.startswith(e.region)
        and e.valid_from <= DAY
        and (e.valid_to is None or e.valid_to > DAY)
    ]
    assert set(chosen) == {e.code for e in holding}
    for one in holding:
        assert (len(chosen[one.code].region), chosen[one.code].valid_from) >= (
            len(one.region),
            one.valid_from,
        )


GOOD = {"code": "parks", "kind": "addition", "zh": "公园", "en": "Parks", "purposes": ["service"]}
FILE = {
    "source": {"zh": "公告", "en": "Notice"},
    "confidence": "L",
    "valid_from": DAY,
}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "gift"},
        {"purposes": ["idle"]},
        {"purposes": "service"},
        {"purposes": None},
        {"en": ""},
        {"colour": "red"},
        {"valid_to": DAY},
        {"code": None},
        {"valid_from": "today"},
    ],
)
def test_a_mistake_in_a_catalogue_file_is_refused_with_its_place(change):
    assert read_catalogue(Part({**FILE, "entries": [GOOD]}, "f"), region="4301")[0].region == "4301"
    with pytest.raises(Refused) as refused:
        read_catalogue(Part({**FILE, "entries": [GOOD, {**GOOD, **change}]}, "f"), region="4301")
    assert refused.value.code == "law_file_invalid"
    assert refused.value.params["where"].startswith("f.entries[1]")
