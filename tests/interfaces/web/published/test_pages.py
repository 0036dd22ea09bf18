"""Published rules are open to everybody; trying a scheme out keeps nothing, needs nobody else and explains itself."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anju.domains.permits.api import benefits, points
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.law import look_again
from tests.factories import register as town
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
HEAD = """
region: "430181"
zh: 浏阳市
en: Liuyang
revised: 2026-01-01
"""
ADDED = (
    HEAD
    + """
benefits:
  - source: {zh: 浏阳市测试公告, en: A test notice of Liuyang}
    confidence: L
    valid_from: 2026-01-01
    entries:
      - {code: city_parks, kind: addition, zh: 市属公园年票, en: Yearly ticket of city parks, purposes: [service]}
"""
)
LOCAL = (
    HEAD
    + """
points:
  - code: liuyang
    zh: 浏阳测试方案
    en: Test scheme of Liuyang
    gives: {zh: 测试, en: Testing}
    authority: {zh: 测试机关, en: Test authority}
    source: {zh: 测试, en: Test}
    confidence: L
    valid_from: 2026-01-01
    pass_mark: 5
    decimals: 2
    rounding: half_up
    facts:
      - {code: lived, kind: months, zh: 居住, en: Lived, proven: stay_months, unit: {zh: 个月, en: months}}
      - {code: rented, kind: months, zh: 租住, en: Rented, proven: rented_home_months}
      - {code: worked, kind: months, zh: 工作, en: Worked, proven: job_months}
      - {code: born, kind: birth, zh: 出生日期, en: Date of birth, proven: birth}
    sections:
      - {code: living, kind: base, zh: 居住, en: Living, items: [{code: living, zh: 每月, en: Each month,
        accrual: {fact: lived, points: 1, per: 1, step: 1}}]}
"""
)


@pytest.fixture(scope="module")
def street(once) -> town.Street:
    return once(town.Street.built)


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """An installation's own data directory, empty."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


def put(folder: Path, name: str, content: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content, "utf-8")
    look_again()


def everything() -> dict[str, int]:
    """How many rows every table has."""
    with acting(town.PLATFORM):
        names = [r[0] for r in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return {n: int(rows(f"SELECT count(*) FROM {n}")[0][0]) for n in names}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "path", ["/entitlements/", "/points/", "/points/shanghai/", "/points/beijing/"]
)
def test_published_rules_open_to_everybody_in_both_languages(path, language):
    page = Client(headers={"accept-language": language}).get(path)
    assert page.status_code == 200
    body = re.sub(
        r"<header.*?</header>|<head>.*?</head>", "", page.content.decode(), flags=re.DOTALL
    )
    chinese = re.findall("[\u4e00-\u9fff]{2,}", body)
    assert (
        chinese
        if language == "zh-hans"
        else not [c for c in chinese if c not in ("中文", "简体中文")]
    ), chinese


def test_the_scheme_page_says_every_value_of_the_scheme():
    page = Client().get("/points/shanghai/").content.decode()
    for words in (
        "44 岁",
        "56–60 岁",
        "不超过 43 岁",
        "中级职称或技能二级",
        "每满 1 年得 3 分",
        "最近 36 个月中有 24 个月达到 3 倍",
        "最近 5 年内每次 -50 分",
        "只计最高的一项",
        "一票否决",
        "待核实",
        "核对到 2025-12-31",
    ):
        assert words in page, words
    page = Client().get("/points/beijing/").content.decode()
    for words in (
        "105.42",
        "6000",
        "每 1 年 3 分，按月累计",
        "合计最多 12 分",
        "在京连续缴纳社会保险 7 年",
    ):
        assert words in page, words


def test_an_unknown_scheme_is_not_found():
    assert Client().get("/points/atlantis/").status_code == 404
    assert Client().get("/points/shanghai/?on=2001-01-01").status_code == 404


def test_trying_out_asks_for_a_phone_first():
    for path in ("/me/points/", "/me/points/shanghai/"):
        assert "/account/phone/" in Client().get(path).headers["Location"]
        assert Client().post(path, {}).status_code in (302, 405)


def test_a_calculation_explains_every_item_and_keeps_nothing(street):
    client = signed_in(public("13911110021"))
    client.get("/me/points/shanghai/")
    before = everything()
    page = client.post(
        "/me/points/shanghai/",
        {
            "born": "1996-01-01",
            "education": "college",
            "title": "skill5",
            "insured": "60",
            "base": ["0.8", "2020-01", ""],
            "detention": [local_date(now()).replace(day=1).isoformat(), "", ""],
        },
    ).content.decode()
    assert everything() == before
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "试算结果 70 分" in text
    assert "还差 50 分" in text
    for words in (
        "不超过 43 岁 30",
        "本可得 15 分，同组只计最高的一项 0",
        "按 5 年计 15",
        "达到 0.8 倍 25",
        "1 次 -50",
        "没有保存",
        "没有填写的，按 0 分计",
    ):
        assert words in text, (words, text)
    assert sum(int(n) for n in re.findall(r"</span>\s*<b\s*>([+-]?\d+)</b\s*>", page)) == 70


def test_what_is_typed_wrongly_is_said_beside_the_question_and_not_calculated(street):
    page = signed_in(public("13911110022")).post(
        "/me/points/beijing/", {"employed": "many", "innovation": "40"}
    )
    assert page.status_code == 422
    body = page.content.decode()
    assert body.count("这个数不在可填的范围内") == 2
    assert "试算结果" not in body


def test_the_answers_are_in_no_address_and_no_cache(street):
    page = signed_in(public("13911110023")).post(
        "/me/points/shanghai/", {"minor_crime": "2025-01-01"}
    )
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert 'method="post"' in page.content.decode()
    assert (
        "试算结果"
        not in signed_in(public("13911110023"))
        .get("/me/points/shanghai/?minor_crime=2025-01-01")
        .content.decode()
    )


def test_an_account_tied_to_nobody_is_proved_nothing(street):
    page = signed_in(public("13911110024")).get("/me/points/shanghai/").content.decode()
    assert "您的登记已证明" not in page
    assert "1991" not in page


def test_what_the_register_proves_about_oneself_is_filled_in_and_the_look_is_recorded(street, data):
    put(data / "law", "liuyang.yaml", LOCAL)
    user = public("13911110025", person_id=street.resident)
    page = signed_in(user).get("/me/points/liuyang/").content.decode()
    assert 'value="1991-04-12"' in page
    values = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page))
    assert (values["lived"], values["rented"], values["worked"]) == ("6", "6", "")
    assert page.count("您的登记已证明") == 3
    with acting(town.PLATFORM):
        assert [e.action for e in audit.reads_of(street.resident) if e.user_id == user] == [
            "own.points"
        ]


def test_nobody_elses_facts_can_be_asked_for(street, data):
    put(data / "law", "liuyang.yaml", LOCAL)
    client = signed_in(public("13911110026", person_id=street.worker))
    for query in (
        f"?person={street.resident}",
        f"?person_id={street.resident}",
        f"?id={street.resident}",
    ):
        page = client.get(f"/me/points/liuyang/{query}").content.decode()
        assert "1991-04-12" not in page
        assert 'value="1998-11-30"' in page
    clerk = signed_in(staff("clerk", ("street", town.STREET))).get("/me/points/liuyang/")
    assert "您的登记已证明" not in clerk.content.decode()


def test_nothing_of_points_takes_a_person_or_many():
    """DESIGN §5: a calculation at the person's own request, never a rating: no interface takes
    somebody's id or ranks people."""
    import inspect

    for name in points.__all__:
        thing = getattr(points, name)
        if inspect.isfunction(thing):
            assert not {"person_id", "person_ids", "region", "regions"} & set(
                inspect.signature(thing).parameters
            ), name
    source = Path(settings.PROJECT) / "src" / "anju"
    users = {
        str(p.relative_to(source))
        for p in source.rglob("*.py")
        if "permits.api.points" in (t := p.read_text("utf-8"))
        or re.search(r"permits\.api import [^\n]*\bpoints\b", t)
    }
    assert users == {
        "interfaces/web/pieces/schemes.py",
        "interfaces/web/published/scheme_page.py",
        "interfaces/web/published/views.py",
        "interfaces/web/published/views_try.py",
    }
    with acting(town.PLATFORM):
        columns = rows(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND column_name ~ '(points|score|rank)' AND table_name !~ '^casework_enrolment'"
        )  # schooling: points that the office confirmed for one round, by the city's published rule
    assert columns == []


def test_the_number_of_statements_does_not_grow(street, data):
    put(data / "law", "liuyang.yaml", LOCAL)
    client = signed_in(public("13911110027", person_id=street.resident))
    client.get("/me/points/liuyang/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/me/points/liuyang/")
        counts.append(len(queries))
        town.moved_in(town.RESIDENT, street.rooms[3], street.today - timedelta(days=5))
    assert counts[0] == counts[1] <= 19
    anybody = Client()
    anybody.get("/points/shanghai/")
    with CaptureQueriesContext(connection) as queries:
        anybody.get("/points/shanghai/")
    assert len(queries) <= 5


def test_a_citys_own_catalogue_adds_from_its_day_and_only_there(data):
    put(data / "law", "liuyang.yaml", ADDED)
    assert "市属公园年票" in Client().get("/entitlements/").content.decode()
    assert "浏阳" in Client().get("/entitlements/").content.decode()
    assert "市属公园年票" not in Client().get("/entitlements/?on=2025-12-31").content.decode()
    for region, there in (("430181124205", True), ("430102", False), ("", False)):
        found = benefits.catalogue(region=region, today=date(2026, 11, 22))
        assert ("city_parks" in {e.code for e in found}) is there
        assert len(found) == 16 + there


def test_a_files_mistake_leaves_out_that_file_alone_and_says_so_in_the_log(data, caplog):
    put(data / "law", "broken.yaml", ADDED.replace("kind: addition", "kind: gift"))
    put(data / "law", "liuyang.yaml", ADDED)
    put(data / "law", "unlucky.yaml", LOCAL.replace("fact: lived", "fact: luck"))
    put(data / "law", "worse.yaml", "{")
    assert "市属公园年票" in Client().get("/entitlements/").content.decode()
    assert [s.code for s in points.schemes(today=date(2026, 11, 22))] == ["beijing", "shanghai"]
    assert all(
        name in caplog.text for name in ("broken.yaml", "unlucky.yaml", "worse.yaml", "luck")
    )


def test_a_corrected_file_counts_at_once(data):
    put(data / "law", "liuyang.yaml", LOCAL.replace("pass_mark: 5", "pass_mark: 6"))
    day = date(2026, 11, 22)
    assert points.scheme("liuyang", today=day).pass_mark == 6
    put(
        data / "law",
        "liuyang-2.yaml",
        LOCAL.replace("valid_from: 2026-01-01", "valid_from: 2026-06-01"),
    )
    assert points.scheme("liuyang", today=day).pass_mark == 5
    assert points.scheme("liuyang", today=date(2026, 5, 31)).pass_mark == 6
    assert [v.valid_from.month for v in points.versions("liuyang")] == [1, 6]


def test_a_dead_link_leads_nowhere():
    client = Client()
    for path in ("/entitlements/", "/points/", "/points/shanghai/", "/points/beijing/"):
        for link in set(re.findall(r'<a [^>]*href="(/[^"#]*)"', client.get(path).content.decode())):
            assert client.get(link).status_code in (200, 302), link
