"""The catalogue of services: a city's list takes precedence, wrong lines are left out, and nothing is asked twice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from anju.domains.casework.api import catalogue
from anju.domains.casework.catalogue.data import Service
from anju.domains.casework.catalogue.rules import asked_twice, in_force
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.sheets.writer import write_xlsx

CITY, STREET = "430181", "430181124"
AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
DAY = date(2026, 11, 30)
TITLES = [title for _name, title, _most in catalogue.COLUMNS]
LINE = {
    "code": "11-02",
    "field": "劳有所得",
    "name": "职业介绍（本市）",
    "audience": "在本市居住的劳动者",
    "content": "岗位推荐",
    "standard": "免费",
    "payer": "市级负担",
    "lead": "市人力资源社会保障局",
    "place": "各街道服务站",
    "documents": "求职意向表",
    "valid_from": "2026-01-01",
    "valid_to": "",
}


def editor(region: str = CITY) -> Actor:
    return Actor(
        "staff",
        71,
        "区县",
        (Grant("district", frozenset({"rules.edit", "person.see"}), region=region),),
    )


def sheet(*lines: dict[str, str]) -> bytes:
    names = [name for name, _title, _most in catalogue.COLUMNS]
    rows_ = [[line.get(n, "") for n in names] for line in lines]
    return write_xlsx(
        pl.DataFrame(rows_, schema=dict.fromkeys(TITLES, pl.Utf8), orient="row"), titles=TITLES
    )


def brought(*lines: dict[str, str], actor: Actor | None = None, region: str = CITY):
    actor = actor or editor()
    with acting(actor):
        return catalogue.import_catalogue(region, sheet(*lines), "本市.xlsx", actor=actor, at=AT)


def test_the_national_entries_have_every_column_of_the_standard():
    held = catalogue.services("", DAY)
    assert len(held) >= 17
    for s in held:
        assert all(
            pair[0] and pair[1]
            for pair in (
                s.field,
                s.name,
                s.audience,
                s.content,
                s.standard,
                s.payer,
                s.lead,
                s.source,
            )
        ), s.code
        assert not s.documents, "the country asks for no paper that a city does not need"


def test_what_is_proved_may_not_be_asked_and_nothing_twice():
    facts = catalogue.facts()
    assert {f.proved_by for f in facts} >= {"register", "permits", "exchange"}
    assert asked_twice({"form": ["document", "new", "new"]}, facts) == [
        "form: document is proved by register",
        "form: new is no known fact",
        "form: new is no known fact",
        "form: new is asked twice",
    ]
    assert [
        p
        for p, _f in catalogue.proved_documents(
            ["身份证复印件", "户口簿（原件）", "求职意向表"], facts
        )
    ] == [
        "身份证复印件",
        "户口簿（原件）",
    ]


@pytest.mark.django_db
def test_a_city_s_list_takes_the_place_of_the_national_entry_there_and_only_there():
    made = brought(LINE, {**LINE, "code": "CS-1", "name": "夜校"})
    assert (made.number, made.accepted, made.refused) == (1, 2, ())
    names = {s.code: (s.name[0], s.version) for s in catalogue.services(STREET, DAY)}
    assert names["11-02"] == ("职业介绍（本市）", 1) and names["CS-1"] == ("夜校", 1)
    assert names["11-01"][1] == 0
    assert {s.code: s.name[0] for s in catalogue.services("510104", DAY)}["11-02"] == "职业介绍"
    assert [s.code for s in catalogue.services(CITY, DAY, words="夜校 免费")] == ["CS-1"]
    assert catalogue.services(CITY, DAY, words="没有这样的事") == []
    assert CITY in catalogue.regions_with_own()
    assert "CS-1" not in {s.code for s in catalogue.services(CITY, date(2025, 12, 31))}


@pytest.mark.django_db
def test_wrong_lines_are_left_out_with_their_reason_and_the_rest_is_published():
    made = brought(
        LINE,
        {**LINE, "code": "a b"},
        {**LINE, "code": "X1", "payer": ""},
        {**LINE, "code": "X2", "valid_from": "去年"},
        {**LINE, "code": "X3", "valid_to": "2025-01-01"},
        {**LINE, "code": "X4", "documents": "租赁合同、照片"},
        {**LINE, "code": "X5", "name": "长" * 101},
        LINE,
    )
    assert made.accepted == 1
    assert [(r.line, r.fault, r.column) for r in made.refused] == [
        (3, "service_code", "编号"),
        (4, "service_empty", "支出责任"),
        (5, "service_day", "实施日期"),
        (6, "service_day", "失效日期"),
        (7, "service_asks_proved", "需提供的材料"),
        (8, "service_long", "服务项目"),
        (9, "service_twice", "编号"),
    ]
    assert made.refused[0].cells[2] == LINE["name"]


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_a_withdrawn_list_gives_way_to_the_one_before():
    first = brought(LINE)
    assert brought(LINE) == first
    second = brought({**LINE, "name": "新名"})
    assert second.number == 2
    audited = "SELECT count(*) FROM casework_catalogue"
    assert rows(audited)[0][0] == 2
    actor = editor()
    with acting(actor):
        catalogue.withdraw_catalogue(second.id, actor=actor, at=AT)
        catalogue.withdraw_catalogue(second.id, actor=actor, at=AT)
    assert {s.code: s.name[0] for s in catalogue.services(CITY, DAY)}["11-02"] == LINE["name"]


@pytest.mark.django_db
def test_who_may_not_edit_rules_there_is_refused_and_a_file_without_titles_as_a_whole():
    with pytest.raises(NotAllowed):
        brought(LINE, actor=editor("430102"))
    with pytest.raises(NotAllowed):
        brought(
            LINE,
            actor=Actor(
                "staff", 72, "窗口", (Grant("counter", frozenset({"declare"}), region=CITY),)
            ),
        )
    with pytest.raises(Refused, match="catalogue_region"):
        brought(LINE, region="")
    with pytest.raises(Refused, match="catalogue_nothing"):
        brought({**LINE, "code": ""})
    actor = editor()
    with acting(actor), pytest.raises(Refused, match="catalogue_titles"):
        catalogue.import_catalogue(CITY, "甲,乙\n1,2\n".encode(), "x.csv", actor=actor, at=AT)
    made = brought(LINE)
    with acting(editor("430102")), pytest.raises(NotFound):
        catalogue.withdraw_catalogue(made.id, actor=editor("430102"), at=AT)


def test_of_one_code_the_narrowest_region_and_the_latest_day_count():
    def one(region: str, since: date, until: date | None = None) -> Service:
        words = ("x", "x")
        return Service(
            "A", region, words, (region, region), words, words, words, words, words, since, until
        )

    several = [
        one("", date(2020, 1, 1)),
        one("43", date(2024, 1, 1)),
        one("43", date(2025, 1, 1), date(2026, 1, 1)),
        one("430181", date(2027, 1, 1)),
    ]
    on = {
        date(2023, 1, 1): "",
        date(2024, 6, 1): "43",
        date(2025, 6, 1): "43",
        date(2027, 6, 1): "430181",
    }
    for day, region in on.items():
        (held,) = in_force(several, STREET, day)
        assert held.region == region
    assert in_force(several, STREET, date(2019, 1, 1)) == []
