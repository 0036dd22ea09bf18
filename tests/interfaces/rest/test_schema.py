"""Whatever a stranger may send: the API answers as its description says, and never fails inside."""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from anju.config.wsgi import application
from anju.interfaces.rest.api import api

PROMISES = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    ignored_auth,
)


document = json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str)
schema = schemathesis.openapi.from_dict(json.loads(document))
schema.app = application
schema.config.generation.update(
    modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE], with_security_parameters=False
)


@pytest.fixture(autouse=True)
def one_connection():
    """As Django's own test client does: requests share the test's transaction, so no request closes the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_what_its_description_promises(case, office, one_connection):
    headers = {"Authorization": f"Bearer {office.secret}", "Accept-Language": "en"}
    if case.method == "GET":
        headers["X-Purpose"] = "register"
    case.call_and_validate(headers=headers, checks=list(PROMISES))
