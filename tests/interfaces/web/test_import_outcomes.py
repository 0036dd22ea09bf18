"""The page of an import: its figures agree with what applying does, every count opens its list, and
nothing typed is lost."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM, Street
from tests.factories.spreadsheets import delimited, number, person, xlsx
from tests.factories.staff import public, signed_in

pytestmark = pytest.mark.django_db
TITLES = ["姓名", "身份证号", "手机", "入职日期", "离职日期"]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def boss(street):
    return signed_in(
        public("13800000101", grants=(("employer", street.firm.party, street.firm.region),))
    )


def sent(boss, street, *rows, titles=TITLES, data=None):
    file = SimpleUploadedFile("花名册.xlsx", data or xlsx({"s": [titles, *rows]}))
    answer = boss.post(f"/employer/{street.firm.id}/rosters/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def row(seed, start="2026-03-01", end=None):
    return [*person(seed), start, end]


def tiles(answer):
    return {t["url"].split("list=")[1]: t["count"] for t in answer.context["tiles"]}


def test_tiles_the_button_and_the_account_count_what_applying_will_do(boss, street):
    page = sent(
        boss,
        street,
        row(60),
        row(61, start=None),
        row(62, start=None),
        row(63, end="2026-05-01"),
        [*person(64)[:1], "123", person(64)[2], "2026-03-01", None],
    )
    shown = boss.get(page)
    foreseen = shown.context["shown"].counts["foreseen"]["statuses"]
    assert foreseen == {"applied": 1, "refused": 3}
    assert (tiles(shown)["accepted"], tiles(shown)["refused"], tiles(shown)["gone"]) == (1, 3, 1)
    said = shown.content.decode()
    assert "写入 1 行。" in said
    assert "3 行不写入。" in said
    for name, count in tiles(shown).items():
        assert boss.get(f"{page}?list={name}").context["page"].total == count, name


def test_rows_that_were_not_entered_are_found_afterwards_with_their_reasons(boss, street):
    page = sent(boss, street, row(60), row(61, start=None))
    boss.post(f"{page}apply/")
    done = boss.get(page)
    assert f'href="{page}?list=refused"' in done.content.decode()
    answer = boss.get(f"{page}?list=refused")
    (line,) = answer.context["rows"]
    assert (line["name"], line["at"]) == (person(61)[0], "3")
    assert "没有开始日期" in line["why"]
    assert number(61) not in answer.content.decode()
    sheet = openpyxl.load_workbook(
        io.BytesIO(boss.get(f"{page}outcomes.xlsx?list=refused").getvalue())
    ).active
    titles, cells = sheet.iter_rows(values_only=True)
    assert titles == ("行", "姓名", "证件号码", "原因")
    assert cells[:2] == ("3", person(61)[0])
    assert "没有开始日期" in cells[3]
    assert boss.get(f"{page}outcomes.xlsx?list=joined").status_code == 404


def test_somebody_is_let_go_only_when_shown_ticked(boss, street):
    page = sent(boss, street, row(60))
    one = boss.get(f"{page}?list=left").context["rows"][0]["person"]
    boss.post(f"{page}leavers/", {"among": one, "left": one}, headers={"HX-Request": "true"})
    # the request that took the tick away was lost: the page shows no tick, and that counts
    boss.post(f"{page}apply/", {"page": "1", "among": one, "many": "1"})
    with acting(PLATFORM):
        assert [j.until for j in register.jobs_of([one])] == [None]


def test_a_tick_is_answered_with_what_counts_the_ticks_and_never_with_boxes(boss, street):
    page = sent(boss, street, row(60))
    one = boss.get(f"{page}?list=left").context["rows"][0]["person"]
    said = boss.post(
        f"{page}leavers/", {"among": one, "left": one}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "已确认离职 1 人" in said
    assert "1 人确认离职" in said
    assert 'type="checkbox" class="form-check-input" name="left"' not in said


def test_what_was_typed_stands_when_full_numbers_are_shown(boss, street):
    wrong = "43018119900101997"
    page = sent(boss, street, ["戴五", wrong, "13912345678", "2026-03-01", None])
    purpose = boss.get(f"{page}?list=problem").context["purposes"][0][0]
    full = boss.post(f"{page}reveal/", {"purpose": purpose, "page": "1", "fix-2-name": "戴五一"})
    cells = {c["field"]: c["value"] for c in full.context["rows"][0]["cells"]}
    assert (cells["name"], cells["doc_number"]) == ("戴五一", wrong)


def test_a_row_of_two_people_is_split_into_two_rows(boss, street):
    both = f"{number(60)}、{number(61)}"
    page = sent(boss, street, ["朱涵子、王子强", both, "13912345678", "2026-03-01", None])
    assert 'name="split" value="2"' in boss.get(f"{page}?list=problem").content.decode()
    answer = boss.post(f"{page}mend/", {"page": "1", "split": "2"}, headers={"HX-Request": "true"})
    counts = answer.context["shown"].counts
    assert (counts["rows"], counts["rejected"]) == (2, 0)
    listed = [boss.get(f"{page}?list={name}").context["rows"] for name in ("joined", "accepted")]
    lines = [line for rows in listed for line in rows]
    assert {line["name"] for line in lines} >= {"朱涵子", "王子强"}
    again = boss.post(f"{page}mend/", {"page": "1", "split": "2"}, headers={"HX-Request": "true"})
    assert again.context["shown"].counts["rows"] == 2


def test_two_people_in_one_cell_stand_apart_where_they_are_mended(boss, street):
    both = f"{number(60)}\n{number(61)}"
    page = sent(boss, street, ["朱涵子\n王子强", both, "13912345678", "2026-03-01", None])
    (line,) = boss.get(f"{page}?list=problem").context["rows"]
    assert line["code"] == "people_in_one_cell"
    cells = {c["field"]: c["value"] for c in line["cells"]}
    assert cells["name"] == "朱涵子 / 王子强"
    assert cells["doc_number"].count("*") and " / " in cells["doc_number"]
    boss.post(f"{page}mend/", {f"fix-2-{f}": v for f, v in cells.items()})
    assert boss.get(page).context["shown"].counts["problems"] == {"people_in_one_cell": 1}
    answer = boss.post(
        f"{page}mend/",
        {"fix-2-name": "朱涵子", "fix-2-doc_number": number(60), "fix-2-phone": "13912345678"},
        headers={"HX-Request": "true"},
    )
    assert answer.context["shown"].counts["rejected"] == 0


def test_people_of_whom_nothing_is_new_are_counted_as_unchanged(street):
    clerk = signed_in(
        public("13800000102", grants=(("employer", street.firm.party, street.firm.region),))
    )
    first = sent(clerk, street, row(60))
    clerk.post(f"{first}apply/")
    again = sent(clerk, street, row(60))
    shown = clerk.get(again)
    assert (tiles(shown)["accepted"], tiles(shown)["unchanged"]) == (0, 1)
    assert clerk.get(f"{again}?list=unchanged").context["page"].total == 1


def test_a_text_file_with_a_row_of_a_known_number_and_another_name_waits_in_a_list(boss, street):
    first = sent(boss, street, row(60), data=delimited([TITLES, row(60)]))
    boss.post(f"{first}apply/")
    other = ["完全别人", *person(60)[1:], "2026-04-01", None]
    page = sent(boss, street, other)
    shown = boss.get(page)
    statuses = shown.context["shown"].counts["foreseen"]["statuses"]
    assert tiles(shown).get("waiting", 0) == statuses.get("waiting", 0)
