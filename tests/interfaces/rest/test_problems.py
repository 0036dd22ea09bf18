"""Every error under the API's address is problem details, also those that no operation of it answers."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "path", "how", "status"),
    [
        ("delete", "/api/v1/people", {}, 405),
        ("put", "/api/v1/people/1", {}, 405),
        ("get", "/api/v1/declarations", {}, 405),
        ("patch", "/api/v1/docs", {}, 405),
        ("get", "/api/v1/nothing/here", {}, 404),
        ("post", "/api/v1/nothing", {}, 404),
        ("get", "/api/v2/people", {}, 404),
        ("get", "/api/", {}, 404),
        ("get", "/api/v1/people/a%00b", {}, 404),
        ("get", "/api/v1/people/" + "9" * 30, {}, 401),
        ("get", "/api/v1/people?q=%00", {}, 401),
        ("get", "/api/v1/people", {"HTTP_HOST": "a b"}, 400),
        ("post", "/api/v1/declarations", {"data": "{", "content_type": "application/json"}, 401),
    ],
)
def test_an_error_of_the_api_is_problem_details(method, path, how, status):
    answer = getattr(Client(raise_request_exception=False), method)(path, **how)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    said = answer.json()
    assert said["status"] == status and said["code"] and said["detail"]


def test_a_wrong_method_names_those_that_are_there():
    answer = Client().put("/api/v1/people/1", headers={"accept-language": "en"})
    assert answer.headers["Allow"] == "GET"
    assert answer.json()["code"] == "method_unknown"
    assert "GET" in answer.json()["detail"]
