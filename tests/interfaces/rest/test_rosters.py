"""A sender's own system asks what it owes this week, sends its list, or says that nothing changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM, WORKER, Sender
from tests.factories.spreadsheets import delimited

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(street, caller):
    return caller("hr-system", {"role": "employer", "party": street.firm.party})


def sent(street, at):
    firm = street.firm
    sender = Sender(firm.party, "employer", firm.name, firm.party, firm.id, firm.region)
    rows = [["姓名", "身份证号", "入职日期"], [WORKER.name, WORKER.doc_number, "2026-03-01"]]
    with acting(PLATFORM):
        kept = register.receive(
            delimited(rows), "a.csv", form="employer-roster", sender=sender, actor=PLATFORM, at=at
        )
        register.apply_import(kept.id, actor=PLATFORM, at=at)


def test_a_week_is_asked_for_said_to_be_unchanged_and_taken_back(street, system):
    week = f"/employers/{street.firm.code}/roster-week"
    assert system("get", week).json()["last_at"] is None
    answer = system("put", week, {"unchanged": True})
    assert (answer.status_code, answer.json()["code"]) == (422, "roster_first")
    sent(street, street.at - timedelta(days=7))
    for _again in range(2):
        said = system("put", week, {"unchanged": True}).json()
        assert (said["state"], said["unchanged"]) == ("arrived", True)
    assert system("put", week, {"unchanged": False}).json()["state"] == "not_asked"
    assert system("put", week, {"unchanged": True, "x": 1}).status_code == 422


def test_the_office_reads_it_others_do_not_and_nobody_else_speaks_for_an_employer(
    street, office, department, neighbour, system, caller
):
    week = f"/employers/{street.firm.code}/roster-week"
    sent(street, street.at)
    assert office("get", week).json()["state"] == "arrived"
    assert department("get", week).status_code == 200
    assert neighbour("get", week).status_code == 404
    other = caller("other-hr", {"role": "employer", "party": "employer:999999"})
    assert other("get", week).status_code == 404
    assert office("put", week, {"unchanged": True}).status_code == 403
    assert system("get", "/employers/NOBODY/roster-week").status_code == 404
