"""What comes from the other place: taken in once where there is no doubt, else somebody looks at the right office."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.exchange.api import transfers
from anju.domains.exchange.api.transfers import TransferState
from anju.domains.exchange.links.models import Message
from anju.domains.exchange.links.queries.messages import contents
from anju.domains.exchange.transfers.rules.hand import written
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.domains.casework.enrolment import schooling
from tests.domains.health.clinic import town
from tests.factories.exchange import carry, linked, person_of
from tests.factories.people import somebody
from tests.factories.register import ELSEWHERE, PLATFORM, RESIDENT, STREET, Street
from tests.factories.transfers import lists, officer, parent

S = TransferState
UNKNOWN = somebody("路过人", 877)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture(scope="module")
def clinic(once, street):
    return once(town.Clinics.built)


@pytest.fixture
def there(street, clinic):
    return linked()


def carer(there, who, **more):
    body = {
        "person": person_of(who),
        "carer": {"name": "周德厚", "phone": "13900000001"},
        "request": {"by": "self", "day": local_date(now()).isoformat()},
    }
    message = there.message("carer_contact", body, **more)
    there.send(message)
    carry(there)
    return message


def record(there, number, name="周小满", **body):
    found = {
        "person": {"name": name, "doc_type": "111", "doc_number": number},
        "kind": "vaccination",
        "request": {"by": "guardian", "day": local_date(now()).isoformat()},
        "doses": [{"vaccine": "麻腮风", "dose": 1, "day": "2025-06-01", "clinic": "剑阁门诊"}],
        **body,
    }
    message = there.message("record_transfer", found)
    there.send(message)
    carry(there)
    return message


def outcomes(there):
    return [m["body"] for m in there.sent_to("outcome_report")]


def child(clinic, number):
    return town.opened(
        town.born(700, clinic, number=number, guardians=(town.mother(),)),
        clinic.here,
        town.nurse(),
        clinic,
    )


def of_child(clinic):
    return somebody("周小满", 878, born=clinic.ago(700)).doc_number


def test_a_contact_goes_to_the_street_where_the_person_surely_lives_and_once(street, there):
    message = carer(there, RESIDENT)
    there.send(message)
    carry(there)
    assert [o["outcome"] for o in outcomes(there)] == ["taken_in"]
    (found,) = lists(officer(STREET), street.at, "kept")
    assert found.body["carer"]["name"] == "周德厚"
    assert lists(officer(ELSEWHERE), street.at, "kept") == []


def test_somebody_who_is_not_surely_on_file_is_for_a_person_to_look_at(street, there):
    carer(there, UNKNOWN)
    (aside,) = there.sent_to("set_aside")
    assert aside["body"]["reason"] == "needs_office"
    county = officer("430181", 9702)
    (found,) = lists(county, street.at)
    assert (found.state, found.reason) == (S.WAITING, "no_record")
    with acting(county):
        for _ in range(2):
            transfers.take_in(found.id, actor=county, at=street.at)
        with pytest.raises(Conflict, match="transfer_moved_on"):
            transfers.refuse(found.id, "not_here", "", actor=county, at=street.at)
    carry(there)
    assert [o["outcome"] for o in outcomes(there)] == ["taken_in"]
    with acting(PLATFORM):
        assert Message.objects.get(kind="carer_contact").state == "closed"


def test_a_refusal_gives_its_reason_to_the_person_who_asked(street, there):
    carer(there, UNKNOWN)
    county = officer("430181", 9702)
    (found,) = lists(county, street.at)
    with acting(county):
        with pytest.raises(Refused, match="transfer_reason"):
            transfers.refuse(found.id, "", "", actor=county, at=street.at)
        with pytest.raises(Refused, match="identity_number_in_text"):
            transfers.refuse(found.id, "not_here", UNKNOWN.doc_number, actor=county, at=street.at)
        transfers.refuse(found.id, "not_here", "请到街道登记", actor=county, at=street.at)
    carry(there)
    (said,) = outcomes(there)
    assert (said["outcome"], said["reason"], said["note"]) == (
        "refused",
        "not_here",
        "请到街道登记",
    )


def test_who_may_see_what_waits_follows_the_desk(street, clinic, there):
    carer(there, RESIDENT)
    (found,) = lists(officer(STREET), street.at, "kept")
    for actor in (
        officer(ELSEWHERE, 9703),
        officer(STREET, 9704, "vaccination.see", "vaccination.give"),
        officer(STREET, 9705, "enrol.review"),
        parent(street.resident),
    ):
        with acting(actor), pytest.raises(NotFound, match="transfer_unknown"):
            transfers.at_office(found.id, actor=actor, at=street.at)
    nobody = officer(STREET, 9706, "home.see")
    with acting(nobody), pytest.raises(NotAllowed):
        transfers.office_list("kept", actor=nobody, at=street.at)


def test_a_vaccination_record_goes_into_the_child_s_own_record_and_once(street, clinic, there):
    number = of_child(clinic)
    known = child(clinic, number)
    message = record(there, number)
    there.send(message)
    carry(there)
    assert [o["outcome"] for o in outcomes(there)] == ["taken_in"]
    assert [d.vaccine for d in town.seen(known, clinic).doses] == ["MMR"]
    record(there, number)
    assert len(town.seen(known, clinic).doses) == 1


def test_another_name_or_a_vaccine_that_cannot_be_read_waits_for_the_nurse(street, clinic, there):
    number = of_child(clinic)
    known = child(clinic, number)
    record(there, number, name="周大满")
    record(there, number, doses=[{"vaccine": "不认识的苗", "dose": 1, "day": "2025-06-01"}])
    assert outcomes(there) == []
    found = lists(town.nurse(), clinic.at)
    assert [t.reason for t in found] == ["name_differs", "doses_unread"]
    assert lists(town.nurse(ELSEWHERE, 62), clinic.at) == []
    nurse = town.nurse()
    with acting(nurse):
        transfers.take_in(found[0].id, actor=nurse, at=clinic.at)
        transfers.refuse(found[1].id, "unreadable", "疫苗名称不认识", actor=nurse, at=clinic.at)
    assert [d.vaccine for d in town.seen(known, clinic).doses] == ["MMR"]


def test_a_record_of_a_child_without_one_here_is_found_when_the_family_comes(street, clinic, there):
    number = of_child(clinic)
    record(there, number)
    nurse = town.nurse()
    with acting(nurse):
        assert transfers.waiting_for_children(actor=nurse, at=clinic.at) == []
    known = child(clinic, number)
    with acting(nurse):
        (found,) = transfers.waiting_for_children(actor=nurse, at=clinic.at)
        transfers.take_in(found.id, actor=nurse, at=clinic.at)
    assert len(town.seen(known, clinic).doses) == 1
    other = town.nurse(ELSEWHERE, 62)
    with acting(other), pytest.raises(NotFound, match="transfer_unknown"):
        transfers.at_office(found.id, actor=other, at=clinic.at)


def test_a_school_record_waits_at_the_education_office_of_the_place(street, there):
    body = {
        "person": person_of(UNKNOWN),
        "kind": "school",
        "request": {"by": "guardian", "day": local_date(now()).isoformat()},
        "schooling": [{"school": "普安小学", "grade": "三年级", "since": "2024-09-01"}],
    }
    there.send(there.message("record_transfer", body, purpose="schooling"))
    carry(there)
    office = schooling.education()
    (found,) = lists(office, street.at)
    assert (found.kind, found.reason) == ("school", "no_record")
    assert lists(officer(STREET), street.at) == []
    with acting(office):
        transfers.take_in(found.id, actor=office, at=street.at)
    carry(there)
    assert [o["outcome"] for o in outcomes(there)] == ["taken_in"]


def test_a_consent_that_ended_erases_what_came_and_the_message(street, there):
    message = carer(there, RESIDENT)
    (found,) = lists(officer(STREET), street.at, "kept")
    there.send(
        there.message(
            "withdrawal",
            {"reason": "at_request"},
            purpose="care",
            reply_to=message["id"],
            subject=message["subject"],
        )
    )
    carry(there)
    (gone,) = lists(officer(STREET), street.at, "over")
    assert (gone.id, gone.state, gone.body) == (found.id, S.WITHDRAWN, None)
    with acting(PLATFORM):
        assert contents([Message.objects.get(kind="carer_contact")])[0]["body"] == {}
    assert there.send(message)[0]["repeated"]


def test_a_file_brought_to_the_desk_waits_there_and_says_whose_key_it_is(street, clinic, there):
    body = {
        "person": person_of(UNKNOWN),
        "carer": {"name": "周德厚", "phone": "13900000001"},
        "request": {"by": "self", "day": local_date(now()).isoformat()},
    }
    clerk = officer(STREET)
    for key, reason in ((there.key, "brought"), (HeldKey.make(), "key_unknown")):
        at = clinic.at + timedelta(minutes=1 if reason == "brought" else 2)
        data = json.dumps(
            written("carer_contact", body, place=("510823", "剑阁县"), signer=key, at=at)
        ).encode()
        with acting(clerk):
            number = transfers.bring(data, actor=clerk, at=at)
            assert transfers.bring(data, actor=clerk, at=at) == number
            found = transfers.at_office(number, actor=clerk, at=at)
            assert (found.state, found.reason, found.place_name) == (S.WAITING, reason, "剑阁县")
        with acting(town.nurse()), pytest.raises(NotAllowed):
            transfers.bring(data, actor=town.nurse(), at=at)
    with acting(clerk):
        transfers.take_in(number, actor=clerk, at=at)
        with pytest.raises(Refused, match="hand_unreadable"):
            transfers.bring(b"{}", actor=clerk, at=at)
    assert there.sent_to("outcome_report") == []


def test_a_record_brought_to_the_nurse_stands_in_one_list_and_all_of_a_list_leaves(
    street, clinic, there, monkeypatch
):
    number, nurse, at = of_child(clinic), town.nurse(), clinic.at + timedelta(minutes=3)
    child(clinic, number)
    for day in ("2025-06-01", "2025-06-02"):
        body = {
            "person": {"name": "周小满", "doc_type": "111", "doc_number": number},
            "kind": "vaccination",
            "request": {"by": "guardian", "day": local_date(now()).isoformat()},
            "doses": [{"vaccine": "麻腮风", "dose": 1, "day": day, "clinic": "剑阁门诊"}],
        }
        data = json.dumps(
            written("record_transfer", body, place=("510823", "剑阁县"), signer=there.key, at=at)
        ).encode()
        with acting(nurse):
            transfers.bring(data, actor=nurse, at=at)
    monkeypatch.setattr("anju.domains.exchange.transfers.operations.office.PAGE", 1)
    with acting(nurse):
        found, counts = transfers.office_list("waiting", actor=nurse, at=at)
        whole, _counts = transfers.office_list("waiting", actor=nurse, at=at, taken=True)
        assert transfers.waiting_for_children(actor=nurse, at=at) == []
    assert (len(found), counts["waiting"], len(whole)) == (1, 2, 2)
