"""The last day of a contract, as employers declare it: kept with the job, never its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.domains.register.imports.test_untidy_files import read
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, WORKER, Sender, Street, declared
from tests.factories.spreadsheets import delimited, number, xlsx

pytestmark = pytest.mark.django_db
ENDS, LATER = date(2027, 3, 31), date(2028, 3, 31)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def sender(street) -> Sender:
    party = street.firm.party
    return Sender(party, "employer", "星火", party=party, region=HERE, employer_id=street.firm.id)


def hired(street, who, **more):
    items = [{**who.item, "kind": "hire", "start": street.today - timedelta(days=40), **more}]
    return declared(items, sender=sender(street)).outcomes[0]


def job(person):
    with acting(PLATFORM):
        (found,) = register.jobs_of([person])
    return found


def test_a_contract_is_kept_with_the_job_and_ends_nothing(street):
    outcome = hired(street, somebody("高远", 910), contract_end=ENDS, position="装配")
    found = job(outcome.person_id)
    assert (found.contract_end, found.until) == (ENDS, None)


def test_another_contract_is_a_new_version_and_silence_changes_nothing(street):
    assert hired(street, WORKER, contract_end=ENDS).status == register.APPLIED
    assert hired(street, WORKER, contract_end=ENDS, position="装配").status == register.UNCHANGED
    assert hired(street, WORKER).status == register.UNCHANGED
    assert hired(street, WORKER, position="质检").status == register.APPLIED
    assert (job(street.worker).contract_end, job(street.worker).position) == (ENDS, "质检")
    receipt = declared(
        [{**WORKER.item, "kind": "hire", "start": street.today, "contract_end": LATER}],
        sender=sender(street),
    )
    assert job(street.worker).contract_end == LATER
    with acting(PLATFORM):
        register.undo(receipt.batch_id, actor=PLATFORM, at=street.at + timedelta(minutes=1))
    assert job(street.worker).contract_end == ENDS


def test_a_roster_shows_a_contract_that_changes(street):
    titles = ["姓名", "身份证号码", "入职日期", "劳动合同到期日期"]
    row = [WORKER.name, WORKER.doc_number, "2026-03-01", "2027-06-30"]
    with acting(PLATFORM):
        kept = register.receive(
            delimited([titles, row]),
            "本周.csv",
            form="employer-roster",
            sender=sender(street),
            actor=PLATFORM,
            at=street.at,
        )
        (line,) = register.preview_page(kept.id, "changed").lines
    assert line["fields"]["contract_end"] == ["", "2027-06-30"]


def test_a_contract_that_ends_before_the_first_day_is_refused_with_its_reason(street):
    early = street.today - timedelta(days=41)
    reason = "contract_end_before_start"
    outcome = hired(street, somebody("高期", 911), contract_end=early)
    assert (outcome.status, outcome.reason) == (register.REFUSED, reason)
    passport = {"doc_type": "414", "doc_number": "E70012345", "birth_date": date(1990, 1, 2)}
    outcome = hired(street, somebody("高照", 912), **passport, contract_end=early)
    assert (outcome.status, outcome.reason) == (register.REFUSED, reason)
    assert hired(street, somebody("高同", 913), contract_end=early + timedelta(days=1)).status == (
        register.APPLIED
    )


def test_a_contract_that_ends_before_a_known_first_day_is_refused_and_the_job_stays(street):
    who = somebody("高续", 914)
    person = hired(street, who, contract_end=ENDS).person_id
    outcome = hired(
        street,
        who,
        start=street.today - timedelta(days=90),
        contract_end=street.today - timedelta(days=60),
    )
    assert (outcome.status, outcome.reason) == (register.REFUSED, "contract_end_before_start")
    assert job(person).contract_end == ENDS


def test_a_list_says_of_each_row_that_its_contract_ends_before_the_first_day():
    titles = ("姓名", "身份证号码", "入职日期", "合同到期日")
    turned = ("张三", number(1), "2024-05-01", "2024-04-30")
    whole = ("李四", number(2), "2024-05-01", "2024-05-01")
    result = read(xlsx({"s": [titles, turned, whole]}))
    assert result.refused["reason"].to_list() == ["contract_end_before_start"]
    assert result.items["contract_end"].to_list() == [date(2024, 5, 1)]
