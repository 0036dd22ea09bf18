"""Cases of records that are merged and parted again: none is lost, none shows to the wrong person, none is doubled."""

from __future__ import annotations

import pytest

from anju.domains.casework.api import cases, respondents
from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotFound
from tests.domains.casework.cases.town import clerk, did, filed, key, person, seen
from tests.factories.register import PLATFORM, Street


@pytest.fixture
def street(once):
    return Street.built()


def merged(street) -> int:
    with acting(PLATFORM):
        return register.merge_people(
            street.resident, street.worker, actor=PLATFORM, reason="同一人", at=street.at
        )


def listed(actor) -> set[int]:
    with acting(actor):
        return {c.id for c in cases.cases_of(actor.person_id)}


def test_a_merge_takes_cases_notices_and_mandates_along_and_taking_it_back_returns_them(street):
    kept, other = person(street.resident, 41), person(street.worker, 43)
    own = filed(street, kept, debtor="甲厂")
    theirs = filed(street, other, person_id=street.worker, debtor="乙厂")
    with acting(clerk()):
        notice = respondents.notify(theirs, name="乙厂", key=key(), actor=clerk(), at=street.at)
    with acting(other):
        cases.grant_mandate("", days=30, actor=other, at=street.at)
    merge = merged(street)
    assert listed(kept) == {own, theirs}
    assert seen(theirs, kept, street.at).line.person_id == street.resident
    with acting(kept):
        assert respondents.notice(notice).person_id == street.resident
        assert len(cases.mandates(kept)[0]) == 1
    did(cases.write, theirs, kept, street.at, "合并后留言")
    with acting(PLATFORM):
        register.unmerge_people(merge, actor=PLATFORM, at=street.at)
    assert listed(kept) == {own} and listed(other) == {theirs}
    assert seen(theirs, other, street.at).events[-1].text == "合并后留言"
    with pytest.raises(NotFound):
        seen(theirs, kept, street.at)
    with acting(kept), pytest.raises(NotFound):
        respondents.notice(notice)


def test_two_open_cases_about_the_same_stay_two_are_both_in_sight_and_no_third_is_filed(street):
    kept, other = person(street.resident, 41), person(street.worker, 43)
    own = filed(street, kept)
    theirs = filed(street, other, person_id=street.worker)
    merge = merged(street)
    assert listed(kept) == {own, theirs}
    with pytest.raises(Conflict, match="case_open"):
        filed(street, kept)
    did(cases.withdraw_case, theirs, kept, street.at)
    with pytest.raises(Conflict, match="case_open"):
        did(cases.reopen, theirs, kept, street.at, "还是要办")
    did(cases.withdraw_case, own, kept, street.at)
    did(cases.reopen, theirs, kept, street.at, "还是要办")
    with acting(PLATFORM):
        register.unmerge_people(merge, actor=PLATFORM, at=street.at)
    assert listed(kept) == {own} and listed(other) == {theirs}
    with pytest.raises(Conflict, match="case_open"):
        filed(street, other, person_id=street.worker)
