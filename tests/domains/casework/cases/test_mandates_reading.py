"""A mandate that was ended or ran out shows nothing on any path: lists, the case, its steps, files and notices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.casework.api import cases, respondents
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed, NotFound
from tests.domains.casework.cases.town import clerk, did, filed, key, person, seen, wage
from tests.domains.housing.premises import visits
from tests.factories.register import Street

TABLES = ("casework_case", "casework_event", "casework_evidence", "casework_respondent")


@pytest.fixture
def street(once):
    return Street.built()


@pytest.mark.parametrize("how", ["ended by the person", "given back", "ran out"])
def test_nothing_is_read_after_the_end_of_a_mandate(street, how):
    worker, helper = person(street.resident), person(None, 91)
    begun = street.at - timedelta(days=31 if how == "ran out" else 1)
    case_id = filed(street, worker)
    with acting(worker):
        cases.add_evidence(
            case_id, visits.picture(), "欠条.jpg", kind="wages", actor=worker, at=street.at
        )
        mandate, code = cases.grant_mandate("wage_claim", days=30, actor=worker, at=begun)
    with acting(clerk()):
        notice = respondents.notify(case_id, name="某队", key=key(), actor=clerk(), at=street.at)
    evidence = seen(case_id, worker, street.at).evidence[0].id
    with acting(helper):
        cases.accept_mandate(code, actor=helper, at=begun)
    if how != "ran out":
        assert seen(case_id, helper, street.at).evidence and sees(helper) == {True}
        ending = worker if how == "ended by the person" else helper
        with acting(ending):
            cases.end_mandate(mandate, actor=ending, at=street.at)
    assert sees(helper) == {False}
    with acting(helper):
        assert cases.cases_of(street.resident) == []
        assert respondents.notices_of(case_id) == []
        for read in (
            lambda: cases.case(case_id, actor=helper, at=street.at),
            lambda: cases.evidence_content(case_id, evidence, original=False),
            lambda: cases.evidence_content(case_id, evidence, original=True),
            lambda: respondents.notice(notice),
        ):
            with pytest.raises(NotFound):
                read()
    for step in (cases.write, cases.reopen, cases.contest):
        with pytest.raises((NotFound, NotAllowed)):
            did(step, case_id, helper, street.at, "还想办")
    with acting(helper), pytest.raises(NotAllowed):
        cases.file_case(
            street.resident,
            "wage_claim",
            wage(street, debtor="另一家"),
            key=key(),
            actor=helper,
            at=street.at,
        )


def sees(actor) -> set[bool]:
    with acting(actor):
        return {rows(f"SELECT count(*) FROM {table}")[0][0] > 0 for table in TABLES}
