"""The ten steps of `docs/new-source.md`, taken one by one in a copy of the folders, and what is wrong with a folder."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from anju.domains.exchange.api import mapping, mapping_versions, sources
from anju.foundation.errors import Refused
from anju.foundation.sheets import read_cells
from anju.interfaces.cli.commands import sources as command
from tests.factories.spreadsheets import number

PAGE = Path(__file__).resolve().parents[4] / "docs" / "new-source.md"


def test_a_newcomer_makes_a_source_in_the_ten_steps_of_the_page(tmp_path, capsys):
    assert re.findall(r"^(\d+)\. ", PAGE.read_text("utf-8"), re.M) == [str(n) for n in range(1, 11)]
    folder = tmp_path / "library_card"
    shutil.copytree(sources.FOLDERS / "lease_filing", folder)  # 1
    described = yaml.safe_load((folder / "source.yaml").read_text("utf-8"))
    described["title"] = ["借书证", "Library card"]  # 2
    described["department"] = ["图书馆", "Library"]
    assert described["subject"] == "person"  # 3
    kept = {n: described["fields"][n] for n in ("name", "doc_type", "doc_number", "as_of")}
    described["fields"] = {  # 4
        **kept,
        "card": {"type": "text", "label": ["证号", "Card"], "required": True},
        "kind": {"type": "code", "label": ["种类", "Kind"], "codes": {"a": ["成人", "adult"]}},
        "since": {"type": "day", "label": ["办证日期", "Since"]},
    }
    described["key"] = ["card"]  # 5
    described |= {"purposes": ["service"], "shrink_percent": 40, "unmatched_days": 30}  # 6
    (folder / "source.yaml").write_text(yaml.safe_dump(described, allow_unicode=True), "utf-8")
    somebody = number(7)
    row = {"XM": "测试甲", "SFZH": somebody, "KH": "T1", "ZL": "1", "BZRQ": "2026-11-01"}
    stored = {  # 7
        "form": "anju-mapping/1",
        "source": "library_card",
        "fields": {
            "name": {"from": ["XM"]},
            "doc_type": {"constant": "111"},
            "doc_number": {"from": ["SFZH"]},
            "card": {"from": ["KH"]},
            "kind": {"from": ["ZL"], "codes": "kind"},
            "since": {"from": ["BZRQ"], "days": ["YYYY-MM-DD"]},
        },
        "codes": {"kind": {"1": "a"}},
        "ignored": ["BZ"],
        "tests": [  # 9
            {"given": row, "expected": {"card": "T1", "kind": "a", "since": "2026-11-01"}},
            {"given": {**row, "KH": ""}, "refused": {"card": "map_missing"}},
        ],
    }
    (folder / "mapping.json").write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
    lines = [",".join(row), ",".join(row.values())]
    (folder / "sample.csv").write_text("\n".join(lines) + "\n", "utf-8")  # 8
    assert ran("check", folder) == 0  # 10
    assert json.loads(capsys.readouterr().out) == {"sound": True, "tests": 2, "sample_rows": 1}
    made = sources.read_source(folder)
    files = sources.Department(made).night(date(2026, 11, 30))
    (name,) = [n for n in files if n.endswith(".csv")]
    table = mapping.table_of(read_cells(files[name], name))
    done = mapping.apply_mapping(
        made, mapping.first_mapping(made), table.cells, numbers=table.numbers
    )
    assert done.rows["card"].to_list() == ["T1"]
    assert ran("simulate", folder, "--trouble", "half", "--into", tmp_path / "in") == 0
    assert len(list((tmp_path / "in").iterdir())) == 2


def ran(*words):
    import argparse

    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args([*map(str, words), "--json"]))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"subject": "dog"}, "dog"),
        ({"key": ["nothing"]}, "key"),
        ({"purposes": []}, "purposes"),
        ({"shrink_percent": 0}, "shrink_percent"),
        ({"fields": {}}, "fields.name"),
        ({"title": ["只有中文"]}, "unpack"),
    ],
)
def test_what_is_wrong_with_a_folder_is_named(tmp_path, change, why):
    folder = tmp_path / "copied"
    shutil.copytree(sources.FOLDERS / "lease_filing", folder)
    described = yaml.safe_load((folder / "source.yaml").read_text("utf-8")) | change
    (folder / "source.yaml").write_text(yaml.safe_dump(described, allow_unicode=True), "utf-8")
    with pytest.raises(Refused) as refused:
        sources.read_source(folder)
    assert why in refused.value.params["why"]
    assert ran("check", folder) == 1


def test_every_source_says_what_it_is_and_is_read_for_named_purposes():
    assert set(sources.sources()) == {
        "school_enrolment",
        "vaccination_clinic",
        "social_insurance",
        "lease_filing",
        "business_registration",
        "hotels_internet_cafes",
        "rescue_station",
        "police_household",
    }
    for source in sources.sources().values():
        assert set(source.purposes) <= {"register", "service", "correction"}
        mapping_versions.require_tested(source, mapping.first_mapping(source))
        assert sources.sample_rows(source)


@pytest.mark.parametrize("trouble", sources.Trouble)
def test_a_simulated_night_is_the_same_every_time(trouble):
    one = sources.Department(sources.source("rescue_station")).night(date(2026, 11, 1), trouble)
    two = sources.Department(sources.source("rescue_station")).night(date(2026, 11, 1), trouble)
    assert one == two


def test_nothing_below_the_exchange_reads_what_departments_say():
    """Permits, points and assessments cannot: by the walls they import nothing of the exchange, and no SQL of theirs
    names its tables."""
    source = Path(sources.FOLDERS).parents[3]
    naming = [
        str(p.relative_to(source))
        for p in source.rglob("*.py")
        if "exchange_fact" in p.read_text("utf-8") and "exchange" not in p.relative_to(source).parts
    ]
    assert naming == []
