"""Schemas, reference messages and the faults of messages; each code of the catalogue that a message alone can have."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.exchange.api import messages
from anju.domains.exchange.api.messages import CLASSES, Occasion

AT = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
REFERENCE = messages.reference_messages()


def faults(message, **occasion):
    who = {"receiver": message["to"], "sender": message["from"], "at": AT} | occasion
    return [(f.code, f.at) for f in messages.faults(message, Occasion(**who))]


def changed(name, **steps):
    """A reference message with other values: `body__since` is the member since of body; None takes it out."""
    message = copy.deepcopy(REFERENCE[name])
    for path, value in steps.items():
        *way, last = path.split("__")
        place = message
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        last = "class" if last == "class_" else last
        if value is None:
            del place[last]
        else:
            place[last] = value
    return message


@pytest.mark.parametrize("name", CLASSES)
def test_the_reference_message_of_each_class_is_sound(name):
    assert faults(REFERENCE[name]) == []


def test_the_reference_answer_is_as_its_schema_says_and_its_digest_is_that_of_the_message():
    answer = REFERENCE["answer"]
    assert list(messages.pointers(messages.VERSION, "answer", answer)) == []
    assert answer["results"][0]["digest"] == messages.digest(REFERENCE["arrival_notice"])


@pytest.mark.parametrize("name", ["parts", "envelope", "answer", *CLASSES])
def test_every_schema_is_a_schema_of_2020_12_with_title_and_description(name):
    schema = messages.schema(messages.VERSION, name)
    jsonschema_rs.Draft202012Validator({"$ref": "https://json-schema.org/draft/2020-12/schema"})
    jsonschema_rs.meta.validate(schema)
    assert schema["title"]
    assert schema["description"]
    assert schema["$id"] == f"urn:anju:exchange:{messages.VERSION}:{name}"


WRONG = {
    "version_unknown": (changed("enquiry", version="9.0"), "/version"),
    "class_unknown": (changed("enquiry", class_="gossip"), "/class"),
    "envelope_invalid": (changed("enquiry", sequence=0), "/sequence"),
    "body_invalid": (changed("enquiry", body__questions=["income"]), "/body/questions/0"),
    "created_in_future": (changed("reply", created="2026-11-30T12:00:00+08:00"), "/created"),
    "day_in_future": (changed("arrival_notice", body__since="2026-12-01"), "/body/since"),
    "days_reversed": (changed("enquiry", body__between__last="2024-01-01"), "/body/between/last"),
    "term_too_short": (changed("arrival_notice", answer_by="2026-12-14"), "/answer_by"),
    "reference_missing": (changed("reply", reply_to=None), "/reply_to"),
    "purpose_class": (changed("arrival_notice", purpose="schooling"), "/purpose"),
    "outcome_class": (changed("outcome_report", body__outcome="helped"), "/body/outcome"),
    "age_outside": (changed("left_behind_notice", body__group="child"), "/body/person/birth_date"),
    "document_check": (
        changed("arrival_notice", body__person__doc_number="520102199003079970"),
        "/body/person/doc_number",
    ),
    "document_birth": (
        changed("arrival_notice", body__person__birth_date="1990-03-08"),
        "/body/person/birth_date",
    ),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_fault_is_found_under_its_code_at_its_place_alone(code):
    message, at = WRONG[code]
    assert faults(message) == [(code, at)]


def test_a_message_for_or_from_somebody_else_is_found():
    message = REFERENCE["arrival_notice"]
    assert faults(message, receiver="440305") == [("recipient_wrong", "/to")]
    assert faults(message, sender="440305") == [("sender_wrong", "/from")]


def test_an_enquiry_needs_its_grade_and_term_and_the_days_it_asks_about():
    assert faults(changed("enquiry", grade=None)) == [("envelope_invalid", "")]
    assert faults(changed("enquiry", body__between=None)) == [("body_invalid", "/body")]
    assert faults(changed("enquiry", grade="urgent", answer_by="2026-12-15")) == []


def test_a_correction_is_judged_like_what_it_puts_right():
    wrong = changed("correction", body__body__since="2026-12-24")
    assert faults(wrong) == [("day_in_future", "/body/body/since")]
    assert faults(changed("correction", body__body__since=None)) == [("body_invalid", "/body/body")]


def test_a_school_record_has_schools_and_no_doses():
    wrong = changed("record_transfer", body__kind="school")
    assert ("body_invalid", "/body") in faults(wrong)


def test_a_wrong_check_character_and_birth_date_are_warnings_that_keep_nothing_out():
    found = messages.faults(WRONG["document_check"][0], Occasion("520102", "330106", AT))
    assert [f.severity for f in found] == ["warning"]
    assert not messages.kept_out(found)


def test_no_fault_names_a_value():
    message = changed("arrival_notice", body__person__doc_number="秘密 520102")
    assert "秘密" not in json.dumps(
        [f.written() for f in messages.faults(message, Occasion("520102", "330106", AT))]
    )


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b'{"a":1,"a":2}', b'{"a":1.5}', b'{"a":NaN}', b"\xff", b"[" * 100_000],
)
def test_what_two_readers_could_read_differently_is_no_message(text):
    with pytest.raises(messages.NotReadable):
        messages.read_json(text)


CHARACTERS = st.characters(exclude_categories=["Cs"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(CHARACTERS, max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(CHARACTERS, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_canonical_text_reads_back_as_the_same_and_no_value_breaks_the_check(value):
    assert messages.read_json(messages.canonical(value).encode()) == value
    messages.faults(value, Occasion("520102", "330106", AT))


@given(st.sampled_from(sorted(CLASSES)), st.data())
def test_a_message_with_any_one_member_replaced_is_judged_and_not_stumbled_over(name, data):
    message = copy.deepcopy(REFERENCE[name])
    places = [(message, k) for k in message] + [(message["body"], k) for k in message["body"]]
    place, key = data.draw(st.sampled_from(places))
    place[key] = data.draw(VALUES)
    messages.faults(message, Occasion("520102", "330106", AT))


def test_the_catalogue_says_cause_and_remedy_in_both_languages_and_twice_the_same_of_none():
    entries = messages.errors()
    for e in entries.values():
        assert all(e.zh) and all(e.en) and len(e.zh) == len(e.en) == 2
        assert e.severity in ("error", "warning")
    assert len({e.zh for e in entries.values()}) == len(entries)
    assert len({e.en for e in entries.values()}) == len(entries)
