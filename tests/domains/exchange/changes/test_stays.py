"""Which changes a new version of a stay means: whoever applies them all knows who lives where."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anju.domains.exchange.changes.data.changes import ChangeKind, Noted
from anju.domains.exchange.changes.rules.stays import Version, changes_of, changes_of_undone

DAY = date(2026, 3, 1)
days = st.integers(0, 20).map(lambda n: DAY + timedelta(days=n))


@st.composite
def versions(draw):
    start = draw(days)
    end = draw(st.none() | st.integers(1, 9).map(lambda n: start + timedelta(days=n)))
    home = draw(st.sampled_from((11, 12)))
    return Version(7, f"43018112400{home % 10}", home, start, end)


def applied(known: dict, changes: list[Noted]) -> dict:
    """A partner's own picture, home by home: from when until when."""
    known = dict(known)
    for one in changes:
        place = (one.region, one.home_id)
        if one.kind == ChangeKind.MOVED_IN:
            known[place] = (one.day, None)
        elif one.kind == ChangeKind.MOVED_OUT:
            known[place] = (known[place][0], one.day)
        elif one.kind == ChangeKind.MOVE_OUT_UNDONE:
            known[place] = (known[place][0], None)
        else:
            assert one.kind == ChangeKind.MOVE_IN_UNDONE
            assert known.pop(place)[0] == one.day
    return known


def picture(version: Version) -> dict:
    return {(version.region, version.home_id): (version.start, version.end)}


@given(st.lists(versions(), min_size=1, max_size=6))
def test_a_partner_who_applies_every_change_knows_the_last_version_and_nothing_else(found):
    known, before = {}, None
    for version in found:
        known = applied(known, changes_of(version, before))
        before = version
        assert known == picture(version)


@given(versions(), versions())
def test_what_is_undone_leads_back_to_what_was_before(first, second):
    known = applied(picture(first), changes_of(second, first))
    assert applied(known, changes_of_undone(second, first)) == picture(first)
    assert applied(picture(first), changes_of_undone(first, None)) == {}


@given(versions())
def test_a_version_that_says_the_same_tells_nobody_anything(version):
    assert changes_of(version, version) == []
