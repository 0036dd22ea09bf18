"""Schooling by the API: rounds are open to all tokens, applications are entered and decided with a key."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domains.casework.enrolment.schooling import family_of, opened
from tests.factories.register import STREET, Street, roomy
from tests.interfaces.rest.test_cases import client, read, sent


@pytest.fixture(scope="module")
def street(once):
    return once(_built)


def _built() -> Street:
    built = Street.built()
    roomy()
    return built


def test_an_application_is_entered_read_and_decided_and_the_same_key_changes_nothing(street):
    twins = family_of(street, 1, date(2017, 5, 1), date(2017, 5, 1))
    held = opened(street, [("A", 3, 2)])
    counter = client("api.school", "street", STREET)
    wanted = {
        "round": held,
        "guardian": twins.parent,
        "children": [{"person": c, "grade": 3} for c in twins.children],
        "choices": ["A"],
        "key": "a",
    }
    made = sent(counter, "school/enrolments", **wanted)
    assert sent(counter, "school/enrolments", **wanted) == made
    again = sent(counter, "school/enrolments", 409, **{**wanted, "key": "b"})
    assert again["code"] == "enrolment_open"
    first = made["ids"][0]
    found = read(counter, f"school/enrolments/{first}")
    assert found["enrolment"]["state"] == "qualified" and found["missing"] == []
    assert "stay" in found["proved"]
    listed = read(counter, f"school/rounds/{held}/enrolments?show=qualified")
    assert [e["id"] for e in listed["items"]] == made["ids"]
    decided = sent(
        counter,
        f"school/enrolments/{first}/decisions",
        decision="ask",
        version=found["enrolment"]["version"],
        text="请补一张照片",
        key="c",
    )
    assert decided["state"] == "returned"
    whole = read(counter, f"school/rounds/{held}")
    assert whole["schools"][0]["places"] == {"3": 2} and whole["round"]["seed"] == ""
    other = client("api.school.other", "education", "430102")
    read(other, f"school/enrolments/{first}", 404)
