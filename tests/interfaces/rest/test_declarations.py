"""Declaring over HTTP: per-item results, repetition, limits."""

from __future__ import annotations

from datetime import timedelta

from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import HERE, NEXT_DOOR

KEY = {"idempotency-key": "a-first-batch"}


def arrival(street, who, key: str, room: int = 1, **more: object) -> dict[str, object]:
    personal = {k: v for k, v in who.item.items() if v is not None}
    return {
        "key": key,
        "kind": "arrive",
        **personal,
        "home_code": street.rooms[room].code,
        "region": HERE,
        "start": street.today - timedelta(days=1),
        "reason": "01",
        **more,
    }


def test_each_item_gets_its_own_result_in_the_order_sent(street, department):
    good, bad = somebody("林小满", 11), somebody("林大满", 12)
    items = [
        arrival(street, good, "1"),
        {**arrival(street, bad, "2"), "doc_number": "43018119900101996X"[:17]},
        {
            **arrival(street, somebody("高远", 13), "3"),
            "home_code": street.far[0].code,
            "region": None,
        },
    ]
    answer = department("post", "/declarations", {"items": items}, **KEY)
    assert answer.status_code == 200, answer.content
    results = answer.json()["results"]
    assert [(r["key"], r["status"], r["reason"]) for r in results] == [
        ("1", "applied", ""),
        ("2", "refused", "id_length"),
        ("3", "refused", "outside_jurisdiction"),
    ]
    assert results[0]["home"] == street.rooms[1].code
    assert "18" in results[1]["detail"]
    assert answer.json()["counts"] == {"applied": 1, "refused": 2}


def test_the_same_request_again_is_answered_as_the_first_time_and_changes_nothing(
    street, department
):
    body = {"items": [arrival(street, somebody("林小满", 11), "1")]}
    first = department("post", "/declarations", body, **KEY).json()
    again = department("post", "/declarations", body, **KEY).json()
    assert again["repeated"]
    assert not first["repeated"]
    assert {**again, "repeated": False} == first
    with acting(system("tests")):
        assert len(register.stays_of([first["results"][0]["person"]])) == 1


def test_an_items_key_counts_even_in_another_batch(street, department):
    item = arrival(street, somebody("林小满", 11), "1")
    first = department("post", "/declarations", {"items": [item]}, **KEY).json()["results"][0]
    other = department(
        "post",
        "/declarations",
        {"items": [item, arrival(street, somebody("林大满", 12), "2")]},
        **{"idempotency-key": "another"},
    ).json()["results"]
    assert other[0] == first
    assert other[1]["status"] == "applied"


def test_an_overlong_text_refuses_its_own_item_and_the_others_count(street, department):
    fields = {
        "name": "名" * 101,
        "address": "路" * 5000,
        "position": "工" * 61,
        "doc_number": "1" * 300,
        "hukou_text": "村\0",
    }
    items = [
        {**arrival(street, somebody("林小满", 20 + n), str(n), room=2), field: text}
        for n, (field, text) in enumerate(fields.items())
    ]
    items.append(arrival(street, somebody("林小满", 11), "good"))
    answer = department("post", "/declarations", {"items": items}, **KEY)
    assert answer.status_code == 200, answer.content
    results = answer.json()["results"]
    assert [(r["status"], r["reason"]) for r in results] == [
        ("refused", "name_too_long"),
        ("refused", "row_address_too_long"),
        ("refused", "position_too_long"),
        ("refused", "id_length"),
        ("refused", "text_damaged"),
        ("applied", ""),
    ]
    assert all(r["detail"] for r in results[:-1])


def test_one_to_a_thousand_items_and_no_more(street, department):
    item = arrival(street, somebody("林小满", 11), "k")
    many = [{**item, "key": f"k{n}"} for n in range(1001)]
    answer = department("post", "/declarations", {"items": many}, **KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")
    assert department("post", "/declarations", {"items": []}, **KEY).status_code == 422


def test_a_thousand_items_pass(street, department):
    items = [
        {
            **arrival(street, somebody("林小满", n), f"t{n}"),
            "kind": "outflow",
            "home_code": None,
            "region": NEXT_DOOR,
            "destination": "广东省深圳市",
        }
        for n in range(1000)
    ]
    answer = department("post", "/declarations", {"items": items}, **KEY)
    assert answer.status_code == 200
    assert sum(answer.json()["counts"].values()) == 1000


def test_unknown_fields_keys_twice_and_missing_keys_are_refused_whole(street, department):
    item = arrival(street, somebody("林小满", 11), "1")
    assert (
        department("post", "/declarations", {"items": [{**item, "score": 5}]}, **KEY).status_code
        == 422
    )
    assert (
        department("post", "/declarations", {"items": [item], "more": 1}, **KEY).status_code == 422
    )
    twice = department("post", "/declarations", {"items": [item, item]}, **KEY)
    assert (twice.status_code, twice.json()["code"]) == (422, "item_key_missing_or_twice")
    assert department("post", "/declarations", {"items": [item]}).status_code == 422
    with acting(system("tests")):
        assert register.occupants([street.rooms[1].id], as_of=street.today) == []


def test_a_body_that_is_no_json_is_a_problem(department, client):
    answer = client.post(
        "/api/v1/declarations",
        data="{",
        content_type="application/json",
        headers={"authorization": f"Bearer {department.secret}", **KEY},
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "request_unreadable")


def test_a_body_beyond_the_limit_is_too_large(department, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post(
        "/api/v1/declarations",
        data="x" * 2000,
        content_type="application/json",
        headers={"authorization": f"Bearer {department.secret}", **KEY},
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "request_too_large")


def test_who_may_not_declare_is_told_so(street, caller):
    leader = caller("leader", {"role": "leader", "region": "430181124"}, kind="staff")
    answer = leader(
        "post", "/declarations", {"items": [arrival(street, somebody("林小满", 11), "1")]}, **KEY
    )
    assert answer.status_code == 403


def test_a_possible_same_person_waits_and_is_decided(street, department, office, neighbour):
    twin = {
        "key": "twin",
        "kind": "arrive",
        "name": "单文静",
        "doc_type": "414",
        "doc_number": "E12345678",
        "sex": "2",
        "birth_date": "1991-04-12",
        "home_code": street.rooms[2].code,
        "region": HERE,
        "start": street.today,
    }
    with acting(system("tests")):
        from anju.domains.people import api as people

        sex = people.persons([street.resident])[street.resident].sex
    result = department("post", "/declarations", {"items": [{**twin, "sex": sex}]}, **KEY).json()[
        "results"
    ][0]
    assert (result["status"], result["reason"]) == ("waiting", "same_person")
    (question,) = office("get", "/reviews").json()["items"]
    assert question["candidates"] == [street.resident]
    assert "E12345678" not in str(question)
    path = f"/reviews/{question['id']}/decision"
    assert neighbour("post", path, {"decision": "new"}).status_code == 404
    assert department("post", path, {"decision": "new"}).status_code == 403
    assert office("post", path, {"decision": "refuse"}).json()["code"] == "decision_needs_note"
    decided = office("post", path, {"decision": "same", "person": street.resident})
    assert decided.json()["person"] == street.resident, decided.content
    assert office("post", path, {"decision": "new"}).status_code == 409
    assert office("get", "/reviews").json()["items"] == []


def test_a_key_with_another_body_is_a_conflict_with_a_sentence(street, department):
    department(
        "post", "/declarations", {"items": [arrival(street, somebody("林小满", 11), "1")]}, **KEY
    )
    answer = department(
        "post", "/declarations", {"items": [arrival(street, somebody("林大满", 12), "1")]}, **KEY
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "key_used_for_another")
    assert "1" in answer.json()["detail"]


def test_a_batch_key_with_other_items_is_refused_and_takes_nothing_in(street, department):
    first = department(
        "post", "/declarations", {"items": [arrival(street, somebody("林小满", 11), "1")]}, **KEY
    )
    assert first.status_code == 200
    other = department(
        "post", "/declarations", {"items": [arrival(street, somebody("林大满", 12), "2", 2)]}, **KEY
    )
    assert (other.status_code, other.json()["code"]) == (409, "key_used_for_another")
    with acting(system("tests")):
        assert not register.occupants([street.rooms[2].id], as_of=street.today)


def test_half_a_character_is_judged_with_its_own_row(street, department):
    broken = {**arrival(street, somebody("林小满", 11), "1"), "doc_number": "\ud800"}
    whole = arrival(street, somebody("林大满", 12), "2", 2)
    answer = department("post", "/declarations", {"items": [broken, whole]}, **KEY)
    assert answer.status_code == 200, answer.content
    assert [r["status"] for r in answer.json()["results"]] == ["refused", "applied"]


def test_a_passport_without_a_nationality_waits_and_the_decision_gives_it(
    street, department, office
):
    item = arrival(
        street, somebody("JOHN SMITH", 31), "1", doc_type="414", doc_number="E44556677"
    ) | {"birth_date": "1990-05-06", "document_seen": True}
    (result,) = department("post", "/declarations", {"items": [item]}, **KEY).json()["results"]
    assert (result["status"], result["reason"]) == ("waiting", "nationality_missing")
    assert "nationality" in result["detail"]
    (question,) = office("get", "/reviews").json()["items"]
    path = f"/reviews/{question['id']}/decision"
    for given, code in (
        ({}, "decision_needs_nationality"),
        ({"nationality": "france"}, "request_invalid"),
    ):
        answer = office("post", path, {"decision": "accept", **given})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert office("post", path, {"decision": "accept", "nationality": "FRA"}).status_code == 200
    again = {**item, "key": "2", "nationality": "FRA", "document_seen": False}
    (result,) = department(
        "post", "/declarations", {"items": [again]}, **{"idempotency-key": "second"}
    ).json()["results"]
    assert result["status"] == "unchanged"
