"""Whole conversations with the API: what one answer names, the next request uses; and tokens that are wrong.

Short as part of the suite; ``ANJU_API_CONVERSATIONS=500 ./anju test
tests/interfaces/rest/test_stateful.py`` for longer.
"""

from __future__ import annotations

import io
import json
import os
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode

from anju.config.wsgi import application
from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from anju.interfaces.rest.api import api
from tests.factories.staff import PLATFORM
from tests.interfaces.rest.test_schema import PROMISES, one_connection  # noqa: F401 - a fixture
from tests.interfaces.web.test_uploads import HOSTILE

CONVERSATIONS = int(os.environ.get("ANJU_API_CONVERSATIONS", "6"))
FOLLOWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("post", "/api/v1/imports", "201", "/api/v1/imports/{import_id}", "import_id"),
    ("post", "/api/v1/imports", "201", "/api/v1/imports/{import_id}/apply", "import_id"),
    ("post", "/api/v1/imports", "201", "/api/v1/imports/{import_id}/problems.xlsx", "import_id"),
    ("get", "/api/v1/imports/{import_id}", "200", "/api/v1/imports/{import_id}/apply", "import_id"),
    (
        "post",
        "/api/v1/imports/{import_id}/apply",
        "200",
        "/api/v1/imports/{import_id}/undo",
        "import_id",
    ),
    ("post", "/api/v1/imports/{import_id}/undo", "200", "/api/v1/imports/{import_id}", "import_id"),
)


def linked() -> dict[str, Any]:
    """The description, with links from what is made to what can be done with it."""
    document: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str)
    )
    for method, path, status, to, name in FOLLOWS:
        for verb, operation in document["paths"][to].items():
            source = document["paths"][path][method]["responses"][status]
            source.setdefault("links", {})[f"{verb} {to}"] = {
                "operationId": operation["operationId"],
                "parameters": {name: "$response.body#/id"},
            }
    return document


def test_every_link_names_operations_that_exist():
    document = linked()
    assert sum(
        len(r.get("links", {}))
        for p in document["paths"].values()
        for o in p.values()
        for r in o["responses"].values()
    ) == len(FOLLOWS)


def test_no_conversation_breaks_the_api_or_its_promises(office, one_connection):  # noqa: F811
    schema = schemathesis.openapi.from_dict(linked())
    schema.app = application
    schema.config.generation.update(
        modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE], with_security_parameters=False
    )

    class Conversation(schema.as_state_machine()):
        def get_call_kwargs(self, case):
            return {
                "headers": {
                    "Authorization": f"Bearer {office.secret}",
                    "X-Purpose": "register",
                    "Accept-Language": "en",
                }
            }

        def validate_response(self, response, case, **_):
            case.validate_response(response, checks=[not_a_server_error, *PROMISES[:-1]])

    Conversation.run(
        settings=settings(
            max_examples=CONVERSATIONS,
            stateful_step_count=5,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
    )


@pytest.mark.parametrize("data", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_file_is_refused_with_a_problem_and_leaves_nothing(office, street, data):
    with acting(PLATFORM):
        before = len(register.imports())
    file = io.BytesIO(data)
    file.name = "roster.xlsx"
    answer = Client().post(
        "/api/v1/imports",
        {"file": file, "form": "employer-roster", "employer": street.firm.code},
        headers={"authorization": f"Bearer {office.secret}", "accept-language": "en"},
    )
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert len(problem["detail"]) > 15
    assert problem["detail"] != problem["code"]
    assert "Traceback" not in answer.content.decode()
    with acting(PLATFORM):
        assert len(register.imports()) == before


class TestWrongTokens:
    def ask(self, secret: str, address: str = "192.0.2.5"):
        return Client(REMOTE_ADDR=address).get(
            "/api/v1/regions?q=x", headers={"authorization": f"Bearer {secret}"}
        )

    def test_are_counted_and_then_limited_with_the_time_to_wait(self, office):
        for n in range(30):
            assert self.ask(f"anju_wrong{n}").status_code == 401
        answer = self.ask("anju_wrong")
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
        assert 0 < int(answer["Retry-After"]) <= 300

    def test_do_not_shut_out_those_with_good_ones_at_the_same_address(self, office):
        for n in range(40):
            self.ask(f"anju_wrong{n}")
        assert self.ask(office.secret).status_code == 200

    def test_of_one_address_shut_out_no_other(self, office):
        for n in range(40):
            self.ask(f"anju_wrong{n}")
        assert self.ask("anju_wrong", "192.0.2.6").status_code == 401

    def test_say_nothing_about_which_ever_existed(self, office):
        from anju.domains.access.models import Token

        Token.objects.update(expires_at="2020-01-02T00:00Z", created_at="2020-01-01T00:00Z")
        ended, unknown = self.ask(office.secret).json(), self.ask("anju_never").json()
        assert {**ended, "instance": ""} == {**unknown, "instance": ""}
