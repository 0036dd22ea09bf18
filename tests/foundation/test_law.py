"""The law as data: one file a region, read at once, and what is wrong with it is named by file and line."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from anju.domains.permits.api import benefits, eligibility, points
from anju.domains.register import api as register
from anju.domains.register.declarations.queries.rules import ages
from anju.foundation import law
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import acting
from anju.foundation.law.files import OURS
from anju.interfaces.cli import checks
from anju.interfaces.cli.setup import law as step
from tests.factories.law import put
from tests.factories.register import PLATFORM

AT = datetime(2026, 11, 21, 12, tzinfo=CHINA)
TODAY = AT.date()
CHANGSHA = "430102001001"
FILE = """# 长沙
region: "4301"
zh: 长沙市
en: Changsha
revised: 2026-11-29

rules:
  - key: declare.resident
    value: {amount: 5, unit: working_days, from: arrival}
    valid_from: 2026-01-01
    confidence: L
    source: {zh: 长沙市测试规定, en: A test rule of Changsha}

articles:
  - {code: changsha.stay, zh: 长沙：居住满三个月, en: "Changsha: three months of registered stay"}

paths:
  - {code: three_months, zh: 居住三个月, en: Three months of stay}

eligibility:
  - code: changsha
    name: 长沙市测试规定
    valid_from: 2026-01-01
    confidence: L
    source: 长沙测试
    ways:
      - code: three_months
        conditions:
          - {fact: registered_stay, article: changsha.stay, months: 3}

benefits:
  - source: {zh: 长沙市测试公告, en: A test notice of Changsha}
    confidence: L
    valid_from: 2026-01-01
    entries:
      - {code: city_parks, kind: addition, zh: 市属公园年票, en: Yearly ticket of city parks}
"""


def term(key: str, region: str = CHANGSHA) -> object:
    with acting(PLATFORM):
        return register.rule(key, region, TODAY, at=AT)


def test_every_file_of_ours_can_be_read_and_has_the_code_of_its_region_in_its_name():
    assert law.faults() == ()
    for section in law.SECTIONS:
        assert section in "".join(p.read_text("utf-8") for p in OURS.glob("*.yaml"))
    for path in OURS.glob("*.yaml"):
        region = path.stem.split("-")[0].removeprefix("00")
        assert f'region: "{region}"\n' in path.read_text("utf-8")


def test_what_we_know_of_the_country_and_of_cities_is_all_there():
    assert {r.code for r in eligibility.rulesets()} == {
        "national", "hmt", "zhejiang", "hangzhou", "guangzhou", "wuhan", "shenzhen"
    }  # fmt: skip
    assert {s.code for s in points.schemes(today=TODAY)} == {"beijing", "shanghai"}
    assert len(benefits.catalogue(today=TODAY)) == 16


@pytest.mark.django_db
def test_a_new_rule_of_a_city_touches_one_file_and_holds_in_a_running_installation(law_folder):
    assert term("declare.resident")[0]["amount"] == 3
    put(law_folder, FILE)
    value, source = term("declare.resident")
    assert (value["amount"], value["unit"]) == (5, "working_days")
    assert (source, register.rule_source_words()[source]) == (
        "长沙市测试规定",
        "A test rule of Changsha",
    )
    found = eligibility.rules_in(CHANGSHA, TODAY)
    assert [way.code for way in found.ways] == ["three_months"]
    assert eligibility.paths()["three_months"][1] == "Three months of stay"
    assert eligibility.rules_in(CHANGSHA, date(2025, 12, 31)).code == "national"
    assert "city_parks" in {e.code for e in benefits.catalogue(region=CHANGSHA, today=TODAY)}
    assert term("declare.resident", "430281001001")[0]["amount"] == 3
    (law_folder / "4301.yaml").unlink()
    law.look_again()
    assert term("declare.resident")[0]["amount"] == 3


@pytest.mark.django_db
def test_what_an_installation_wrote_into_the_table_counts_before_the_files(law_folder):
    from anju.domains.register.declarations.models import Rule
    from anju.domains.register.declarations.queries import rules
    from anju.foundation.db.scope import as_intake_role

    put(law_folder, FILE)
    with acting(PLATFORM), as_intake_role():
        Rule.objects.create(
            region="4301",
            key="declare.resident",
            value={"amount": 9, "unit": "days", "from": "arrival"},
            valid_from=date(2026, 1, 1),
            source="own",
        )
    rules._cache.clear()
    try:
        assert term("declare.resident")[0]["amount"] == 9
    finally:
        rules._cache.clear()


@pytest.mark.parametrize(
    ("old", "new", "where", "problem"),
    [
        ("amount: 5", "amount: five", "4301.yaml:9 rules[0].value", "as the national one"),
        ("unit: working_days", "unit: weeks", "4301.yaml:9 rules[0].value", "unit is one of"),
        ("declare.resident", "declare.residents", "4301.yaml:8 rules[0].key", "no national rule"),
        ("    confidence: L\n    source: {zh: 长沙市测试规定", "    source: {zh: 长沙市测试规定",
         "4301.yaml:8 rules[0]", "confidence is missing"),
        ("months: 3", "month: 3", "4301.yaml:29", "unknown: month"),
        ("article: changsha.stay", "article: changsha.way", "4301.yaml:29", "no section `articles`"),
        ("fact: registered_stay", "fact: luck", "4301.yaml:29", "one of registered_stay"),
        ("kind: addition", "kind: gift", "4301.yaml:36 benefits[0].entries[0].kind", "unknown"),
        ("zh: 长沙市\n", "", "4301.yaml:2", "zh is missing"),
        ("revised: 2026-11-29", "revised: soon", "4301.yaml:5 revised", "not a day"),
        ('region: "4301"', "region: 4301", "4301.yaml:2 region", "quotation marks"),
        ("en: Changsha", "zh: Changsha", "4301.yaml:4", "zh is written twice"),
        ("articles:", "article:", "4301.yaml:14 article", "unknown: article"),
        ("    value: {amount", "   value: {amount", "4301.yaml:9", ""),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_line_and_the_rest_of_the_law_holds(
    law_folder, caplog, capsys, old, new, where, problem
):
    assert old in FILE
    put(law_folder, FILE.replace(old, new, 1))
    assert step.needed(None)
    found = law.faults()
    assert found and all(fault.where.startswith("4301.yaml:") for fault in found)
    assert any(f.where.startswith(where) and problem in f.problem for f in found), found
    assert "4301.yaml" in caplog.text
    finding = checks.law_files()
    assert (finding.state, where in finding.text) == ("wrong", True)
    step.run(None, None)
    assert where in capsys.readouterr().err
    assert {r.code for r in eligibility.rulesets()} >= {"national", "zhejiang"}
    put(law_folder, FILE)
    assert law.faults() == ()
    assert not step.needed(None)


def test_working_days_of_an_earlier_version_become_a_file_of_law(law_folder, capsys):
    old = law_folder.parent / "working-days.json"
    old.write_text('{"2030": {"off": ["2030-05-06"], "on": ["2030-05-04"]}}')
    assert step.needed(None)
    step.run(None, None)
    year = register.published_days()[2030]
    assert (year.off, year.on) == ({date(2030, 5, 6)}, {date(2030, 5, 4)})
    assert not old.exists() and not step.needed(None)
    old.write_text("{ broken")
    step.run(None, None)
    assert "counts as missing" in capsys.readouterr().err and old.exists()


def test_what_holds_in_the_whole_country_no_place_changes(law_folder):
    age = "key: age.work\n    value: {years: 14}"
    put(
        law_folder,
        FILE.replace(
            "key: declare.resident\n    value: {amount: 5, unit: working_days, from: arrival}", age
        ),
    )
    (fault,) = {f.problem for f in law.faults()}
    assert "the same in the whole country" in fault
    assert ages(TODAY) == ages(date(2000, 1, 1))
    assert ages(TODAY).work == 16
