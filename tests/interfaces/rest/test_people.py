"""Looking at people: who may, for what, and that it leaves its trace."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from tests.factories.register import RESIDENT


def looks_at(person: int) -> list[tuple[str, str, tuple[str, ...]]]:
    with acting(system("tests")):
        return [(e.action, e.purpose, tuple(e.fields)) for e in audit.reads_of(person, limit=50)]


def test_without_a_token_or_with_a_wrong_one_there_is_nothing(street, client, office):
    for headers in (
        {},
        {"authorization": "Bearer anju_nonsense"},
        {"authorization": "Basic eHg6eHg="},
    ):
        answer = client.get(f"/api/v1/people/{street.resident}", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


def test_a_browser_session_opens_nothing_here(street, client):
    from anju.domains.access.models import User
    from tests.factories.staff import staff

    client.force_login(
        User.objects.get(pk=staff("clerk", ("street", "430181124"))),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get(f"/api/v1/people/{street.resident}").status_code == 401


def test_people_are_found_by_name_reading_and_fragments_within_the_area(street, office, neighbour):
    for q in (
        "单文静",
        "文静",
        "shanwenjing",
        "swj",
        RESIDENT.doc_number,
        RESIDENT.doc_number[-6:],
        "1234",
    ):
        found = office("get", f"/people?q={q}").json()
        assert street.resident in [p["id"] for p in found["items"]], q
        assert RESIDENT.doc_number not in str(found)
    assert neighbour("get", "/people?q=单文静").json()["items"] == []
    assert neighbour("get", "/people?q=单文静").json()["count"] == 0


def test_another_streets_person_looks_exactly_like_one_who_does_not_exist(street, neighbour):
    for path in ("/people/{}", "/people/{}/stays", "/people/{}?reveal=number"):
        hidden, absent = (neighbour("get", path.format(i)) for i in (street.resident, 2**40))
        assert hidden.status_code == absent.status_code == 404
        strip = lambda r: {k: v for k, v in r.json().items() if k != "instance"}  # noqa: E731
        assert strip(hidden) == strip(absent)


def test_a_purpose_must_be_stated_and_held(street, office):
    for purpose, code in (
        ("", "purpose_missing"),
        ("safety", "purpose_unknown"),
        ("idle look", "purpose_unknown"),
    ):
        answer = office("get", f"/people/{street.resident}", purpose=purpose)
        assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert looks_at(street.resident) == []


def test_numbers_come_masked_and_every_look_is_recorded(street, office):
    answer = office("get", f"/people/{street.resident}", purpose="service").json()
    assert answer["name"] == "单文静"
    assert answer["documents"][0]["number"] != RESIDENT.doc_number
    assert RESIDENT.phone not in str(answer)
    ((action, purpose, fields),) = looks_at(street.resident)
    assert (action, purpose) == ("api.people.one", "service")
    assert "number" not in fields


def test_a_reveal_shows_what_was_asked_and_is_recorded_as_such(street, office):
    answer = office("get", f"/people/{street.resident}?reveal=number").json()
    assert answer["documents"][0]["number"] == RESIDENT.doc_number
    assert answer["phone"] != RESIDENT.phone
    assert any("document.number" in fields for _, _, fields in looks_at(street.resident))


def test_a_token_narrowed_to_seeing_reveals_nothing(street, caller):
    narrow = caller("narrow", {"role": "client", "region": "430181124"}, scopes=("person.see",))
    assert narrow("get", f"/people/{street.resident}").status_code == 200
    answer = narrow("get", f"/people/{street.resident}?reveal=number")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_stays_are_given_as_of_a_day_and_as_known_at_a_moment(street, office):
    stays = office("get", f"/people/{street.resident}/stays").json()["items"]
    assert [s["home"] for s in stays] == [street.rooms[0].code]
    assert stays[0]["channel"] == "landlord"
    assert office("get", f"/people/{street.resident}/stays?as_of=2001-01-01").json()["items"] == []
    assert (
        office("get", f"/people/{street.resident}/stays?known_at=2001-01-01T00:00:00Z").json()[
            "items"
        ]
        == []
    )
    assert (
        office("get", f"/people/{street.resident}/stays?known_at=2001-01-01T00:00:00").status_code
        == 422
    )


def test_occupants_are_those_of_that_day_and_of_the_area(street, office, neighbour, grid):
    home = street.rooms[0].code
    names = {o["name"] for o in office("get", f"/homes/{home}/occupants").json()["items"]}
    assert names == {"单文静", "单小禾"}
    before = office("get", f"/homes/{home}/occupants?as_of=2001-01-01").json()
    assert before["items"] == []
    assert neighbour("get", f"/homes/{home}/occupants").status_code == 404
    assert (
        neighbour("get", f"/homes/{home}").json()["code"]
        == neighbour("get", "/homes/ZZZZZZZZ").json()["code"]
    )
    assert grid("get", f"/homes/{home}").json()["room"] == "101"


def test_homes_are_found_by_address_page_by_page(street, office):
    first = office("get", "/homes?q=新屋路12号&limit=4").json()
    assert len(first["items"]) == 4
    second = office("get", f"/homes?q=新屋路12号&limit=4&cursor={first['next']}").json()
    assert len(second["items"]) == 2
    assert second["next"] is None
    assert len({h["code"] for h in first["items"] + second["items"]}) == 6
    assert office("get", "/homes?q=新屋路12号&cursor=bogus!").json()["code"] == "cursor_invalid"


def test_directories_answer_within_the_area(street, office, neighbour):
    assert office("get", "/employers?q=星火").json()["items"][0]["code"] == street.firm.code
    assert neighbour("get", "/employers?q=星火").json()["items"] == []
    assert "洞阳" in office("get", "/regions?q=洞阳&within=430181").json()["items"][0]["name"]


def test_nothing_of_a_failed_request_stays(street, office, monkeypatch):
    from anju.interfaces.rest.people import routes

    monkeypatch.setattr(routes.audit, "record_read", lambda *a, **k: 1 / 0)
    answer = office("get", f"/people/{street.resident}")
    assert (answer.status_code, answer.json()["code"]) == (500, "not_possible_now")
    assert answer.json()["instance"].endswith(answer["X-Request-ID"])
    assert connection.needs_rollback is False
    assert not isinstance(connection.connection, psycopg.Error)


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "用途"), ("en", "purpose")])
def test_problems_speak_the_clients_language(street, office, language, said):
    answer = office(
        "get", f"/people/{street.resident}", purpose="", **{"accept-language": language}
    )
    assert said in answer.json()["detail"]


def test_addresses_nobody_knows_answer_as_problems_too(client, db):
    answer = client.get("/api/v1/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "address_unknown")


def test_the_description_is_ours_alone(client, db):
    page = client.get("/api/v1/docs").content.decode()
    assert "POST /api/v1/declarations" in page
    assert "cdn" not in page.lower()
    assert "<script>" not in page
    assert client.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"


def test_jobs_are_listed_with_their_employer_as_of_a_day_and_as_known(street, office, neighbour):
    (job,) = office("get", f"/people/{street.worker}/jobs").json()["items"]
    assert (job["employer"], job["position"], job["until"]) == (street.firm.code, "装配", None)
    assert office("get", f"/people/{street.worker}/jobs?as_of=2020-01-01").json()["items"] == []
    assert (
        office("get", f"/people/{street.worker}/jobs?known_at=2020-01-01T00:00:00Z").json()["items"]
        == []
    )
    assert looks_at(street.worker)[0][0] == "api.people.jobs"
    assert neighbour("get", f"/people/{street.worker}/jobs").status_code == 404
