"""A landlord files a lease and signs the letter, the tenant confirms or objects, the office reads it: on the pages."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from anju.domains.housing.api import rentals
from anju.domains.housing.api.rentals import RentalState, RentalStep
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.interfaces.texts import rentals as words
from tests.factories import register as town
from tests.factories.register import PLATFORM
from tests.factories.staff import public, signed_in, staff
from tests.guard.pdf_text import text_of


@pytest.fixture(scope="module")
def street(once):
    return once(town.Street.built)


@pytest.fixture
def landlord(street):
    return signed_in(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))


@pytest.fixture
def resident(street):
    return signed_in(public("13900001234", person_id=street.resident))


def page(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def filed(street, client, **change: object) -> str:
    """File a lease on the page; where it leads."""
    data = {
        "tenants": [street.resident],
        "since": (street.today - timedelta(days=30)).isoformat(),
        "until": (street.today + timedelta(days=300)).isoformat(),
        "rent": "880",
        "filer": "landlord",
        "key": "k1",
        **change,
    }
    answer = client.post(f"/landlord/room/{street.rooms[0].code}/rental/", data)
    assert answer.status_code == 302, re.findall("aj-error.*", answer.content.decode())
    return answer.url


def test_filed_signed_objected_to_changed_and_confirmed(street, landlord, resident):
    form = page(landlord, f"/landlord/room/{street.rooms[0].code}/rental/")
    assert town.RESIDENT.name in form and town.STRANGER.name not in form
    url = filed(street, landlord)
    assert filed(street, landlord) == url, "a second press files nothing"
    text = page(landlord, url)
    digest = re.findall('name="digest" value="(\\w+)"', text)[0]
    assert "不扣押承租人的身份证件" in text and town.RESIDENT.name in text
    assert landlord.post(f"{url}sign/", {"digest": digest, "key": "s"}).status_code == 422
    signed = landlord.post(f"{url}sign/", {"digest": digest, "agree": "1", "key": "s"})
    assert signed.status_code == 302
    stale = landlord.post(f"{url}sign/", {"digest": "x", "agree": "1", "key": "s2"})
    assert stale.status_code == 409
    sheet = text_of(landlord.get(f"{url}letter.pdf").content)
    assert digest in sheet.replace("\n", "") and "出租房屋管理责任书" in sheet

    assert "等您核对" in page(resident, "/me/leases/")
    mine = re.findall(r"/me/leases/\d+/", page(resident, "/me/leases/"))[0]
    seen = page(resident, mine)
    assert "880" in seen and "周房东" in seen and not re.search(r">\s*#\d", seen)
    assert resident.post(mine, {"text": " ", "key": "n0"}).status_code == 422
    assert resident.post(mine, {"text": "租金是 800", "key": "n1"}).status_code == 302
    assert "租金是 800" in page(landlord, url)
    assert (
        landlord.post(
            f"{url}amend/",
            {
                "tenants": [street.resident],
                "since": street.today.isoformat(),
                "until": "",
                "rent": "800",
                "filer": "sublessor",
                "filer_name": "李转租",
                "key": "m1",
            },
        ).status_code
        == 302
    )
    assert resident.post(mine, {"yes": "1", "key": "y1"}).status_code == 302
    text = page(landlord, url)
    assert "核对无误" in text and "李转租" in text and "不定期" in text


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(street, landlord):
    path = f"/landlord/room/{street.rooms[0].code}/rental/"
    for change, says in (
        ({"tenants": [street.stranger]}, "aj-error"),
        ({"until": "2000-01-01"}, "租期的最后一天要晚于第一天"),
        ({"rent": "0"}, "月租金要大于 0"),
        ({"filer": "agency"}, "请写明名称"),
        ({"since": "2026-02-30"}, "aj-error"),
    ):
        data = {
            "tenants": [street.resident],
            "since": street.today.isoformat(),
            "rent": "880",
            "filer": "landlord",
            "key": "k",
        } | change
        answer = landlord.post(path, data)
        text = answer.content.decode()
        assert answer.status_code == 422 and says in text, change
        assert f'value="{data["rent"]}"' in text
    empty = page(landlord, f"/landlord/room/{street.rooms[3].code}/rental/")
    assert "这间房还没有登记租客" in empty


def test_the_office_reads_it_with_a_trace_and_others_find_nothing(street, landlord, resident):
    url = filed(street, landlord)
    number = int(re.findall(r"\d+", url)[0])
    officer = signed_in(staff("street.zhao", ("street", town.STREET)))
    text = page(officer, "/office/rentals/")
    assert street.rooms[0].text in text and town.RESIDENT.name not in text
    assert town.RESIDENT.name in page(officer, f"/office/rentals/{number}/")
    with acting(PLATFORM):
        ((read,),) = rows(
            "SELECT count(*) FROM audit_entry WHERE action = 'office.rental' AND person_id = %s",
            [street.resident],
        )
    assert read == 1
    book = openpyxl.load_workbook(
        io.BytesIO(officer.get("/office/rentals/?format=xlsx").getvalue()), read_only=True
    )
    assert len(list(book.worksheets[0].iter_rows())) == 2
    stranger = signed_in(staff("street.other", ("street", town.OTHER_STREET)))
    other = signed_in(public("13700000009", grants=(("landlord", "holder:999", town.HERE),)))
    person = signed_in(public("13800005678", person_id=street.worker))
    assert stranger.get(f"/office/rentals/{number}/").status_code == 404
    for path in ("", "amend/", "letter.pdf"):
        assert other.get(f"{url}{path}").status_code == 404
    for path in ("sign/", "end/", "withdraw/"):
        assert other.post(f"{url}{path}", {"day": street.today, "key": "k"}).status_code == 404
    assert person.get(f"/me/leases/{number}/").status_code == 404
    assert "还没有备案的租约" in page(person, "/me/leases/")


def test_a_lease_is_ended_or_withdrawn_on_its_page(street, landlord):
    url = filed(street, landlord)
    assert landlord.post(f"{url}end/", {"day": "2099-01-01", "key": "e"}).status_code == 422
    assert landlord.post(f"{url}withdraw/", {"text": "", "key": "w"}).status_code == 422
    day = street.today.isoformat()
    assert landlord.post(f"{url}end/", {"day": day, "key": "e"}).status_code == 302
    assert "租赁终止" in page(landlord, url)
    assert landlord.post(f"{url}withdraw/", {"text": "x", "key": "w"}).status_code == 409


def test_two_acts_of_one_page_are_both_done_also_with_the_back_button(street, landlord, resident):
    url = filed(street, landlord)
    mine = re.findall(r"/me/leases/\d+/", page(resident, "/me/leases/"))[0]
    keys = re.findall(r'name="key" value="(\w+)"', page(resident, mine))
    assert resident.post(mine, {"yes": "1", "key": keys[0]}).status_code == 302
    for text in ("租期不对", "租期和租金都不对"):
        assert resident.post(mine, {"text": text, "key": keys[-1]}).status_code == 302
    text = page(landlord, url)
    assert "租期不对" in text and "租期和租金都不对" in text
    keys = re.findall(r'name="key" value="(\w+)"', text)
    digest = re.findall(r'name="digest" value="(\w+)"', text)[0]
    landlord.post(f"{url}sign/", {"digest": digest, "agree": "1", "key": keys[0]})
    landlord.post(f"{url}withdraw/", {"text": "填错了房间", "key": keys[-1]})
    assert "撤回备案" in page(landlord, url)


def test_the_pages_speak_english_throughout(street, landlord):
    url = filed(street, landlord)
    client = signed_in(
        public("13700000003", grants=(("landlord", street.holder, town.HERE),)), language="en"
    )
    text = page(client, url)
    assert "I hold back no identity document" in text and "责任书" not in text
    assert "Who files" in page(client, f"{url}amend/")


def test_every_code_has_words_in_both_languages():
    for table, codes in (
        (words.FILERS, rentals.FILERS),
        (words.STATES, [s.value for s in RentalState]),
        (words.STEPS, [s.value for s in RentalStep]),
        (words.ANSWERS, ("", "confirmed", "objected")),
        (words.SHOWN, rentals.SHOWN),
    ):
        assert set(table) == set(codes)
        assert all(zh and en for zh, en in table.values())


def at_counter(street, client, **change: object):
    data = {
        "tenants": [street.resident],
        "since": (street.today - timedelta(days=30)).isoformat(),
        "rent": "880",
        "filer": "landlord",
        "who": "self",
        "key": "c1",
        **change,
    }
    return client.post(f"/office/rentals/new/{street.rooms[0].code}/", data)


def test_staff_file_the_lease_of_a_landlord_who_comes_in_person(street, landlord, resident):
    clerk = signed_in(staff("rental.counter", ("street", town.STREET), name="陈窗口"))
    home = page(clerk, f"/office/homes/{street.rooms[0].code}/")
    assert f"/office/rentals/new/{street.rooms[0].code}/" in home
    assert town.RESIDENT.name in page(clerk, f"/office/rentals/new/{street.rooms[0].code}/")
    unseen = at_counter(street, clerk, who="")
    assert unseen.status_code == 422 and 'value="880"' in unseen.text, "nobody's papers were seen"
    made = at_counter(street, clerk)
    assert made.status_code == 302
    assert at_counter(street, clerk).url == made.url, "a second press files nothing"
    assert "出租人本人到场，已核对身份证件" in page(clerk, made.url)
    assert at_counter(street, clerk, key="c2").status_code == 422, "one lease in those days"
    mine = re.findall(r"/landlord/rentals/\d+/", page(landlord, "/landlord/rentals/"))[0]
    assert "陈窗口" in page(landlord, mine)
    assert "等您核对" in page(resident, "/me/leases/")


def test_other_streets_and_who_may_only_look_file_no_lease(street):
    for who, role, where in (
        ("rental.far", "street", "430181001"),
        ("rental.leader", "leader", town.STREET),
    ):
        client = signed_in(staff(who, (role, where)))
        assert at_counter(street, client).status_code in (403, 404), role
