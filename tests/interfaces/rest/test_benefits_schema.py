"""The promises of the description, kept towards a department that may ask."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.interfaces.rest.test_schema import PROMISES, one_connection, schema

__all__ = ["one_connection"]
asking = schema.include(path_regex="/entitlements")


@asking.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_questions_of_a_department_are_answered_as_described(case, department, one_connection):
    headers = {
        "Authorization": f"Bearer {department.secret}",
        "Accept-Language": "en",
        "X-Purpose": "service",
    }
    answer = case.call_and_validate(headers=headers, checks=list(PROMISES))
    assert answer.status_code < 500
