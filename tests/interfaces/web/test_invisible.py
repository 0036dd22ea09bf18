"""Direction marks and other characters that cannot be seen are stored and shown nowhere, whatever the way in."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from anju.interfaces.rest.parameters import VisibleText
from anju.interfaces.web.bounds import Bounds

MARKS = "\u202e\u202d\u2066\u2069\u200f\u200e\u061c\u200b\ufeff"


def test_the_fields_of_every_form_lose_them_and_passwords_do_not():
    request = RequestFactory().post(
        "/office/anything/",
        {
            "room": f"3{MARKS}01",
            "note": f"first\r\nsecond{MARKS}",
            "password": f"p{MARKS}w",
            "many": ["1\u202e", "2"],
        },
    )
    assert Bounds(lambda _: HttpResponse()).process_view(request, lambda _: None, (), {}) is None
    assert request.POST["room"] == "301"
    assert request.POST["note"] == "first\r\nsecond"
    assert request.POST["password"] == f"p{MARKS}w"
    assert request.POST.getlist("many") == ["1", "2"]


@pytest.mark.parametrize("escaped", [True, False])
def test_the_texts_of_every_body_lose_them_however_deep(escaped):
    body = {"items": [{"name": f"王{MARKS}小明", "more": [f"a{MARKS}", 1, None]}], "note": "a\nb"}
    request = RequestFactory().post(
        "/api/v1/x", json.dumps(body, ensure_ascii=escaped), content_type="application/json"
    )
    assert VisibleText().parse_body(request) == {
        "items": [{"name": "王小明", "more": ["a", 1, None]}],
        "note": "a\nb",
    }
