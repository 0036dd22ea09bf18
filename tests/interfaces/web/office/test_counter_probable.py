"""The counter is shown the record that is probably meant, with its reasons, before somebody is entered twice."""

from __future__ import annotations

import re

import pytest

from anju.domains.register import api as register
from anju.foundation.audit.models import Entry
from anju.foundation.db.scope import acting
from tests.domains.linkage.test_register import BORN, rounds, trained
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, STREET, Street, moved_in
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db
RECORD = somebody("黄晓红", 301, born=BORN, phone="13900001111")
AGAIN = somebody("房晓红", 305, born=BORN, phone="13900001111")


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk():
    return signed_in(staff("counter01", ("counter", STREET)))


def on_record(home):
    """Her card was not noted then."""
    return moved_in(
        RECORD,
        home,
        doc_number=None,
        doc_type=None,
        birth_date=BORN,
        sex="1",
    )


def form(street, **more):
    return {
        "m0-doc_type": "111",
        "m0-doc_number": AGAIN.doc_number,
        "m0-name": AGAIN.name,
        "m0-phone": AGAIN.phone,
        "m0-nationality": "CHN",
        "home_code": street.rooms[2].code,
        "start": str(street.today),
        "reason": "01",
        "dwelling": "02",
        "key": "6f1c1c9e-3a64-4f6e-9d7c-0b0f4a4b6a01",
        **more,
    }


def answered(page, answer):
    (field,) = re.findall(r'name="(is-m0-[^"]+)"', page.content.decode())
    return {field: answer}


def test_the_probable_record_is_shown_with_its_reasons_and_recorded_as_read(clerk, street):
    person = on_record(street.rooms[0])
    trained(), rounds()
    page = clerk.post("/office/counter/", form(street))
    text = page.content.decode()
    assert page.status_code == 422 and "在册的 黄晓红" in text
    shown = text.split("probable-title", 1)[1].split("who-title", 1)[0]
    assert "手机号" in shown and "合计" in shown and RECORD.phone not in shown
    with acting(PLATFORM):
        read = Entry.objects.filter(action="counter.probable", person_id=person)
        assert read.exists()


def test_another_person_is_registered_as_typed(clerk, street):
    person = on_record(street.rooms[0])
    trained(), rounds()
    page = clerk.post("/office/counter/", form(street))
    done = clerk.post("/office/counter/", form(street, **answered(page, "another")))
    assert done.status_code == 302
    with acting(PLATFORM):
        (entered,) = register.occupants([street.rooms[2].id], as_of=street.today)
    assert entered.person_id != person


def test_the_same_person_is_entered_under_the_record(clerk, street):
    person = on_record(street.rooms[0])
    trained(), rounds()
    page = clerk.post("/office/counter/", form(street))
    again = clerk.post("/office/counter/", form(street, **answered(page, "same")))
    assert "已改用在册的档案" in again.content.decode()
    known = {"m0-person": str(person), "m0-doc_number": "", "m0-name": RECORD.name}
    assert clerk.post("/office/counter/", form(street, **known)).status_code == 302
    with acting(PLATFORM):
        (entered,) = register.occupants([street.rooms[2].id], as_of=street.today)
    assert entered.person_id == person


def test_an_answer_counts_for_the_values_it_was_given_for(clerk, street):
    on_record(street.rooms[0])
    trained(), rounds()
    answer = answered(clerk.post("/office/counter/", form(street)), "another")
    changed = form(street, **{"m0-name": "黄小红"}, **answer)
    assert clerk.post("/office/counter/", changed).status_code == 422


def test_a_record_of_another_area_is_not_shown(clerk, street):
    on_record(street.far[0])
    trained(), rounds()
    assert clerk.post("/office/counter/", form(street)).status_code == 302


def test_a_waiting_declaration_shows_why_a_record_is_probably_meant(clerk, street):
    from tests.factories.register import declared

    on_record(street.rooms[0])
    trained(), rounds()
    outcome = declared(
        [
            {
                **RECORD.item,
                "kind": "arrive",
                "home_code": street.rooms[3].code,
                "region": HERE,
                "start": street.today,
            }
        ]
    ).outcomes[0]
    with acting(PLATFORM):
        review = register.line_of(outcome.declaration_id).review_id
    page = clerk.get(f"/office/review/{review}/").content.decode()
    assert "cn-reasons" in page and "是同一人" in page
