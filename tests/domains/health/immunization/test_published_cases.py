"""The engine against the cases that the CDC publishes for its supporting data, where both stand beside the project."""

from pathlib import Path

import pytest
from bench.vaccine_cases import measure


def published():
    for parent in Path(__file__).resolve().parents:
        found = parent / "shared" / "oracles" / "cdsi"
        if found.is_dir():
            return found
    return pytest.skip("shared/oracles/cdsi does not stand beside the project")


def test_every_published_case_of_a_healthy_person_agrees():
    folder = published()
    figures = measure(folder / "healthy-4.45-given.csv", folder / "supporting-4.64").figures
    assert figures["differing"] == []
    assert figures["cases"] == figures["agreeing_in_evaluation"] == figures["agreeing_in_forecast"]
    assert figures["cases"] >= 500
