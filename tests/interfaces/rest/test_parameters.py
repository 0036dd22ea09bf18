"""What does not fit is named in the client's language and in its place, and nothing of it is dropped in silence."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from anju.foundation.errors import Refused
from anju.interfaces.texts.api_faults import CHINESE, fault_in_words
from anju.interfaces.texts.sentences import sentence
from tests.factories.register import HERE

pytestmark = pytest.mark.django_db


def arrival(**more: object) -> dict[str, object]:
    return {
        "key": "a1",
        "kind": "arrive",
        "name": "覃秀英",
        "doc_number": "430181199001019972",
        "region": HERE,
        "address": "新屋路9号",
        "room": "101",
        "start": "2026-11-20",
        **more,
    }


def test_a_zero_byte_in_a_text_is_refused_at_its_place(office):
    holder = {"document": {"number": "430181199001\x0019972"}}
    asked = {"entitlement": "compulsory_education", "holder": holder}
    answer = office("post", "/entitlements/check", asked, **{"idempotency-key": "k1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "text_with_zero_byte")
    assert answer.json()["params"]["where"] == "body.holder.document.number"


@pytest.mark.parametrize("field", ["name", "doc_number", "phone", "address"])
def test_an_item_with_a_zero_byte_is_refused_for_itself_and_not_tidied(office, field):
    damaged = arrival(key="a2", phone="13911110001")
    damaged[field] = f"{damaged[field][:2]}\0{damaged[field][2:]}"
    sent = office("post", "/declarations", {"items": [damaged]}, **{"idempotency-key": "k2"})
    (result,) = sent.json()["results"]
    assert (result["status"], result["reason"]) == ("refused", "text_damaged")


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b"])
def test_a_zero_byte_in_a_parameter_is_refused(office, query):
    answer = office("get", f"/people?{query}", purpose="service")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "query.q"


def test_an_unknown_parameter_is_refused_as_an_unknown_field_is_and_the_known_ones_are_named(
    office,
):
    answer = office("get", "/people?q=张&limt=5", purpose="service")
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["where"]) == (422, "query.limt")
    assert "limit" in fault["message"]
    assert office("get", "/people?q=张&limit=5", purpose="service").status_code == 200


def test_titles_and_faults_are_in_the_language_of_the_client(office):
    body = {"items": [arrival(start="yesterday", colour="red")]}
    chinese = office("post", "/declarations", body, **{"accept-language": "zh"}).json()
    assert chinese["title"] == "未受理"
    assert {e["message"] for e in chinese["errors"]} >= {
        CHINESE["date_from_datetime_parsing"],
        CHINESE["extra_forbidden"],
    }
    english = office("post", "/declarations", body).json()
    assert english["title"] == "Refused" and all(e["message"].isascii() for e in english["errors"])


def test_every_fault_with_values_reads_as_a_sentence():
    class Sent(BaseModel):
        model_config = ConfigDict(extra="forbid")
        count: int
        at: datetime

    with pytest.raises(ValidationError) as caught:
        Sent.model_validate_json(json.dumps({"count": "x", "more": 1}))
    found = [fault_in_words(e, "zh-hans") for e in caught.value.errors()]
    assert found == ["应为整数", "必填，没有给出", "没有这个字段"]
    bound = {"type": "greater_than_equal", "ctx": {"ge": 1}}
    assert fault_in_words(bound, "zh-hans") == "不能小于 1"


def test_an_epoch_of_a_register_that_was_never_restored_is_named_as_such(office):
    same = office("get", "/people?q=张", purpose="service", **{"anju-epoch": "0"})
    assert same.status_code == 200
    answer = office("get", "/people?q=张", purpose="service", **{"anju-epoch": "3"})
    assert (answer.status_code, answer.json()["code"]) == (409, "server_never_restored")
    assert "None" not in answer.json()["detail"] and answer.json()["params"] == {"epoch": 0}


def test_the_sentence_about_a_purpose_names_it_in_words():
    refused = Refused("entitlement_purpose", purpose="register")
    assert "居住登记" in sentence(refused, "zh-hans") and "register" not in sentence(refused, "zh")
    assert "Residence registration" in sentence(refused, "en")
    restored = Refused("server_restored", epoch=2, taken=datetime(2026, 11, 1, tzinfo=UTC))
    assert "2026-11-01" in sentence(restored, "zh-hans")
