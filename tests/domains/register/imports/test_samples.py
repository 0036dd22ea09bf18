"""The files that offices and factories sent, with the truth beside each."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import read_batch
from tests.factories.areas import known_areas

TODAY = date(2026, 11, 21)
CASES = [
    ("employer-roster-week46.xlsx", "employer-roster", "employer-roster-week46.xlsx"),
    ("employer-roster-week47.xlsx", "employer-roster", "employer-roster-week47.xlsx"),
    ("rental-tenants-gbk.csv", "rental-tenants", "rental-tenants-gbk.csv"),
    ("community-ledger.xls", "inflow", "community-ledger.xls.inflow"),
    ("community-ledger.xls", "outflow", "community-ledger.xls.outflow"),
]


def _samples() -> Path:
    here = Path(__file__).resolve()
    for parent in here.parents:
        if (parent / "shared" / "samples").is_dir():
            return parent / "shared" / "samples"
    pytest.skip("shared/samples does not stand beside the project")


@pytest.mark.parametrize(("filename", "as_", "truth"), CASES)
def test_a_sample_gives_exactly_the_figures_of_its_truth(filename, as_, truth):
    folder = _samples()
    expected = json.loads((folder / f"{truth}.truth.json").read_text("utf-8"))
    result = read_batch(
        (folder / filename).read_bytes(),
        filename,
        as_=as_,
        known_areas=known_areas(),
        today=TODAY,
        ages=ages(TODAY),
    )
    assert result.counts.problems == expected["problems"]
    assert result.counts.rows == expected["rows"]
    assert result.counts.accepted == expected["accepted"]
    assert result.counts.warnings.get("phone_invalid", 0) == expected["phone_warnings"]
    assert sorted(result.items["doc_number"].to_list()) == sorted(expected["accepted_ids"])
    assert result.sheet == expected.get("sheet", result.sheet)
