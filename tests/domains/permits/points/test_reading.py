"""A scheme with a mistake in it is refused with the place; an answer that cannot be is refused beside its question."""

from __future__ import annotations

import copy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.points.rules import read_answers, read_scheme, score
from anju.foundation.errors import Refused
from anju.foundation.law import Part
from anju.foundation.law.files import OURS
from tests.domains.permits.points.published import DAY, PUBLISHED, calm

RAW = yaml.safe_load((OURS / "11-beijing.yaml").read_text("utf-8"))["points"][0]


def broken(change) -> dict:
    raw = copy.deepcopy(RAW)
    change(raw)
    return raw


BREAKS = {
    "a key nobody reads": (lambda r: r["sections"][0].update(capp=3), "s.sections[0]", "capp"),
    "a binary fraction": (
        lambda r: r["sections"][2]["items"][0]["tiers"][0].update(points=10.5),
        "points",
        "as text",
    ),
    "a fact nobody asks": (
        lambda r: r["sections"][0]["items"][0]["accrual"].update(fact="work"),
        "s",
        "work",
    ),
    "an answer that does not exist": (
        lambda r: r["sections"][2]["items"][0]["tiers"][0].update({"is": "school"}),
        "s",
        "school",
    ),
    "a measure that cannot read its fact": (
        lambda r: r["sections"][0]["items"][0]["accrual"].update(fact="education"),
        "s",
        "kind choice",
    ),
    "the same item twice": (lambda r: r["sections"].append(r["sections"][0]), "s", "twice"),
    "no pass mark and no places": (lambda r: r.pop("places"), "s", "pass mark"),
    "no English": (lambda r: r["facts"][0].pop("en"), "s.facts[0]", "en is missing"),
    "counting within a fact nobody asks": (
        lambda r: r["sections"][1]["items"][0]["accrual"].update(within="work"),
        "s",
        "work",
    ),
    "counting after something within nothing": (
        lambda r: r["sections"][0]["items"][0]["accrual"].update(after=["own_home"]),
        "s",
        "within nothing",
    ),
    "a limit that asks what nobody asks": (
        lambda r: r["sections"][3]["items"][0]["accrual"]["limits"][0].update(fact="work"),
        "s",
        "work",
    ),
    "steps of nothing": (
        lambda r: r["sections"][0]["items"][0]["accrual"].update(step=0),
        "s",
        "nothing",
    ),
    "an end before the beginning": (lambda r: r.update(valid_to=RAW["valid_from"]), "s", "before"),
    "a rounding nobody knows": (lambda r: r.update(rounding="nicely"), "s.rounding", "unknown"),
    "not a mapping": (lambda r: r.update(facts=[3]), "s.facts[0]", "mapping"),
}


@pytest.mark.parametrize("what", BREAKS)
def test_a_mistake_in_a_scheme_is_named_with_its_place(what):
    change, where, problem = BREAKS[what]
    with pytest.raises(Refused) as refused:
        read_scheme(Part(broken(change), "s"), region="11")
    assert refused.value.code == "law_file_invalid"
    assert where in refused.value.params["where"]
    assert problem in refused.value.params["problem"]


@pytest.mark.parametrize(
    ("fact", "typed", "code"),
    [
        ("born", "2030-01-01", "points_day_impossible"),
        ("born", "1800-01-01", "points_day_impossible"),
        ("born", "soon", "points_day_unreadable"),
        ("employed", "-1", "points_number_impossible"),
        ("employed", "1.5", "points_months_impossible"),
        ("employed", "NaN", "points_number_impossible"),
        ("employed", "99999", "points_months_impossible"),
        ("innovation", "1", "points_number_impossible"),
        ("innovation", "13", "points_number_impossible"),
        ("education", "school", "points_choice_unknown"),
        ("permit", "maybe", "points_choice_unknown"),
        ("detention", "2027-01-01", "points_day_impossible"),
    ],
)
def test_an_impossible_answer_is_refused_beside_its_question_and_does_not_count(fact, typed, code):
    answers, problems = read_answers(PUBLISHED["beijing"], {fact: [typed]}, day=DAY)
    assert problems == {fact: code}
    assert fact not in answers


@calm
@given(st.sampled_from(sorted(PUBLISHED)), st.data())
def test_whatever_is_typed_is_read_or_refused_and_reckoned_without_failing(code, data):
    scheme = PUBLISHED[code]
    words = st.text("0123456789-.eyn日 ", max_size=8) | st.sampled_from(
        [
            "",
            "0",
            "3",
            "12",
            "1990-02-29",
            "2024-02",
            "2020-01-01",
            "yes",
            "master",
            "1e9",
            "-0",
            "Infinity",
        ]
    )
    typed = data.draw(
        st.dictionaries(
            st.sampled_from([f.code for f in scheme.facts]), st.lists(words, max_size=5)
        )
    )
    answers, problems = read_answers(scheme, typed, day=DAY)
    assert not set(answers) & set(problems)
    assert score(scheme, answers, day=DAY).total >= 0
