"""Refused rows of imports: masked on pages and in files, in full only for a stated purpose, with a
line in the trail."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.access import api as access
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.masks import mask_text
from tests.factories.register import HERE, STREET, Street
from tests.factories.spreadsheets import delimited
from tests.factories.staff import PLATFORM, actor, public, signed_in, staff

WRONG, PHONE = "43018119900101997", "13912345678"


def roster() -> SimpleUploadedFile:
    return SimpleUploadedFile(
        "名单.csv",
        delimited(
            [
                ["姓名", "身份证号", "手机号", "入住日期", "备注"],
                ["戴五", WRONG, PHONE, "2026-03-01", f"电话 {PHONE}，旧证{WRONG}"],
            ]
        ),
    )


@pytest.fixture(scope="module")
def street(once) -> Street:
    return once(Street.built)


@pytest.fixture
def clerk_id(street) -> int:
    return staff("clerk.rows", ("street", STREET))


def revealed() -> list[tuple[str, str]]:
    with as_intake_role():
        return rows("SELECT action, purpose FROM audit_entry WHERE kind = 'reveal' ORDER BY id", [])


def cells(answer) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    return " ".join(str(c) for line in sheet.iter_rows(values_only=True) for c in line if c)


def test_a_page_of_refused_rows_masks_numbers_until_a_purpose_is_stated(street, clerk_id):
    clerk = signed_in(clerk_id)
    where = clerk.post(
        "/office/imports/new/", {"file": roster(), "form": "rental-tenants", "region": HERE}
    )["Location"]
    page = clerk.get(f"{where}?list=problem").content.decode()
    assert "戴五" in page
    assert WRONG not in page
    assert PHONE not in page
    assert revealed() == []
    full = clerk.post(f"{where}reveal/", {"purpose": "register", "page": "1"}).content.decode()
    assert WRONG in full
    assert PHONE in full
    assert revealed() == [("import.reveal", "register")]
    assert clerk.post(f"{where}reveal/", {"purpose": "safety"}).status_code == 403
    assert clerk.post(f"{where}reveal/", {}).status_code in (403, 422)


def test_masked_cells_sent_back_are_no_corrections(street, clerk_id):
    clerk = signed_in(clerk_id)
    where = clerk.post(
        "/office/imports/new/", {"file": roster(), "form": "rental-tenants", "region": HERE}
    )["Location"]
    clerk.post(
        f"{where}mend/",
        {
            "fix-2-doc_number": mask_text(WRONG),
            "fix-2-phone": mask_text(PHONE),
            "fix-2-name": "戴六",
        },
    )
    answer = clerk.get(f"{where}problems.xlsx?purpose=register")
    assert WRONG in cells(answer)


def test_a_file_of_refused_rows_is_masked_without_a_purpose(street, clerk_id):
    clerk = signed_in(clerk_id)
    where = clerk.post(
        "/office/imports/new/", {"file": roster(), "form": "rental-tenants", "region": HERE}
    )["Location"]
    number = where.strip("/").split("/")[-1]
    api = Client(
        headers={
            "authorization": f"Bearer {access.issue_token(PLATFORM, user_id=clerk_id, name='x', at=now()).secret}"
        }
    )
    for client, path, more in (
        (clerk, f"{where}problems.xlsx", {}),
        (api, f"/api/v1/imports/{number}/problems.xlsx", {}),
    ):
        masked = cells(client.get(path, **more))
        assert "戴五" in masked
        assert WRONG not in masked
        assert PHONE not in masked
    assert revealed() == []
    assert WRONG in cells(clerk.get(f"{where}problems.xlsx?purpose=register"))
    assert WRONG in cells(
        api.get(f"/api/v1/imports/{number}/problems.xlsx", headers={"X-Purpose": "register"})
    )
    assert [a for a, _ in revealed()] == ["import.reveal"] * 2


def test_a_landlord_gets_the_full_rows_of_their_own_list_only_with_their_purpose(street):
    landlord = signed_in(public("13700000001", grants=(("landlord", street.holder, HERE),)))
    where = landlord.post("/landlord/lists/", {"file": roster()})["Location"]
    assert WRONG not in cells(landlord.get(f"{where}problems.xlsx"))
    assert landlord.get(f"{where}problems.xlsx?purpose=register").status_code == 403
    assert WRONG in cells(landlord.get(f"{where}problems.xlsx?purpose=tenancy"))
    assert revealed() == [("import.reveal", "tenancy")]


@given(
    st.text("戴五室号电话 ：(/", max_size=6),
    st.sampled_from(
        [
            WRONG,
            WRONG + "X",
            PHONE,
            "139 1234 5678",
            "E12345678",
            "432524197001014321",
            "0731-83212345",
        ]
    ),
    st.text("戴五室号电话 ：(/", max_size=6),
)
def test_a_long_number_is_masked_wherever_it_stands(before, number, after):
    assert number not in mask_text(before + number + after)


@given(
    st.dates(date(1930, 1, 1), date(2060, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_dates_and_rooms_stay_readable(day, shape):
    assert mask_text(day.strftime(shape)) == day.strftime(shape)
    assert mask_text("东升路606号2栋1401室") == "东升路606号2栋1401室"


def test_a_list_of_questions_is_recorded_for_everybody_it_is_about(street, clerk_id):
    user = public("13900001234", person_id=street.resident)
    with acting(actor(user)):
        register.contest(words="不是这一天", actor=actor(user), at=now())
    assert signed_in(clerk_id).get("/office/review/").status_code == 200
    with as_intake_role():
        seen = rows("SELECT DISTINCT person_id FROM audit_entry WHERE action = 'review.list'", [])
    assert (street.resident,) in seen


def many_refused(count: int) -> SimpleUploadedFile:
    lines = [
        [f"戴{'甲乙丙丁戊'[n % 5]}", f"{WRONG[:-3]}{n:03d}X", "", "2026-03-01"]
        for n in range(count)
    ]
    return SimpleUploadedFile(
        "名单.csv", delimited([["姓名", "身份证号", "手机号", "入住日期"], *lines])
    )


def test_corrections_that_were_not_sent_stay_while_one_leafs_through_the_pages(street, clerk_id):
    clerk = signed_in(clerk_id)
    where = clerk.post(
        "/office/imports/new/",
        {"file": many_refused(120), "form": "rental-tenants", "region": HERE},
    )["Location"]
    first = clerk.get(f"{where}?list=problem").content.decode()
    assert 'name="to" value="2"' in first
    second = clerk.post(
        f"{where}mend/", {"page": "1", "to": "2", "fix-3-name": "戴改一", "fix-4-name": "戴丙"}
    ).content.decode()
    assert 'name="kept" value="1"' in second and 'name="page" value="2"' in second
    assert '<input type="hidden" name="fix-3-name" value="戴改一">' in second
    shown = [int(r) for r in re.findall(r'id="fix-(\d+)-name"', second)]
    assert shown and 3 not in shown
    carried = {"kept": "1", "fix-3-name": "戴改一"}
    back = clerk.post(
        f"{where}mend/", {"page": "2", "to": "1", **carried, f"fix-{shown[0]}-name": "戴改二"}
    ).content.decode()
    assert re.search(r'name="fix-3-name"\s+value="戴改一"', back)
    assert f'<input type="hidden" name="fix-{shown[0]}-name" value="戴改二">' in back
    sent = {
        "page": "1",
        "kept": ["1", "2"],
        "fix-3-name": "戴改一",
        f"fix-{shown[0]}-name": "戴改二",
    }
    clerk.post(f"{where}mend/", sent)
    pages = [clerk.get(f"{where}?list=problem&page={n}").content.decode() for n in (1, 2)]
    assert "戴改一" in pages[0] and "戴改二" in pages[1]
    assert 'name="kept"' not in "".join(pages)
