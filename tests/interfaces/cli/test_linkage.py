"""`./anju linkage`: training, rounds and trainings kept, as an operator runs them; and the hourly job."""

from __future__ import annotations

import argparse
import json
from contextlib import nullcontext

import pytest
from tests.domains.linkage.test_register import pairs, same
from tests.factories.register import Street

from anju.interfaces.cli.commands import linkage as command
from anju.interfaces.jobs.tasks import linkage as jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def ran(monkeypatch, capsys):
    monkeypatch.setattr(command, "installation", lambda _: nullcontext())
    parser = argparse.ArgumentParser()
    command.configure(parser)

    def run(*words):
        status = command.run(parser.parse_args([*words, "--json"]))
        return status, json.loads(capsys.readouterr().out)

    return run


def test_an_operator_trains_compares_and_goes_back_to_an_earlier_training(ran, street):
    pair = same(street)
    status, refused = ran("compare", "--everybody")
    assert status == 1 and refused["error"] == "linkage_untrained"
    status, first = ran("train")
    assert status == 0 and first["in_use"] and first["records"] >= 6
    status, found = ran("compare", "--everybody")
    assert status == 0 and found["proposed"] >= 1 and pair in pairs()
    second = ran("train")[1]
    assert [s["number"] for s in ran("sets")[1]["sets"]] == [second["number"], first["number"]]
    assert ran("use", str(first["number"]))[1] == {"in_use": first["number"]}
    assert ran("use", "999999")[0] == 1


def test_the_hourly_job_waits_for_a_register_large_enough_to_learn_from(street, ran, monkeypatch):
    pair = same(street)
    jobs.compare()
    assert ran("sets")[1] == {"sets": []}
    monkeypatch.setattr("anju.domains.linkage.operations.training.ENOUGH", 5)
    jobs.compare()
    assert pair in pairs()
