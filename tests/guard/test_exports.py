"""Nothing a stranger typed runs as a formula in what we hand out: every spreadsheet that leaves is opened here."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from anju.domains.access import api as access
from anju.domains.casework.api import stock
from anju.domains.casework.api.stock import PointKind
from anju.domains.fieldwork.api import staffing, tasks
from anju.domains.fieldwork.api.tasks import CampaignPlan, Phase, Scope
from anju.domains.register import api as register
from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import read_batch
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.sheets import write_xlsx
from anju.foundation.sheets.writer import harmless
from tests.domains.casework.enrolment import schooling
from tests.domains.casework.test_catalogue import LINE, sheet
from tests.factories.agreements import proposed
from tests.factories.areas import known_areas
from tests.factories.changes import agreed
from tests.factories.deliveries import delivered
from tests.factories.forms import form_in_force, listed
from tests.factories.held_permits import ordered
from tests.factories.people import somebody
from tests.factories.register import (
    HERE,
    NEXT_DOOR,
    RESIDENT,
    STREET,
    Street,
    declared,
    moved_in,
)
from tests.factories.samples import CITY, closed_audit
from tests.factories.spreadsheets import delimited, number, xlsx
from tests.factories.staff import PLATFORM, actor, public, signed_in, staff
from tests.factories.staffing import plan, posted

pytestmark = pytest.mark.django_db
SRC = Path(__file__).resolve().parents[2] / "src" / "anju"
FORMULA = "=cmd|'/c calc'!A0"
MAKERS = {
    "interfaces/web/office/exchange/views_batches.py",
    "interfaces/web/office/sources/views_mapping.py",
    "domains/permits/lifecycle/operations/importing.py",
    "interfaces/web/office/sheets.py",
}
"""Modules that hand a whole frame to the one writer: their rows are bounded. A new one belongs here, its address
below."""
STREAMED = {"interfaces/web/exports/answering.py"}
"""The one place where a list of any length leaves, block by block or by the worker."""
WRITERS = {
    "foundation/sheets/forms.py": "official forms, every cell made harmless",
    "foundation/sheets/writer.py": "the one writer",
    "domains/permits/production/rules/packages/orders.py": "cards for a production centre: every cell made harmless",
    "domains/permits/production/rules/packages/results.py": "what a production centre's program writes, read by ours",
    "domains/exchange/batches/rules/writing.py": "a batch for an old system: every cell made harmless",
    "domains/exchange/forms/rules/workbook.py": "another office's form: every cell a text, which no program runs",
    "interfaces/web/employer/files.py": "an empty form, our own words only",
    "demo/roster.py": "makes an invented roster for the demo; hands nothing to anybody",
}
LISTS = (
    "/office/people/?format=xlsx",
    "/office/homes/?format=xlsx",
    "/office/tasks/?format=xlsx",
    "/office/cases/?format=xlsx",
    "/office/search/?q=cmd&format=xlsx",
    "/office/permits/?sort=street&format=xlsx",
    "/office/held/?format=xlsx",
    "/office/figures/?format=xlsx",
    "/office/figures/living/?format=xlsx",
    "/office/figures/living/list/?format=xlsx",
    "/office/figures/reports/r1/?format=xlsx",
    "/office/quality/?format=xlsx",
    "/office/quality/move_out_over/?format=xlsx",
    "/office/held/figures/?format=xlsx",
    "/office/held/figures/list/?measure=applied&region=430181124&format=xlsx",
)


@pytest.fixture(scope="module")
def street(once) -> Street:
    return once(with_formulas)


def with_formulas() -> Street:
    """The street with a worker whose post, a resident whose name, and a file whose cells are formulas."""
    street = Street.built()
    declared(
        [
            {
                **somebody("戴恶", 61).item,
                "kind": "hire",
                "employer_code": street.firm.code,
                "position": FORMULA,
                "contract_end": street.today,
                "start": street.today,
                "building": "1栋",
                "room": "101",
                "region": NEXT_DOOR,
            }
        ]
    )
    named = moved_in(somebody("戴等", 62), street.rooms[1])
    with acting(
        PLATFORM
    ):  # such a name would wait to be compared with the card: somebody has confirmed it
        register.correct_person(
            named,
            changes={"name": "@SUM(1+1)*cmd|A0"},
            reason="as on the card",
            actor=PLATFORM,
            at=street.at,
        )
    ordered(street, person=named)
    return street


def roster() -> SimpleUploadedFile:
    return SimpleUploadedFile(
        "=cmd.csv",
        delimited(
            [
                ["姓名", "身份证号", "入职日期", "部门"],
                [FORMULA, "12", "2026-03-01", "+cmd|A0"],
                ["张三", number(5), "2026-03-01", "@x"],
            ]
        ),
    )


def exports(street: Street) -> dict[str, bytes]:
    """Every address that answers with a spreadsheet, and what it answers."""
    boss = signed_in(public("13800000101", grants=(("employer", street.firm.party, HERE),)))
    clerk_id = staff("clerk.export", ("street", STREET))
    clerk, token = (
        signed_in(clerk_id),
        access.issue_token(PLATFORM, user_id=clerk_id, name="x", at=now()).secret,
    )
    landlord = signed_in(public("13700000001", grants=(("landlord", street.holder, HERE),)))
    sent = boss.post(f"/employer/{street.firm.id}/rosters/", {"file": roster()})["Location"]
    office = clerk.post(
        "/office/imports/new/", {"file": roster(), "form": "rental-tenants", "region": HERE}
    )["Location"]
    answer = landlord.post("/landlord/lists/", {"file": roster()})
    assert answer.status_code == 302, answer.content.decode()
    tenants = answer["Location"]
    district = signed_in(staff("district.export", ("district", STREET[:6])))
    city = signed_in(staff("city.export", ("city", STREET[:4])))
    checked = f"/office/samples/{closed_audit()[0].id}/"
    point, (schools, education) = f"/office/supplies/{point_of_issue()}/", round_of_schools(street)
    checkers = signed_in(staff("exports.samples", ("district", CITY)))
    asked = {
        **dict.fromkeys(LISTS, clerk),
        "/office/groups/groups.xlsx": clerk,
        "/office/catalogue/entries.xlsx": district,
        "/office/exchange/answers/use.xlsx": district,
        "/office/exchange/catalogue/catalogue.xlsx": city,
        "/office/exchange/health.xlsx": city,
        "/office/exchange/sources.xlsx": city,
        f"/office/exchange/cooperation/{proposed()}/duties.xlsx": city,
        "/office/exchange/changes/changes.xlsx": city,
        "/office/exchange/stamps/stamps.xlsx": city,
        f"/office/exchange/changes/{agreed(url='https://a.example/')}/attempts.xlsx": city,
        f"/office/catalogue/{city_list(district)}/refused.xlsx": district,
        f"/office/forms/{form_in_force()}/template.xlsx": clerk,
        "/office/transfers/transfers.xlsx": clerk,
        f"/office/forms/lists/{listed(street.firm.id)}.xlsx": clerk,
        f"/office/sources/deliveries/{delivered(RESIDENT)}/refused.xlsx": city,
        "/office/sources/school_enrolment/mapping/mapping.xlsx": city,
        "/office/sources/tickets/?show=all&format=xlsx": clerk,
        f"{office}problems.xlsx": clerk,
        f"{sent}problems.xlsx": boss,
        f"{office}outcomes.xlsx?list=refused": clerk,
        f"{sent}outcomes.xlsx?list=refused": boss,
        f"/employer/{street.firm.id}/workers.xlsx": boss,
        f"/employer/{street.firm.id}/contracts/?format=xlsx": boss,
        "/office/employers/rosters/?show=all&format=xlsx": clerk,
        f"/employer/{street.firm.id}/rosters/template.xlsx": boss,
        f"/api/v1/imports/{office.strip('/').split('/')[-1]}/problems.xlsx": Client(
            headers={"authorization": f"Bearer {token}"}
        ),
        "/landlord/tenants.xlsx": landlord,
        "/landlord/reception/day.xlsx": landlord,
        f"/employer/{street.firm.id}/reception/day.xlsx": boss,
        f"{tenants}problems.xlsx": landlord,
        f"{checked}result.xlsx": checkers,
        f"{point}stock.xlsx": clerk,
        f"{point}ledger.xlsx": clerk,
        "/office/school/sample.xlsx": education,
        "/office/forms/sample.xlsx": city,
        f"{schools}refused.xlsx": education,
        f"/office/campaigns/{campaign(clerk_id, street)}/report.xlsx": clerk,
        f"/office/staff/stations/{station(clerk_id)}/week.xlsx": clerk,
        "/office/staff/planning/staffing.xlsx": clerk,
        "/office/map/map.xlsx": clerk,
        "/office/map/place/unplaced.xlsx": clerk,
    }
    return {path: _content(client.get(path)) for path, client in asked.items()}


def city_list(editor: Client) -> int:
    """A city's list of services with a line that is a formula and one that is left out; its number."""
    good = {**LINE, "name": FORMULA}
    file = SimpleUploadedFile("s.xlsx", sheet(good, {**LINE, "code": "=1"}))
    assert editor.post("/office/catalogue/", {"file": file}).status_code == 302
    return int(
        re.findall(r"/office/catalogue/(\d+)/", editor.get("/office/catalogue/").content.decode())[
            0
        ]
    )


def point_of_issue() -> int:
    """Where supplies are given out, one of which has a formula for its name."""
    with acting(PLATFORM):
        made = stock.open_point(PointKind.FREE, STREET, FORMULA, actor=PLATFORM, at=now())
    keeper = signed_in(staff("supplies.export", ("counter", STREET)))
    goods = {"act": "receive", "name": FORMULA, "unit": "盒", "quantity": "5", "key": "a"}
    assert keeper.post(f"/office/supplies/{made.id}/", goods).status_code == 302
    return made.id


def round_of_schools(street: Street) -> tuple[str, Client]:
    """A round of schooling whose list of schools has a line that is left out and holds a formula."""
    office = signed_in(staff("schools.export", ("education", schooling.DISTRICT)))
    days = {
        name: (street.today + timedelta(days=after)).isoformat()
        for name, after in (
            ("apply_from", 0),
            ("apply_to", 9),
            ("results_on", 12),
            ("reply_by", 20),
            ("term_begins", 60),
        )
    }
    form = {
        "key": "schools",
        "region": f"{schooling.DISTRICT}000000",
        "title": FORMULA,
        "kind": "transfer",
        "year": str(street.today.year),
        "grade": ["3"],
        "seed_source": "x",
        **days,
    }
    made = office.post("/office/school/new/", form)
    assert made.status_code == 302
    lines = [
        schooling.TITLES,
        ["A", "浏阳一小", 3, 9, HERE, "", ""],
        [FORMULA, "", 3, 9, HERE, "", ""],
    ]
    file = SimpleUploadedFile("schools.xlsx", xlsx({"学校": lines}))
    sent = office.post(made["Location"], {"key": "s", "act": "schools", "file": file})
    assert sent.status_code == 302
    return made["Location"], office


def campaign(by: int, street: Street) -> int:
    """A campaign of the street, whose report is a spreadsheet."""
    day = street.today + timedelta(days=10)
    wanted = CampaignPlan(
        FORMULA, (STREET,), Scope.LET, street.today, street.today, (Phase("@x", day, 80),), ("+1",)
    )
    who = actor(by)
    with acting(who):
        return tasks.open_campaign(wanted, key="exported", actor=who, at=now()).id


def station(by: int) -> int:
    """A station whose worker's name is a formula."""
    who = actor(by)
    with acting(who):
        opened = staffing.open_station(plan(), actor=who, at=now())
    posted(who, staff("formula", name=FORMULA), opened, [], since=local_date(now()))
    return opened.id


def _content(answer) -> bytes:
    assert answer.status_code == 200, answer
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return answer.getvalue()


def test_no_spreadsheet_that_leaves_holds_a_formula(street):
    formulas = 0
    for path, data in exports(street).items():
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert not [
                n
                for n in book.namelist()
                if n.startswith("xl/worksheets/") and b"<f>" in book.read(n)
            ], path
        for cells in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    assert cell.data_type == "s", path
                    assert harmless(cell.value) == cell.value, (path, cell.value)
                    formulas += cell.value.startswith("'")
    assert formulas >= 4, "the formulas were there to be tamed"


def test_every_address_of_a_spreadsheet_was_asked(street):
    asked = set(exports(street))
    routes = {pattern for pattern in _patterns(get_resolver()) if re.search(r"xlsx|csv", pattern)}
    unasked = {
        r
        for r in routes
        if not any(re.fullmatch(_shape(r), path.lstrip("/").partition("?")[0]) for path in asked)
    }
    assert unasked == set()


def _patterns(resolver: URLResolver, before: str = "") -> list[str]:
    found: list[str] = []
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        found += (
            _patterns(one, route)
            if isinstance(one, URLResolver)
            else [route]
            if isinstance(one, URLPattern)
            else []
        )
    return found


def _shape(route: str) -> str:
    return re.sub(
        r"<[^>]+>", r"[^/]+", re.sub(r"[.^$]", lambda m: "\\" + m[0] if m[0] == "." else "", route)
    )


def test_only_the_one_writer_makes_spreadsheets():
    writes = re.compile(r"\bxlsxwriter\.|\bcsv\.(?:writer|DictWriter)|\.write_excel\(|openpyxl")
    assert {
        str(p.relative_to(SRC)) for p in SRC.rglob("*.py") if writes.search(p.read_text("utf-8"))
    } == set(WRITERS)
    uses = {
        str(p.relative_to(SRC)) for p in SRC.rglob("*.py") if "write_xlsx(" in p.read_text("utf-8")
    }
    assert uses - {"foundation/sheets/writer.py"} == MAKERS
    streams = {
        str(p.relative_to(SRC)) for p in SRC.rglob("*.py") if "as_sheet(" in p.read_text("utf-8")
    }
    assert streams - {"interfaces/web/files.py"} == STREAMED


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+cmd",
        "-cmd",
        "@x",
        "\t=1",
        "\r=1",
        "\n=1",
        "=",
        "＝1+1",
        "＋a",
        "－a",
        "＠a",
        "+86=1",
        "-1+cmd|A0",
        '=HYPERLINK("http://x","y")',
    ],
)
def test_what_could_be_a_formula_is_marked_as_text_and_read_back_as_it_was(text):
    assert harmless(text) == f"'{text}"
    rows = [
        ("姓名", "身份证号", "部门"),
        *[(n, number(i), harmless(text)) for i, n in enumerate(("张三", "李四"))],
    ]
    data = write_xlsx(pl.DataFrame(rows[1:], orient="row"), titles=rows[0])
    back = read_batch(
        data,
        "a.xlsx",
        as_="employer-roster",
        known_areas=known_areas(),
        today=date(2026, 11, 21),
        ages=ages(date(2026, 11, 21)),
    )
    assert not any((v or "").startswith("'") for v in back.items["position"].to_list())


@pytest.mark.parametrize(
    "text",
    ["", "张三", "+86 138 0013 8000", "-3", "+1.5%", "1栋-101", "a=b", "无-", "-", "2026-11-21"],
)
def test_numbers_phones_and_plain_words_stay_as_they_are(text):
    assert harmless(text) == text
